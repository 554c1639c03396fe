"""A draft as the data its pages are set from: head, kind and subject, the parts of its text, who signs, for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from thonso.core import papers
from thonso.core.access.holding import holding
from thonso.documents import kinds
from thonso.documents.kinds import Kind
from thonso.documents.organs import ORGANS
from thonso.documents.outgoing.models import Outgoing
from thonso.documents.outgoing.recipients import lines
from thonso.documents.outgoing.structure import Block, blocks
from thonso.documents.rules import URGENCIES
from thonso.dossiers.printing import heads

PAPER = "document"
CHAIR, DEPUTY = "chairman", "deputy_chairman"


@dataclass(frozen=True, slots=True)
class Numbered:
    """What only a signed document has."""

    number: int
    dated: date
    signer: str


def kind_of(row: Outgoing) -> Kind:
    """As the catalogue knows it on the day it was begun: a kind that is gone since then is still set as it was."""
    found = kinds.of(row.kind, row.begun_at.date())
    if found is None:
        raise ValueError(f"{row.kind} is no kind of document")
    return found


def symbol(row: Outgoing) -> str:
    return kinds.symbol_of(kind_of(row), ORGANS[row.organ].symbol, row.unit)


def lines_of(row: Outgoing, role: str) -> list[str]:
    """Over the signature, from the authority down (NĐ 30/2020, Điều 13): TM. for the body, KT. for the chairman."""
    own = ["CHỦ TỊCH"] if role == CHAIR else ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    return ["TM. ỦY BAN NHÂN DÂN", *own] if row.capacity == "body" else own


def pages(row: Outgoing, texts: dict[str, str], role: str, numbered: Numbered | None = None) -> bytes:
    return papers.render(PAPER, data(row, texts, role, numbered))


def data(row: Outgoing, texts: dict[str, str], role: str, numbered: Numbered | None = None) -> dict[str, Any]:
    """`texts` as a version has them; `role` of whoever signs; without `numbered` the number, day and name stay open."""
    kind = kind_of(row)
    body = heads.committee(row.commune)
    issued_by = body if row.capacity == "body" else f"Chủ tịch {body}"
    parts = blocks(texts["body"], enacts=bool(kind.enacts))
    found: dict[str, Any] = {
        **heads.head(row.commune, None),
        "symbol": symbol(row),
        "subject_line": texts["subject"].strip() or "…",
        "issued_by": issued_by,
        "blocks": [_plain(part, kind) for part in _ended(parts)],
        "recipients": lines(texts["recipients"]),
        "signer": {"lines": lines_of(row, role)},
    }
    if kind.named:
        found["kind_name"] = kind.name
    if kind.enacts:
        found["authority"] = issued_by
    if row.urgency:
        found["urgency"] = str(PRINTED_URGENCY[row.urgency])
    if to := lines(texts["addressees"]):
        found["addressees"] = to
    if numbered:
        found |= {"number": numbered.number, "date": numbered.dated}
        found["signer"]["name"] = numbered.signer
    return found


# The words that NĐ 30 frames, by degree of urgency.
PRINTED_URGENCY = ("", "Khẩn", "Thượng khẩn", "Hỏa tốc")
assert len(PRINTED_URGENCY) == len(URGENCIES)


def _ended(parts: Sequence[Block]) -> list[Block]:
    """The last words of the text, before any annex, end with "./." (NĐ 30/2020, Appendix I)."""
    place = next((at for at, part in enumerate(parts) if part.kind == "annex"), len(parts))
    out = list(parts)
    if place and (last := out[place - 1]).text and last.kind not in {"table", "enacting", "basis"}:
        out[place - 1] = Block(last.kind, last.text.rstrip(" .;,/") + "./.", last.label, False, last.rows, last.line)
    return out


def _plain(part: Block, kind: Kind) -> dict[str, Any]:
    words = part.text or (kind.enacts if part.kind == "enacting" else "")
    found: dict[str, Any] = {"kind": part.kind}
    for name, value in (("text", words), ("label", part.label), ("title", part.title)):
        if value:
            found[name] = value
    if part.rows:
        found["rows"] = [list(row) for row in part.rows]
    return found


def signing_role(row: Outgoing) -> str:
    """The role under which it is, or will be, signed, as the leader who is chosen holds it today; else the chairman's."""
    turn = row.tasks.filter(part="sign").order_by("-given_at").first()
    if turn is None:
        return CHAIR
    chairs = {id_ for id_, _name in holding(row.commune_id, (CHAIR,))}
    return CHAIR if turn.account_id in chairs else DEPUTY
