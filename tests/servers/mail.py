"""A real SMTP server (aiosmtpd) that keeps what it gets and misbehaves when told."""

import asyncio
import email
import email.policy
from collections import deque
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class _AnyPort(Controller):
    """Its own first connection goes to the port it was given, not to port 0."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class MailServer:
    """`then(...)` scripts the next mails: ok, accept_then_drop, drop, hang, later (451), never (554), no_such_user (550),
    full (452)."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self._script: deque[str] = deque()
        self._controller = _AnyPort(self, hostname="127.0.0.1", port=0)

    def __enter__(self) -> "MailServer":
        self._controller.start()
        self.port = self._controller.port
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.port}"

    def then(self, *behaviours: str) -> None:
        self._script.extend(behaviours)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self._script and self._script[0] in {"no_such_user", "full"}:
            return "550 no such user" if self._script.popleft() == "no_such_user" else "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        does = self._script.popleft() if self._script else "ok"
        if does in {"ok", "accept_then_drop"}:
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
        if does in {"accept_then_drop", "drop"}:
            server.transport.abort()
        if does == "hang":
            await asyncio.sleep(20)
        return {"later": "451 try later", "never": "554 no"}.get(does, "250 OK")
