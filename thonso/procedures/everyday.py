"""The words in which people ask, and what procedures call it: `catalogue/plain-words.yaml`."""

import re
from functools import lru_cache

import yaml
from django.conf import settings

from thonso.core.base.text import fold

_Y = re.compile(r"\b([b-df-hj-np-tv-xz]{1,2})y\b")


def plain(text: str) -> str:
    """Folded, and with the two spellings of one sound made one: "đăng kí" and "đăng ký"."""
    return _Y.sub(r"\1i", fold(text))


@lru_cache(maxsize=1)
def phrases() -> tuple[tuple[str, str], ...]:
    """(what is said, what it means), both plain, the longest first."""
    entries = yaml.safe_load((settings.CATALOGUE / "plain-words.yaml").read_text(encoding="utf-8"))
    found = {plain(said): plain(entry["means"]) for entry in entries for said in entry["say"]}
    return tuple(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def readings(question: str) -> list[str]:
    """A plain question as it stands, and with everyday phrases in the words of the procedures; each word is read once."""
    said = f" {question} "
    for phrase, means in phrases():
        if f" {phrase} " in said:
            # What was put in is out of reach of the shorter phrases until the end.
            said = said.replace(f" {phrase} ", f" {means.replace(' ', '_')} ", 1)
    meant = " ".join(said.replace("_", " ").split())
    return [question] if meant == question else [question, meant]
