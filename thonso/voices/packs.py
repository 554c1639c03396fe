"""How much of a language is there, and what a phone takes along of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from thonso.core.base.ids import stable_id
from thonso.core.base.kept import kept_for
from thonso.core.web.aloud import Sound
from thonso.voices import phrases
from thonso.voices.models import Recording
from thonso.voices.phrases import Language, Phrase

BUDGET = 3_000_000  # bytes of one language


@dataclass(frozen=True, slots=True)
class Standing:
    """Texts of today by what there is of them; `outdated` recordings read words that are not asked any more."""

    missing: list[Phrase]
    waiting: list[Phrase]
    heard: list[Phrase]
    outdated: int

    @property
    def total(self) -> int:
        return len(self.missing) + len(self.waiting) + len(self.heard)

    @property
    def share(self) -> int:
        """Of a hundred."""
        return len(self.heard) * 100 // self.total if self.total else 0


def standing(commune_id: UUID, language: str, wanted: dict[str, Phrase]) -> Standing:
    return standings(commune_id, [language], wanted)[language]


def standings(commune_id: UUID, languages: Iterable[str], wanted: dict[str, Phrase]) -> dict[str, Standing]:
    """By language; asked in one query however many there are."""
    rows: dict[str, list[tuple[str, str]]] = {language: [] for language in languages}
    there = Recording.objects.filter(commune_id=commune_id, language__in=rows, state__in=("waiting", "approved"))
    for language, digest, state in there.values_list("language", "digest", "state"):
        rows[language].append((digest, state))
    return {language: _standing(of, wanted) for language, of in rows.items()}


def _standing(rows: list[tuple[str, str]], wanted: dict[str, Phrase]) -> Standing:
    approved = {digest for digest, state in rows if state == "approved"}
    waits = {digest for digest, state in rows if state == "waiting"} - approved
    there = approved | waits
    return Standing(
        missing=[one for one in wanted.values() if one.digest not in there],
        waiting=[one for one in wanted.values() if one.digest in waits],
        heard=[one for one in wanted.values() if one.digest in approved],
        outdated=len(approved - wanted.keys()),
    )


def sounds(commune_id: UUID, language: str) -> dict[str, Sound]:
    """By digest, what everybody may hear."""
    rows = Recording.objects.filter(commune_id=commune_id, language=language, state=Recording.State.APPROVED)
    return {
        digest: Sound(reverse("voices:heard", args=[id_]), machine)
        for digest, id_, machine in rows.values_list("digest", "pk", "machine")
    }


def pack(language: Language) -> dict[str, Any]:
    """`items`: digest → [address, bytes, 1 where a machine speaks]; only of texts that are asked today, the most used first, and
    not more than a phone is asked to take along: the others stay behind (`left`)."""
    commune_id = stable_id("commune", settings.COMMUNE_CODE)
    wanted = phrases.of(commune_id)
    rows = Recording.objects.filter(
        commune_id=commune_id, language=language.key, state=Recording.State.APPROVED, digest__in=wanted
    ).values_list("digest", "pk", Length("data"), "machine")
    spoken = {digest: (id_, size, machine) for digest, id_, size, machine in rows}
    items: dict[str, list[Any]] = {}
    total = 0
    for digest in wanted:
        if digest not in spoken:
            continue
        id_, size, machine = spoken[digest]
        if total + size > BUDGET:
            break
        total += size
        items[digest] = [reverse("voices:heard", args=[id_]), size, int(machine)]
    return {
        "language": language.key,
        "name": language.name,
        "tag": language.tag,
        "texts": len(wanted),
        "bytes": total,
        "left": len(spoken) - len(items),
        "machine": _("Machine voice"),
        "items": items,
    }


@dataclass(frozen=True, slots=True)
class Spoken:
    """How much of what is needed can be heard, and how many bytes of it a phone takes along."""

    texts: int
    needed: int
    size: int

    @property
    def words(self) -> str:
        if not self.texts:
            return _("no sentence yet")
        return _("%(n)s of %(all)s sentences") % {"n": self.texts, "all": self.needed}

    @property
    def words_and_size(self) -> str:
        """ "34 trên 122 câu, 0,4 MB"."""
        if not self.texts:
            return self.words
        small = self.size < 100_000
        return f"{self.words}, {max(1, self.size // 1000)} KB" if small else f"{self.words}, {_in_mb(self.size)} MB"


def _in_mb(size: int) -> str:
    return number_format(size / 1_000_000, decimal_pos=1)


@kept_for(300)
def spoken(commune_id: UUID) -> dict[str, Spoken]:
    """By language, told before one is chosen."""
    wanted = phrases.of(commune_id)
    sizes: dict[str, list[int]] = {one.key: [] for one in phrases.languages()}
    rows = Recording.objects.filter(commune_id=commune_id, state=Recording.State.APPROVED)
    for key, digest, size in rows.values_list("language", "digest", Length("data")):
        if key in sizes and digest in wanted:
            sizes[key].append(size)
    return {key: Spoken(len(of), len(wanted), min(sum(of), BUDGET)) for key, of in sizes.items()}


def spoken_words() -> dict[str, str]:
    found = spoken(stable_id("commune", settings.COMMUNE_CODE))
    return {key: one.words for key, one in found.items()}


def offered() -> list[dict[str, str]]:
    return [
        {"key": one.key, "name": one.name, "url": reverse("voices:pack", args=[one.key])} for one in phrases.languages()
    ]
