"""How poverty is scored on a day, from what ships as data (catalogue/poverty-scores.yaml)."""

from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings

from thonso.dossiers.rules.review import Scoring


@cache
def _scorings() -> tuple[Scoring, ...]:
    text = (Path(settings.CATALOGUE) / "poverty-scores.yaml").read_text(encoding="utf-8")
    return tuple(Scoring(**row) for row in yaml.safe_load(text)["rural"])


def scoring_on(day: date) -> Scoring | None:
    """What holds on a day ; None when nothing does, and then nothing is compared."""
    rows = (row for row in _scorings() if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to))
    return next(rows, None)
