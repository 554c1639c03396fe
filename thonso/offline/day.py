"""My day, for a phone to take up the mountain: what hangs in the hamlet, what the commune asks of it, when I sit there, whom
to tell what; for an officer the mobile days with who is on their lists. The phone keeps it sealed under its own key;
nothing in it says more than the pages do."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.base.clock import now, today
from thonso.core.units.models import Unit
from thonso.dossiers import access, hamlet_tasks, houses, presenting
from thonso.dossiers.models import HamletTask
from thonso.dossiers.rules.states import State
from thonso.offline.access import Station
from thonso.outreach.access import led_days
from thonso.outreach.models import MobileDay
from thonso.roster import reading as roster
from thonso.roster.rules import hours_words
from thonso.tv import reading as hung
from thonso.tv.models import Announcement
from thonso.voices import packs

_MOST = 30
_TELL = (State.SUPPLEMENT, State.COMPLETED)


def of(actor: Actor, station: Station) -> dict[str, Any]:
    """Lists of lines, each a title and what stands under it; `at` is the hour by the server."""
    mine = _of_hamlet(actor, station.hamlet) if station.hamlet else {}
    if actor.has("one_stop", station.commune.pk):  # also who helps in a hamlet as well
        mine["days"] = [_mobile(one) for one in led_days(actor)]
    return {"at": now().isoformat(), "account": str(actor.id), "voices": _voices(station.commune.pk), **mine}


def _voices(commune_id: UUID) -> dict[str, str]:
    return {key: one.words_and_size for key, one in packs.spoken(commune_id).items()}


def _mobile(day: MobileDay) -> dict[str, Any]:
    """One day of an officer: where, when, and who wants what."""
    listed = day.enrolments.all()
    return {
        "id": str(day.pk),
        "day": f"{day.day:%Y-%m-%d}",
        "hours": hours_words(day.starts, day.ends),
        "place": day.place,
        "hamlet": day.hamlet.code,
        "hamlet_name": day.hamlet.full_name,
        "codes": list(day.procedures),
        "asked": bool(listed),  # somebody was on the list, whatever became of her
        "people": [
            {"id": str(one.pk), "name": one.name, "code": one.procedure_code}
            for one in listed
            if one.state == "waiting"
        ],
    }


def _of_hamlet(actor: Actor, hamlet: Unit) -> dict[str, Any]:
    return {
        "announcements": [_hung(one) for one in hung.showing(hamlet, today())[:_MOST]],
        "tasks": [_task(one) for one in access.hamlet_tasks(actor)[:_MOST]],
        "turns": _turns(actor, hamlet),
        "houses": [_house(one) for one in houses.of_hamlet(actor, hamlet)],
        "tell": [
            {"title": one.code, "text": one.procedure_name, "at": str(presenting.state(one).words)}
            for one in access.filed_by_helper(actor).filter(state__in=_TELL).order_by("-filed_at")[:_MOST]
        ],
    }


def _hung(one: Announcement) -> dict[str, str]:
    until = _("until %(day)s") % {"day": f"{one.last:%d/%m/%Y}"}
    return {"title": one.title, "text": "\n".join(hung.lines_of(one)), "at": until}


def _house(one: houses.House) -> dict[str, str]:
    """Of what was filed only the names of the procedures: state and code stay at the commune."""
    helped = _("last helped %(day)s") % {"day": f"{one.helped_on:%d/%m/%Y}"} if one.helped_on else _("not yet helped")
    filed = "; ".join(dict.fromkeys(each.name for each in one.mine))
    return {
        "title": f"{one.head or '–'} · {one.code}",
        "text": one.address,
        "at": f"{helped}: {filed}" if filed else helped,
    }


def _task(task: HamletTask) -> dict[str, str]:
    of_whom = task.dossier.code if task.kind == HamletTask.Kind.RETURN else task.dossier.subject_name
    return {"title": hamlet_tasks.asked(task), "text": of_whom, "at": hamlet_tasks.when(task)}


def _turns(actor: Actor, hamlet: Unit) -> list[dict[str, str]]:
    assert hamlet.commune_id is not None
    mine = [one for one in roster.turns_of(hamlet.commune_id, today()) if one.who == actor.account_id]
    whole = roster.roster(hamlet.commune_id)
    return [
        {"title": roster.turn_words(one), "text": roster.place_words(whole.of(one.hamlet_id)), "at": ""}
        for one in mine[:_MOST]
    ]
