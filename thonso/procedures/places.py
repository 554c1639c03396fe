"""Names of units for forms: provinces, communes, hamlets of a commune; kept for a minute in the process."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar, cast

from django.conf import settings

from thonso.core.base.clock import today
from thonso.core.base.text import fold
from thonso.core.units.models import Unit

T = TypeVar("T")
_KEPT_SECONDS = 60.0
_kept: dict[tuple[str, str, date], tuple[float, Any]] = {}


def forget() -> None:
    """After units changed, and between tests."""
    _kept.clear()


class RegisteredPlaces:
    """The `Places` of `forms.kinds.base`, from the units that exist on a day (today)."""

    def __init__(self, on: date | None = None) -> None:
        self.on = on or today()

    def provinces(self) -> Sequence[tuple[str, str]]:
        return self._keep("provinces", "", lambda: self._names("province"))

    def communes(self, province: str) -> Sequence[tuple[str, str]]:
        return (
            self._keep("communes", province, lambda: self._names("commune", parent__code=province)) if province else ()
        )

    def hamlets(self, commune: str) -> Sequence[tuple[str, str]]:
        return self._keep("hamlets", commune, lambda: self._names("hamlet", commune__code=commune)) if commune else ()

    def province_of(self, commune: str) -> str:
        """The code of the province that a commune is in; "" when it is not known."""
        rows = self._rows("commune").filter(code=commune).values_list("parent__code", flat=True)
        return next(iter(self._keep("province_of", commune, lambda: list(rows[:1]))), "") if commune else ""

    def find(self, text: str) -> Sequence[tuple[str, str, str]]:
        words = fold(text)[:60]
        for prefix in ("xa ", "phuong ", "dac khu "):
            words = words.removeprefix(prefix)
        return self._keep("find", words, lambda: self._find(words)) if words else ()

    def _find(self, words: str) -> list[tuple[str, str, str]]:
        rows = self._rows("commune").select_related("parent").order_by("parent__code", "code")
        found = list(rows.filter(folded=words)[:30]) or list(rows.filter(folded__startswith=words)[:30])
        return [
            (row.parent.code, row.code, f"{row.full_name}, {row.parent.full_name}")
            for row in found
            if row.parent is not None
        ]

    def _names(self, kind: str, **more: str) -> list[tuple[str, str]]:
        if kind == "commune":
            more = {"parent__kind": "province", **more}
        rows = self._rows(kind).filter(**more).order_by("folded", "code")
        return [(code, name) for code, name in rows.values_list("code", "full_name")]

    def _rows(self, kind: str) -> Any:
        return Unit.objects.filter(kind=kind, valid_from__lte=self.on).exclude(valid_to__lt=self.on)

    def _keep(self, what: str, key: str, read: Callable[[], list[T]]) -> Sequence[T]:
        if settings.TEST:
            return read()
        at = (what, key, self.on)
        kept = _kept.get(at)
        if kept and time.monotonic() - kept[0] < _KEPT_SECONDS:
            return cast("Sequence[T]", kept[1])
        if len(_kept) > 500:
            _kept.clear()
        found = read()
        _kept[at] = (time.monotonic(), found)
        return found
