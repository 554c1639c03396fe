"""The template tags of docs/design.md, a builtin of every template. What it draws works without scripts."""

from thonso.core.web.templatetags.ui import fields, formats, icons, lists, panels, signs
from thonso.core.web.templatetags.ui.library import register

__all__ = ["fields", "formats", "icons", "lists", "panels", "register", "signs"]
