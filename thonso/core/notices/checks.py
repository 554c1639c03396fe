"""What must be right before the server starts: the channels that are configured, and the handlers of periodic jobs."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from thonso.core.notices import conf


@register()
def channels(app_configs: Any, **_: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    url = conf.sms_url()
    if url:
        if not settings.TEST and urlsplit(url).scheme != "https" and not conf.out_allow():
            found.append(
                Error(
                    "THONSO_SMS_URL must begin with https:// unless THONSO_OUT_ALLOW names a private gateway.",
                    id="notices.E001",
                )
            )
        try:
            conf.sms_secret()
        except ImproperlyConfigured as error:
            found.append(Error(str(error), id="notices.E002"))
    try:
        conf.smtp()
    except ImproperlyConfigured as error:
        found.append(Error(str(error), id="notices.E003"))
    return found
