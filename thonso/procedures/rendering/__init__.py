"""Forms drawn on the server, no JavaScript needed: all on a page, one question a screen, a summary, read-only."""

from thonso.procedures.rendering.pages import render_answers, render_form, render_screen, render_summary
from thonso.procedures.rendering.screens import Screen, alone, next_screen, screen_of, screens

__all__ = [
    "Screen",
    "alone",
    "next_screen",
    "render_answers",
    "render_form",
    "render_screen",
    "render_summary",
    "screen_of",
    "screens",
]
