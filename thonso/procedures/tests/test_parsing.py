"""A page's POST and a JSON body are the same answers; keystrokes are kept; rows come and go."""

from django.http import QueryDict

from thonso.procedures.forms import Context, change_rows, parse
from thonso.procedures.rules import evaluate
from thonso.procedures.tests.making import TODAY, choice, field, form

CONTEXT = Context(today=TODAY)
FORM = form(
    field("who", "person"),
    field("born", "date", unknown=True),
    field("kinds", "choices", options=[{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]),
    field("ok", "consent"),
    field("members", "group", row_name="người", max_rows=2, fields=[field("name"), choice("sex", "male", "female")]),
)


def post(text: str) -> QueryDict:
    return QueryDict(text, encoding="utf-8")


def test_dotted_names_and_json_give_the_same_answers() -> None:
    typed = post(
        "who.full_name=Ly+Thi+Mai&who.birth=12/3/1968&who.sex=female&who.id_number=&born.day=&born.month=3&born.year=1985"
        "&kinds=b&kinds=a&ok=1&members.0.name=A&members.0.sex=male&members.1.name=B&csrfmiddlewaretoken=x"
    )
    sent = {
        "who": {"full_name": "Ly Thi Mai", "birth": "1968-03-12", "sex": "female"},
        "born": "1985-03",
        "kinds": ["a", "b"],
        "ok": True,
        "members": [{"name": "A", "sex": "male"}, {"name": "B"}],
    }
    assert parse(FORM, typed, CONTEXT)["who"]["birth"] == "12/3/1968"  # the number is missing: kept as typed
    typed = typed.copy()
    typed["who.id_number"] = "015168990001"
    sent["who"]["id_number"] = "015168990001"  # type: ignore[index]
    assert parse(FORM, typed, CONTEXT) == parse(FORM, sent, CONTEXT) == sent


def test_a_wrong_answer_keeps_its_keystrokes_and_is_refused_every_time() -> None:
    answers = parse(FORM, post("born=31/2/1985"), CONTEXT)
    assert answers == {"born": "31/2/1985"}
    for _again in range(2):
        done = evaluate(FORM, answers, CONTEXT)
        assert "born" in done.errors
        assert "born" not in done.values
        answers = parse(FORM, answers, CONTEXT)


def test_unprintable_characters_are_shown_and_never_stored() -> None:
    answers = parse(form(field("name")), {"name": "Ma\x00i\u202e\ud800"}, CONTEXT)
    assert answers == {"name": "Ma\ufffdi\ufffd\ufffd"}
    assert "name" in evaluate(form(field("name")), answers, CONTEXT).errors


def test_a_screen_changes_only_its_own_questions() -> None:
    base = {"born": "1985", "ok": True}
    answers = parse(FORM, post("kinds=a"), CONTEXT, base=base, keys={"kinds", "ok"})
    assert answers == {"born": "1985", "kinds": ["a"]}


def test_unknown_keys_and_keys_of_an_older_form_are_dropped() -> None:
    assert parse(FORM, {"hack": 1}, CONTEXT, base={"gone": "x", "born": "1985"}) == {}
    assert parse(FORM, {"hack": 1}, CONTEXT, base={"gone": "x", "born": "1985"}, keys=()) == {"born": "1985"}


def test_rows_are_added_up_to_the_limit_and_taken_away() -> None:
    answers = parse(FORM, post("members.0.name=A"), CONTEXT)
    assert change_rows(FORM, post("_add=members"), answers)
    assert answers["members"] == [{"name": "A"}, {}]
    assert change_rows(FORM, post("_add=members"), answers)
    assert len(answers["members"]) == 2
    assert change_rows(FORM, post("_remove=members.0"), answers)
    assert answers["members"] == [{}]
    assert change_rows(FORM, post("_remove=members.9"), answers)
    assert not change_rows(FORM, post("members.0.name=A"), answers)
    assert not change_rows(FORM, post("_add=born"), answers)


def test_gaps_and_nonsense_among_row_numbers_do_no_harm() -> None:
    answers = parse(FORM, post("members.7.name=B&members.2.name=A&members.x.name=C&members.-1.name=D"), CONTEXT)
    assert answers["members"] == [{"name": "A"}, {"name": "B"}]


def test_deep_or_huge_bodies_are_cut_not_followed() -> None:
    deep: object = "x"
    for _level in range(100):
        deep = {"a": deep}
    answers = parse(FORM, {"born": deep, "who": "y" * 100_000}, CONTEXT)
    assert len(str(answers)) < 30_000
