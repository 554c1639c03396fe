"""Which language this browser, or the person who is helped, listens in, and what of a page can be heard in it."""

from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from thonso.core.access.actors import actor_of
from thonso.core.base.ids import stable_id
from thonso.core.base.kept import kept
from thonso.core.web.aloud import Reader as AnyReader
from thonso.core.web.aloud import Silence, Sound, Tongue
from thonso.voices import packs, phrases
from thonso.voices.rules import digest_of

COOKIE = "nghe"
LASTS = 180 * 24 * 3600  # seconds, on a browser of one's own


class Reader:
    """Asks for the recordings when the first text is drawn, and only then."""

    def __init__(self, language: phrases.Language) -> None:
        self.tongue = Tongue(language.key, language.name, language.tag)

    @cached_property
    def _commune(self) -> UUID:
        return stable_id("commune", settings.COMMUNE_CODE)

    @cached_property
    def _sounds(self) -> dict[str, Sound]:
        return _sounds(self._commune, self.tongue.key)

    @cached_property
    def _wanted(self) -> dict[str, phrases.Phrase]:
        return phrases.of(self._commune)

    def of(self, text: str) -> Sound | None:
        digest = digest_of(text)
        found = self._sounds.get(digest)
        return found or (Sound() if digest in self._wanted else None)


@kept
def _sounds(commune_id: UUID, language: str) -> dict[str, Sound]:
    return packs.sounds(commune_id, language)


def reader_for(request: HttpRequest) -> AnyReader:
    """What was chosen for one person who was helped is not chosen for the next, nor for the helper."""
    key, _dot, session = request.COOKIES.get(COOKIE, "").partition(".")
    language = phrases.language(key) if key else None
    if language is None or session != _session(request):
        return Silence()
    return Reader(language)


def choose(request: HttpRequest, response: HttpResponse, language: phrases.Language | None) -> None:
    if language is None:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    session = _session(request)
    response.set_cookie(
        COOKIE,
        f"{language.key}.{session}" if session else language.key,
        max_age=None if session else LASTS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _session(request: HttpRequest) -> str:
    helped = actor_of(request).assist
    return helped.session_id.hex[-12:] if helped else ""
