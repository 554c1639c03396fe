"""Sessions in the database, sealed: a pending sign-in keeps a phone number and a code in its session."""

from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils.crypto import salted_hmac

from thonso.core import crypto

_LABEL = "session"


class SessionStore(DatabaseStore):
    def encode(self, session_dict: dict[str, Any]) -> str:
        return crypto.seal(_LABEL, self._row(), super().encode(session_dict))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            signed = crypto.unseal(_LABEL, self._row(), str(session_data))
        except (crypto.CannotOpen, ValueError):
            return {}
        plain: dict[str, Any] = super().decode(signed)
        return plain

    def _row(self) -> UUID:
        """The session's own key is in the seal, so that one session's data cannot be laid under another's cookie."""
        key: str = self._get_or_create_session_key()  # type: ignore[attr-defined]
        return UUID(bytes=salted_hmac("session-row", key).digest()[:16])

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session
