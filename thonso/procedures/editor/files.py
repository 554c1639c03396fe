"""A procedure as one file to share, and such a file read from a stranger: bounded, understood whole, or refused. Pure."""

import json
from collections.abc import Mapping
from typing import Any

import yaml
from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.procedures import reading
from thonso.procedures.editor import layout, problems
from thonso.procedures.editor.places import Source
from thonso.procedures.forms.parsing import printable

LARGEST = 300_000  # bytes; the largest that ships has 25 000
_DEEPEST = 40
_MOST_IN_LIST = 1000  # the longest that ships has under a hundred; telling equal things apart takes the square of it
_GREATEST = 10**12
_MOST_EVENTS = 40_000  # names and values; reading YAML is slow, and the largest that ships has under 2000
_FIRST = ("key", "value", "name", "title", "kind", "label", "code", "version", "plain_names", "summary", "field")


def write(source: Source) -> tuple[bytes, str]:
    """The file and its ending: YAML as the catalogue's own files are, JSON where YAML could not be read back exactly."""
    ordered = _ordered(source)
    text = yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=120)
    try:
        if reading.from_yaml(text) == source:
            return text.encode(), "yaml"
    except (yaml.YAMLError, reading.DefinitionError):
        pass
    return json.dumps(ordered, ensure_ascii=False, indent=1).encode(), "json"


def read(content: bytes) -> Source:
    """A sound definition out of a file. Raises Refused with a sentence that says what to do."""
    if len(content) > LARGEST:
        raise Refused(_("The file is too large: a procedure has at most 300 KB. Choose the file that was exported."))
    text = _decoded(content)
    try:
        found = _loaded(text)
    except (yaml.YAMLError, ValueError, RecursionError, reading.DefinitionError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(
            _("This file is not a whole procedure: it was cut off or is something else. Export it once more.")
        ) from None
    _only_plain(found)
    if not isinstance(found, dict) or "code" not in found or "form" not in found:
        raise Refused(_("This file holds no procedure. Choose a file that was exported from a page of procedures."))
    wrong = problems.of(found)
    if wrong:
        raise Refused(fields={"file": [_told(one) for one in wrong[:8]]})
    return found


def _told(one: problems.Problem) -> str:
    title = ""
    if one.place:
        part = layout.part_of(one.place)
        title = f"{part.title}: "
    return f"{title}{one.sentence}"


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            _("The letters of this file cannot be read: it must be kept as UTF-8. Export it once more.")
        ) from None
    if not text.strip():
        raise Refused(_("The file is empty. Choose another one."))
    return text


def _loaded(text: str) -> Any:
    if text.lstrip().startswith("{"):
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    deep = 0
    for number, event in enumerate(yaml.parse(text, yaml.SafeLoader)):
        # An alias makes a small file unfold without end; nothing that was exported has one.
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("alias")
        # Nor has it a named type, whose reading fails in ways of its own ("!!bool maybe").
        if getattr(event, "tag", None):
            raise ValueError("type")
        deep += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if deep > _DEEPEST or number > _MOST_EVENTS:
            raise ValueError("deep or long")
    return reading.from_yaml(text)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice")
    return made


def _only_plain(found: Any, depth: int = 0) -> None:
    """Names are texts, texts can be shown and stored; lists and numbers are of a size that a procedure can have."""
    if depth > _DEEPEST:
        raise Refused(_("This file holds no procedure. Choose a file that was exported from a page of procedures."))
    if isinstance(found, str) and len(found) <= 20_000 and printable(found) == found:
        return
    if isinstance(found, Mapping):
        for key, value in found.items():
            _only_plain(key if isinstance(key, str) else "\x00", depth + 1)
            _only_plain(value, depth + 1)
    elif isinstance(found, list):
        if len(found) > _MOST_IN_LIST:
            raise Refused(_("This file holds no procedure. Choose a file that was exported from a page of procedures."))
        for one in found:
            _only_plain(one, depth + 1)
    elif isinstance(found, str):
        raise Refused(_("There are characters in this file that cannot be shown. Have it exported once more."))
    elif isinstance(found, int | float) and not abs(found) < _GREATEST:
        raise Refused(_("This file holds no procedure. Choose a file that was exported from a page of procedures."))


def _top_order() -> tuple[str, ...]:
    schema = reading.validator().schema
    return tuple(schema["properties"]) if isinstance(schema, Mapping) else ()


def _ordered(found: Any) -> Any:
    if isinstance(found, Mapping):
        order = _top_order() if "plain_names" in found else ()
        places = {key: index for index, key in enumerate([*order] if order else _FIRST)}
        keys = sorted(found, key=lambda key: (places.get(key, 99), key))
        return {key: _ordered(found[key]) for key in keys}
    return [_ordered(one) for one in found] if isinstance(found, list) else found
