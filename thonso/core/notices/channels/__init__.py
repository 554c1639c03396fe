"""One folder a channel. Each says how it sends, and what it can find out about a try whose outcome is unknown."""

from thonso.core.notices.channels.base import Channel, Outgoing, Result, channel_for, is_on

__all__ = ["Channel", "Outgoing", "Result", "channel_for", "is_on"]
