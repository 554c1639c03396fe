"""What of a page can be heard: the recording of a text, drawn beside it by `{% aloud %}`.

The wing that keeps recordings sets a `Reader` for a request in which a language is chosen; without one nothing is drawn.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from django.http import HttpRequest

from thonso.core.web import links

BUTTON = "_aloud"
"""The name of a button that chooses a language within a form, so that what is typed there is kept first."""


@dataclass(frozen=True, slots=True)
class Sound:
    """`url` is empty where nobody has spoken the text yet, or only before it was changed."""

    url: str = ""
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Tongue:
    key: str
    name: str
    tag: str


class Reader(Protocol):
    @property
    def tongue(self) -> Tongue: ...

    def of(self, text: str) -> Sound | None:
        """None for what is no text of the product, as a name: nobody is to speak it."""


class Silence:
    """Without a language, and for what is drawn once and kept for everybody."""

    tongue = Tongue("", "", "")

    def of(self, text: str) -> Sound | None:
        return None


_SILENCE: Reader = Silence()
_reader: ContextVar[Reader] = ContextVar("aloud", default=_SILENCE)
_tongues: list[Tongue] = []
_spoken: Callable[[], Mapping[str, str]] = dict


def offer(tongues: list[Tongue], spoken: Callable[[], Mapping[str, str]] = dict) -> None:
    """The languages that can be chosen; called when the wing that keeps recordings is ready. `spoken`: by language, how much
    of it there is, in words."""
    global _spoken
    _tongues[:], _spoken = tongues, spoken


def tongues() -> list[Tongue]:
    return _tongues


def spoken() -> Mapping[str, str]:
    return _spoken()


def reader() -> Reader:
    return _reader.get()


@contextmanager
def reading(given: Reader) -> Iterator[None]:
    token = _reader.set(given)
    try:
        yield
    finally:
        _reader.reset(token)


def sounds(texts: tuple[object, ...]) -> list[Sound]:
    """Of those that can be heard, in order."""
    read = _reader.get()
    return [sound for text in texts if text and (sound := read.of(str(text))) is not None]


def address(tongue: str, back: str) -> str:
    """Chooses a language (or none) and comes back; '' where there are no recordings."""
    at = links.find("aloud")
    return f"{at}?{urlencode({'tieng': tongue, 've': back})}" if at else ""


def wanted(request: HttpRequest) -> str:
    """Where to go on from a form that was sent by one of the buttons; '' when it was sent as usual."""
    chosen = request.POST.get(BUTTON)
    return address(chosen, request.get_full_path()) if chosen is not None else ""
