"""A small set of line icons on a 24-unit grid, drawn for this project and printed inline: they cost no request."""

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from thonso.core.web.templatetags.ui.library import register

# Each value is the content of the <svg>; only this file writes it, so it is safe.
ICONS: Final[dict[str, str]] = {
    "arrow-left": '<path d="M20 12H5m6-6-6 6 6 6"/>',
    "arrow-right": '<path d="M4 12h15m-6-6 6 6-6 6"/>',
    "bell": '<path d="M6 16V10a6 6 0 0 1 12 0v6l2 2H4zM10 21h4"/>',
    "book": '<path d="M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2zm0 0v14"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4"/>',
    "camera": '<path d="M3 8h4l2-3h6l2 3h4v11H3z"/><circle cx="12" cy="13" r="3.5"/>',
    "card": '<path d="M3 6h18v13H3z"/><circle cx="8" cy="11" r="2"/><path d="M5 16c.5-2 5.5-2 6 0M14 10h4M14 14h4"/>',
    "chart": '<path d="M4 4v16h16M8 16v-4M12 16V8M16 16v-6"/>',
    "check": '<path d="m5 13 4.5 4.5L19 7.5"/>',
    "chevron-down": '<path d="m6 9 6 6 6-6"/>',
    "chevron-right": '<path d="m9 6 6 6-6 6"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18"/>',
    "copy": '<path d="M9 9h11v11H9zM5 15H4V4h11v1"/>',
    "document": '<path d="M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h5"/>',
    "download": '<path d="M12 4v11m-5-5 5 5 5-5M4 20h16"/>',
    "edit": '<path d="M4 20l1-4L16 5l3 3L8 19zM14 7l3 3"/>',
    "eye": '<path d="M2.5 12C5 7.5 8.5 6 12 6s7 1.5 9.5 6c-2.5 4.5-6 6-9.5 6s-7-1.5-9.5-6z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "farm": '<path d="M12 21c-5-2-8-6-8-10 3-1 6 0 8 3 2-3 5-4 8-3 0 4-3 8-8 10zM12 14V4"/>',
    "file": '<path d="M6 3h9l4 4v14H6zM15 3v4h4"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "flag": '<path d="M5 21V4h13l-3 4 3 4H5"/>',
    "folder": '<path d="M3 6h6l2 2h10v11H3z"/>',
    "hash": '<path d="M10 4 7 20M17 4l-3 16M4 9h17M3 15h17"/>',
    "help": '<circle cx="12" cy="12" r="9"/><path d="M9.2 9.5a2.8 2.8 0 1 1 4 2.5c-.9.5-1.2 1-1.2 2M12 17.2v.1"/>',
    "home": '<path d="M4 20V10l8-6 8 6v10h-5v-6H9v6z"/>',
    "house": '<path d="M4 20V9l8-5 8 5v11M9 20v-6h6v6"/>',
    "image": '<path d="M3 5h18v14H3zM3 16l5-5 5 5 3-3 5 4"/><circle cx="16" cy="9" r="1.5"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.4v.1"/>',
    "kiosk": '<path d="M3 4h18v12H3zM9 20h6M12 16v4M8 8.5h3M8 11.5h8"/>',
    "leaf": '<path d="M5 19C5 10 10 5 20 4c0 10-4 15-11 15-2 0-3-.5-4-1.5M4 21c2-5 5-8 10-10"/>',
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1"/>',
    "lock": '<path d="M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3"/>',
    "logout": '<path d="M14 4H5v16h9M10 12h11m-4-4 4 4-4 4"/>',
    "mail": '<path d="M3 6h18v13H3zM3 7l9 7 9-7"/>',
    "map": '<path d="M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "money": '<path d="M3 6h18v12H3z"/><circle cx="12" cy="12" r="2.8"/><path d="M6 9v.1M18 15v.1"/>',
    "paperclip": '<path d="M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7L9.5 17a1.7 1.7 0 0 '
    '1-2.4-2.4L15 7"/>',
    "pause": '<path d="M8 5v14M16 5v14"/>',
    "pen": '<path d="M3 20c3 0 3-3 6-3 2 0 2 2 4 2s3-2 8-2M7 13 17 3l3 3-10 10-4 1z"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M16 5a3.5 3.5 0 0 '
    '1 0 6.5M18 14c2.5.8 3.5 3 3.5 6"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 21c0-4.5 3.5-7 7.5-7s7.5 2.5 7.5 7"/>',
    "phone": '<path d="M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4c0 1-1 1.5-2 1.5C10 20 4 14 3.5 6 '
    '3.5 5 4 4 5 4z"/>',
    "pin": '<path d="M12 21c-4-5-7-8-7-11.5a7 7 0 0 1 14 0C19 13 16 16 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "play": '<path d="M7 4v16l13-8z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z"/>',
    "qr": '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM20 14v2M18 18h-4v2M20 20h-2"/>',
    "record": '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="4" fill="currentColor"/>',
    "refresh": '<path d="M20 11a8 8 0 0 0-14-4L4 9M4 4v5h5M4 13a8 8 0 0 0 14 4l2-2M20 20v-5h-5"/>',
    "road": '<path d="M7 21 10 3M17 21 14 3M12 5v3M12 11v3M12 17v3"/>',
    "scan": '<path d="M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5"/>',
    "send": '<path d="M3 11 21 4l-6 17-4-7zM11 14l10-10"/>',
    "settings": '<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 '
    '16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2"/>',
    "shield": '<path d="M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6zM8.5 12l2.5 2.5L15.5 10"/>',
    "signal-off": '<path d="M3 3l18 18M8.5 13.5a6 6 0 0 1 2-1.2M5 10a11 11 0 0 1 3-2M19 10a11 11 0 0 '
    '0-6.5-3M12 18v.1"/>',
    "sort": '<path d="M8 5v14m-4-4 4 4 4-4M16 19V5m-4 4 4-4 4 4"/>',
    "speaker": '<path d="M4 10v4h4l5 4V6l-5 4zM16.5 9a4.5 4.5 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11"/>',
    "square": '<path d="M6 6h12v12H6z" fill="currentColor"/>',
    "stamp": '<path d="M9 4h6l-1 8h4v4H6v-4h4zM5 20h14"/>',
    "star": '<path d="m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z"/>',
    "stop": '<circle cx="12" cy="12" r="9"/><path d="M6 6l12 12"/>',
    "trash": '<path d="M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6"/>',
    "tv": '<path d="M3 5h18v12H3zM8 21h8M12 17v4"/>',
    "upload": '<path d="M12 16V4m-5 5 5-5 5 5M4 20h16"/>',
    "warning": '<path d="M12 4 2.5 20h19zM12 10v5M12 17.6v.1"/>',
    "wifi": '<path d="M3 9.5a13 13 0 0 1 18 0M6 13a8.5 8.5 0 0 1 12 0M9 16.3a4.3 4.3 0 0 1 6 0M12 19.5v.1"/>',
}
ICONS["user"], ICONS["users"] = ICONS["person"], ICONS["people"]
SIZES = {"": "icon", "sm": "icon icon--sm", "lg": "icon icon--lg"}


@register.simple_tag
def icon(name: str, *, label: str = "", size: str = "") -> SafeString:
    """An unknown name draws a plain document: a missing picture is no reason to break a page."""
    body = mark_safe(ICONS.get(name, ICONS["file"]))  # noqa: S308 (our own constants)
    css = SIZES.get(size, SIZES[""])
    if label:
        return format_html('<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', css, label, body)
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', css, body)
