"""The inbox of the demo: what would have gone out by SMS or e-mail. Unused in production."""

from django.db import models

from thonso.core.base.models import Row


class DemoMessage(Row):
    """Plain text on purpose: every recipient in the demo is invented."""

    channel = models.CharField(max_length=10)
    to = models.CharField(max_length=200)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    at = models.DateTimeField()

    @property
    def shown_to(self) -> str:
        """A number as people write it: 0912 345 678."""
        if self.channel != "sms" or not self.to.startswith("84"):
            return self.to
        local = "0" + self.to[2:]
        return f"{local[:4]} {local[4:7]} {local[7:]}"
