"""Opening and closing what is personal in a dossier, under the dossier's own key (destroy the key, and it is erased)."""

import json
import secrets
from typing import Any
from uuid import UUID

from thonso.core import crypto

DATA_KEY = "dossiers.data_key"
TRACKING_KEY = "dossiers.tracking_key"


def new_data_key(dossier_id: UUID) -> str:
    return crypto.make_data_key(DATA_KEY, dossier_id)


def close(data_key: str, label: str, row_id: UUID, value: Any) -> str:
    """Seal a JSON value of one row; '' for nothing."""
    if not value:
        return ""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return crypto.seal_with(data_key, f"dossiers.{label}", row_id, text)


def open_(data_key: str, label: str, row_id: UUID, token: str) -> Any:
    if not token:
        return {}
    return json.loads(crypto.unseal_with(data_key, f"dossiers.{label}", row_id, token))


def new_tracking_key() -> str:
    """Six digits: the secret of tracking. Guessing is held off by rate limits, not by length."""
    return f"{secrets.randbelow(1_000_000):06d}"


def close_tracking_key(row_id: UUID, key: str) -> str:
    return crypto.seal(TRACKING_KEY, row_id, key)


def open_tracking_key(row_id: UUID, token: str) -> str:
    return crypto.unseal(TRACKING_KEY, row_id, token)


def close_draft(row_id: UUID, column: str, value: Any) -> str:
    """`column` people, answers or prefilled: each is sealed under a label of its own."""
    return crypto.seal(
        f"dossiers.draft.{column}", row_id, json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    )


def open_draft(row_id: UUID, column: str, token: str) -> Any:
    return json.loads(crypto.unseal(f"dossiers.draft.{column}", row_id, token)) if token else {}
