"""What holds for every form and every answer: hidden never demands, twice is once, order is nothing, nonsense is harmless."""

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from thonso.procedures import catalogue
from thonso.procedures.forms import Context, parse
from thonso.procedures.rules import evaluate
from thonso.procedures.tests.making import TODAY, choice, form

KEYS = [f"q{n}" for n in range(8)]
VALUES = ["x", "y"]

FIELDS = [choice(key, *VALUES, required=number % 2 == 0) for number, key in enumerate(KEYS)]


def conditions(keys: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    ref = st.sampled_from(keys)
    simple = st.one_of(
        st.builds(lambda key, value: {"equals": [key, value]}, ref, st.sampled_from(VALUES)),
        st.builds(lambda key: {"empty": key}, ref),
        st.builds(lambda key: {"in": [key, VALUES]}, ref),
        st.builds(lambda a, b: {"same": [a, b]}, ref, ref),
    )
    return st.recursive(
        simple,
        lambda inner: st.one_of(
            st.builds(lambda one: {"not": one}, inner),
            st.builds(lambda many: {"and": many}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda many: {"or": many}, st.lists(inner, min_size=1, max_size=3)),
        ),
        max_leaves=4,
    )


@st.composite
def rules(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rules that only look back, so that they never go in a circle."""
    made = []
    computed = set()
    for number in range(1, len(KEYS)):
        back = conditions(KEYS[:number])
        for kind in draw(st.lists(st.sampled_from(["show", "require", "refuse", "compute"]), max_size=2)):
            if kind == "refuse":
                made.append({"refuse": KEYS[number], "if": draw(back), "say": f"Không được {number}"})
            elif kind == "compute" and KEYS[number] not in computed:
                computed.add(KEYS[number])
                source = draw(st.sampled_from(KEYS[:number]))
                made.append({"compute": KEYS[number], "as": {"copy": source}, "if": draw(back)})
            elif kind != "compute":
                made.append({kind: [KEYS[number]], "if": draw(back)})
    return made


ANSWERS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from([*VALUES, "", "z"]), max_size=8)
CONTEXT = Context(today=TODAY)


@given(rules(), ANSWERS)
@settings(max_examples=150)
def test_a_hidden_question_never_demands_anything(made: list[dict[str, Any]], answers: dict[str, Any]) -> None:
    done = evaluate(form(*FIELDS, rules=made), answers, CONTEXT)
    assert done.required <= done.visible
    assert set(done.errors) <= done.visible
    assert set(done.values) <= done.visible


@given(rules(), ANSWERS)
@settings(max_examples=150)
def test_evaluating_the_values_again_changes_nothing(made: list[dict[str, Any]], answers: dict[str, Any]) -> None:
    whole = form(*FIELDS, rules=made)
    once = evaluate(whole, answers, CONTEXT)
    twice = evaluate(whole, once.values, CONTEXT)
    assert twice.values == once.values
    assert (twice.visible, twice.required, twice.computed) == (once.visible, once.required, once.computed)


@given(rules(), ANSWERS, st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_the_order_of_rules_makes_no_difference(
    made: list[dict[str, Any]], answers: dict[str, Any], chance: random.Random
) -> None:
    other = list(made)
    chance.shuffle(other)
    assert evaluate(form(*FIELDS, rules=made), answers, CONTEXT) == evaluate(
        form(*FIELDS, rules=other), answers, CONTEXT
    )


ALL = [definition for _text, definition in catalogue.read_all()]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@given(st.data())
@settings(max_examples=120)
def test_no_body_however_wrong_breaks_a_real_form(data: st.DataObject) -> None:
    definition = ALL[data.draw(st.integers(0, len(ALL) - 1))]
    keys = [one.key for one in definition.form.fields()]
    body = data.draw(st.dictionaries(st.sampled_from(keys) | st.text(max_size=8), JSON, max_size=10))
    answers = parse(definition.form, body, CONTEXT)
    assert set(answers) <= set(keys)
    assert parse(definition.form, answers, CONTEXT) == answers
    done = evaluate(definition.form, answers, CONTEXT)
    again = evaluate(definition.form, done.values, CONTEXT)
    assert again.values == done.values
    assert set(done.errors).isdisjoint({"is_admin"})
