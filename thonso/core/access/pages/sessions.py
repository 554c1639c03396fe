"""Where one is signed in: each session with its browser and system in words."""
# mypy: disable-error-code="misc"
# (allauth has no types, so its classes are Any here)

from typing import Any

from allauth.usersessions.views import ListUserSessionsView
from django.utils.translation import gettext as _

# The first that stands in the text counts: Edge calls itself Chrome too, and Chrome calls itself Safari.
_BROWSERS = (
    ("Zalo", "Zalo"), ("FBAN", "Facebook"), ("FBAV", "Facebook"), ("coc_coc", "Cốc Cốc"), ("Edg", "Edge"),
    ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("FxiOS", "Firefox"), ("Firefox", "Firefox"),
    ("CriOS", "Chrome"), ("HeadlessChrome", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device(user_agent: str) -> str:
    """'Chrome trên Android'; what is not known is said to be so, never shown raw."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A device that does not say what it is")


class SessionsView(ListUserSessionsView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        for one in context["sessions"]:
            one.device = device(one.user_agent)
        return context


sessions = SessionsView.as_view()
