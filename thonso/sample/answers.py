"""What the people of the sample answer: the catalogue's own sample answers, with this person and this day in them."""

from datetime import date, timedelta
from typing import Any

from thonso.core.people.models import Resident
from thonso.core.people.services import classification_on, id_number_of
from thonso.core.workdays.rules import Calendar
from thonso.dossiers.sources import birth_text
from thonso.procedures.samples import load as samples

BORN_DAYS_AGO, DIED_DAYS_AGO, AGREED_DAYS_AGO, COMES_IN_DAYS = 21, 4, 3, 2
DAYS_AGO = {"paid_on": 3, "vote_day": 10}
A_GENERATION, A_CHILD = 24, 7
APPLICANT = ("head", "requester", "representative")


def answers_of(person: Resident, code: str, day: date, calendar: Calendar) -> dict[str, Any]:
    """Valid when filed on `day`: a birth or a contract of the sample was lately, the day that is wished for is to come."""
    answers = dict(samples(code)["valid"].answers)
    me = _person(person)
    answers |= {key: me for key in APPLICANT if key in answers}
    if isinstance(answers.get("home"), dict) and "hamlet" in answers["home"]:
        answers["home"] = {**answers["home"], "hamlet": person.hamlet.code}
    if "contract_date" in answers:
        answers["contract_date"] = (day - timedelta(days=AGREED_DAYS_AGO)).isoformat()
        answers["members"] = [{**answers["members"][0], "member": me}, *answers["members"][1:]]
        return answers  # the phone is the team's own
    if "members" in answers:
        answers["members"] = _household(person, day)
    if answers.get("current_class") not in {None, "none"} and person.household:
        held = classification_on(person.household, day)
        answers["current_class"] = held.klass if held else "none"
    if "member" in answers:
        answers |= _for_whom(person)
    if "child" in answers:
        answers["child"] = {**answers["child"], "birth": (day - timedelta(days=BORN_DAYS_AGO)).isoformat()}
    answers |= _civil(answers, me, person, day)
    if "partner" in answers:
        answers["partner"] = {**answers["partner"], "sex": "male" if person.sex == "female" else "female"}
    answers |= {key: (day - timedelta(days=ago)).isoformat() for key, ago in DAYS_AGO.items() if key in answers}
    if "day" in answers:
        answers["day"] = calendar.add(day, COMES_IN_DAYS).isoformat()
    answers.pop("phone", None)
    return answers


def _civil(answers: dict[str, Any], me: dict[str, Any], person: Resident, day: date) -> dict[str, Any]:
    """Acts of civil status are about this very person: a mother of the sample who is a man here would contradict herself."""
    found: dict[str, Any] = {}
    if "died_on" in answers:
        found["died_on"] = (day - timedelta(days=DIED_DAYS_AGO)).isoformat()
        who = "dead" if "dead" in answers else "deceased"
        found[who] = {**answers[who], "birth": str(person.birth_year - A_GENERATION)}
    if "claim" in answers:
        found["claim"] = "father_child" if person.sex == "male" else "mother_child"
    if "side" in answers and person.sex == "female":
        found |= {"side": "bride", "groom": {"full_name": "Lý Văn Páo", "birth": str(person.birth_year)}}
    if "ward" in answers:
        found["ward"] = {**answers["ward"], "birth": str(day.year - A_CHILD)}
    if {"mother", "father", "relation"} <= set(answers):
        found["relation"] = relation = "father" if person.sex == "male" else "mother"
        found[relation] = {part: me[part] for part in ("full_name", "birth", "id_number")}
    return found


def _person(person: Resident) -> dict[str, Any]:
    return {
        "full_name": person.full_name,
        "id_number": id_number_of(person),
        "birth": birth_text(person.birth_date, person.birth_precision),
        "sex": person.sex,
    }


def _household(person: Resident, day: date) -> list[dict[str, Any]]:
    rows = Resident.objects.filter(household=person.household, status="here").order_by("birth_date")
    return [
        {
            "full_name": row.full_name,
            "birth": birth_text(row.birth_date, row.birth_precision),
            "sex": row.sex,
            "relation": row.relation,
            "doing": "school" if 6 <= day.year - row.birth_year <= 17 else "work",
        }
        for row in rows
    ]


def _for_whom(person: Resident) -> dict[str, Any]:
    """Confirmed for a child of this very household, or for its head where there is none."""
    child = Resident.objects.filter(household=person.household, status="here", relation="child").first()
    if child is None:
        return {"for_whom": "me", "member": None, "purpose": "loan", "school_name": None}
    born = birth_text(child.birth_date, child.birth_precision)
    return {"for_whom": "child", "member": {"full_name": child.full_name, "birth": born, "sex": child.sex}}
