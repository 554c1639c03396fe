"""What an official does first, by role: the upper part of the help page. The handbooks of `docs/huong-dan` say more."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from thonso.core.access.actors import Actor
from thonso.core.web import links

# Roles → name of the handbook, and its steps: what to do, and the page where it is done.
_GUIDES = (
    (("village_head", "helper"), _("Helper in the hamlet, village head"), (
        (_("Help somebody file: one person at a time, with her ID card beside you."), "/thon/giup/"),
        (_("Do the commune's tasks for the hamlet: review, meeting, posting, handing over."), "/thon/"),
        (_("When she goes home, press “End”: from then on you see code and state only."), ""),
    )),
    (("one_stop", "centre_director"), _("Reception, director of the centre"), (
        (_("Look at what waits for reception, the most urgent first; check the papers, then receive."), "/ban/ho-so/"),
        (_("Somebody stands at the desk: file with her and receive at once."), "/ban/ho-so/moi/"),
        (_("Return results, or send them to the hamlet, and write down who took them."), "/ban/ho-so/"),
        (_("Look at messages that could not be sent."), "/quan-tri/can-xu-ly/"),
    )),
    (("officer_justice", "officer_social", "officer_economy"), _("Officer who handles dossiers"), (
        (_("Open what stands with you, the nearest date first, and press “Begin processing”."), "/ban/ho-so/"),
        (_("Something is missing: ask for it once and completely; the clock stands meanwhile."), ""),
        (_("Draft the result, read it, submit it for signature. If it will be late: propose a later date before the day."), ""),
    )),
    (("chairman", "deputy_chairman"), _("Leader who signs"), (
        (_("Read each paper that waits for you, mark those you agree with, sign."), "/ban/ky/"),
        (_("Answer complaints and suggestions."), "/ban/phan-anh/"),
        (_("See who was given a post that opens people's papers."), "/ban/chuc-vu/"),
    )),
    (("clerk",), _("Clerk"), (
        (_("Before the first paper is signed here: say at which number each paper book stands."), "/ban/so-so/"),
        (_("Open what is signed, compare the number and the date, then “Seal and issue”."), "/ban/ho-so/"),
    )),
    (("administrator",), _("Administrator of the system"), (
        (_("Add people and give them posts; print the slip and hand it over in person."), "/quan-tri/tai-khoan/"),
        (_("Before the first signature: have the clerk and the desk say where their number books stand."), "/ban/so-so/"),
        (_("Keep the days off as they were announced."), "/quan-tri/ngay-nghi/"),
        (_("Look every day at what needs attention."), "/quan-tri/can-xu-ly/"),
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Guide:
    title: str
    steps: tuple[Step, ...]


def guides(actor: Actor) -> list[Guide]:
    """Those of the posts this person holds today; none for residents."""
    return [
        Guide(str(title), tuple(Step(str(words), links.url_of(path) if path else "") for words, path in steps))
        for roles, title, steps in _GUIDES
        if actor.has_any(roles)
    ]
