"""A draft as the data its pages are set from: head, kind and subject, the parts of its text, who signs, for whom."""

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from thonso.core import papers
from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.holding import holding
from thonso.core.base.clock import local
from thonso.documents import kinds
from thonso.documents.kinds import Kind
from thonso.documents.organs import ORGANS
from thonso.documents.outgoing.models import Outgoing
from thonso.documents.outgoing.recipients import lines
from thonso.documents.outgoing.structure import Block, blocks
from thonso.documents.rules import URGENCIES
from thonso.dossiers.printing import drafts, heads

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
    found = kinds.of(row.kind, local(row.begun_at).date())
    if found is None:
        raise ValueError(f"{row.kind} is no kind of document")
    return found


def symbol(row: Outgoing) -> str:
    return kinds.symbol_of(kind_of(row), ORGANS[row.organ].symbol, row.unit)


def lines_of(row: Outgoing, role: str) -> list[str]:
    """Over the signature, from the authority down (NĐ 30/2020, Điều 13): TM. for the body, KT. for the chairman."""
    own = drafts.lines_of(role)
    return ["TM. ỦY BAN NHÂN DÂN", *own] if row.capacity == "body" else own


def pages(row: Outgoing, texts: dict[str, str], role: str, numbered: Numbered | None = None) -> bytes:
    return papers.render(PAPER, data(row, texts, role, numbered))


def can_be_set(row: Outgoing, columns: dict[str, Any], texts: dict[str, str]) -> bool:
    """Whether pages can be made of it: some texts are beyond what the format holds."""
    tried = copy(row)
    for name, value in columns.items():
        setattr(tried, name, value)
    try:
        pages(tried, texts, CHAIR)
    except papers.CannotBeSet:
        return False
    return True


def data(row: Outgoing, texts: dict[str, str], role: str, numbered: Numbered | None = None) -> dict[str, Any]:
    """`texts` as a version has them; `role` of whoever signs; without `numbered` the number, day and name stay open."""
    kind = kind_of(row)
    body = heads.committee(row.commune)
    issued_by = body if row.capacity == "body" else f"Chủ tịch {body}"
    parts = _grounds(blocks(texts["body"], enacts=bool(kind.enacts)), kind)
    found: dict[str, Any] = {
        **heads.head(row.commune, None),
        "symbol": symbol(row),
        "subject_line": _subject(texts["subject"], kind),
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
    if numbered is None:
        found["draft"] = True
    else:
        found |= {"number": numbered.number, "date": numbered.dated}
        found["signer"]["name"] = numbered.signer
    return found


# The words that NĐ 30 frames, by degree of urgency.
PRINTED_URGENCY = ("", "Khẩn", "Thượng khẩn", "Hỏa tốc")
assert len(PRINTED_URGENCY) == len(URGENCIES)


_ABOUT = re.compile(r"(?:v/v|về việc)\s+(?=\S)", re.IGNORECASE)


def _subject(text: str, kind: Kind) -> str:
    """Under the number of a công văn "V/v" is put before it."""
    text = text.strip()
    said = None if kind.named else _ABOUT.match(text)
    return (text[said.end() :] if said else text) or "…"


def _grounds(parts: Sequence[Block], kind: Kind) -> list[Block]:
    """Where something is enacted each ground ends with ";", the last with "." (NĐ 30/2020, Appendix I)."""
    last = max((at for at, part in enumerate(parts) if part.kind == "basis"), default=-1)
    return [
        replace(part, text=part.text.rstrip(" .;,") + ("." if at == last else ";"))
        if kind.enacts and part.kind == "basis"
        else part
        for at, part in enumerate(parts)
    ]


def _ended(parts: Sequence[Block]) -> list[Block]:
    """The last words of the text, before any annex, end with "./." (NĐ 30/2020, Appendix I)."""
    place = next((at for at, part in enumerate(parts) if part.kind == "annex"), len(parts))
    out = list(parts)
    if place and (last := out[place - 1]).text and last.kind not in {"table", "enacting", "basis"}:
        out[place - 1] = replace(last, text=last.text.rstrip(" .;,/") + "./.", title=False)
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


def signing_role(row: Outgoing, reader: Actor | None = None) -> str:
    """The role under which it will be signed: of the reader where it is hers to sign, else as the leader who is chosen holds
    it today, else the chairman's."""
    if reader is not None and row.state == "presented" and _signs(reader, row):
        return CHAIR if reader.holds(CHAIR, row.commune_id) else DEPUTY
    turn = row.tasks.filter(part="sign").order_by("-given_at").first()
    if turn is None:
        return CHAIR
    chairs = {id_ for id_, _name in holding(row.commune_id, (CHAIR,))}
    return CHAIR if turn.account_id in chairs else DEPUTY


def _signs(reader: Actor, row: Outgoing) -> bool:
    turn = row.tasks.filter(part="sign", state="open").first()
    return turn is not None and bool(policy.can(reader, "sign", turn))
