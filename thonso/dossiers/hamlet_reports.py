"""What the hamlet reported of its work, opened."""

from typing import Any

from thonso.dossiers import vault
from thonso.dossiers.models import HamletTask


def report_of(task: HamletTask) -> dict[str, Any]:
    found: dict[str, Any] = vault.open_(task.dossier.data_key, "hamlet_task", task.pk, task.report)
    return found
