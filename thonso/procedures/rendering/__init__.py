"""Forms drawn on the server, no JavaScript needed: all on a page, one question a screen, a summary, read-only."""

from thonso.procedures.rendering.added import added
from thonso.procedures.rendering.pages import render_answers, render_form, render_screen, render_summary
from thonso.procedures.rendering.screens import Screen, alone, next_screen, screen_of, screens
from thonso.procedures.rendering.whole import outline, render_whole

__all__ = [
    "Screen",
    "added",
    "alone",
    "next_screen",
    "outline",
    "render_answers",
    "render_form",
    "render_screen",
    "render_summary",
    "render_whole",
    "screen_of",
    "screens",
]
