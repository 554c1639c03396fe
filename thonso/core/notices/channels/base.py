"""What every channel offers, and which one serves in this installation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings

from thonso.core.notices import conf
from thonso.core.notices.messages import Rendered
from thonso.core.notices.rules import Ending


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message ready to go. `id` is the same at every try: the other side's key against doubles."""

    id: UUID
    channel: str
    to: str
    content: Rendered
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    ending: Ending
    detail: str = ""
    wait: float = 0.0


class Channel(Protocol):
    # Touches our own database, so it is called in the thread that holds the connection.
    local: bool
    # Would rather deliver twice than never.
    may_repeat: bool

    def send(self, message: Outgoing) -> Result:
        """One try, at most about ten seconds. Never raises for what the outside world does."""
        ...

    def find_out(self, message: Outgoing) -> Result:
        """What became of an earlier try: SENT, NOT_SENT (so sending is safe), or UNSURE."""
        ...


def channel_for(name: str) -> Channel | None:
    """The channel that serves here, or None when it is off. The demo never writes to anybody."""
    from thonso.core.notices.channels.demo_inbox.channel import DemoInbox
    from thonso.core.notices.channels.email.channel import EmailChannel
    from thonso.core.notices.channels.sms.channel import SmsChannel

    if name not in {"sms", "email"}:
        return None
    if settings.DEMO:
        return DemoInbox()
    if name == "sms" and conf.sms_url():
        return SmsChannel(conf.sms_url(), conf.sms_secret(), conf.sms_timeout(), diacritics=conf.sms_diacritics())
    if name == "email" and (smtp := conf.smtp()):
        return EmailChannel(smtp)
    return DemoInbox() if settings.TEST else None


def is_on(name: str) -> bool:
    """Whether a message on this channel can leave at all. Callers ask before they promise one."""
    return name == "inapp" or channel_for(name) is not None
