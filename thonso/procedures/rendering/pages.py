"""HTML of a form's questions. The page around them, its <form> and its buttons belong to the view that files."""

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.shape import Form
from thonso.procedures.rendering.reading import blocks
from thonso.procedures.rendering.screens import Screen, alone
from thonso.procedures.rendering.shown import Painter, source_words, with_open_rows
from thonso.procedures.rules import evaluate

Errors = Mapping[str, list[str]]


def render_form(
    form: Form,
    answers: Mapping[str, Any],
    context: Context,
    *,
    errors: Errors | None = None,
    prefilled: Mapping[str, str] | None = None,
) -> SafeString:
    """All visible questions on one page, section by section. Give `errors` after a POST; nothing is scolded before."""
    padded = with_open_rows(tuple(form.fields()), answers)
    evaluation = evaluate(form, padded, context)
    painter = Painter(evaluation, padded, context, errors or {}, prefilled or {})
    sections = [
        {
            "section": section,
            "fields": [painter.shown(one) for one in section.fields if one.key in evaluation.visible and not one.quiet],
        }
        for section in form.sections
    ]
    return html("page", {"sections": [one for one in sections if one["fields"]], "errors": errors or {}})


def render_screen(
    screen: Screen,
    form: Form,
    answers: Mapping[str, Any],
    context: Context,
    *,
    errors: Errors | None = None,
    prefilled: Mapping[str, str] | None = None,
) -> SafeString:
    """One screen; its single question is the heading. Errors of other screens are left to them."""
    padded = with_open_rows(screen.fields, answers)
    evaluation = evaluate(form, padded, context)
    own = {path: found for path, found in (errors or {}).items() if path.split(".")[0] in screen.keys}
    painter = Painter(evaluation, padded, context, own, prefilled or {})
    single = alone(screen, evaluation)
    fields = [painter.shown(one, page=one is single) for one in screen.fields if one.key in evaluation.visible]
    return html("screen", {"screen": screen, "fields": fields, "alone": single, "errors": own})


def render_summary(
    form: Form,
    answers: Mapping[str, Any],
    context: Context,
    *,
    change_url: Callable[[str], str] | None = None,
    prefilled: Mapping[str, str] | None = None,
) -> SafeString:
    """ "Kiểm tra lại": every answer in full, for who gave it; `change_url` gives the address that asks again."""
    evaluation = evaluate(form, answers, context)
    words = source_words()
    found = blocks(
        form,
        evaluation,
        context,
        mask=False,
        filled={key: words.get(source, "") for key, source in (prefilled or {}).items()},
        empty=_("not given"),
    )
    lines = [line for block in found for line in block.lines if line.key not in evaluation.computed]
    urls = {line.key: change_url(line.key) for line in lines} if change_url else {}
    return html("summary", {"blocks": found, "urls": urls, "errors": evaluation.errors})


def render_answers(
    form: Form,
    values: Mapping[str, Any],
    context: Context,
    *,
    mask: bool = True,
    reveal_url: str = "",
    without: tuple[str, ...] = (),
    short: bool = False,
) -> SafeString:
    """Answers to be read at the desk. Identifiers are covered unless `mask` is off (after the reason was given)."""
    evaluation = evaluate(form, values, context)
    found = blocks(form, evaluation, context, mask=mask, filled={}, empty="–", without=without, short=short)
    return html("answers", {"blocks": found, "reveal_url": reveal_url if mask else ""})


def html(name: str, context: Mapping[str, Any]) -> SafeString:
    return SafeString(render_to_string(f"procedures/form/{name}.html", dict(context)))
