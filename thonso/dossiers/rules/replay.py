"""The present of a dossier, made again from its history: `replay(events) == stored state` is a property of the suite."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Protocol

# Columns that events set, and that replay must give again.
REPLAYED = (
    "state",
    "stage",
    "returns_to",
    "holder_role",
    "holder_unit_id",
    "assignee_id",
    "official_code",
    "received_at",
    "appointed_at",
    "completed_at",
    "handed_over_at",
    "supplements_asked",
    "extended",
    "extension_proposed",
    "refusal_proposed",
    "result_revoked",
    "fee_state",
)
# Set at filing, or before there was an event that says so: compared from the first event on that sets them anew.
LINKED = (
    "subject_resident_id",
    "household_id",
    "hamlet_id",
    "submitter_account_id",
    "has_heir",
    "heir_resident_id",
    # Since deciders can be chosen.
    "supplement_proposed",
    "approval_by",
)


class Happened(Protocol):
    seq: int
    changes: dict[str, Any]


def replay(events: Iterable[Happened]) -> dict[str, Any]:
    present: dict[str, Any] = {}
    for event in sorted(events, key=lambda e: e.seq):
        present.update(event.changes)
    return present


def comparable(played: dict[str, Any]) -> tuple[str, ...]:
    """The columns that must be as the events say."""
    return (*REPLAYED, *(column for column in LINKED if column in played))


def plain(value: Any) -> Any:
    """A column's value as it stands in an event: text for ids and times, so that it survives JSON."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
