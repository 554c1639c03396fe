"""Conditions, rules and references of a definition as sentences people read. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thonso.procedures import describing
from thonso.procedures.editor.places import Source
from thonso.procedures.forms.kinds.identity import part_labels

Words = str


def quoted(text: str) -> str:
    return f"«{text}»"


def fields_of(source: Source) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every question with its reference: "phone", "members.*.birth"."""
    for section in source["form"]["sections"]:
        for one in section.get("fields", ()):
            yield one["key"], one
            for child in one.get("fields", ()):
                yield f"{one['key']}.*.{child['key']}", child


def field_at(source: Source, ref: str) -> Mapping[str, Any] | None:
    """The question a reference is about; of "mother.birth" the person."""
    parts = ref.split(".")
    path = ".".join(parts[:3]) if len(parts) > 2 and parts[1] == "*" else parts[0]
    return next((one for known, one in fields_of(source) if known == path), None)


def ref_words(source: Source, ref: str) -> Words:
    facts = {
        "@today": _("the day of filing"), "@channel": _("the way of filing"), "@commune": _("this commune"),
        "@representation": _("the capacity of who files"),
    }  # fmt: skip
    if ref in facts:
        return facts[ref]
    one = field_at(source, ref)
    if one is None:
        return _("a question that is not there any more (%(key)s)") % {"key": ref}
    rest = ref.split(".")[3 if ".*." in ref else 1 :]
    part = {**part_labels(), "province": _("province"), "commune": _("commune"), "hamlet": _("hamlet")}
    said = quoted(one.get("short") or one["label"])
    return f"{said} ({str(part.get(rest[0], rest[0])).lower()})" if rest and rest[0] != "*" else said


def target_words(source: Source, ref: str) -> Words:
    for section in source["form"]["sections"]:
        if section["key"] == ref:
            return _("the whole part %(title)s") % {"title": quoted(section["title"])}
    return ref_words(source, ref)


def value_words(source: Source, ref: str, value: Any) -> Words:
    """A value of a question: the words of its choice."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if ref == "@representation":
        return quoted(relation_words(source).get(value, str(value)))
    if ref == "@channel":
        return quoted(describing.channel_words().get(value, str(value)))
    one = field_at(source, ref) or {}
    for option in one.get("options", ()):
        if option["value"] == value:
            return quoted(option["label"])
    return quoted(str(value))


def relation_words(source: Source) -> dict[str, str]:
    """Who may file, by the words of this procedure where it has its own."""
    own = {one["relation"]: one["label"] for one in source.get("who_may_file", ()) if one.get("label")}
    return describing.relation_words() | own


def condition(source: Source, one: Mapping[str, Any]) -> Words:
    """ "«Cần bản sao của giấy nào?» là «Giấy khai sinh»"."""
    ((kind, given),) = one.items()
    return _CONDITIONS[kind](source, given) if kind in _CONDITIONS else _("something else")


def _joined(source: Source, given: list[Any], word: str) -> Words:
    parts = [condition(source, one) for one in given]
    return f" {word} ".join(f"({p})" if len(g) == 1 and next(iter(g)) in {"and", "or"} else p
                            for p, g in zip(parts, given, strict=True))  # fmt: skip


def _not(source: Source, given: Mapping[str, Any]) -> Words:
    if "equals" in given:
        ref, value = given["equals"]
        words = _("%(what)s is not %(value)s")
        return words % {"what": ref_words(source, ref), "value": value_words(source, ref, value)}
    if "empty" in given:
        return _("%(what)s has been answered") % {"what": ref_words(source, given["empty"])}
    return _("not (%(said)s)") % {"said": condition(source, given)}


def _in(source: Source, given: list[Any]) -> Words:
    ref, values = given
    said = _(" or ").join(value_words(source, ref, one) for one in values)
    return _("%(what)s is %(value)s") % {"what": ref_words(source, ref), "value": said}


def _equals(source: Source, given: list[Any]) -> Words:
    ref, value = given
    return _("%(what)s is %(value)s") % {"what": ref_words(source, ref), "value": value_words(source, ref, value)}


def _contains(source: Source, given: list[Any]) -> Words:
    words = _("%(what)s has %(value)s among its answers")
    return words % {"what": ref_words(source, given[0]), "value": value_words(source, *given)}


def _than(words: str) -> Any:
    def said(source: Source, given: list[Any]) -> Words:
        ref, other = given
        right = ref_words(source, other) if isinstance(other, str) else str(other)
        return _(words) % {"what": ref_words(source, ref), "value": right}

    return said


def _age(source: Source, given: Mapping[str, Any]) -> Words:
    words = _("%(what)s: under %(years)s years") if "below" in given else _("%(what)s: %(years)s years or more")
    years = given.get("below", given.get("at_least"))
    said = words % {"what": ref_words(source, given["of"]), "years": years}
    on = given.get("on", "@today")
    return said if on == "@today" else _("%(said)s, on %(day)s") % {"said": said, "day": _moment(source, on)}


def _before(source: Source, given: Mapping[str, Any]) -> Words:
    by = _moment(source, given["by"])
    if days := given.get("minus_days"):
        by = _("%(days)s days before %(day)s") % {"days": days, "day": by}
    return _("%(what)s is before %(day)s") % {"what": _moment(source, given["of"]), "day": by}


def _moment(source: Source, ref: str) -> Words:
    return ref if ref[:1].isdigit() else ref_words(source, ref)


_GREATER = gettext_noop("%(what)s is greater than %(value)s")
_LESS = gettext_noop("%(what)s is less than %(value)s")
_CONDITIONS: dict[str, Any] = {
    "equals": _equals,
    "in": _in,
    "contains": _contains,
    "same": lambda source, given: (
        _("%(what)s and %(other)s are the same")
        % {"what": ref_words(source, given[0]), "other": ref_words(source, given[1])}
    ),
    "gt": _than(_GREATER),
    "lt": _than(_LESS),
    "empty": lambda source, given: _("%(what)s has not been answered") % {"what": ref_words(source, given)},
    "and": lambda source, given: _joined(source, given, _("and")),
    "or": lambda source, given: _joined(source, given, _("or")),
    "not": _not,
    "age_on": _age,
    "date_before": _before,
}


def value(source: Source, given: Mapping[str, Any]) -> Words:
    """What is worked out: "số dòng của «Con»"."""
    if "copy" in given:
        return _("the answer of %(what)s") % {"what": ref_words(source, given["copy"])}
    if "sum" in given:
        return _("the sum of %(what)s") % {"what": ", ".join(ref_words(source, one) for one in given["sum"])}
    if "count" in given:
        said = _("the number of rows of %(what)s") % {"what": ref_words(source, given["count"])}
        where = given.get("where")
        return _("%(said)s where %(rule)s") % {"said": said, "rule": condition(source, where)} if where else said
    if "age" in given:
        return _("the age by %(what)s") % {"what": ref_words(source, given["age"])}
    parts = [one["text"] if isinstance(one, Mapping) else ref_words(source, one) for one in given.get("concat", ())]
    return _("the words of %(what)s put together") % {"what": ", ".join(parts)}


def rule(source: Source, one: Mapping[str, Any]) -> Words:
    """ "Nếu … thì hỏi thêm …"."""
    if "compute" in one:
        words = _("%(what)s is filled in with %(value)s")
        said = words % {"what": target_words(source, one["compute"]), "value": value(source, one["as"])}
    elif "refuse" in one:
        said = _("refuse %(what)s and say: %(say)s")
        said = said % {"what": target_words(source, one["refuse"]), "say": quoted(one.get("say", ""))}
    else:
        kind = "show" if "show" in one else "require"
        targets = ", ".join(target_words(source, each) for each in one.get(kind, ()))
        said = (_("ask %(what)s") if kind == "show" else _("%(what)s must be answered")) % {"what": targets}
    if "if" not in one:
        return said[:1].upper() + said[1:]
    return _("If %(condition)s then %(said)s") % {"condition": condition(source, one["if"]), "said": said}
