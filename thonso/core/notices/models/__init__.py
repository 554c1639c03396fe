"""What is to be sent, what was tried, what people agreed to, and what is to be done later."""

from thonso.core.notices.models.demo import DemoMessage
from thonso.core.notices.models.jobs import Job, Schedule
from thonso.core.notices.models.messages import (
    Channel,
    Consent,
    DeliveryAttempt,
    InAppNotice,
    OutboxMessage,
    Outcome,
    State,
)

__all__ = [
    "Channel",
    "Consent",
    "DeliveryAttempt",
    "DemoMessage",
    "InAppNotice",
    "Job",
    "OutboxMessage",
    "Outcome",
    "Schedule",
    "State",
]
