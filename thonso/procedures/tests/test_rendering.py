"""All seven forms drawn on the server: empty, valid, wrong; one question a screen; to be checked again; to be read."""

import html
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.cast import Units
from thonso.procedures import places, rendering, samples
from thonso.procedures.definition import Definition
from thonso.procedures.forms import Context, parse
from thonso.procedures.prefill import prefill
from thonso.procedures.rules import evaluate
from thonso.procedures.tests.making import TODAY, field, form

VOID = {"input", "br", "img", "meta", "link", "hr", "path", "circle", "rect", "use"}


class Checker(HTMLParser):
    """Every tag closed in order, every id once, every label and described-by pointing somewhere."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.wanted: list[str] = []
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if given.get("for"):
            self.wanted.append(str(given["for"]))
        if given.get("aria-describedby"):
            self.wanted += str(given["aria-describedby"]).split()
        if tag in {"input", "select", "textarea"} and given.get("name"):
            self.names.append(str(given["name"]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open, f"</{tag}> closes nothing"
            assert self.open.pop() == tag


def check(text: str) -> Checker:
    found = Checker()
    found.feed(text)
    assert found.open == []
    assert sorted(set(found.ids)) == sorted(found.ids), "an id stands twice"
    assert set(found.wanted) <= set(found.ids), set(found.wanted) - set(found.ids)
    return found


def context_of(sample: samples.Sample) -> Context:
    return sample.context(places=places.RegisteredPlaces(sample.today), commune="02683")


@pytest.mark.django_db
def test_an_empty_form_asks_and_scolds_nobody(bat_xat: Units, definition: Definition) -> None:
    context = Context(today=TODAY, places=places.RegisteredPlaces(TODAY), commune="02683")
    text = rendering.render_form(definition.form, {}, context)
    check(text)
    assert "field__error" not in text
    assert html.escape(next(definition.form.fields()).label) in text


@pytest.mark.django_db
@pytest.mark.parametrize("name", samples.NAMES)
def test_a_filled_form_keeps_every_answer_and_posts_the_same_again(
    bat_xat: Units, definition: Definition, name: str
) -> None:
    sample = samples.load(definition.code)[name]
    context = context_of(sample)
    answers = parse(definition.form, sample.with_files(definition), context)
    done = evaluate(definition.form, answers, context)
    text = rendering.render_form(definition.form, answers, context, errors=done.errors)
    found = check(text)
    # What a browser would send back is what was there.
    posted = browser_post(text)
    assert evaluate(definition.form, parse(definition.form, posted, context), context).values == done.values
    for path in done.errors:
        assert f"f-{path}" in found.ids
        assert html.escape(done.errors[path][0]) in text


@pytest.mark.django_db
def test_a_wrong_form_shows_each_error_where_the_summary_points(bat_xat: Units, definition: Definition) -> None:
    context = Context(today=TODAY, channel="assisted", places=places.RegisteredPlaces(TODAY), commune="02683")
    garbage: dict[str, Any] = {}
    for one in definition.form.fields():
        garbage[one.key] = {
            "person": {"full_name": "x1", "birth": "31/2"},
            "group": [{}],
            "unit": {"province": "99"},
        }.get(one.kind, "\x00<script>alert(1)</script>")
    answers = parse(definition.form, garbage, context)
    done = evaluate(definition.form, answers, context)
    assert done.errors
    text = rendering.render_form(definition.form, answers, context, errors=done.errors)
    found = check(text)
    assert "<script>alert" not in text
    for path in done.errors:
        assert f"f-{path}" in found.ids, path


@pytest.mark.django_db
def test_one_question_a_screen_walks_the_whole_form(bat_xat: Units, definition: Definition) -> None:
    sample = samples.load(definition.code)["valid"]
    context = context_of(sample)
    answers = parse(definition.form, sample.with_files(definition), context)
    done = evaluate(definition.form, answers, context)
    seen: list[str] = []
    screen = rendering.next_screen(definition.form, done, "")
    while screen is not None:
        text = rendering.render_screen(screen, definition.form, answers, context)
        check(text)
        assert text.count("<h1") == 1
        seen += [one.key for one in screen.fields]
        assert screen.number <= screen.total
        screen = rendering.next_screen(definition.form, done, screen.key)
    quiet = {one.key for one in definition.form.fields() if one.quiet}
    assert sorted(seen) == sorted((done.visible & set(definition.form.by_key)) - quiet)


def test_filling_one_screen_at_a_time_gives_the_same_answers(definition: Definition) -> None:
    sample = samples.load(definition.code)["valid"]
    context = sample.context()
    whole = sample.with_files(definition)
    answers: dict[str, Any] = {}
    screen = rendering.next_screen(definition.form, evaluate(definition.form, answers, context), "")
    while screen is not None:
        answers = parse(definition.form, whole, context, base=answers, keys=screen.keys)
        screen = rendering.next_screen(definition.form, evaluate(definition.form, answers, context), screen.key)
    assert evaluate(definition.form, answers, context) == evaluate(
        definition.form, parse(definition.form, whole, context), context
    )


@pytest.mark.django_db
def test_the_summary_shows_everything_and_the_way_back(bat_xat: Units, definition: Definition) -> None:
    sample = samples.load(definition.code)["valid"]
    context = context_of(sample)
    answers = parse(definition.form, sample.with_files(definition), context)
    text = rendering.render_summary(definition.form, answers, context, change_url=lambda key: f"?buoc={key}")
    check(text)
    done = evaluate(definition.form, answers, context)
    for key in done.values:
        if not definition.form.by_key[key].quiet:
            assert (f'?buoc={key}"' in text) == (key not in done.computed), key
    assert sample.answers.get("home") is None or "Bát Xát" in text


@pytest.mark.django_db
def test_the_desk_reads_covered_identifiers(bat_xat: Units, definition: Definition) -> None:
    sample = samples.load(definition.code)["valid"]
    context = context_of(sample)
    values = evaluate(definition.form, parse(definition.form, sample.with_files(definition), context), context).values
    covered = rendering.render_answers(definition.form, values, context, reveal_url="/mo/")
    check(covered)
    assert not re.search(r"(?<![0-9a-f])\d{12}(?![0-9a-f])", covered)
    assert "•" in covered
    assert "/mo/" in covered
    opened = rendering.render_answers(definition.form, values, context, mask=False, reveal_url="/mo/")
    assert re.search(r"(?<![0-9a-f])\d{12}(?![0-9a-f])", opened)
    assert "/mo/" not in opened


@pytest.mark.django_db
def test_what_was_filled_in_says_from_where(bat_xat: Units, definitions: dict[str, Definition]) -> None:
    one = definitions["2.000635"]
    context = Context(today=TODAY, places=places.RegisteredPlaces(TODAY))
    filled = prefill(one.form, {"card": {"full_name": "Lý Thị Mai", "birth": "1968-05-12", "sex": "female"}}, context)
    text = rendering.render_form(one.form, filled.answers, context, prefilled=filled.sources)
    assert "field__filled" in text
    assert "Lý Thị Mai" in text


def test_rows_have_buttons_that_need_no_script() -> None:
    made = form(
        field("members", "group", row_name="người", min_rows=1, max_rows=2, fields=[field("name", required=True)])
    )
    context = Context(today=TODAY)
    one = rendering.render_form(made, {}, context)
    check(one)
    assert 'name="_add" value="members"' in one
    two = rendering.render_form(made, {"members": [{"name": "A"}, {"name": "B"}]}, context)
    assert 'name="_add"' not in two
    assert 'name="_remove" value="members.1"' in two
    # Enter in a box presses the first button of the form: it must not be the one that removes a row.
    assert two.index('type="submit"') < two.index('name="_remove"')
    assert "_remove" not in two[: two.index("</button>")]


@pytest.mark.django_db
def test_a_place_is_picked_in_two_steps_or_by_name(bat_xat: Units) -> None:
    made = form(field("home", "unit", depth="hamlet", required=True))
    context = Context(today=TODAY, places=places.RegisteredPlaces(TODAY))
    start = rendering.render_form(made, {}, context)
    assert "Tỉnh Lào Cai" in start
    assert "Xã Bát Xát" not in start
    second = rendering.render_form(made, {"home": {"province": "15"}}, context)
    assert "Xã Bát Xát" in second
    third = rendering.render_form(made, {"home": {"province": "15", "commune": "02683"}}, context)
    assert "Thôn Suối Chải" in third
    check(third)
    found = parse(made, {"home": {"find": "bat xat"}}, context)
    assert evaluate(made, found, context).errors == {
        "home.hamlet": evaluate(made, found, context).errors["home.hamlet"]
    }
    ambiguous = evaluate(made, {"home": {"find": "xã Không Có"}}, context)
    assert "Không Có" in ambiguous.errors["home"][0]


@pytest.mark.django_db
def test_the_own_commune_stands_ready_but_is_no_answer_yet(bat_xat: Units) -> None:
    made = form(field("home", "unit", depth="hamlet", required=True), field("other", "unit"))
    context = Context(today=TODAY, commune="02683", places=places.RegisteredPlaces(TODAY))
    text = rendering.render_form(made, {}, context)
    assert "Thôn Suối Chải" in text
    posted = browser_post(text)
    assert (posted["home.commune"], posted["other.province"]) == ("02683", "15")
    assert list(evaluate(made, parse(made, posted, context), context).errors) == ["home"]
    posted["home.hamlet"] = "suoi-chai"
    values = evaluate(made, parse(made, posted, context), context).values
    assert values == {"home": {"province": "15", "commune": "02683", "hamlet": "suoi-chai"}}


def browser_post(text: str) -> Any:
    """What a browser would send for these controls."""
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for match in re.finditer(r"<input([^>]*)>", text):
        attrs = dict(re.findall(r'([\w-]+)="([^"]*)"', match[1]))
        name, kind = attrs.get("name"), attrs.get("type", "text")
        if not name or kind in {"file", "submit"}:
            continue
        if kind in {"checkbox", "radio"} and not re.search(r"\schecked\b", match[1]):
            continue
        data.appendlist(html.unescape(name), html.unescape(attrs.get("value", "on" if kind != "text" else "")))
    for match in re.finditer(r"<textarea([^>]*)>\n?(.*?)</textarea>", text, re.DOTALL):
        data.appendlist(re.search(r'name="([^"]*)"', match[1])[1], html.unescape(match[2]))  # type: ignore[index]
    for match in re.finditer(r"<select([^>]*)>(.*?)</select>", text, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', match[2])
        data.appendlist(re.search(r'name="([^"]*)"', match[1])[1], html.unescape(chosen[1]) if chosen else "")  # type: ignore[index]
    return data


@pytest.mark.django_db
def test_what_is_missing_of_a_place_is_named_and_another_province_is_one_press_away(bat_xat: Units) -> None:
    made = form(field("home", "unit", depth="hamlet", required=True), field("other", "unit", required=True))
    context = Context(today=TODAY, commune="02683", places=places.RegisteredPlaces(TODAY))
    posted = browser_post(rendering.render_form(made, {}, context))
    wrong = evaluate(made, parse(made, posted, context), context).errors
    assert "thôn" in wrong["home"][0]
    assert "xã" in wrong["other"][0]
    whole = {"home": {"province": "15", "commune": "02683", "hamlet": "suoi-chai"}}
    text = rendering.render_form(made, whole, context)
    assert "Hiện xã của tỉnh, thôn của xã đã chọn ở trên" in text, "also when all is chosen"
    alone = form(field("home", "unit", depth="hamlet", required=True))
    moved = rendering.render_form(alone, {"home": {**whole["home"], "province": "01"}}, context)
    assert "Thôn Suối Chải" not in moved
    assert "02683" not in moved
    answers = {"home": {**whole["home"], "province": "01"}}
    assert list(evaluate(made, answers, context).errors) == ["home.province", "other"], "01 is no province here"
