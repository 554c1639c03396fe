"""After a restore the chain goes on in a segment of its own, which only the ring can begin."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from thonso.core.base import append_only, clock
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal import anchors, chain, segments, services
from thonso.core.journal.models import Anchor, Entry, Head
from thonso.core.journal.work import body_of, transact

pytestmark = pytest.mark.django_db
ME = Ref("account", uuid4())


@pytest.fixture
def commune(settings: Any, tmp_path: Any) -> UUID:
    """Its first three entries are anchored: that is the backup. Two more came after it, and are anchored too."""
    settings.DATA = tmp_path
    made = uuid4()
    act(made, 3)
    act(made, 2)
    return made


def act(commune: UUID, times: int) -> None:
    for _turn in range(times):
        with transact(commune) as work:
            work.note("x.done", ME, Ref("x", uuid4()))
    services.anchor_all()


def cut(commune: UUID, seq: int) -> None:
    """The rows as they were at entry `seq`; the file of anchors stays."""
    append_only.remove()
    gone = Entry.objects.filter(commune_id=commune, seq__gt=seq)
    gone.delete()
    Anchor.objects.filter(commune_id=commune, seq__gt=seq).delete()
    last = Entry.objects.get(commune_id=commune, seq=seq)
    Head.objects.filter(commune_id=commune).update(seq=seq, hash=last.hash)
    append_only.install()


def line(commune: UUID, seq: int) -> dict[str, Any]:
    return next(row for row in anchors.outside(commune) if row["seq"] == seq)


def restore(commune: UUID, left: set[str] | None = None) -> str:
    """As `thonso restore` of the backup that ends with entry 3; gives the new segment."""
    cut(commune, 3)
    segment = new_id()
    services.start_segment(
        commune, ME, line(commune, 3), segment=segment, backup=uuid4(), lost_to=5, left=left or set()
    )
    services.anchor_all()
    return str(segment)


def kinds(commune: UUID) -> set[str]:
    return {fault.kind for fault in services.verify(commune).faults}


def lost(commune: UUID) -> list[tuple[int, int]]:
    return [(gone.first, gone.last) for gone in services.verify(commune).lost]


def test_what_a_restore_left_behind_is_lost_and_the_rest_holds(commune: UUID) -> None:
    restore(commune)
    act(commune, 3)
    report = services.verify(commune)
    assert (report.faults, report.entries, report.anchored_to) == ([], 7, 7)
    assert lost(commune) == [(4, 5)]


def test_anchors_from_before_any_restore_are_still_held_against_the_chain(commune: UUID) -> None:
    restore(commune)
    append_only.remove()
    Entry.objects.filter(commune_id=commune, seq=3).update(hash="f" * 64)
    append_only.install()
    assert chain.Fault(3, "changed") in services.verify(commune).faults


def test_the_same_backup_is_restored_again_and_again(commune: UUID) -> None:
    first = restore(commune)
    act(commune, 1)
    second = restore(commune, {first})
    act(commune, 4)
    assert kinds(commune) == set()
    assert lost(commune) == [(4, 5), (4, 5)]
    restore(commune, {first, second})
    act(commune, 1)
    assert kinds(commune) == set()
    assert lost(commune) == [(4, 5), (4, 5), (4, 8)]


def test_a_segment_that_no_later_one_left_behind_is_missed(commune: UUID) -> None:
    restore(commune)
    cut(commune, 3)
    act(commune, 2)
    assert "truncated" in kinds(commune)


def forge(commune: UUID, facts: dict[str, Any]) -> None:
    """What rights on the database alone can do: cut off, and write an entry that quotes the public anchor."""
    cut(commune, 3)
    with transact(commune) as work:
        work.note(segments.RESTORED, ME, Ref("journal", commune), facts=facts)


def genuine(commune: UUID) -> dict[str, Any]:
    """The facts of a restore that really was."""
    restore(commune)
    found: dict[str, Any] = body_of(Entry.objects.get(commune_id=commune, seq=4))["facts"]
    return found


@pytest.mark.parametrize("signature", [None, "", "a1:AAAA", 7])
def test_a_beginning_that_the_ring_did_not_sign_excuses_nothing(commune: UUID, signature: Any) -> None:
    facts = {"from": line(commune, 3), "segment": str(uuid4()), "backup": str(uuid4()), "lost_to": 5, "left": []}
    forge(commune, facts if signature is None else facts | {"signature": signature})
    assert kinds(commune) == {"anchor", "truncated"}
    assert lost(commune) == []
    # Neither does time: the worker's next anchors belong to the segment that went before.
    act(commune, 4)
    assert {"anchor", "changed"} <= kinds(commune)
    assert "segment" not in line(commune, 8)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("segment", str(UUID(int=1))),
        ("backup", str(UUID(int=2))),
        ("lost_to", 3),
        ("left", ["x"]),
        ("more", 1),
        ("from", None),
    ],
)
def test_no_fact_of_a_signed_beginning_can_be_changed(commune: UUID, fact: str, value: Any) -> None:
    forge(commune, genuine(commune) | {fact: value})
    assert "anchor" in kinds(commune)


def test_a_signed_beginning_holds_in_its_commune_and_its_place_only(commune: UUID) -> None:
    facts = genuine(commune)
    with transact(commune) as work:
        work.note(segments.RESTORED, ME, Ref("journal", commune), facts=facts)
    assert kinds(commune) == {"anchor"}
    other = uuid4()
    act(other, 3)
    forge(other, facts)
    assert kinds(other) == {"anchor"}


def test_the_daily_look_at_the_tail_sees_a_forged_beginning_before_it(commune: UUID) -> None:
    forge(commune, {"from": line(commune, 3)})
    services.anchor_all()
    with clock.at(clock.now() + timedelta(days=5)):
        act(commune, 2)
        faults = services.verify(commune, since=clock.now() - timedelta(days=2)).faults
    assert chain.Fault(4, "anchor") in faults


def test_the_identity_of_a_segment_is_in_its_anchors_and_signed(commune: UUID) -> None:
    segment = restore(commune)
    row = anchors.outside(commune)[-1]
    assert (row["seq"], row["segment"]) == (4, segment)
    assert anchors.holds(row)
    assert not anchors.holds(row | {"segment": str(uuid4())})
    assert not anchors.holds({name: row[name] for name in row if name != "segment"})
