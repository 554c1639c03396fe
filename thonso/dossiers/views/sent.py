"""What a form of ours sends along with what was typed."""

from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused


def transaction_id(text: str) -> UUID:
    """The id that the page gave the form, so that sending it twice is one act. Raises Refused for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise Refused(_("This form is too old. Please open the page again.")) from None


def revision(text: str) -> int | None:
    """The revision of the dossier that the form was drawn from; None for a form that says nothing of it. Raises Refused
    for what is none."""
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(_("This form is too old. Please open the page again."))
    return int(text) if text else None
