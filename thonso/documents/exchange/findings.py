"""What is told about a message: what is wrong in it, what was tolerated, and why one cannot be read at all."""

import re
from dataclasses import dataclass, field
from typing import Final

_INDEX: Final = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` names kind and field (N.MessageHeader.Subject), `where` the place with its number (MessageHeader.To[2].OrganId).

    N. is missing, R. out of range; T_ was tolerated: another program writes it so, and what is meant is clear.
    """

    code: str
    where: str


@dataclass(slots=True)
class Told:
    """Collects while a message is read."""

    errors: list[Finding] = field(default_factory=list)
    tolerated: dict[Finding, None] = field(default_factory=dict)

    def error(self, kind: str, field_: str, where: str = "") -> None:
        """`where` when it is seen at another place than that of the field itself."""
        self.errors.append(Finding(code_of(kind, field_), where or field_))

    def tolerate(self, code: str, where: str) -> None:
        self.tolerated[Finding(code, where)] = None


class Unreadable(Exception):
    """The message is refused as a whole; `code` begins with E_, `where` is the place, when there is one."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(f"{code} {where}".rstrip())
        self.code, self.where = code, where


def code_of(kind: str, where: str) -> str:
    return f"{kind}.{_INDEX.sub('', where)}"
