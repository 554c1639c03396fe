"""Who has to come in person, and when: told beforehand, asked of whoever stands before them, written down with the act.

The definition says it (`presence`); the act at which somebody must be there does not go through until that is ticked
(practice.md 11). What is written down is who came in which part, never a name.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.base.errors import Refused
from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.services import beside
from thonso.dossiers.services.moves import answers_of
from thonso.procedures.conditions import Scope
from thonso.procedures.definition import Definition, Presence
from thonso.procedures.describing import presence_words


def promised(definition: Definition, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[Presence, ...]:
    """Who will have to come, by these answers."""
    return tuple(one for one in definition.presence if one.when.test(Scope(answers, facts)))


def of_dossier(dossier: Dossier, answers: Mapping[str, Any] | None = None) -> tuple[Presence, ...]:
    definition = requirements.definition(dossier)
    if not definition.presence:
        return ()
    submitter = next((one.representation for one in dossier.parties.all() if one.part == "submitter"), "")
    facts = {"channel": dossier.channel, "representation": submitter or "self"}
    return promised(definition, answers_of(dossier) if answers is None else answers, facts)


def asked(dossier: Dossier, name: str) -> dict[str, str]:
    """Who must be there for this act → the words to tick; each person once, whatever she comes for. An interpreter and
    witnesses who are named are looked at too, where it is received or signed."""
    at = requirements.moments(requirements.definition(dossier), name)
    found: dict[str, str] = {}
    for one in of_dossier(dossier) if at else ():
        if one.at in at:
            found[one.who] = f"{found[one.who]} {one.why}" if one.who in found else f"{presence_words(one)}. {one.why}"
    if _looks_beside(dossier, name):
        found |= _beside(dossier)
    return found


def _looks_beside(dossier: Dossier, name: str) -> bool:
    return name == ("certify" if _by_hour(dossier) else "receive")


def _beside(dossier: Dossier) -> dict[str, str]:
    named = beside.of_dossier(dossier)
    here = dossier.channel == Channel.DESK or _by_hour(dossier)
    seen = _("is here; the ID card was looked at and given back") if here else _("has signed the sheet that came")
    found = {}
    if named.interpreter:
        words = {"name": named.interpreter.name, "language": named.interpreter.details.get("language", "")}
        found["interpreter"] = _("The interpreter %(name)s (%(language)s)") % words + f" {seen}"
    if named.witnesses:
        names = ", ".join(one.name for one in named.witnesses)
        found["witnesses"] = _("Each of the two witnesses (%(names)s)") % {"names": names} + f" {seen}"
    return found


def check(dossier: Dossier, name: str, present: Collection[str]) -> dict[str, list[str]]:
    """The fact that the event of this act keeps: who was there. Raises Refused for whoever was not ticked."""
    wanted = asked(dossier, name)
    lacking = beside.missing(dossier) if _looks_beside(dossier, name) else set()
    if lacking:
        raise Refused(_NAMED_FIRST["witnesses" if "witnesses" in lacking else "interpreter"])
    if missing := [who for who in wanted if who not in present]:
        words = _("This is done only with them there: tick who is present, or do it when they come.")
        raise Refused(words, fields={box(who): [words] for who in missing})
    return {"present": list(wanted)} if wanted else {}


_NAMED_FIRST = {
    "witnesses": gettext_lazy("By the answers two witnesses are needed: first write down who they are."),
    "interpreter": gettext_lazy("By the answers an interpreter is needed: first write down who it is."),
}


def _by_hour(dossier: Dossier) -> bool:
    return requirements.definition(dossier).appointment_only


def box(who: str) -> str:
    """The name of the box to tick, in the form and over the API."""
    return f"present_{who}"
