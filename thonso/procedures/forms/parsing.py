"""From a page's POST or a JSON body to one tree of answers. What cannot be read stays as typed, and is refused later.

So a draft keeps every keystroke, and `rules.evaluate` says what is wrong with it as often as it is asked.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import Any

from thonso.procedures.conditions import is_empty
from thonso.procedures.forms.kinds import Context, kind_of
from thonso.procedures.forms.kinds.base import UNREADABLE
from thonso.procedures.forms.kinds.group import rows_of
from thonso.procedures.forms.shape import Answers, Field, Form

# What a database, a page and a paper cannot hold; the person sees a � in its place.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONGEST_KEPT = 20_000
_DEEPEST = 6
_MOST = 200


def parse(
    form: Form,
    data: Mapping[str, Any],
    context: Context,
    *,
    base: Mapping[str, Any] | None = None,
    keys: Collection[str] | None = None,
) -> Answers:
    """Answers from `data`: a POST with dotted names ("mother.full_name") or a nested JSON body.

    Unknown keys are dropped. With `base`, fields outside `keys` (the ones on this screen; all by default) keep their
    earlier answers; a field in `keys` that is absent was left open.
    """
    tree = nested(data)
    answers = {key: value for key, value in (base or {}).items() if key in form.by_key}
    for one in form.fields():
        if keys is not None and one.key not in keys:
            continue
        value = _kept(one, tree.get(one.key), context)
        if is_empty(value):
            answers.pop(one.key, None)
        else:
            answers[one.key] = value
    return answers


def _kept(field: Field, raw: Any, context: Context) -> Any:
    kind = kind_of(field)
    if not kind.answerable:
        return None
    if field.fields:
        rows = rows_of(raw)
        if rows is None:
            return printable(raw)
        kept = [{one.key: _kept(one, row.get(one.key), context) for one in field.fields} for row in rows[:_MOST]]
        return [{key: value for key, value in row.items() if not is_empty(value)} for row in kept]
    value, errors = kind.parse(raw, field, context)
    return _typed(raw) if errors else value


def _typed(raw: Any) -> Any:
    kept = printable(raw)
    if isinstance(kept, dict):
        return {key: value for key, value in kept.items() if not is_empty(value)}
    return kept


def printable(raw: Any, depth: int = 0) -> Any:
    """What was typed, in a form that can be stored and shown: NFC, bounded, unprintable characters replaced."""
    if isinstance(raw, str):
        return unicodedata.normalize("NFC", _UNPRINTABLE.sub(UNREADABLE, raw[:_LONGEST_KEPT]))
    if isinstance(raw, bool) or raw is None:
        return raw
    if isinstance(raw, int | float):
        return str(raw)[:40]
    if depth >= _DEEPEST:
        return None
    if isinstance(raw, Mapping):
        return {printable(str(key)[:60]): printable(value, depth + 1) for key, value in list(raw.items())[:_MOST]}
    if isinstance(raw, list | tuple):
        return [printable(value, depth + 1) for value in raw[:_MOST]]
    return None


def nested(data: Mapping[str, Any]) -> dict[str, Any]:
    """ "a.b.c" names become a tree; a JSON body already is one. A repeated name becomes a list."""
    getlist: Callable[[str], list[Any]] | None = getattr(data, "getlist", None)
    tree: dict[str, Any] = {}
    for name in data:
        if not isinstance(name, str):
            continue
        value: Any = data[name]
        if getlist is not None:
            values = [one for one in getlist(name) if one != ""]
            value = "" if not values else values[0] if len(values) == 1 else values
        parts = name.split(".") if getlist is not None else [name]
        if len(parts) > _DEEPEST:
            continue
        place = tree
        for part in parts[:-1]:
            below = place.get(part)
            if not isinstance(below, dict):
                below = place[part] = {}
            place = below
        if not (isinstance(place.get(parts[-1]), dict) and getlist is not None):
            place[parts[-1]] = value
    return tree


def change_rows(form: Form, data: Mapping[str, Any], answers: Answers) -> str:
    """Add or take away a row when one of those buttons was pressed. Gives the path of what to look at when the page is shown
    again (the new row's first question), or "" when no such button was pressed."""
    add, remove = data.get("_add"), data.get("_remove")
    if isinstance(add, str) and (field := form.by_key.get(add)) and field.fields:
        rows = answers.setdefault(add, [])
        if isinstance(rows, list) and len(rows) < field.max_rows:
            rows.append({})
            return f"{add}.{len(rows) - 1}.{field.fields[0].key}"
        return add
    if isinstance(remove, str):
        key, _dot, index = remove.partition(".")
        rows = answers.get(key)
        if key in form.by_key and isinstance(rows, list):
            if index.isascii() and index.isdigit() and int(index) < len(rows):
                del rows[int(index)]
            return key
    # The button beside a place only asks for the next list.
    pick = data.get("_pick")
    return pick if isinstance(pick, str) and form.field_at(pick) else ""
