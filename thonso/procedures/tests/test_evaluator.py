"""What the rules of a form do: show, require, compute, refuse; rows; order; circles."""

import pytest

from thonso.procedures.tests.making import choice, field, form, judge


def test_a_question_is_shown_only_when_its_rule_holds() -> None:
    made = form(
        choice("purpose", "school", "other"),
        field("which", required=True),
        rules=[{"show": ["which"], "if": {"equals": ["purpose", "other"]}}],
    )
    assert "which" not in judge(made, {"purpose": "school"}).visible
    shown = judge(made, {"purpose": "other"})
    assert "which" in shown.visible
    assert list(shown.errors) == ["which"]


def test_an_answer_to_a_hidden_question_counts_for_nothing() -> None:
    made = form(
        choice("purpose", "school", "other"),
        field("which"),
        field("because", required=True),
        rules=[
            {"show": ["which"], "if": {"equals": ["purpose", "other"]}},
            {"show": ["because"], "if": {"not": {"empty": "which"}}},
        ],
    )
    kept = judge(made, {"purpose": "school", "which": "vay vốn", "because": "x"})
    assert kept.values == {"purpose": "school"}
    assert kept.ok


def test_two_show_rules_are_either_or() -> None:
    made = form(
        choice("a", "x", "y"),
        choice("b", "x", "y"),
        field("c"),
        rules=[{"show": ["c"], "if": {"equals": ["a", "x"]}}, {"show": ["c"], "if": {"equals": ["b", "x"]}}],
    )
    assert "c" in judge(made, {"b": "x"}).visible
    assert "c" not in judge(made, {"a": "y", "b": "y"}).visible


def test_a_rule_can_require_what_is_otherwise_optional() -> None:
    made = form(field("poor", "yes_no"), field("why"), rules=[{"require": ["why"], "if": {"equals": ["poor", True]}}])
    assert judge(made, {"poor": False}).ok
    needed = judge(made, {"poor": True})
    assert needed.required == {"why"}
    assert "why" in needed.errors


def test_a_refusal_says_its_own_sentence_at_its_field() -> None:
    made = form(
        field("copies", "number"),
        rules=[{"refuse": "copies", "if": {"gt": ["copies", 1]}, "say": "Chỉ được cấp 01 bản."}],
    )
    assert judge(made, {"copies": 3}).errors == {"copies": ["Chỉ được cấp 01 bản."]}
    assert judge(made, {"copies": 1}).ok


def test_sums_counts_copies_and_joins_are_worked_out() -> None:
    made = form(
        field("a", "money"),
        field("b", "money"),
        field("total", "money"),
        field("name"),
        field("again"),
        field("both"),
        rules=[
            {"compute": "total", "as": {"sum": ["a", "b"]}},
            {"compute": "again", "as": {"copy": "name"}},
            {"compute": "both", "as": {"concat": [{"text": "Hộ "}, "name"]}},
        ],
    )
    done = judge(made, {"a": "1.500.000", "b": 500, "name": "Mai", "total": "9", "again": "khác"})
    assert done.values["total"] == 1_500_500
    assert done.values["again"] == "Mai"
    assert done.values["both"] == "Hộ Mai"
    assert done.computed == {"total", "again", "both"}


def test_a_computed_answer_can_be_typed_when_its_condition_does_not_hold() -> None:
    made = form(
        choice("who", "me", "other"),
        field("mine"),
        field("name", required=True),
        rules=[{"compute": "name", "as": {"copy": "mine"}, "if": {"equals": ["who", "me"]}}],
    )
    assert judge(made, {"who": "me", "mine": "Mai", "name": "Sơn"}).values["name"] == "Mai"
    assert judge(made, {"who": "other", "mine": "Mai", "name": "Sơn"}).values["name"] == "Sơn"


def test_the_age_is_worked_out_on_a_day() -> None:
    made = form(
        field("born", "date", unknown=True),
        field("age", "number"),
        rules=[{"compute": "age", "as": {"age": "born", "on": "@today"}}],
    )
    assert judge(made, {"born": "24/11/2008"}).values["age"] == 17
    assert judge(made, {"born": "23/11/2008"}).values["age"] == 18
    assert judge(made, {"born": "1950"}).values["age"] == 76


def test_nobody_is_refused_for_an_age_that_is_only_possible() -> None:
    rules = [{"refuse": "born", "if": {"age_on": {"of": "born", "below": 18}}, "say": "Chưa đủ 18 tuổi."}]
    made = form(field("born", "date", unknown=True), rules=rules)
    assert judge(made, {"born": "2008"}).ok  # may have been 18 since January
    assert not judge(made, {"born": "2009"}).ok
    assert not judge(made, {"born": "24/11/2008"}).ok


def test_date_before_counts_days_back_and_waits_for_certainty() -> None:
    rules = [
        {
            "refuse": "born",
            "if": {"date_before": {"of": "born", "by": "@today", "minus_days": 60}},
            "say": "Quá 60 ngày.",
        }
    ]
    made = form(field("born", "date", unknown=True), rules=rules)
    assert judge(made, {"born": "2026-09-24"}).ok  # sixty days before 23/11
    assert not judge(made, {"born": "2026-09-23"}).ok
    assert judge(made, {"born": "9/2026"}).ok
    assert not judge(made, {"born": "8/2026"}).ok


MEMBERS = field(
    "members",
    "group",
    row_name="người",
    min_rows=1,
    max_rows=5,
    fields=[field("name", required=True), choice("doing", "school", "work"), field("grade", required=True)],
)


def test_each_row_has_its_own_rules_and_errors() -> None:
    made = form(MEMBERS, rules=[{"show": ["members.*.grade"], "if": {"equals": ["members.*.doing", "school"]}}])
    done = judge(
        made, {"members": [{"name": "A", "doing": "school"}, {"name": "B", "doing": "work"}, {"doing": "work"}]}
    )
    assert list(done.errors) == ["members.0.grade", "members.2.name"]
    assert "members.1.grade" not in done.visible


def test_rows_are_counted_with_a_condition() -> None:
    made = form(
        MEMBERS,
        field("pupils", "number"),
        field("all", "number") | {"key": "everybody"},
        rules=[
            {"compute": "pupils", "as": {"count": "members", "where": {"equals": ["members.*.doing", "school"]}}},
            {"compute": "everybody", "as": {"count": "members"}},
        ],
    )
    done = judge(made, {"members": [{"doing": "school"}, {"doing": "work"}, {"doing": "school"}]})
    assert (done.values["pupils"], done.values["everybody"]) == (2, 3)


def test_too_few_and_too_many_rows_are_named() -> None:
    made = form(MEMBERS)
    assert "members" in judge(made, {}).errors
    too_many = judge(made, {"members": [{"name": "A", "grade": "1"}] * 6})
    assert len(too_many.values["members"]) == 5
    assert "members" in too_many.errors


def test_facts_of_the_filing_take_part() -> None:
    made = form(field("proxy"), rules=[{"require": ["proxy"], "if": {"equals": ["@representation", "authorised"]}}])
    assert judge(made, {}).ok
    assert not judge(made, {}, representation="authorised").ok


def test_a_section_hides_everything_in_it() -> None:
    from thonso.procedures.building import form_of

    made = form_of(
        {
            "sections": [
                {"key": "first", "title": "1", "fields": [field("go", "yes_no")]},
                {"key": "second", "title": "2", "fields": [field("name", required=True)]},
            ],
            "rules": [{"show": ["second"], "if": {"equals": ["go", True]}}],
        }
    )
    assert judge(made, {"go": False, "name": "Mai"}).values == {"go": False}
    assert "name" in judge(made, {"go": True}).errors


def test_unknown_keys_are_dropped() -> None:
    assert judge(form(field("name")), {"name": "Mai", "is_admin": True}).values == {"name": "Mai"}


def test_errors_come_in_reading_order() -> None:
    made = form(field("z", required=True), MEMBERS, field("a", required=True))
    done = judge(made, {"members": [{}, {}]})
    assert list(done.errors) == [
        "z",
        "members.0.name",
        "members.0.grade",
        "members.1.name",
        "members.1.grade",
        "a",
    ]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (
            [{"show": ["a"], "if": {"empty": "b"}}, {"show": ["b"], "if": {"empty": "a"}}],
            "circle",
        ),
        ([{"show": ["a"], "if": {"empty": "a"}}], "itself"),
        ([{"show": ["nowhere"], "if": {"empty": "a"}}], "no such"),
        ([{"show": ["a"], "if": {"empty": "nowhere"}}], "no such"),
        ([{"compute": "a", "as": {"copy": "b"}}, {"compute": "a", "as": {"copy": "b"}}], "more than one"),
        ([{"require": ["all"], "if": {"empty": "a"}}], "only be shown"),
        ([{"show": ["a"], "if": {"empty": "b.full_name"}}], "has no"),
        ([{"show": ["a"], "if": {"equals": ["members.*.name", "x"]}}], "same row"),
        ([{"show": ["members.*.grade"], "if": {"empty": "members"}}], "whole group"),
        (
            [
                {"show": ["members.*.grade"], "if": {"empty": "members.*.name"}},
                {"show": ["members.*.name"], "if": {"empty": "members.*.grade"}},
            ],
            "circle",
        ),
        (
            [
                {"compute": "b", "as": {"count": "members"}},
                {"show": ["members.*.grade"], "if": {"equals": ["b", "1"]}},
            ],
            "circle",
        ),
    ],
)
def test_rules_that_contradict_themselves_never_become_a_form(rules: list[dict[str, object]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        form(field("a"), field("b"), MEMBERS, rules=rules)
