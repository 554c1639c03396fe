"""In the demo and in tests, SMS and e-mail land in a page that everybody can see (`/hop-thu-thu/`)."""

from django.conf import settings

from thonso.core.base.clock import now
from thonso.core.notices.channels.base import Outgoing, Result
from thonso.core.notices.models import DemoMessage
from thonso.core.notices.reasons import coded
from thonso.core.notices.rules import Ending


class DemoInbox:
    local = True
    may_repeat = False

    def send(self, message: Outgoing) -> Result:
        if not (settings.DEMO or settings.TEST):
            return Result(Ending.REJECTED, coded("demo_only"))
        DemoMessage.objects.get_or_create(
            id=message.id,
            defaults={
                "channel": message.channel,
                "to": message.to[:200],
                "subject": message.content.subject[:200],
                "text": message.content.text,
                "at": now(),
            },
        )
        return Result(Ending.SENT)

    def find_out(self, message: Outgoing) -> Result:
        there = DemoMessage.objects.filter(pk=message.id).exists()
        return Result(Ending.SENT if there else Ending.NOT_SENT)
