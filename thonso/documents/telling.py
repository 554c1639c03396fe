"""Messages about a document: its number, a day and a colleague's name at most; what it is about is read where it lies."""

from uuid import UUID

from thonso.core.journal.work import Work
from thonso.core.notices import services as notices
from thonso.documents.models import Incoming


def tell(work: Work, row: Incoming, who: UUID, template: str, key: str, **more: str) -> None:
    """`key` names the act, so that the same is not told twice."""
    notices.queue(
        work, channel="inapp", to=who, template=template, context={"number": row.shown_number, **more},
        key=f"{template}:{key}", about=row.ref,
    )  # fmt: skip
