"""How a time at a support point is written on a page."""

from uuid import UUID

from django import template

from thonso.roster import reading
from thonso.roster.reading import Point, Roster
from thonso.roster.rules import Turn

register = template.Library()
register.filter("turn_words", reading.turn_words)
register.filter("place_words", reading.place_words)


@register.filter
def public_name(roster: Roster, who: UUID | None) -> str:
    return roster.public_name(who)


@register.filter
def out_of_turn(point: Point) -> list[Turn]:
    """What differs from the weekly times: days off, absences, who stands in, single days."""
    return [
        turn for turn in point.turns if turn.off or turn.who != turn.planned or (turn.single and turn != point.next)
    ]
