"""Why something did not leave: a short code is stored, with what the other side said; a person reads a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES = {
    "no_connection": gettext_lazy("The other side could not be reached."),
    "no_answer": gettext_lazy("The line broke before an answer came."),
    "gateway_said": gettext_lazy("The SMS gateway answered"),
    "mail_said": gettext_lazy("The mail server answered"),
    "recipient_said": gettext_lazy("The mail server answered to the recipient's address"),
    "too_many_parts": gettext_lazy("The text is too long for an SMS."),
    "channel_off": gettext_lazy("This channel is not set up here. Please tell the person in another way."),
    "nobody": gettext_lazy(
        "No phone number and no account is known: tell the person through whoever is on duty in the hamlet."
    ),
    "no_address": gettext_lazy("The account has no e-mail address."),
    "no_consent": gettext_lazy("The person has not agreed to be written to."),
    "not_composed": gettext_lazy("The message could not be put together. Please tell the administrator."),
    "too_late": gettext_lazy("It was no longer of use when it could be sent."),
    "worker_gone": gettext_lazy("It was begun many times and never ended. Please tell the administrator."),
    "no_handler": gettext_lazy("This version does not know this work. Please tell the administrator."),
    "fault": gettext_lazy("There is a fault in the software. Please tell the administrator."),
    "not_known_there": gettext_lazy("The SMS gateway does not know the message."),
    "demo_only": gettext_lazy("The trial inbox exists in the demo only."),
    "gave_up": gettext_lazy("The work cannot be done"),
}


def coded(code: str, detail: object = "") -> str:
    """What is stored. `detail` is what the other side said; never a recipient, never a text."""
    return f"{code}: {detail}"[:300] if detail != "" else code


def words(stored: str) -> str:
    """The sentence of a stored reason; what the other side said stays as it was."""
    code, _sep, detail = stored.partition(": ")
    sentence = SENTENCES.get(code)
    if sentence is None:
        return stored
    if not detail:
        return str(sentence)
    return _("%(sentence)s (%(detail)s)") % {"sentence": str(sentence).rstrip("."), "detail": detail}
