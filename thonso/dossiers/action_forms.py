"""What each action asks of the officer, as plain fields: the page draws them, `read` makes the action's data of a POST."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier
from thonso.dossiers.models.dossier import PaperCheck
from thonso.dossiers.models.results import Handover


@dataclass(frozen=True, slots=True)
class Ask:
    """A field of an action's form. `kind` text | textarea | number | date | choice."""

    name: str
    kind: str
    label: Any
    hint: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    optional: bool = False
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class ActionForm:
    title: Any
    text: Any = ""
    asks: tuple[Ask, ...] = field(default=())
    papers: str = ""  # "check" | "ask": the list of the procedure's papers is part of the form
    confirm: Any = ""  # what the button says, when not the transition's label


VERDICTS = (
    (PaperCheck.Verdict.VALID, _("Valid")),
    (PaperCheck.Verdict.INVALID, _("Not valid")),
    (PaperCheck.Verdict.MISSING, _("Missing")),
)
SEEN = (
    (PaperCheck.Seen.ELECTRONIC, _("Seen on the screen")),
    (PaperCheck.Seen.COMPARED, _("Original compared and given back")),
    (PaperCheck.Seen.KEPT, _("Kept with the dossier")),
)
WHY = (("missing", _("Missing")), ("invalid", _("Not valid or not clear")), ("expired", _("Out of date")))
WAYS = (
    (Handover.Way.DESK, _("At the desk")),
    (Handover.Way.HAMLET, _("In the hamlet, through the helper")),
    (Handover.Way.POST, _("By post")),
    (Handover.Way.ELECTRONIC, _("Electronically")),
)
REASON = Ask("reason", "textarea", _("Reason, in words the person understands"), limit=1000)

FORMS: dict[str, ActionForm] = {
    "receive": ActionForm(
        _("Receive this dossier?"), _("The clock starts now and the receipt with the date to return can be printed.")
    ),
    "check_paper": ActionForm(_("Check the papers"), papers="check"),
    "propose_refusal": ActionForm(
        _("Propose to refuse the dossier"),
        _("The director of the centre decides. The citizen gets form 03 with your words."),
        (REASON, Ask("basis", "text", _("Legal basis"), optional=True, limit=300)),
    ),
    "approve_refusal": ActionForm(
        _("Approve the refusal?"), _("The citizen gets form 03 with the reason that was proposed.")
    ),
    "reject_refusal": ActionForm(
        _("Do not refuse"),
        asks=(Ask("note", "textarea", _("What the desk should do instead"), optional=True, limit=500),),
    ),
    "ask_supplement": ActionForm(
        _("Ask for a supplement"),
        _("All at once, and only papers of this procedure. The clock stands until they come."),
        (Ask("basis", "text", _("Legal basis"), optional=True, limit=300),),
        papers="ask",
    ),
    "expire": ActionForm(_("Close because nothing came?"), _("The citizen gets form 05.")),
    "take": ActionForm(_("Start processing?")),
    "advance": ActionForm(
        _("Pass to the next step"), asks=(Ask("note", "textarea", _("Note for whoever comes next"), optional=True),)
    ),
    "verify": ActionForm(
        _("Verify"),
        _("What the law does not list among the papers you look up yourself; the citizen is not asked."),
        (
            Ask("what", "text", _("What was verified"), limit=500),
            Ask("found", "textarea", _("What was found"), limit=2000),
        ),
    ),
    "consult": ActionForm(
        _("Ask for an opinion"),
        asks=(
            Ask("office", "text", _("Which office"), limit=150),
            Ask("question", "textarea", _("What you ask"), limit=2000),
            Ask("days", "number", _("Working days to answer")),
        ),
    ),
    "give_opinion": ActionForm(
        _("Write down the opinion"), asks=(Ask("opinion", "textarea", _("Opinion"), limit=2000),)
    ),
    "extend": ActionForm(
        _("Apologise and extend"),
        _("The citizen gets form 04 with an apology and the new date."),
        (Ask("days", "number", _("How many working days more")), REASON),
    ),
    "withdraw": ActionForm(
        _("Withdraw the dossier?"), asks=(Ask("reason", "textarea", _("Reason"), optional=True, limit=500),)
    ),
    "stop": ActionForm(_("Stop processing"), _("The citizen gets form 05."), (REASON,)),
    "draft_result": ActionForm(_("Draft the result")),
    "propose": ActionForm(
        _("Submit for signature"), asks=(Ask("note", "textarea", _("Note for the leader"), optional=True, limit=500),)
    ),
    "send_back": ActionForm(_("Send back"), asks=(Ask("note", "textarea", _("What should be changed"), limit=1000),)),
    "seal": ActionForm(_("Seal and issue?"), _("The seal of the committee is put on what the leader has signed.")),
    "record_result": ActionForm(
        _("Record the result made elsewhere"),
        _("Write it exactly as the other system gave it."),
        (
            Ask("number", "text", _("Number"), limit=60),
            Ask("dated", "date", _("Date")),
            Ask("signer", "text", _("Signed by"), limit=100),
            Ask("system", "text", _("Made in which system or book"), limit=100),
        ),
    ),
    "transfer": ActionForm(
        _("Transfer to the competent authority"),
        asks=(
            Ask("authority", "text", _("Which authority"), limit=200),
            Ask("reference", "text", _("Its number, if it gave one"), optional=True, limit=60),
        ),
    ),
    "hand_over": ActionForm(
        _("Hand over the result"),
        asks=(
            Ask("way", "choice", _("How"), choices=WAYS),
            Ask("taken_by", "text", _("Taken by (full name)"), limit=100),
            Ask("authority", "text", _("Authorisation, if it is not the owner"), optional=True, limit=200),
        ),
    ),
}


def read(name: str, post: QueryDict, dossier: Dossier) -> dict[str, Any]:
    """The data of an action from what was posted. Checks nothing: the service does."""
    form = FORMS[name]
    data: dict[str, Any] = {
        ask.name: _date(post, ask.name) if ask.kind == "date" else post.get(ask.name, "") for ask in form.asks
    }
    if form.papers:
        data["papers"] = _papers(form.papers, post, dossier)
    return data


def _date(post: QueryDict, name: str) -> str:
    """Three boxes, day month year, as ISO text; what is not a date stays as typed and is refused by the service."""
    day, month, year = (post.get(f"{name}.{part}", "").strip() for part in ("day", "month", "year"))
    if not (day or month or year):
        return post.get(name, "")
    return f"{year:0>4}-{month:0>2}-{day:0>2}"


def _papers(which: str, post: QueryDict, dossier: Dossier) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for paper in requirements.papers(dossier):
        choice = post.get(f"paper.{paper.key}", "")
        if not choice:
            continue
        note = post.get(f"paper.{paper.key}.note", "")
        if which == "check":
            found[paper.key] = {"verdict": choice, "seen": post.get(f"paper.{paper.key}.seen", ""), "note": note}
        else:
            found[paper.key] = {"why": choice, "note": note}
    return found
