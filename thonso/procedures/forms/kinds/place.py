"""A place in the tree of units: province, then commune, then hamlet, as deep as the field asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.base.text import in_sentence
from thonso.procedures.forms.kinds.base import Context, Errors, Kind, Places, one_text, tidy
from thonso.procedures.forms.shape import Field

DEPTHS = ("province", "commune", "hamlet")
# "Thôn Suối Chải, xã Bát Xát, tỉnh Lào Cai": inside a line the words of a level are no names.
LEVELS = ("Xã ", "Phường ", "Đặc khu ", "Tỉnh ", "Thành phố ")


class Unit(Kind):
    """Canonical: official codes, {"province": "15", "commune": "02683", "hamlet": "suoi-chai"}.

    Without JavaScript a person picks the province, presses the button, then picks the commune; or types its name.
    """

    name = "unit"

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        if not isinstance(raw, Mapping):
            return None, {} if raw in (None, "", [], {}) else {"": [_("Please choose the place from the list.")]}
        given = {key: (one_text(raw.get(key)) or "").strip() for key in DEPTHS}
        if "/" in given["commune"]:
            # Picked among communes found by name: it brings its province.
            given["province"], _slash, given["commune"] = given["commune"].partition("/")
        wanted = DEPTHS[: DEPTHS.index(field.depth) + 1]
        typed, errors = tidy(raw.get("find"), limit=100)
        if errors:
            return None, {"": errors}
        if typed and not given["commune"] and "commune" in wanted:
            matches = context.places.find(typed)
            if len(matches) != 1:
                return None, {"": [_unclear(typed, len(matches))]}
            given["province"], given["commune"] = matches[0][0], matches[0][1]
        if not any(given[key] for key in wanted):
            return None, {}
        value = {key: given[key] for key in wanted if given[key]}
        if value == self._usual(field, context):
            # Only what the page had chosen beforehand: the person has not answered yet.
            return None, {}
        return self._check(value, field, context)

    def _usual(self, field: Field, context: Context) -> dict[str, str]:
        """Chosen beforehand: the own province; where a hamlet is asked also the own commune, to list its hamlets."""
        province = context.places.province_of(context.commune)
        if not province or field.depth == "province":
            return {}
        deep = field.depth == "hamlet" and bool(context.places.hamlets(context.commune))
        return {"province": province, **({"commune": context.commune} if deep else {})}

    def _check(self, value: dict[str, str], field: Field, context: Context) -> tuple[Any, Errors]:
        places = context.places
        if field.here and context.commune and value.get("commune", context.commune) != context.commune:
            return None, {"hamlet": [_choose()["hamlet"]]} if field.visit else {"": [self._elsewhere(value, context)]}
        lists = {
            "province": places.provinces(),
            "commune": places.communes(value.get("province", "")),
            "hamlet": places.hamlets(value.get("commune", "")),
        }
        words = _choose()
        for key in DEPTHS[: DEPTHS.index(field.depth) + 1]:
            code = value.get(key)
            known = [one for one, _name in lists[key]]
            if not code:
                # A commune whose hamlets are not entered here is answered down to the commune.
                if key == "hamlet" and not known:
                    break
                return None, {key: [words[key]]}
            if (known and code not in known) or (key == "commune" and _of_another_province(value, places)):
                return None, {key: [words[key]]}
            if len(code) > 20 or not code.replace("-", "").isalnum():
                return None, {key: [words[key]]}
        return value, {}

    def _elsewhere(self, value: Mapping[str, str], context: Context) -> str:
        name = dict(context.places.communes(value.get("province", ""))).get(value["commune"], "")
        if not name:
            return _("Only the commune where the household lives can do this. Please file it there.")
        province = dict(context.places.provinces()).get(value.get("province", ""), "")
        return _("Only the commune where the household lives can do this. Please file it in %(commune)s.") % {
            "commune": f"{_lowered(name)}, {_lowered(province)}".strip(", ")
        }

    def missing(self, field: Field) -> Errors:
        return {"": [_choose()[field.depth]]}  # what stands above it was chosen beforehand

    def text(self, value: Any, field: Field, context: Context) -> str:
        names: list[str] = []
        for key, offered in (
            ("hamlet", context.places.hamlets(value.get("commune", ""))),
            ("commune", context.places.communes(value.get("province", ""))),
            ("province", context.places.provinces()),
        ):
            if code := value.get(key):
                name = dict(offered).get(code, code)
                names.append(_lowered(name) if names else name)
        return ", ".join(names)

    def schema(self, field: Field) -> dict[str, Any]:
        keys = DEPTHS[: DEPTHS.index(field.depth) + 1]
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {key: {"type": "string", "minLength": 1, "maxLength": 20} for key in keys},
            "required": [key for key in keys if key != "hamlet"],
        }

    def view(self, field: Field, value: Any, context: Context) -> dict[str, Any]:
        given = value if isinstance(value, Mapping) else {}
        chosen = {key: one_text((given or self._usual(field, context)).get(key)) or "" for key in DEPTHS}
        typed = one_text(given.get("find")) or ""
        matches = context.places.find(typed) if typed and not chosen["commune"] else ()
        lists = {
            "province": context.places.provinces(),
            "commune": context.places.communes(chosen["province"]),
            "hamlet": context.places.hamlets(chosen["commune"]),
        }
        unlisted = bool(lists["commune"]) and chosen["commune"] not in dict(lists["commune"])
        if chosen["commune"] and (unlisted or _of_another_province(chosen, context.places)):
            # Another province was chosen since: its list is shown, and nothing of the old one.
            chosen["commune"] = chosen["hamlet"] = ""
            lists["hamlet"] = ()
        labels = {"province": _("Province"), "commune": _("Commune"), "hamlet": _("Hamlet")}
        keys = DEPTHS[: DEPTHS.index(field.depth) + 1]
        shown = [key for key in keys if lists[key] or key == "province" or chosen[key]]
        # Only this commune can do it: its hamlets are all there is to choose from.
        fixed = (
            field.here and field.depth == "hamlet" and chosen["commune"] == context.commune and bool(lists["hamlet"])
        )
        return {
            "levels": [
                {
                    "key": key,
                    "label": labels[key],
                    "chosen": chosen[key],
                    "options": lists[key],
                    "fixed": fixed and key != "hamlet",
                }
                for key in shown
            ],
            "fixed": fixed,
            "here": _lowered(dict(lists["commune"]).get(context.commune, "")) if fixed and not field.visit else "",
            "can_find": field.depth != "province" and not fixed and not all(chosen[key] for key in keys),
            "find": typed,
            "matches": matches[:20],
            "reload": "" if fixed or field.depth == "province" else _next_list(shown, keys),
        }


def _next_list(shown: Sequence[str], keys: Sequence[str]) -> str:
    """What the button below the lists does."""
    if "commune" in keys and "commune" not in shown:
        return _("Show the communes of this province")
    if "hamlet" in keys:
        return _("Show the communes of the province, the hamlets of the commune chosen above")
    return _("Show the communes of the province chosen above")


def _of_another_province(value: Mapping[str, str], places: Places) -> bool:
    """Whether the commune is known, and not as one of this province: also where none of the province's are known here."""
    return places.province_of(value["commune"]) not in {"", value.get("province", "")}


def _lowered(name: str) -> str:
    """Inside a sentence: xã Bát Xát."""
    return in_sentence(name) if name.startswith(LEVELS) else name


def _choose() -> dict[str, str]:
    """What to say of each level that is not chosen."""
    return {
        "province": _("Please choose the province."),
        "commune": _("Please choose the commune."),
        "hamlet": _("Please choose the hamlet."),
    }


def _unclear(typed: str, count: int) -> str:
    if not count:
        return _("No commune is called “%(typed)s”. Please check the name, or choose from the lists.") % {
            "typed": typed
        }
    return _("%(count)d communes are called “%(typed)s”. Please choose the right one below.") % {
        "count": count,
        "typed": typed,
    }
