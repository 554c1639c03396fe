"""What a client files, whichever way it came in: the dossier to be, and its people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from thonso.dossiers.models.dossier import Part


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the dossier as filed. `details`: id_number, birth, sex, phone, address, language, paper of authority…"""

    name: str
    details: Mapping[str, Any] = field(default_factory=dict)
    representation: str = ""


@dataclass(frozen=True, slots=True)
class Filing:
    """What a client files. `id` is made by the client and is the transaction id as well."""

    id: UUID
    commune_id: UUID
    commune_code: str
    version_id: UUID
    answers: Mapping[str, Any]
    attachments: Sequence[tuple[str, str]]  # (paper key, received sha256)
    channel: str
    subject: Person
    submitter: Person
    helper: Person | None = None
    interpreter: Person | None = None
    witnesses: Sequence[Person] = ()
    hamlet_id: UUID | None = None

    def body(self) -> dict[str, Any]:
        """What makes two filings under one id the same filing."""

        def person(p: Person | None) -> Any:
            return None if p is None else [p.name, dict(p.details), p.representation]

        return {
            "version": str(self.version_id),
            "answers": dict(self.answers),
            "attachments": sorted(list(pair) for pair in self.attachments),
            "channel": self.channel,
            "subject": person(self.subject),
            "submitter": person(self.submitter),
            "others": [person(self.helper), person(self.interpreter), *(person(w) for w in self.witnesses)],
            "hamlet": str(self.hamlet_id) if self.hamlet_id else None,
        }


@dataclass(frozen=True, slots=True)
class Filed:
    dossier_id: UUID
    code: str
    key: str
    replayed: bool = False


def people_in(filing: Filing) -> list[tuple[str, Person]]:
    people = [(Part.SUBJECT, filing.subject), (Part.SUBMITTER, filing.submitter)]
    people += [(Part.HELPER, filing.helper)] if filing.helper else []
    people += [(Part.INTERPRETER, filing.interpreter)] if filing.interpreter else []
    people += [(Part.WITNESS, witness) for witness in filing.witnesses]
    return [(part.value, person) for part, person in people]
