"""Addresses of pages that other parts own: for a page that is not there (yet) '', and its link is left out."""

from functools import lru_cache
from typing import Final

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, resolve, reverse

# key → url names or paths, tried in order. A wing names its page with `register`.
_KNOWN: Final[dict[str, list[str]]] = {
    "home": ["web:home"],
    "help": ["web:help"],
    "sign_in": ["account_login"],
    "sign_out": ["account_logout"],
    "account": ["account_home", "/tai-khoan/"],
    "procedures": ["/thu-tuc/"],
    "track": ["/tra-cuu/"],
    "support_points": ["/diem-ho-tro/"],
    "market": ["/cho/"],
    "learning": ["/hoc/"],
    "verify": ["/xac-minh/"],
    "desk": ["/ban/"],
    "hamlet": ["/thon/"],
    "search": ["/ban/tim/", "/ban/ho-so/"],
    "assist_end": ["/thon/giup/ket-thuc/"],
    "demo_inbox": ["notices:demo_inbox"],  # mounted in the demo and in tests only
    "step_up": ["mfa_reauthenticate", "account_reauthenticate"],
}


def register(key: str, target: str) -> None:
    """Say where a page is: `register("assist_end", "dossiers:assist_end")`. The last one registered is tried first."""
    targets = _KNOWN.setdefault(key, [])
    if target not in targets:
        targets.insert(0, target)


def url_of(target: str) -> str:
    """The address of a url name without arguments, or a path that some route answers; '' when there is none."""
    return _url_of(target, settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=1000)
def _url_of(target: str, _routes: str, _prefix: str) -> str:
    """A page asks for a dozen of them, and walking through all routes costs as much as drawing half of it."""
    try:
        if target.startswith("/"):
            resolve(target)
            return target
        return reverse(target)
    except (NoReverseMatch, Resolver404):
        return ""


def find(key: str) -> str:
    return next((url for target in _KNOWN.get(key, ()) if (url := url_of(target))), "")
