"""The page of an action: its fields for one dossier, what they begin with, and `read`, which makes the data of a POST."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from thonso.core.base.clock import now, today
from thonso.core.base.errors import Refused
from thonso.core.people.models import Resident
from thonso.core.signatures import services as keys
from thonso.dossiers import approval, heir, holders, on_paper, presenting, requirements
from thonso.dossiers.action_questions import FORMS, HOUR, OFFICIAL_CODE, RETURN_WAYS, SECRET, SEEN, VERDICTS, WHY
from thonso.dossiers.action_words import LATER_DATE, done_words, later_words, text_of
from thonso.dossiers.asking import Ask
from thonso.dossiers.models import Dossier
from thonso.dossiers.models.dossier import Channel, PaperCheck
from thonso.dossiers.rules.guards import MADE_ELSEWHERE
from thonso.dossiers.services import appointments, beside, corrections, extension, fees, lists, numbering, presence
from thonso.dossiers.services.moves import answers_of, papers_at_hand, payload_of
from thonso.dossiers.services.moves import numbering as counted_by
from thonso.dossiers.services.parties import details_of
from thonso.procedures import partial_date
from thonso.procedures.definition import Paper

# What sets an hour, or is done at once for who has come.
BY_HOUR = frozenset({"receive", "rebook"})

__all__ = [
    "BY_HOUR",
    "FORMS",
    "LATER_DATE",
    "SEEN",
    "VERDICTS",
    "WHY",
    "all_filled",
    "asks_of",
    "done_words",
    "first_values",
    "may_say_rest",
    "paper_rows",
    "read",
    "text_of",
    "typed",
]


def seen_as(paper: Paper) -> tuple[tuple[str, Any], ...]:
    """The ways in which this paper may have been seen, to choose from."""
    never = requirements.never_kept(paper)
    return tuple(one for one in SEEN if one[0] not in never)


def asks_of(name: str, dossier: Dossier) -> list[Ask]:
    """The fields of an action, with the choices that only this dossier knows."""
    asks = list(FORMS[name].asks)
    if name in {"correct_result", "propose_revocation"}:
        choices = corrections.correctable(dossier) if name == "correct_result" else corrections.revocable(dossier)
        found = [(str(result.pk), f"{result.title} {result.number}") for result in choices]
        asks[0] = replace(asks[0], choices=tuple(found))
    if name in {"ask_supplement", "propose_supplement", "propose_refusal"}:
        asks = [replace(ask, hint=_of_the_procedure(dossier)) if ask.name == "basis" else ask for ask in asks]
    if name == "recheck":
        asks[0] = replace(asks[0], choices=tuple(presenting.proposals(dossier).items()))
    if name == "receive":
        by_hour = requirements.definition(dossier).appointment_only
        outside = not by_hour and counted_by(dossier) == "external"
        asks = [*(HOUR if by_hour else ()), *((OFFICIAL_CODE,) if outside else ())]
    if name == "record_official_code":
        hint = _("For example %(example)s") % {"example": numbering.example(dossier)}
        asks[0] = replace(asks[0], hint=hint)
    if name == "ask_payment":
        known = fees.full_fee(dossier) is not None
        asks = [
            replace(ask, optional=False, hint="") if ask.name == "basis" else ask
            for ask in asks
            if not known or ask.name != "basis"
        ]
    if name in LATER_DATE:
        days = [(str(n), later_words(n, due_at)) for n, due_at in extension.choices(dossier, now())]
        asks[0] = replace(asks[0], choices=tuple(days))
    if name == "draft_result" and requirements.definition(dossier).result.kind in MADE_ELSEWHERE:
        asks[0] = replace(asks[0], label=_("Answer by letter"), optional=False)
    if name == "draft_result" and (decision := requirements.definition(dossier).result.decision):
        asks = [*(Ask(one.key, "text", one.label, one.hint, limit=200) for one in decision.asks), *asks]
    if name == "record_result":
        made = requirements.definition(dossier).result.recorded
        more = made[1:]
        if more:
            asks[0] = replace(asks[0], label=number_of(made[0].title))
        asks[1:1] = [Ask(f"number_{n}", "text", number_of(one.title), limit=60) for n, one in enumerate(more, start=2)]
    if name == "seal" and seal_asks(dossier):
        asks = [SECRET]
    who = presence.asked(dossier, name)
    if name == "hand_over" and who:  # given to them here, and in no other way
        asks[0] = replace(asks[0], choices=asks[0].choices[:1])
        asks = [ask for ask in asks if ask.name != "given_by"]
    if name == "hand_over" and (paper := on_paper.awaited(dossier, answers_of(dossier))):
        words = _("“%(paper)s” is signed on paper and kept with the dossier") % {"paper": paper.name}
        asks = [*asks, Ask("signed", "tick", words, optional=True)]
    asks += [Ask(presence.box(one), "tick", words, optional=True) for one, words in who.items()]
    if name == "assign":
        colleagues = tuple((str(id_), words) for id_, words in holders.colleagues(dossier))
        asks[0] = replace(asks[0], choices=(*colleagues, ("", _("Nobody yet: back to the queue"))))
    return asks


def _of_the_procedure(dossier: Dossier) -> Any:
    """The texts of law that the procedure rests on, to choose the article from."""
    numbers = [one.number for one in requirements.definition(dossier).legal_basis if one.number]
    return _("Article and text. Those of this procedure: %(texts)s") % {"texts": ", ".join(numbers[:8])}


def number_of(title: str) -> Any:
    return _("Number of “%(paper)s”") % {"paper": title}


def seal_asks(dossier: Dossier) -> bool:
    """Whether the clerk types the PIN of the seal's key."""
    try:
        return keys.needs_secret(keys.key_of_unit(dossier.commune_id, dossier.commune_id))
    except Refused:
        return False  # no key that holds: said when the button is pressed


def first_values(name: str, dossier: Dossier) -> dict[str, Any]:
    """What a form begins with."""
    if name == "receive" and requirements.definition(dossier).appointment_only:
        wished = partial_date.read(answers_of(dossier).get("day"))
        return {"day": wished.shown if wished else ""}
    if name in {"correct_result", "propose_revocation"}:
        (first, *more) = asks_of(name, dossier)[0].choices or (("", ""),)
        return {} if more else {"result": first[0]}
    if name == "extend" and (asked := approval.proposal(dossier, "extension")):
        return {"days": str(dossier.extension_proposed), "reason": payload_of(asked, dossier)["reason"]}
    if name == "certify":
        book = str(appointments.volume_in_use(dossier, today().year))
        return {"book": book, "signer": appointments.last_signer(dossier.commune_id)}
    if name == "name_beside":
        return beside.typed(beside.of_dossier(dossier))
    if name == "name_heir":
        return _heir(dossier)
    if name in {"ask_payment", "record_payment"}:
        charge = fees.in_force(dossier)
        due = charge.amount if charge else fees.full_fee(dossier)
        paid_on = {"paid_on": today().strftime("%d/%m/%Y")} if name == "record_payment" else {}
        return {"amount": f"{due:,}".replace(",", ".") if due else "", **paid_on}
    if name == "hand_over":
        wanted = RETURN_WAYS.get(str(answers_of(dossier).get("return_way")), "")
        came = dossier.channel == Channel.DESK and not wanted  # nothing else was said: back to where it was filed
        wanted = "desk" if came or presence.asked(dossier, name) else wanted
        return {"taken_by": heir.named(dossier), "way": wanted}
    if name == "assign":
        return {"account": str(dossier.assignee_id or "")}
    return {}


def _heir(dossier: Dossier) -> dict[str, Any]:
    """Whom was named before, to be set right (the number is typed anew: it is shown to nobody without a reason); of the owner
    the day on which she died, where the register knows it."""
    if (found := heir.of(dossier)) is None:
        owner = heir.owner_in_register(dossier)
        died = owner is not None and owner.status == Resident.Status.DIED
        return {"died_on": f"{owner.left_on:%d/%m/%Y}"} if died and owner and owner.left_on else {}
    details = details_of(dossier, found)
    days = {key: day.shown for key in ("birth", "died_on") if (day := partial_date.read(details.get(key)))}
    said = {f"heir_{key}": details.get(key, "") for key in ("relation", "phone")}
    return {
        **said,
        "heir_name": found.name,
        "heir_birth": days.get("birth", ""),
        "died_on": days.get("died_on", ""),
        "paper": details.get("paper", ""),
    }


def paper_rows(which: str, papers: list[dict[str, Any]], post: QueryDict, dossier: Dossier) -> list[dict[str, Any]]:
    """Each paper with what was chosen for it: as posted, else as checked before, else what is usual."""
    rows = []
    # What is only shown when the person comes is not looked at from afar: nothing could be written of it but a guess.
    seen_now = {paper.key for paper in papers_at_hand(dossier)}
    for row in papers if which else ():
        if which == "check" and row["paper"].key not in seen_now and not row["files"] and not row["brought"]:
            continue
        key, check = f"paper.{row['paper'].key}", row["check"]
        found = {"choice": post.get(key, ""), "seen": post.get(f"{key}.seen", ""), "note": post.get(f"{key}.note", "")}
        if which == "check" and not post and check:
            found = {"choice": check.verdict, "seen": check.seen, "note": check.note}
        if which == "ask" and not post and check and check.verdict != "valid":
            found = {"choice": check.verdict, "seen": "", "note": check.note}
        rows.append(
            {
                **row,
                **found,
                "key": key,
                "ways": seen_as(row["paper"]),
                "seen": found["seen"] or row["brought"] or usual_way(row["paper"], dossier),
            }
        )
    return rows


def may_say_rest(rows: list[dict[str, Any]]) -> bool:
    """Whether the page offers to find valid, in one go, what was sent and is not looked at yet."""
    return sum(1 for row in rows if not row["choice"] and (row["files"] or row["paper"].electronic_form)) > 1


def usual_way(paper: Any, dossier: Dossier) -> str:
    """How a paper is seen as a rule: at the desk beside its original, else on the screen. '' where the officer alone can say:
    of an original that the procedure takes in, the receipt tells whether it stayed."""
    here = dossier.channel in {"desk", "post"} or requirements.definition(dossier).appointment_only
    at_desk = here and not paper.electronic_form
    if at_desk and paper.how == "submit" and paper.originals and not requirements.never_kept(paper):
        return ""
    return str(PaperCheck.Seen.COMPARED if at_desk else PaperCheck.Seen.ELECTRONIC)


def read(name: str, post: QueryDict, dossier: Dossier) -> dict[str, Any]:
    """The data of an action from what was posted. Checks nothing: the service does."""
    form = FORMS[name]
    data: dict[str, Any] = {
        ask.name: _date(post, ask.name) if ask.kind == "date" else post.get(ask.name, "")
        for ask in asks_of(name, dossier)
        if ask.kind != "secret"
    }
    if name in lists.TOGETHER and post.get("whole_list"):
        data["whole_list"] = True
    if post.get("sure"):
        data["sure"] = True
    if name in BY_HOUR and post.get("at_once"):
        data["at_once"] = True
    if form.papers:
        data["papers"] = _papers(form.papers, post, dossier)
    return data


def typed(name: str, post: QueryDict, dossier: Dossier) -> list[dict[str, Any]]:
    """What was filled in, as facts to be read, for who came too late with it."""
    rows = []
    for ask in asks_of(name, dossier):
        said = post.get(ask.name, "").strip() if ask.kind != "secret" else ""
        if said:
            rows.append({"label": ask.label, "value": dict(ask.choices).get(said, said)})
    said_of_papers = dict(VERDICTS if FORMS[name].papers == "check" else WHY)
    for paper in requirements.papers(dossier) if FORMS[name].papers else ():
        choice, note = post.get(f"paper.{paper.key}", ""), post.get(f"paper.{paper.key}.note", "").strip()
        words = [str(said_of_papers.get(choice, "")), note]
        if any(words):
            rows.append({"label": paper.name, "value": ": ".join(word for word in words if word)})
    return rows


def all_filled(name: str, data: dict[str, Any], dossier: Dossier) -> None:
    """Every box that was left open or cannot be read, told together: a service stops at the first. Raises Refused."""
    wrong: dict[str, list[Any]] = {}
    if FORMS[name].papers == "check":
        _said_how_seen(data["papers"])
    if name == "draft_result" and str(data.get("answer") or "").strip():
        return  # a letter needs nothing of what a decision does
    if data.get("at_once"):
        return  # now, and no hour is to be written
    for ask in asks_of(name, dossier):
        typed = str(data.get(ask.name) or "").strip()
        may_be_empty = ask.optional or ask.kind == "secret" or "" in dict(ask.choices)
        if not typed and not may_be_empty:
            wrong[ask.name] = [_("Not chosen yet.") if ask.kind == "choice" else _("Not filled in.")]
        elif typed and ask.kind == "date" and not _is_day(typed):
            wrong[ask.name] = [_("Not a date.")]
        elif typed and ask.kind == "number" and not (typed.isascii() and typed.isdigit()):
            wrong[ask.name] = [_("Not a whole number.")]
    if len(wrong) > 1:  # a single one is told better by the service, in a sentence of its own
        raise Refused(_("Please fill in what is marked."), fields=wrong)


def _said_how_seen(papers: dict[str, dict[str, str]]) -> None:
    unsaid = [
        key for key, found in papers.items() if found["verdict"] == PaperCheck.Verdict.VALID and not found["seen"]
    ]
    if unsaid:
        words = [_("Choose whether the original stays or was given back: the receipt says it.")]
        raise Refused(words[0], fields={f"paper.{key}.seen": words for key in unsaid})


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _date(post: QueryDict, name: str) -> str:
    """Day/month/year as ISO text; what is not a date stays as typed and is refused by the service."""
    typed = post.get(name, "").strip()
    parts = typed.replace("-", "/").replace(".", "/").split("/")
    if len(parts) == 3 and all(part.strip().isdecimal() for part in parts) and len(parts[2].strip()) == 4:
        day, month, year = (part.strip() for part in parts)
        return f"{year}-{month:0>2}-{day:0>2}"
    return typed


def _papers(which: str, post: QueryDict, dossier: Dossier) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    rest_is_valid = which == "check" and bool(post.get("_all"))
    sent = set(dossier.attachments.values_list("paper_key", flat=True)) if rest_is_valid else set()
    for paper in requirements.papers(dossier):
        choice = post.get(f"paper.{paper.key}", "")
        # Only what is there to be looked at: of a paper in nobody's file it is said one by one that it was seen.
        if rest_is_valid and not choice and (paper.electronic_form or paper.key in sent):
            choice = str(PaperCheck.Verdict.VALID)
        if not choice:
            continue
        note = post.get(f"paper.{paper.key}.note", "")
        if which == "check":
            seen = post.get(f"paper.{paper.key}.seen", "") or usual_way(paper, dossier)
            found[paper.key] = {"verdict": choice, "seen": seen, "note": note}
        else:
            found[paper.key] = {"why": choice, "note": note}
    return found
