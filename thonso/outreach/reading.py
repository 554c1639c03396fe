"""A mobile day in words: when it is, and what is done there."""

from thonso.core.base.clock import today
from thonso.core.web.words import day as said
from thonso.outreach.models import MobileDay
from thonso.procedures.access import published
from thonso.procedures.definition import Definition
from thonso.roster.rules import hours_words


def when(day: MobileDay) -> str:
    return f"{said(day.day, 'long')}, {hours_words(day.starts, day.ends)}"


def offered_on(day: MobileDay) -> list[Definition]:
    """In the order of the catalogue; a procedure stopped since is left out."""
    return [one.definition for one in published(day.commune_id, max(day.day, today())) if one.code in day.procedures]
