"""Panels and small parts: notice, confirmation with codes, folding text, dialog, tile, copy button, speaker and its language."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from thonso.core.web import words
from thonso.core.web.aloud import BUTTON, address, reader, sounds, spoken, tongues
from thonso.core.web.templatetags.ui.icons import icon
from thonso.core.web.templatetags.ui.library import register, tone_of

NOTICE_ICONS = {"ok": "check", "soon": "clock", "late": "warning", "info": "info", "plain": "info"}


class BlockNode(template.Node):
    """A tag with an end tag: its arguments in order under the names given, and what stands between."""

    def __init__(
        self, kind: str, names: tuple[str, ...], given: list[FilterExpression], named: dict[str, FilterExpression],
        nodelist: NodeList,
    ) -> None:  # fmt: skip
        self.kind, self.names, self.given, self.named, self.nodelist = kind, names, given, named, nodelist

    def render(self, context: template.Context) -> SafeString:
        values = dict(zip(self.names, (value.resolve(context) for value in self.given), strict=False))
        values |= {key: value.resolve(context) for key, value in self.named.items()}
        if self.kind == "notice":
            values["tone"] = tone_of(values.get("tone"))
            values["icon"] = NOTICE_ICONS[values["tone"]]
        content = self.nodelist.render(context)
        return SafeString(render_to_string(f"web/ui/{self.kind}.html", {**values, "content": content}))


def _block(kind: str, *names: str) -> None:
    def compile_tag(parser: Parser, token: Token) -> BlockNode:
        bits = token.split_contents()[1:]
        given: list[FilterExpression] = []
        while bits and "=" not in bits[0].split('"')[0].split("'")[0]:
            given.append(parser.compile_filter(bits.pop(0)))
        named = token_kwargs(bits, parser)
        nodes = parser.parse((f"end{kind}",))
        parser.delete_first_token()
        return BlockNode(kind, names, given, named, nodes)

    register.tag(kind, compile_tag)


_block("notice", "tone", "title")
_block("details", "summary")
_block("dialog", "id", "title")


@register.simple_tag
def code_panel(
    title: Any, code: str = "", key: str = "", code_label: Any = "", key_label: Any = "", text: Any = ""
) -> SafeString:
    """The confirmation: what was sent, under which code, and the six digits that open it."""
    context = {
        "title": title,
        "code": code,
        "key": words.spaced(str(key), 3) if key else "",
        "code_label": code_label or _("Tracking code"),
        "key_label": key_label or _("Tracking key"),
        "copy": f"{code} {key}".strip(),
        "text": text,
    }
    return SafeString(render_to_string("web/ui/code_panel.html", context))


@register.simple_tag
def copy_button(text: str, label: Any = "") -> SafeString:
    return format_html(
        '<button type="button" class="btn btn--ghost btn--sm js-only" data-copy="{}" data-done="{}">{}'
        "<span data-label>{}</span></button>",
        text, _("Copied"), icon("copy"), label or _("Copy"),
    )  # fmt: skip


@register.simple_tag
def aloud(*texts: Any, size: str = "", mark: bool = False) -> SafeString:
    """A button that plays the recordings of these texts one after the other. `mark`: where the first has none, words say so."""
    there = sounds(texts)
    urls = " ".join(one.url for one in there if one.url)
    if not urls or not there[0].url:
        return (
            format_html('<small class="unspoken">{}</small>', _("not yet spoken")) if there and mark else SafeString("")
        )
    tongue, label = reader().tongue, texts[0]
    machine = _("Machine voice") if any(one.machine for one in there) else ""
    said = _("Listen, a machine speaks: %(text)s") if machine else _("Listen: %(text)s")
    return format_html(
        '<button type="button" class="say{}" data-say="{}"{} aria-pressed="false" aria-label="{}" title="{}">{}</button>',
        " say--sm" if size == "sm" else "",
        urls,
        format_html(' data-machine="{}"', machine) if machine else "",
        said % {"text": label},
        tongue.name,
        icon("speaker"),
    )


@register.inclusion_tag("web/ui/listening.html", takes_context=True)
def listening(context: template.Context, form: str = "") -> dict[str, Any]:
    """Which language the page is heard in, and the others. `form`: the form beside it, which is kept before it is left."""
    request = context.get("request")
    back = request.get_full_path() if request is not None else "/"
    chosen = reader().tongue
    there = spoken() if tongues() else {}
    rows = [
        {"tongue": one, "url": address(one.key, back), "on": one.key == chosen.key, "there": there.get(one.key, "")}
        for one in tongues()
    ]
    return {"chosen": chosen, "rows": rows, "none": address("", back), "form": form, "button": BUTTON}


@register.simple_tag
def back_link(url: str, text: Any = "") -> SafeString:
    return format_html('<a class="back" href="{}">{} {}</a>', url, icon("arrow-left"), text or _("Back"))


@register.simple_tag
def tile(url: str, picture: str, title: Any, text: Any = "") -> SafeString:
    return format_html('<a class="tile" href="{}">{}<b>{}</b><span>{}</span></a>', url, icon(picture), title, text)
