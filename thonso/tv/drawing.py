"""What a TV gets: the screens drawn on the server, and the mark by which it knows whether it has them already."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.templatetags.static import static

from thonso.core.base.clock import now, today
from thonso.core.base.kept import kept
from thonso.core.units.models import Unit
from thonso.tv import panels, rules
from thonso.tv.models import TvScreen
from thonso.tv.panels import Panel


@dataclass(frozen=True, slots=True)
class Drawn:
    hamlet: str
    support: str
    html: str
    version: str
    """Of style and script: a TV is never reloaded by hand."""

    @property
    def id(self) -> str:
        return sha256("\n".join((self.hamlet, self.support, self.html, self.version)).encode()).hexdigest()[:24]

    def event(self) -> str:
        values = {"hamlet": self.hamlet, "support": self.support, "html": self.html, "version": self.version}
        return json.dumps({**values, "now": milliseconds()}, ensure_ascii=False)


def milliseconds() -> int:
    """The hour of the server: clocks of TVs are often wrong."""
    return int(now().timestamp() * 1000)


def version() -> str:
    return sha256((static("dist/tv.js") + static("dist/tv.css")).encode()).hexdigest()[:8]


def drawn(screen: TvScreen) -> Drawn:
    return _drawn(screen.hamlet_id, today())


@kept
def _drawn(hamlet_id: UUID, day: date) -> Drawn:
    hamlet = Unit.objects.select_related("commune").get(pk=hamlet_id)
    found = panels.of(hamlet, day)
    html = render_to_string("tv/screens.html", {"screens": _screens(found), "hamlet": hamlet})
    support = next((panel.title for panel in found if panel.slot == "support"), "")
    return Drawn(hamlet.full_name, support, html, version())


def _screens(found: list[Panel]) -> list[dict[str, Any]]:
    """Long panels on several screens. Where there is nothing but the helper's hours, a calm screen shows those."""
    calm = all(panel.slot == "support" for panel in found)
    rows: list[dict[str, Any]] = [{"panel": None}] if not found else []
    for panel in found:
        parts = rules.screens(panel.title, panel.lines, listed=panel.listed)
        for number, (title, lines) in enumerate(parts, 1):
            part = f"{number}/{len(parts)}" if len(parts) > 1 else ""
            rows.append({"panel": panel, "title": title, "lines": lines, "part": part})
    return [{**row, "calm": calm} for row in rows]
