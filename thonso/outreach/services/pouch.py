"""Papers on the way (practice 19): taken for a dossier, handed over by lists that both ends sign, given back to their owner."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.access.holding import holding
from thonso.core.access.models import Account
from thonso.core.access.roles import HAMLET_ROLES, OFFICER_ROLES
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier, PaperCheck
from thonso.dossiers.rules.states import FINAL
from thonso.outreach.models import CarriedPaper, HandOver, HandOverLine
from thonso.procedures.definition import Paper

# way → (from where, to where)
WAYS = {
    "to_desk": ("helper", "desk"),
    "to_division": ("desk", "division"),
    "back_desk": ("division", "desk"),
    "to_hamlet": ("desk", "helper"),
}


def may_be_carried(dossier: Dossier) -> list[Paper]:
    """Papers that may leave their owner's hand: what is only shown (an ID card above all) is looked at and given back."""
    return [one for one in requirements.papers(dossier) if one.how == "submit" and not one.electronic_form]


def take(work: Work, by: Actor, dossier: Dossier, key: str, *, original: bool, place: str) -> CarriedPaper:
    """Taken out of the owner's hand against a receipt, by the helper or at the desk. Raises Refused."""
    paper = next((one for one in requirements.papers(dossier) if one.key == key), None)
    if paper is None:
        raise Refused(fields={"paper": [_("Choose one of the papers of this dossier.")]})
    if paper.key not in {one.key for one in may_be_carried(dossier)}:
        words = _("“%(paper)s” is only shown, or filled in here: an ID card is never held. Give it back at once.")
        raise Refused(fields={"paper": [words % {"paper": paper.name}]})
    if CarriedPaper.objects.filter(dossier=dossier, paper_key=key, original=original).exclude(place="owner").exists():
        raise Refused(fields={"paper": [_("This paper is held already: look below where it is.")]})
    row = CarriedPaper.objects.create(
        commune_id=dossier.commune_id, dossier=dossier, paper_key=key, title=paper.name[:300], original=original,
        place=place, holder_id=by.account_id, since=work.at, taken_at=work.at, taken_by_id=by.ref.id,
    )  # fmt: skip
    facts = {"paper": key, "original": original, "place": place}
    work.note("paper.taken", by.ref, Ref("dossier", dossier.pk), facts=facts)
    return row


def give_back(work: Work, by: Actor, row: CarriedPaper) -> None:
    """Back in its owner's hand. Who holds it does that. Raises Refused."""
    _hold([row])
    if is_on_way(row):
        raise Refused(_("This paper stands on a list that nobody has taken yet: it is given back by who takes it."))
    rows = CarriedPaper.objects.filter(pk=row.pk, place=row.place).exclude(place="owner")
    if not rows.update(place="owner", holder=None, since=work.at):
        raise Stale(_("This paper is somewhere else meanwhile. Look at the page again."))
    work.note("paper.given_back", by.ref, Ref("dossier", row.dossier_id), facts={"paper": row.paper_key})


def _hold(papers: Sequence[CarriedPaper]) -> None:
    """Nobody moves them before this transaction ends. Raises Stale when somebody has since they were loaded."""
    was = {row.pk: (row.place, row.holder_id) for row in papers}
    for row in CarriedPaper.objects.select_for_update().filter(pk__in=was).order_by("pk"):
        if (row.place, row.holder_id) != was[row.pk]:
            raise Stale(_("One of these papers is somewhere else meanwhile. Look at the page again."))


def is_on_way(row: CarriedPaper) -> bool:
    return row.lines.filter(list__taken_at=None).exists()


def held(commune_id: UUID, place: str, holder: UUID | None = None) -> QuerySet[CarriedPaper]:
    """What is at a place (of one person), and on no open list."""
    rows = CarriedPaper.objects.filter(commune_id=commune_id, place=place).exclude(
        lines__list__taken_at=None, lines__isnull=False
    )
    return (rows.filter(holder_id=holder) if holder else rows).select_related("dossier", "holder").order_by("since")


def from_checks(work: Work, by: Actor) -> int:
    """Papers that the desk kept when it checked them become papers that can be handed on. Doing it again adds nothing."""
    checks = PaperCheck.objects.filter(seen=PaperCheck.Seen.KEPT, dossier__commune_id=work.commune_id)
    checks = checks.exclude(dossier__state__in=[one.value for one in FINAL]).select_related("dossier")
    known = set(CarriedPaper.objects.filter(commune_id=work.commune_id).values_list("dossier_id", "paper_key"))
    made = []
    for check in checks:
        if (check.dossier_id, check.paper_key) in known:
            continue
        paper = next((one for one in requirements.papers(check.dossier) if one.key == check.paper_key), None)
        if paper is not None and paper.key in {one.key for one in may_be_carried(check.dossier)}:
            made.append(
                CarriedPaper(
                    commune_id=work.commune_id, dossier=check.dossier, paper_key=paper.key, title=paper.name[:300],
                    place="desk", holder_id=check.by_account_id, since=check.at, taken_at=check.at,
                    taken_by_id=check.by_account_id,
                )
            )  # fmt: skip
    CarriedPaper.objects.bulk_create(made)
    return len(made)


def hand_over(work: Work, by: Actor, way: str, papers: Sequence[CarriedPaper], to: Account | None) -> HandOver:
    """A list is signed by who gives: it is on its way until the other end takes it. Raises Refused."""
    start, _end = WAYS[way]
    if not papers:
        raise Refused(fields={"papers": [_("Choose at least one paper.")]})
    if to is None and way != "to_desk" and way != "back_desk":
        raise Refused(fields={"to": [_("Choose who takes them.")]})
    _hold(papers)
    open_lines = HandOverLine.objects.filter(paper__in=[row.pk for row in papers], list__taken_at=None)
    if any(row.place != start for row in papers) or open_lines.exists():
        raise Stale(_("One of these papers is somewhere else meanwhile. Look at the page again."))
    made = HandOver.objects.create(commune_id=work.commune_id, way=way, giver_id=by.ref.id, given_at=work.at, to=to)
    HandOverLine.objects.bulk_create([HandOverLine(list=made, paper=row) for row in papers])
    work.note("hand_over.given", by.ref, Ref("hand_over", made.pk), facts={"way": way, "papers": len(papers)})
    return made


def take_list(work: Work, by: Actor, made: HandOver, arrived: Iterable[UUID], notes: Mapping[UUID, str]) -> int:
    """Signed by who takes: each paper is there, or missing with a word about it, and then stays with the giver. Gives how many
    are missing. Raises Refused."""
    if made.giver_id == by.account_id:
        raise Refused(_("Who gave the list does not take it too: somebody else signs at this end."))
    lines, there = list(made.lines.select_related("paper")), set(arrived)
    missing = [line for line in lines if line.pk not in there]
    errors = {
        f"note-{line.pk}": [_("Write what is missing, or mark that it has arrived.")]
        for line in missing
        if len(clean(notes.get(line.pk, ""), limit=200)) < 3
    }
    if errors:
        raise Refused(_("A paper that is not here needs a word about it."), fields=errors)
    if not HandOver.objects.filter(pk=made.pk, taken_at=None).update(taker_id=by.ref.id, taken_at=work.at):
        raise Stale(_("This list was taken already."))
    _start, end = WAYS[made.way]
    for line in lines:
        line.arrived = line.pk in there
        line.note = clean(notes.get(line.pk, ""), limit=200)
    HandOverLine.objects.bulk_update(lines, ["arrived", "note"])
    moved = [line.paper_id for line in lines if line.arrived]
    CarriedPaper.objects.filter(pk__in=moved).update(place=end, holder_id=by.ref.id, since=work.at)
    work.note(
        "hand_over.taken", by.ref, Ref("hand_over", made.pk), facts={"papers": len(moved), "missing": len(missing)}
    )
    return len(missing)


def waiting_for(commune_id: UUID, ways: Iterable[str], to: UUID | None = None) -> list[HandOver]:
    """Lists that nobody has taken yet, for one end."""
    rows = HandOver.objects.filter(commune_id=commune_id, taken_at=None, way__in=list(ways))
    rows = rows.filter(to_id=to) if to else rows
    return list(rows.select_related("giver", "to").order_by("given_at", "pk"))


def takers(commune_id: UUID, way: str) -> list[tuple[UUID, str]]:
    """Who may be meant: officers of the divisions, or holders of a post of a hamlet."""
    return holding(commune_id, OFFICER_ROLES if way == "to_division" else HAMLET_ROLES)


def of_dossier(dossier: Dossier) -> list[dict[str, Any]]:
    """Where each paper of a dossier is, for its page."""
    rows = CarriedPaper.objects.filter(dossier=dossier).select_related("holder", "taken_by").order_by("taken_at", "pk")
    return [{"row": row, "on_way": row.place != "owner" and is_on_way(row)} for row in rows]


def given_by(actor: Actor, commune_id: UUID) -> list[HandOver]:
    """The last lists that the actor gave: whether they were taken, and what was missing."""
    rows = HandOver.objects.filter(commune_id=commune_id, giver_id=actor.account_id).select_related("to", "taker")
    return list(rows.annotate(missing=Count("lines", filter=Q(lines__arrived=False))).order_by("-given_at", "pk")[:20])
