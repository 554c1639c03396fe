"""What the commune asks a hamlet to do now, and by when: the same words on its pages and its phones."""

from django.utils.translation import gettext as _

from thonso.core.web.words import day, moment
from thonso.dossiers.models import HamletTask


def asked(task: HamletTask) -> str:
    if task.kind == "return":
        if getattr(task, "held", False):  # as `access.hamlet_tasks` tells
            return _("Keep a result: do not hand it over")
        return _("Hand over a result") if task.started_at else _("A result is on its way")
    if task.kind == "posting":
        return _("The list hangs") if task.started_at else _("Hang up the list")
    return _("Review a household") if task.kind == "review" else _("Hold the hamlet meeting")


def when(task: HamletTask) -> str:
    """By when, or since when; "" where no day is set."""
    if task.kind == "posting" and task.ends_at:
        return " ".join([_("may come down after"), moment(task.ends_at)])
    if task.kind == "return":
        words, at = (_("arrived"), task.started_at) if task.started_at else (_("sent"), task.asked_at)
        return f"{words} {day(at)}"
    return " ".join([_("by"), day(task.due_at)]) if task.due_at else ""
