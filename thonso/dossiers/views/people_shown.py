"""The people of a dossier as rows of facts, numbers covered unless a reason was given."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.people.services import phones
from thonso.core.web.words import moment
from thonso.dossiers import presenting
from thonso.dossiers.models import Dossier, Event, Party
from thonso.dossiers.printing import heads
from thonso.dossiers.services.moves import payload_of
from thonso.dossiers.services.parties import details_of
from thonso.procedures import partial_date

SEXES = {"male": gettext_lazy("male"), "female": gettext_lazy("female")}


def people(dossier: Dossier, *, shown: bool, doubt: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Who the dossier is about, who filed it and in what capacity, who helped: as rows of facts."""
    parties = list(dossier.parties.all())
    subject = next((one for one in parties if one.part == "subject"), None)
    rows: list[dict[str, Any]] = []
    if subject is not None:
        rows += _person(dossier, subject, _("Owner of the dossier"), shown)
    if dossier.hamlet:
        rows.append(
            {"label": _("Lives in"), "value": f"{dossier.hamlet.full_name}, {heads.unit_in_sentence(dossier.commune)}"}
        )
    for one in parties:
        if one.part == "submitter":
            if doubt is not None:
                words = _("the account of %(name)s, not matched with the owner") % {"name": doubt["account"]}
                rows.append({"label": _("Filed by"), "value": words})
            elif subject is not None and one.representation in {"", "self"} and one.name == subject.name:
                rows.append({"label": _("Filed by"), "value": _("the owner in person")})
            else:
                relation = str(presenting.RELATION.get(one.representation, ""))
                rows += _person(dossier, one, _("Filed by") + (f" ({relation.lower()})" if relation else ""), shown)
        elif one.part == "heir":
            rows += _heir(dossier, one, shown)
        elif one.part in {"interpreter", "witness"}:
            rows += _person(dossier, one, presenting.PART[one.part], shown)
        elif one.part != "subject":
            rows.append({"label": presenting.PART.get(one.part, one.part), "value": one.name})
    # Where the number stands to be called, so not where it is masked: that page has its fill of queries.
    numbers = {row["value"] for row in rows if row.get("kind") == "phone_shown"}
    known = phones.whose(dossier.commune_id, numbers, dossier.subject_resident_id) if numbers else {}
    return [{**row, "whose": known[row["value"]]} if row["value"] in known else row for row in rows]


def _heir(dossier: Dossier, one: Party, shown: bool) -> list[dict[str, Any]]:
    details = details_of(dossier, one)
    died = partial_date.read(details.get("died_on"))
    rows = _person(dossier, one, _("Heir, goes on with it"), shown)
    rows[0]["value"] += f" ({details.get('relation', '')})"
    rows.append({"label": _("Papers of the heir"), "value": details.get("paper", "")})
    return [*rows, *([{"label": _("The owner died on"), "value": died.shown}] if died else [])]


def _person(dossier: Dossier, party: Party, label: Any, shown: bool) -> list[dict[str, Any]]:
    details = details_of(dossier, party)
    born = partial_date.read(details.get("birth"))
    words = [party.name]
    if born:
        words.append(_("born %(when)s") % {"when": born.shown})
    if details.get("sex") in SEXES:
        words.append(str(SEXES[details["sex"]]))
    if details.get("language"):
        words.append(_("speaks %(language)s") % {"language": details["language"]})
    if details.get("same_household"):
        words.append(_("of the same household as the owner"))
    rows: list[dict[str, Any]] = [{"label": label, "value": ", ".join(words)}]
    if known_by := details.get("known_by"):
        rows.append({"label": _("Has no ID number; known by"), "value": known_by})
    if number := details.get("id_number"):
        rows.append({"label": _("ID number"), "value": number, "kind": "id" if not shown else "id_shown"})
    if phone := details.get("phone"):
        rows.append({"label": _("Phone"), "value": phone, "kind": "phone" if not shown else "phone_shown"})
    if details.get("address"):
        rows.append({"label": _("Address"), "value": details["address"]})
    return rows


def linked(dossier: Dossier, events: list[Event]) -> list[dict[str, Any]]:
    """Whom of the register an officer linked it with last; what was filed stands beside it, unchanged."""
    last = next((event for event in reversed(events) if event.kind == "link_resident"), None)
    if last is None:
        return []
    value = _("%(resident)s (linked by %(officer)s, %(when)s)") % {
        "resident": payload_of(last, dossier)["resident"],
        "officer": last.actor_name,
        "when": moment(last.at),
    }
    return [{"label": _("In the commune's register"), "value": value}]
