"""Is the journal still what was written? Its chain is walked and held against the anchors outside the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from thonso.core.journal import anchors, chain, segments
from thonso.core.journal.models import Entry, Head

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Lost:
    """Entries that a restore left behind: anchors of `segment` prove that they were once there."""

    segment: str
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
    starts = segments.starts(commune_id)
    report.faults += [chain.Fault(start.seq, "anchor") for start in starts if not start.holds]
    # A beginning that the ring did not sign excuses nothing: the anchors after it are wanted still.
    wanted = _anchored(report, [start for start in starts if start.holds])
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


def _anchored(report: ChainReport, starts: list[segments.Start]) -> dict[int, set[str]]:
    """seq → the hashes that anchors outside say it has. What a restore left behind goes to `report.lost`."""
    here = [segments.FIRST, *(start.segment for start in starts)]
    ends = {segment: start.seq - 1 for segment, start in zip(here, starts, strict=False)}
    left = frozenset[str]().union(*(start.left for start in starts))
    wanted: dict[int, set[str]] = {}
    lost: dict[str, list[int]] = {}
    for row in anchors.lines(report.commune_id):
        if row is None:
            report.faults.append(chain.Fault(0, "anchor"))
            continue
        segment, seq = anchors.segment_of(row), int(row["seq"])
        if not anchors.holds(row) or row["commune"] != str(report.commune_id):
            report.faults.append(chain.Fault(seq, "anchor"))
        elif segment in ends and seq > ends[segment]:
            lost.setdefault(segment, [ends[segment] + 1]).append(seq)
        elif segment in here:
            wanted.setdefault(seq, set()).add(row["hash"])
        elif segment in left:
            lost.setdefault(segment, []).append(seq)
        else:
            # The entry that began this segment is gone, and all after it.
            report.faults.append(chain.Fault(seq, "truncated"))
    report.lost = [Lost(segment, min(seqs), max(seqs)) for segment, seqs in lost.items()]
    return wanted


def _beginning(commune_id: UUID, wanted: dict[int, set[str]], since: datetime | None) -> tuple[int, str]:
    """Where to begin: the newest entry before `since` that is what its anchor says."""
    if since is not None:
        before = Entry.objects.filter(commune_id=commune_id, at__lt=since, seq__in=sorted(wanted)[-500:])
        for row in before.order_by("-seq").only("seq", "hash"):
            if wanted[row.seq] == {row.hash}:
                return row.seq, row.hash
    return 0, chain.GENESIS
