"""Records that may be one person: proposed side by side, decided by a person, never merged by themselves."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.base.clock import now
from thonso.core.base.errors import Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.people import build, rules, services
from thonso.core.people.models import (
    CLAIM_LABEL,
    Contact,
    DuplicateProposal,
    Ethnicity,
    FormerIdNumber,
    Household,
    Membership,
    Resident,
)
from thonso.core.people.rules import Person

BATCH = 500


def propose_for(work: Work, actor: Ref, commune_id: UUID, residents: Sequence[Resident]) -> int:
    """Propose everyone of the commune who has the name and year of birth of one of these; gives how many pairs are new.

    Two different ID numbers are two people, so such a pair is not proposed.
    """
    wanted = {(one.folded, one.birth_year) for one in residents}
    new = {one.id for one in residents}
    groups: dict[tuple[str, int], list[Resident]] = defaultdict(list)
    names = sorted({name for name, _year in wanted})
    for start in range(0, len(names), BATCH):
        rows = Resident.objects.filter(commune_id=commune_id, folded__in=names[start : start + BATCH])
        for row in rows.exclude(status=Resident.Status.MERGED).only(
            "id", "folded", "birth_year", "birth_date", "birth_precision", "sex", "id_blind"
        ):
            if (row.folded, row.birth_year) in wanted:
                groups[row.folded, row.birth_year].append(row)
    pairs = [
        (one, other)
        for group in groups.values()
        for index, one in enumerate(group)
        for other in group[index + 1 :]
        if (one.id in new or other.id in new) and may_be_one(one, other)
    ]
    return _propose(work, actor, commune_id, pairs, "same_name_and_year", {})


def alike(commune_id: UUID, person: Person) -> list[Resident]:
    """Who of the commune may be this person, who is about to be entered: the rule by which pairs are proposed."""
    birth, number = person.birth, person.id_number
    probe = Resident(birth_date=birth.date, birth_precision=birth.precision, birth_year=birth.year, sex=person.sex)
    build.set_name(probe, rules.tidy_name(person.full_name))
    probe.id_blind = build.id_blind(number) if number else None
    rows = Resident.objects.filter(commune_id=commune_id, folded=probe.folded, birth_year=probe.birth_year)
    rows = rows.exclude(status=Resident.Status.MERGED).select_related("hamlet", "household")
    return [row for row in rows.order_by("birth_date", "id") if may_be_one(row, probe)]


def may_be_one(one: Resident, other: Resident) -> bool:
    """Same name and year are given; two known numbers, sexes or full birth dates that differ rule it out."""
    if one.sex != other.sex:
        return False
    if one.id_blind and other.id_blind:
        return one.id_blind == other.id_blind
    both_exact = one.birth_precision == other.birth_precision == "day"
    return not both_exact or one.birth_date == other.birth_date


def propose_same_number(work: Work, actor: Ref, holder: Resident, newcomer: Resident, number: str) -> None:
    """The newcomer's paper shows a number that the holder already has: the number waits, sealed, for the decision."""
    _propose(work, actor, holder.commune_id, [(holder, newcomer)], "same_id_number", {newcomer.id: number})


def _propose(
    work: Work,
    actor: Ref,
    commune_id: UUID,
    pairs: Iterable[tuple[Resident, Resident]],
    reason: str,
    claims: dict[UUID, str],
) -> int:
    rows = []
    for one, other in pairs:
        first, second = sorted((one, other), key=lambda row: row.id)
        id_ = new_id()
        claim = next((claims[row.id] for row in (one, other) if row.id in claims), "")
        rows.append(
            DuplicateProposal(
                id=id_,
                commune_id=commune_id,
                first=first,
                second=second,
                reason=reason,
                claimed_id=crypto.seal(CLAIM_LABEL, id_, claim) if claim else None,
                created_at=now(),
            )
        )
    before = DuplicateProposal.objects.filter(commune_id=commune_id).count()
    DuplicateProposal.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    made = DuplicateProposal.objects.filter(commune_id=commune_id).count() - before
    if made:
        work.note("duplicates.proposed", actor, Ref("unit", commune_id), facts={"pairs": made, "reason": reason})
    return made


def resolve(work: Work, actor: Ref, proposal: DuplicateProposal, answer: str, *, keep: UUID | None = None) -> None:
    """A person says `same` (then `keep` is the record that stays) or `different`. Deciding twice raises Stale."""
    if answer not in ("same", "different"):
        raise ValueError(answer)
    decided = DuplicateProposal.objects.filter(id=proposal.id, state="open").update(
        state=answer, decided_at=work.at, decided_by=actor.id
    )
    if not decided:
        raise Stale(_("Somebody has already decided about this pair."))
    work.note("duplicates.resolved", actor, Ref("duplicate", proposal.id), facts={"answer": answer})
    if answer == "different":
        return
    pair = {proposal.first_id: proposal.first, proposal.second_id: proposal.second}
    if keep not in pair:
        raise ValueError("keep must be one of the two records")
    kept = pair.pop(keep)
    [gone] = pair.values()
    _merge(work, actor, kept, gone, proposal)


def claimed_number(proposal: DuplicateProposal) -> str:
    return crypto.unseal(CLAIM_LABEL, proposal.id, proposal.claimed_id) if proposal.claimed_id else ""


def _merge(work: Work, actor: Ref, kept: Resident, gone: Resident, proposal: DuplicateProposal) -> None:
    """What only the other record knows goes to the kept one; the other stays as a pointer to it."""
    kept.refresh_from_db()
    gone.refresh_from_db()
    if Resident.Status.MERGED in (kept.status, gone.status):
        raise Stale(_("One of the two records was merged in the meantime."))
    number = services.id_number_of(gone)
    household, died_on = gone.household, gone.left_on if gone.status == Resident.Status.DIED else None
    gone.status, gone.merged_into, gone.household = Resident.Status.MERGED, kept, None
    gone.id_number = gone.id_blind = gone.moved_to = None
    gone.save()
    for name in ("father_name", "mother_name", "spouse_name"):
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    if kept.birth_precision != "day" and gone.birth_precision == "day" and kept.birth_year == gone.birth_year:
        kept.birth_date, kept.birth_precision = gone.birth_date, gone.birth_precision
    kept.save()
    if number and not kept.id_number:
        services.set_id_number(work, actor, kept, number)
    elif number:
        services.keep_former(kept, number)
    FormerIdNumber.objects.filter(resident=gone).update(resident=kept)
    phones = Contact.objects.filter(resident=kept, valid_to=None).values("phone_blind")
    Contact.objects.filter(resident=gone).exclude(Q(phone_blind__in=phones) & Q(valid_to=None)).update(resident=kept)
    if not Ethnicity.objects.filter(resident=kept).exists():
        for row in Ethnicity.objects.filter(resident=gone):
            Ethnicity.objects.create(resident=kept, commune_id=row.commune_id, name=row.name)
    Ethnicity.objects.filter(resident=gone).delete()
    Membership.objects.filter(resident=gone, valid_to=None).delete()
    others = DuplicateProposal.objects.filter(Q(first=gone) | Q(second=gone), state="open").exclude(id=proposal.id)
    others.update(state="different", decided_at=work.at, decided_by=actor.id)
    if household is not None:
        if Household.objects.filter(id=household.id, head=gone, members=kept).exists():
            services.set_head(work, actor, household, kept)
        services.after_leaving(work, actor, household, gone, work.at.date())
    if died_on is not None and kept.status == Resident.Status.HERE:
        services.leave(work, actor, kept, Resident.Status.DIED, died_on)
    work.note("resident.merged", actor, kept.ref, subject=kept.ref, facts={"gone": str(gone.id)})
    work.publish("residents.changed", residents=[kept, gone])
    work.publish("resident.merged", kept=kept, gone=gone)
