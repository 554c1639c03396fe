"""What is there to show today: announcements, the helper's hours, days on which an officer comes, what to bring."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from thonso.core.base.clock import local
from thonso.core.units.models import Unit
from thonso.core.web.words import weekday
from thonso.dossiers.reading import filed_most
from thonso.outreach.reading import offered_on, when
from thonso.outreach.services import mobile
from thonso.procedures.access import Offered, published
from thonso.procedures.describing import PaperLine, paper_lines
from thonso.roster import reading as roster
from thonso.roster.rules import hours_words
from thonso.tv import panels, reading
from thonso.tv.models import Announcement
from thonso.tv.panels import Panel

Kind = Announcement.Kind
MEETINGS = 2
GUIDES = 3
LATELY = timedelta(days=90)


def register() -> None:
    for source in (announcements, mobile_days, support, guides):
        panels.register(source)


def announcements(hamlet: Unit, day: date) -> Iterator[Panel]:
    """What hangs, each kind in its slot. On its day a meeting that is held online too has its button."""
    meetings = 0
    for one in reading.showing(hamlet, day):
        lines = reading.lines_of(one)
        if one.kind == Kind.PRICES:
            yield Panel("prices", _("Prices"), one.title, lines, listed=True)
        elif one.starts_at is None:
            yield Panel("today", _("From the hamlet") if one.hamlet_id else _("From the commune"), one.title, lines)
        elif (meetings := meetings + 1) <= MEETINGS:
            join = one.room if local(one.starts_at).date() == day else ""
            yield Panel("meeting", _("The next meeting"), one.title, lines, join=join)


def mobile_days(hamlet: Unit, day: date) -> Iterator[Panel]:
    for one in mobile.coming(hamlet.commune_id) if hamlet.commune_id else ():
        if one.hamlet_id != hamlet.pk:
            continue
        kicker, title = _("An officer of the commune comes to the hamlet"), f"{capfirst(when(one))}, {one.place}"
        if one.state == "called_off":
            yield Panel(
                "mobile", kicker, _("Called off: %(when)s") % {"when": when(one)}, (one.why,) if one.why else ()
            )
        else:
            yield Panel("mobile", kicker, title, tuple(p.name for p in offered_on(one)), listed=True)


def support(hamlet: Unit, day: date) -> Iterator[Panel]:
    """Never who: only when and where. Nobody's name stands in a public room without asking again."""
    point = roster.roster(hamlet.commune_id).of(hamlet.pk) if hamlet.commune_id else None
    title = support_words(point, day)
    if point is None or not title:
        return
    if point.helped:
        weekly = (_("Every week: %(times)s") % {"times": "; ".join(point.weekly)},) if point.weekly else ()
        lines = (*((point.place,) if point.place else ()), *weekly)
    else:
        other = point.elsewhere
        lines = (_("Nobody is there now."), *((other.place,) if other and other.place else ()))
    yield Panel("support", _("The helper of the hamlet sits here"), title, tuple(capfirst(line) for line in lines))


def support_words(point: roster.Point | None, day: date) -> str:
    """When the helper is there next, in one line; of the nearest hamlet where nobody is here; '' where nothing is known."""
    if point is None:
        return ""
    if not point.helped:
        other = point.elsewhere
        words = support_words(other, day) if other else ""
        return f"{other.hamlet.full_name}: {words}" if other and words else ""
    if point.next is None:
        return capfirst(point.written)
    if point.next.day == day:
        return _("Today, %(hours)s") % {"hours": hours_words(point.next.starts, point.next.ends)}
    hours = hours_words(point.next.starts, point.next.ends)
    return capfirst(f"{weekday(point.next.day)} {point.next.day:%d/%m}, {hours}")


def guides(hamlet: Unit, day: date) -> Iterator[Panel]:
    """What to bring for what is filed most in the commune and can be filed or prepared in the hamlet."""
    if hamlet.commune_id is None:
        return
    here = {one.code: one for one in published(hamlet.commune_id, day) if "assisted" in one.definition.channels}
    wanted = [here[code] for code in filed_most(hamlet.commune_id, day - LATELY, None) if code in here]
    for one in islice(wanted, GUIDES):
        if papers := _papers(one):
            yield Panel("guide", _("What to bring"), one.definition.name, papers, listed=True)


def _papers(offered: Offered) -> tuple[str, ...]:
    usual = offered.definition.cases[-1]
    shown = [_named(line, _("only to show")) for line in paper_lines(usual, how="present")]
    return (*(_named(line, "") for line in paper_lines(usual, how="submit")), *shown)


def _named(line: PaperLine, how: str) -> str:
    notes = [how] if how else []
    if line.only_sometimes:
        notes.append(_("not always"))
    return line.paper.name + (f" ({', '.join(notes)})" if notes else "")
