"""What checking a signed PDF found, as separate answers: never one green tick for questions that are not the same.

- integrity: are the signed bytes what was signed?
- changes: what was done to the file after signing?
- identity: do we know who signed?
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, Protocol, get_args

Integrity = Literal["ok", "broken", "unsigned"]
Changes = Literal["none", "allowed", "suspicious"]
Identity = Literal["trusted", "test", "unknown", "revoked"]
Role = Literal["person", "organisation"]

# From best to worst: a document is as good as its worst signature.
_CHANGES: tuple[Changes, ...] = get_args(Changes)
_IDENTITIES: tuple[Identity, ...] = get_args(Identity)


@dataclass(frozen=True, slots=True)
class SignatureAnswer:
    """One signature. `time` in ISO 8601; `time_source` says whether a time-stamp proves it or the signer only claims it."""

    field_name: str
    kind: Literal["signature", "timestamp"]
    role: Literal["person", "organisation", "unknown"]
    integrity: Literal["ok", "broken"]
    changes: Changes
    identity: Identity
    signer: str = ""
    organisation: str = ""
    title: str = ""
    time: str = ""
    time_source: Literal["timestamp", "claimed", "none"] = "none"
    certificate_serial: str = ""
    issuer: str = ""
    valid_from: str = ""
    valid_to: str = ""
    level: Literal["", "B-B", "B-T"] = ""
    covers_whole_file: bool = False
    # Why an answer is not the best one: names that `words` turns into sentences.
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    integrity: Integrity
    changes: Changes
    identity: Identity
    signatures: tuple[SignatureAnswer, ...] = ()
    reasons: tuple[str, ...] = ()
    sha256: str = ""
    size: int = 0

    def as_json(self) -> dict[str, Any]:
        """Plain values, as `thonso verify-pdf --json` prints and `SignatureRecord` keeps them."""
        return asdict(self) | {
            "signatures": [asdict(one) | {"reasons": list(one.reasons)} for one in self.signatures],
            "reasons": list(self.reasons),
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Verdict":
        known = {one.name for one in fields(SignatureAnswer)}
        signatures = tuple(
            SignatureAnswer(**{k: v for k, v in one.items() if k in known} | {"reasons": tuple(one["reasons"])})
            for one in plain["signatures"]
        )
        return cls(**plain | {"signatures": signatures, "reasons": tuple(plain["reasons"])})


def worst_change(answers: list[Changes]) -> Changes:
    return max(answers, key=_CHANGES.index, default="none")


def worst_identity(answers: list[Identity]) -> Identity:
    return max(answers, key=_IDENTITIES.index, default="unknown")


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom this installation believes, as DER certificates and lists of revoked ones."""

    roots: tuple[bytes, ...] = ()
    test_roots: tuple[bytes, ...] = ()
    intermediates: tuple[bytes, ...] = ()  # believed only as far as a root vouches for them
    revocation_lists: tuple[bytes, ...] = ()
    may_fetch: bool = field(default=False)  # ask the issuer's OCSP and CRL addresses over the network


class Place(Protocol):
    """A box on a page (from 0) in PDF points from the lower left corner, as `papers.signature_box` gives it."""

    @property
    def page(self) -> int: ...
    @property
    def x1(self) -> float: ...
    @property
    def y1(self) -> float: ...
    @property
    def x2(self) -> float: ...
    @property
    def y2(self) -> float: ...
