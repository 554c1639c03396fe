"""Form fields: label, hint, error, control, wired together; the summary of errors; transaction ids."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from thonso.core.base.errors import DomainError
from thonso.core.files.rules import JPEG, LIMITS, PDF
from thonso.core.web.templatetags.ui.library import of, register, sentences

WRAPPING = {"hint", "errors", "optional", "filled", "page"}


def field_id(name: str) -> str:
    return f"f-{name}"


class Box:
    """What stands around one control."""

    def __init__(
        self,
        name: str,
        label: Any,
        *,
        hint: Any = "",
        errors: Any = None,
        optional: bool = False,
        filled: Any = "",
        page: bool = False,
        extra: tuple[str, ...] = (),
    ) -> None:
        self.name, self.label, self.hint, self.filled, self.page = name, label, hint, filled, page
        self.errors, self.optional, self.id = sentences(errors), optional, field_id(name)
        parts = [("hint", hint), ("filled", filled), ("error", self.errors)]
        self.described = " ".join([*(f"{self.id}-{part}" for part, given in parts if given), *extra])

    @property
    def attrs(self) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self.id, "name": self.name}
        if self.described:
            found["aria-describedby"] = self.described
        if self.errors:
            found["aria-invalid"] = "true"
        return found

    def render(self, control: Any, template_name: str = "field", **more: Any) -> SafeString:
        return SafeString(render_to_string(f"web/ui/{template_name}.html", {"box": self, "control": control, **more}))


def _split(options: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Options of the wrapper, and attributes of the control (underscores become hyphens)."""
    wrap = {key: value for key, value in options.items() if key in WRAPPING}
    rest = {key.replace("_", "-"): value for key, value in options.items() if key not in WRAPPING}
    return wrap, {key: value for key, value in rest.items() if value not in (None, False, "")}


def _css(attrs: dict[str, Any], *more: str) -> str:
    width = attrs.pop("width", "")
    own = attrs.pop("class", "")
    return " ".join(filter(None, ["input", f"w-{width}" if width else "", *more, own]))


def _input(box: Box, value: Any, attrs: dict[str, Any], *css: str) -> SafeString:
    given = {"type": "text", **attrs, **box.attrs, "class": _css(attrs, *css)}
    given.pop("width", None)
    if value not in (None, ""):
        given["value"] = str(value)
    return format_html("<input{}>", flatatt(given))


@register.simple_tag
def text_field(name: str, label: Any, *, value: Any = "", **options: Any) -> SafeString:
    wrap, attrs = _split(options)
    box = Box(name, label, **wrap)
    return box.render(_input(box, value, attrs))


@register.simple_tag
def date_field(name: str, label: Any, *, value: Any = "", hint: Any = None, **options: Any) -> SafeString:
    """One box, digits, no calendar to scroll: '09/11/1968', or only the year where the day is not known."""
    said = _("For example 09/11/1968. If you only remember the year, write the year.") if hint is None else hint
    wrap, attrs = _split({"inputmode": "numeric", "width": "10", **options, "hint": said})
    box = Box(name, label, **wrap)
    shown = f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else value
    return box.render(_input(box, shown, attrs, "num"))


@register.simple_tag
def money_field(name: str, label: Any, *, value: Any = "", **options: Any) -> SafeString:
    wrap, attrs = _split({"inputmode": "numeric", "width": "10", **options})
    box = Box(name, label, **wrap)
    return box.render(format_html('<div class="affix">{}<span>{}</span></div>', _input(box, value, attrs, "num"), "đ"))


@register.simple_tag
def textarea_field(
    name: str, label: Any, *, value: Any = "", rows: int = 4, limit: int | None = None, **options: Any
) -> SafeString:
    wrap, attrs = _split(options)
    extra = (f"{field_id(name)}-count",) if limit else ()
    box = Box(name, label, extra=extra, **wrap)
    given = {**attrs, **box.attrs, "rows": rows, "class": _css(attrs)}
    given.pop("width", None)
    if limit:
        given["data-limit"] = limit
    control = format_html("<textarea{}>\n{}</textarea>", flatatt(given), value or "")
    return box.render(control, limit=limit)


def _choices(choices: Iterable[Any], value: Any) -> list[dict[str, Any]]:
    many = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    chosen = {str(item) for item in many if item is not None}
    rows = []
    for choice in choices:
        if isinstance(choice, (tuple, list)):
            row = {"value": choice[0], "label": choice[1]}
        else:
            row = {key: of(choice, key) for key in ("value", "label", "hint", "disabled")}
        row["on"] = str(row["value"]) in chosen
        rows.append(row)
    return rows


@register.simple_tag
def choice_field(
    name: str,
    label: Any,
    *,
    choices: Iterable[Any],
    value: Any = None,
    multiple: bool = False,
    big: bool = False,
    short: bool = False,
    disabled: bool = False,
    **options: Any,
) -> SafeString:
    """`short`: words so short that several stand in a line, as hours do."""
    wrap, _attrs = _split(options)
    box = Box(name, label, **wrap)
    kind = "checkbox" if multiple else "radio"
    more = {"choices": _choices(choices, value), "kind": kind, "big": big, "short": short, "disabled": disabled}
    return box.render("", "choices", **more)


@register.simple_tag
def check_field(name: str, label: Any, *, value: Any = False, **options: Any) -> SafeString:
    """One check box with its label beside it: a consent, a yes."""
    wrap, attrs = _split(options)
    box = Box(name, label, **wrap)
    given = {**attrs, **box.attrs, "type": "checkbox", "value": "1", "checked": bool(value)}
    return box.render(format_html("<input{}>", flatatt(given)), "check")


@register.simple_tag
def select_field(
    name: str, label: Any, *, choices: Iterable[Any], value: Any = None, blank: Any = None, **options: Any
) -> SafeString:
    """`blank`: words of the empty first choice; by default 'Chọn'. `blank=False` leaves it out."""
    wrap, attrs = _split(options)
    box = Box(name, label, **wrap)
    rows = _choices(choices, value)
    if blank is not False:
        rows.insert(0, {"value": "", "label": blank or _("Choose"), "on": False})
    control = render_to_string(
        "web/ui/select.html", {"attrs": flatatt({**attrs, **box.attrs, "class": _css(attrs)}), "rows": rows}
    )
    return box.render(control)


@register.simple_tag
def file_field(
    name: str,
    label: Any,
    *,
    accept: str = "",
    capture: bool = False,
    multiple: bool = False,
    limits: bool = False,
    **options: Any,
) -> SafeString:
    """`limits`: a paper of a dossier, so how large a photo or PDF may be is said, and looked at before it is sent.
    `capture`: on a phone the camera opens at once; without it the person may also choose from the gallery.

    The button is ours, since the browser's own speaks the browser's language; the native input takes focus and files, and
    without scripts says itself what was chosen.
    """
    wrap, attrs = _split(options)
    box = Box(name, label, **wrap)
    given = {**attrs, **box.attrs, "type": "file", "class": "pick__native", "multiple": multiple}
    if accept:
        given["accept"] = accept
    if capture:
        given["capture"] = "environment"
    given.pop("width", None)
    pictures = "image" in accept
    words = _("Take a photo") if capture else _("Take a photo or choose a file") if pictures else _("Choose a file")
    inside = {"control": format_html("<input{}>", flatatt(given)), "id": box.id, "words": words, "pictures": pictures}
    if limits:
        inside |= {"photo": LIMITS[JPEG], "pdf": LIMITS[PDF] if "pdf" in accept else 0}
    return box.render(render_to_string("web/ui/pick.html", inside))


@register.simple_tag
def form_field(bound: BoundField, **options: Any) -> SafeString:
    """A Django form's field in our dress."""
    given = {
        "hint": bound.help_text,
        "errors": bound.errors,
        "optional": not bound.field.required,
        **options,
    }
    widget = bound.field.widget
    name, label = bound.html_name, bound.label
    if bound.is_hidden:
        return SafeString(bound)
    if isinstance(widget, forms.CheckboxInput):
        return check_field(name, label, value=bound.value(), **given)
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        multiple = isinstance(widget, forms.CheckboxSelectMultiple)
        rows = [choice for choice in widget.choices if choice[0] != "" or multiple]
        return choice_field(name, label, choices=rows, value=bound.value(), multiple=multiple, **given)
    wrap, attrs = _split(given)
    box = Box(name, label, **wrap)
    control = bound.as_widget(attrs={**attrs, **box.attrs, "class": _css({**widget.attrs, **attrs})})
    return box.render(control)


@register.tag("field")
def do_field(parser: Parser, token: Token) -> "FieldNode":
    """{% field "name" label hint=… errors=… %}<input class="input" {{ field_attrs }}>{% endfield %}"""
    bits = token.split_contents()[1:]
    if len(bits) < 2:
        raise template.TemplateSyntaxError("field needs a name and a label")
    named = token_kwargs(bits[2:], parser)
    nodes = parser.parse(("endfield",))
    parser.delete_first_token()
    return FieldNode(parser.compile_filter(bits[0]), parser.compile_filter(bits[1]), named, nodes)


class FieldNode(template.Node):
    def __init__(
        self, name: FilterExpression, label: FilterExpression, options: dict[str, FilterExpression], nodelist: NodeList
    ) -> None:
        self.name, self.label, self.options, self.nodelist = name, label, options, nodelist

    def render(self, context: template.Context) -> SafeString:
        given = {key: value.resolve(context) for key, value in self.options.items() if key in WRAPPING}
        box = Box(str(self.name.resolve(context)), self.label.resolve(context), **given)
        with context.push(field_attrs=flatatt(box.attrs), field_id=box.id, field_errors=box.errors):
            control = self.nodelist.render(context)
        return box.render(control)


@register.simple_tag
def error_summary(errors: Any, labels: Mapping[str, Any] | None = None) -> SafeString:
    """`errors`: name → sentences (`Refused.fields`), a Refused, a Django form, or a list of sentences. `labels`: name → what
    the box is called, where the same sentence may be meant for several.
    """
    named = labels or {}
    rows = [(name, _with_label(named.get(name), text)) for name, text in _summary_rows(errors)]
    return SafeString(render_to_string("web/ui/errors.html", {"rows": rows}) if rows else "")


def _with_label(label: Any, text: str) -> str:
    """A sentence that begins with the name of its box anyway does not need it twice."""
    if not label or text.startswith(str(label)):
        return text
    return f"{label} {text}" if str(label).endswith("?") else f"{str(label).removesuffix('.')}: {text}"


def _summary_rows(errors: Any) -> list[tuple[str, str]]:
    if not errors:
        return []
    if isinstance(errors, DomainError):
        return _summary_rows(errors.fields) or [("", str(errors.message))]
    if isinstance(errors, forms.BaseForm):
        names = {name: errors[name].html_name for name in errors.fields}
        return [(names.get(key, ""), text) for key, found in errors.errors.items() for text in sentences(found)]
    if isinstance(errors, Mapping):
        return [("" if key == "__all__" else key, text) for key, found in errors.items() for text in sentences(found)]
    return [("", text) for text in sentences(errors)]


@register.simple_tag
def transaction_id(value: Any = "") -> SafeString:
    """The id under which a retry finds its first answer (exactly once). Give back the posted one when re-rendering."""
    return format_html('<input type="hidden" name="transaction_id" value="{}">', value or uuid4())
