"""Is the journal still what was written? Its chain is walked and held against the anchors outside the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from thonso.core.journal import anchors, chain
from thonso.core.journal.models import Entry, Head
from thonso.core.journal.work import body_of

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Lost:
    """Entries that a restore left behind: an anchor of `segment` proves that they were once there."""

    segment: int
    first: int
    last: int


@dataclass(slots=True)
class ChainReport:
    """`entries`: how many were looked at."""

    commune_id: UUID
    entries: int = 0
    anchored_to: int = 0
    faults: list[chain.Fault] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)


def verify_all(*, since: datetime | None = None) -> Iterator[ChainReport]:
    """Every commune's chain; `since`: only from the last anchor before that moment on."""
    communes = set(Entry.objects.order_by().values_list("commune_id", flat=True).distinct())
    communes |= set(Head.objects.values_list("commune_id", flat=True))
    communes |= {UUID(path.stem) for path in anchors.folder().glob("*.jsonl")}
    for commune_id in sorted(communes):
        yield verify(commune_id, since=since)


def verify(commune_id: UUID, *, since: datetime | None = None) -> ChainReport:
    """Walk the chain of a commune, in constant memory, and compare it with the anchors outside."""
    report = ChainReport(commune_id)
    starts = anchors.segment_starts(commune_id)
    wanted = _anchored(report, starts)
    after, hash_ = _beginning(commune_id, wanted, since)
    rows = Entry.objects.filter(commune_id=commune_id, seq__gt=after).order_by("seq")
    walk = _Walk(report, wanted, after, hash_)
    only = rows.only("seq", "body", "previous", "hash").iterator(chunk_size=_CHUNK)
    report.faults += chain.faults(walk.over(only), start_seq=after, start_hash=hash_)
    head = Head.objects.filter(commune_id=commune_id).first()
    if (head.seq, head.hash) != (walk.seq, walk.hash) if head else walk.seq:
        report.faults.append(chain.Fault(walk.seq + 1, "truncated"))
    for seq in wanted:
        if seq > walk.seq:
            report.faults.append(chain.Fault(seq, "truncated"))
    for start in starts:
        if start.seq > after and not _names_its_anchor(commune_id, start):
            report.faults.append(chain.Fault(start.seq, "anchor"))
    return report


@dataclass(slots=True)
class _Walk:
    report: ChainReport
    wanted: dict[int, set[str]]
    seq: int
    hash: str

    def over(self, rows: Iterable[Entry]) -> Iterator[Entry]:
        for row in rows:
            self.report.entries += 1
            self.seq, self.hash = row.seq, row.hash
            if row.seq in self.wanted:
                if self.wanted[row.seq] == {row.hash}:
                    self.report.anchored_to = row.seq
                else:
                    self.report.faults.append(chain.Fault(row.seq, "changed"))
            yield row


def _anchored(report: ChainReport, starts: list[Entry]) -> dict[int, set[str]]:
    """seq → the hashes that anchors outside say it has. What a restore left behind goes to `report.lost`."""
    ends = [start.seq - 1 for start in starts]
    wanted: dict[int, set[str]] = {}
    lost: dict[int, int] = {}
    for row in anchors.lines(report.commune_id):
        if row is None:
            report.faults.append(chain.Fault(0, "anchor"))
            continue
        segment, seq = anchors.segment_of(row), int(row["seq"])
        if not anchors.holds(row) or row["commune"] != str(report.commune_id):
            report.faults.append(chain.Fault(seq, "anchor"))
        elif segment > len(starts):
            # The entry that began this segment is gone, and all after it.
            report.faults.append(chain.Fault(seq, "truncated"))
        elif segment < len(starts) and seq > ends[segment]:
            lost[segment] = max(seq, lost.get(segment, 0))
        else:
            wanted.setdefault(seq, set()).add(row["hash"])
    report.lost = [Lost(segment, ends[segment] + 1, last) for segment, last in sorted(lost.items())]
    return wanted


def _beginning(commune_id: UUID, wanted: dict[int, set[str]], since: datetime | None) -> tuple[int, str]:
    """Where to begin: the newest entry before `since` that is what its anchor says."""
    if since is not None:
        before = Entry.objects.filter(commune_id=commune_id, at__lt=since, seq__in=sorted(wanted)[-500:])
        for row in before.order_by("-seq").only("seq", "hash"):
            if wanted[row.seq] == {row.hash}:
                return row.seq, row.hash
    return 0, chain.GENESIS


def _names_its_anchor(commune_id: UUID, start: Entry) -> bool:
    """A segment goes on from an anchor that this ring signed, directly after it."""
    anchor: dict[str, Any] = body_of(start)["facts"].get("from", {})
    try:
        named = (anchor["commune"], anchor["seq"], anchor["hash"])
        return named == (str(commune_id), start.seq - 1, start.previous) and anchors.holds(anchor)
    except (KeyError, TypeError, ValueError):
        return False
