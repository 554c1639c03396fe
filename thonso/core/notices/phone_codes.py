"""Carries the codes of sign-in: `access` hands over the words, the outbox brings them to the phone."""

import importlib
import logging

from django.utils.translation import gettext as _

from thonso.core.base.errors import Unavailable
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.core.notices import services
from thonso.core.notices.channels import is_on
from thonso.core.notices.jobs import home_commune

logger = logging.getLogger(__name__)


def send(phone: str, text: str, purpose: str) -> None:
    """Queue one code. Each is a message of its own: a second code to the same phone is not a repeat of the first.

    Raises Unavailable when SMS is off here: a code that cannot be sent must not look sent.
    """
    if not is_on("sms"):
        raise Unavailable(_("Text messages are not set up here yet. Please ask at the one-stop desk."))
    id_ = new_id()
    with transact(home_commune()) as work:
        services.queue(
            work,
            channel="sms",
            to=phone,
            template="phone_code",
            context={"text": text},
            key=f"code:{purpose}:{id_}",
            about=Ref("phone_code", id_),
        )


def register() -> None:
    try:
        phone = importlib.import_module("thonso.core.access.phone")
    except ModuleNotFoundError:
        logger.debug("access has no phone hook")
        return
    phone.register_sender(send)
