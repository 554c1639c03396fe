"""The timetable of a commune as it stands: every hamlet with its point, who is there when, and where else to go."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from thonso.core.access.models import Assignment
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.base.clock import local, now, today
from thonso.core.base.kept import kept
from thonso.core.units.models import HamletProfile, Unit
from thonso.core.units.services import hamlets
from thonso.core.web.words import day as said
from thonso.core.workdays.calendars import calendar_for
from thonso.roster import rules
from thonso.roster.announcing import Announcement, announced
from thonso.roster.models import Absence, Duty
from thonso.roster.rules import Span, Turn

DAYS = 14
"""How far ahead single days are listed; also how far one looks for somebody before saying that nobody is there."""


@dataclass(frozen=True, slots=True)
class Point:
    """The support point of one hamlet. `weekly` in words; `turns` of the next days, with those that fall out; `next` is the
    first at which somebody is there. `elsewhere` is the nearest point with somebody, where this one has nobody."""

    hamlet: Unit
    place: str = ""
    phone: str = ""
    weekly: list[str] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    next: Turn | None = None
    helpers: list[str] = field(default_factory=list)
    written: str = ""  # hours as the hamlet's page has them, where no time is entered
    road_km: object = None
    elsewhere: "Point | None" = None
    elsewhere_km: float = 0.0
    announced: list[Announcement] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.hamlet.code

    @property
    def helped(self) -> bool:
        return self.next is not None or (not self.weekly and bool(self.written))


@dataclass(frozen=True, slots=True)
class Roster:
    points: list[Point]
    names: dict[UUID, str]
    named: frozenset[UUID]
    """Helpers who agreed to be named where everybody reads."""
    duties: list[Duty] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)

    def of(self, hamlet_id: UUID | None) -> Point | None:
        return next((one for one in self.points if one.hamlet.pk == hamlet_id), None)

    def public_name(self, who: UUID | None) -> str:
        return self.names.get(who, "") if who in self.named and who else ""


def in_force(commune_id: UUID, day: date) -> list[Duty]:
    """Times that hold on a day or later."""
    rows = Duty.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), commune_id=commune_id)
    return list(rows.select_related("hamlet", "helper").order_by("hamlet__folded", "weekday", "valid_from", "starts"))


def away(commune_id: UUID, day: date) -> list[Absence]:
    """Absences that go on or lie ahead."""
    rows = Absence.objects.filter(commune_id=commune_id, last__gte=day)
    return list(rows.select_related("helper", "replacement").order_by("first", "pk"))


def posts_of(commune_id: UUID, people: Iterable[UUID] | None = None) -> dict[UUID, list[Span]]:
    """When each holds a post of a hamlet in the commune; of everybody, or of these."""
    rows = Assignment.objects.filter(commune_id=commune_id, role__in=HAMLET_ROLES, account__is_active=True)
    if people is not None:
        rows = rows.filter(account_id__in=list(people))
    found: dict[UUID, list[Span]] = defaultdict(list)
    for who, first, last in rows.values_list("account_id", "valid_from", "valid_to"):
        found[who].append(Span(first, last))
    return found


def turns_of(commune_id: UUID, first: date, days: int = DAYS) -> list[Turn]:
    duties, absences = in_force(commune_id, first), away(commune_id, first)
    people = {one.helper_id for one in duties} | {one.replacement_id for one in absences if one.replacement_id}
    return rules.turns(duties, absences, posts_of(commune_id, people), calendar_for(commune_id), first, days)


def roster(commune_id: UUID, day: date | None = None) -> Roster:
    """As it stands today, or stood on a day: for a slip that is drawn again."""
    at = local(now())
    if day is not None and day != at.date():
        at = datetime.combine(day, datetime.min.time(), at.tzinfo)
    return _whole(commune_id, at.date(), at.replace(second=0, microsecond=0))


@kept
def _whole(commune_id: UUID, day: date, at: datetime) -> Roster:
    duties = in_force(commune_id, day)
    absences = away(commune_id, day) if duties else []
    people = {one.helper_id for one in duties} | {one.replacement_id for one in absences if one.replacement_id}
    posts = posts_of(commune_id, people) if duties else {}
    turns = rules.turns(duties, absences, posts, calendar_for(commune_id), day, DAYS) if duties else []
    names = {one.helper_id: one.helper.full_name for one in duties}
    names |= {
        one.replacement_id: one.replacement.full_name for one in absences if one.replacement_id and one.replacement
    }
    named = frozenset(one.helper_id for one in duties if one.named)
    held = [one for one in duties if any(not span.last or span.last >= day for span in posts.get(one.helper_id, ()))]
    points = []
    for hamlet in hamlets(commune_id, day):
        profile = getattr(hamlet, "hamlet_profile", None) or HamletProfile(unit=hamlet)
        here = [one for one in held if one.hamlet_id == hamlet.pk]
        mine = [turn for turn in turns if turn.hamlet_id == hamlet.pk]
        points.append(
            Point(
                hamlet,
                profile.support_place,
                profile.support_phone,
                rules.pattern(here, day),
                mine,
                rules.next_turn(mine, at),
                _helpers(here, named, profile),
                "" if here else profile.support_hours,
                profile.distance_km,
            )
        )
    _announce(points, commune_id, day)
    return Roster(_with_nearest(points), names, named, duties, absences)


def _announce(points: list[Point], commune_id: UUID, day: date) -> None:
    for one in announced(commune_id, day):
        for point in points:
            if point.hamlet.pk == one.hamlet_id:
                point.announced.append(one)


def _helpers(here: Sequence[Duty], named: frozenset[UUID], profile: HamletProfile) -> list[str]:
    found = list(dict.fromkeys(one.helper.full_name for one in here if one.helper_id in named))
    return found or ([profile.support_helper] if profile.support_helper and not here else [])


def _with_nearest(points: list[Point]) -> list[Point]:
    places = {}
    for one in points:
        profile = getattr(one.hamlet, "hamlet_profile", None)
        if profile is not None and profile.latitude is not None and profile.longitude is not None:
            places[one.hamlet.pk] = (float(profile.latitude), float(profile.longitude))
    by_id = {one.hamlet.pk: one for one in points}
    # A point with regular times comes before one where somebody is only once.
    helped = [key for key, one in by_id.items() if one.helped and (one.weekly or one.written)]
    helped = helped or [key for key, one in by_id.items() if one.helped]
    whole = []
    for one in points:
        near = None if one.helped else rules.nearest(one.hamlet.pk, helped, places)
        whole.append(replace(one, elsewhere=by_id[near[0]], elsewhere_km=near[1]) if near else one)
    return whole


def turn_words(turn: Turn) -> str:
    """'thứ Ba, 24/11/2026, 19:00–21:00'."""
    return f"{said(turn.day, 'long')}, {rules.hours_words(turn.starts, turn.ends)}"


def place_words(point: Point | None) -> str:
    """'Thôn Suối Chải · Nhà văn hóa thôn'."""
    return " · ".join(part for part in (point.hamlet.full_name, point.place) if part) if point else ""


def slip_words(commune_id: UUID, hamlet_id: UUID | None, day: date) -> str:
    """Who helps in the hamlet and when, in one line for a paper that is taken home; '' where nothing is known."""
    point = roster(commune_id, day).of(hamlet_id) if hamlet_id else None
    if point is None:
        return ""
    if point.helped or point.weekly:
        return _line(point)
    if point.elsewhere is None:
        return ""
    return f"{point.hamlet.full_name} chưa có người hỗ trợ; gần nhất là {_line(point.elsewhere)}"


def _line(point: Point) -> str:
    """A paper is Vietnamese, whoever draws it."""
    times = "; ".join(point.weekly) or point.written
    if not times and point.next:
        times = turn_words(point.next)
    place = f" ({point.place})" if point.place else ""
    return f"{point.hamlet.full_name}{place}: {times}" + (f", điện thoại {point.phone}" if point.phone else "")


def people_of(commune_id: UUID) -> list[tuple[UUID, str]]:
    """Who may be entered: holders of a post of a hamlet, today or later, by name, with their hamlet."""
    rows = Assignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=today()),
        commune_id=commune_id,
        role__in=HAMLET_ROLES,
        account__is_active=True,
    ).select_related("account", "unit")
    found: dict[UUID, str] = {}
    for row in rows.order_by("account__full_name", "valid_from"):
        found.setdefault(
            row.account_id, _("%(name)s (%(hamlet)s)") % {"name": row.account.full_name, "hamlet": row.unit.full_name}
        )
    return list(found.items())


def until(span: Iterable[Span]) -> date | None:
    """The last day of the longest of these posts; None when one is open."""
    lasts = [one.last for one in span]
    return None if None in lasts else max((one for one in lasts if one), default=None)
