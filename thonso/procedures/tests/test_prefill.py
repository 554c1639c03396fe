"""Ask once: what is known is filled in and marked, what was typed is never overwritten."""

from datetime import date

from thonso.procedures.definition import Definition
from thonso.procedures.forms import Context
from thonso.procedures.prefill import prefill, still_prefilled

CONTEXT = Context(today=date(2026, 11, 23))
CARD = {"full_name": "Lý Thị Mai", "id_number": "015168990001", "birth": "1968-05-12", "sex": "female"}
HOUSEHOLD = {
    "klass": "near_poor",
    "head_name": "Chảo Láo Tả",
    "members": [
        {"full_name": "Chảo Láo Tả", "birth": "1978", "sex": "male", "relation": "head", "secret": "x"},
        {"full_name": "Lý Mùi Pham", "birth": "hỏng", "sex": "female", "relation": "no such"},
    ],
}


def test_the_card_comes_before_the_register(definitions: dict[str, Definition]) -> None:
    form = definitions["2.000635"].form
    done = prefill(form, {"card": CARD, "resident": {"full_name": "Khác", "phone": "0912345678"}}, CONTEXT)
    assert done.answers["requester"] == CARD
    assert done.sources["requester"] == "card"
    assert done.answers["phone"] == "0912345678"
    assert done.sources["phone"] == "resident"


def test_what_was_typed_stays(definitions: dict[str, Definition]) -> None:
    form = definitions["2.000635"].form
    done = prefill(form, {"card": CARD}, CONTEXT, {"requester": {"full_name": "Vàng A Páo"}})
    assert done.answers["requester"] == {"full_name": "Vàng A Páo"}
    assert "requester" not in done.sources


def test_members_come_from_the_household_without_what_does_not_fit(definitions: dict[str, Definition]) -> None:
    done = prefill(definitions["1.011607"].form, {"household": HOUSEHOLD}, CONTEXT)
    assert done.answers["members"] == [
        {"full_name": "Chảo Láo Tả", "birth": "1978", "sex": "male", "relation": "head"},
        {"full_name": "Lý Mùi Pham", "sex": "female"},
    ]
    assert done.answers["current_class"] == "near_poor"
    assert done.sources == {"members": "household", "current_class": "household"}


def test_an_earlier_dossier_answers_the_same_question(definitions: dict[str, Definition]) -> None:
    form = definitions["TS.000001"].form
    done = prefill(form, {"earlier": {"return_way": "hamlet", "phone": "0912345678", "truth": True}}, CONTEXT)
    assert done.answers == {"return_way": "hamlet", "phone": "0912345678"}


def test_a_mark_goes_when_the_person_changes_the_value(definitions: dict[str, Definition]) -> None:
    form = definitions["2.000635"].form
    done = prefill(form, {"card": CARD, "resident": {"phone": "0912345678"}}, CONTEXT)
    changed = {**done.answers, "phone": "0987654321"}
    assert still_prefilled(form, done, changed) == {"requester": "card"}


def test_a_card_knows_only_the_parts_that_are_asked(definitions: dict[str, Definition]) -> None:
    form = definitions["1.011607"].form
    done = prefill(form, {"card": {"full_name": "Lý Thị Mai", "issued": "2021", "birth": None}}, CONTEXT)
    assert done.answers["head"] == {"full_name": "Lý Thị Mai"}


def test_consent_and_signature_are_never_filled_in(definition: Definition) -> None:
    for one in definition.form.fields():
        if one.kind in {"consent", "signature", "file"}:
            assert one.sources == ()


def test_nonsense_in_a_source_is_left_out(definition: Definition) -> None:
    junk = {"card": {"full_name": 5}, "resident": {"home": "x", "phone": {}}, "household": {"members": "x", "klass": 1}}
    assert prefill(definition.form, junk, CONTEXT).answers == {}
