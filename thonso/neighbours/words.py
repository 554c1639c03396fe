"""What the states, acts and ways are called on the desk's pages."""

from django.utils.translation import gettext as _

from thonso.neighbours.models import Outward
from thonso.neighbours.rules import State, Way

TONE = {
    State.WAITING: "soon", State.PASSED: "info", State.SUPPLEMENT: "soon", State.ANSWERED: "ok", State.CLOSED: "plain",
    State.CANCELLED: "plain",
}  # fmt: skip


def state(row: Outward) -> str:
    return {
        State.WAITING: _("waits to go there"),
        State.PASSED: _("is there, no answer yet"),
        State.SUPPLEMENT: _("they ask for papers"),
        State.ANSWERED: _("the answer is here"),
        State.CLOSED: _("handed to the person"),
        State.CANCELLED: _("given back before it went"),
    }[State(row.state)]


def act(name: str) -> str:
    return {
        "receive": _("Received here"),
        "pass_on": _("Passed on to the other commune"),
        "told_code": _("Their code written down"),
        "told_missing": _("They ask for papers"),
        "answered": _("Answer has come"),
        "give": _("Handed to the person"),
        "give_back": _("Given back before it went"),
    }[name]


def way(name: str) -> str:
    return {
        Way.HAND: _("by hand"), Way.POST: _("sent by post"), Way.PORTAL: _("typed into the national portal")
    }[Way(name)] if name else ""  # fmt: skip
