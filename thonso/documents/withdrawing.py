"""A registered document turns out to be a state secret: it goes for good, with all that was read, typed and written about it.

Its number stays in the register and is never given again. There is no way back.
"""

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.models import Account
from thonso.core.base.errors import Refused
from thonso.core.base.text import person_sort_key
from thonso.core.files import services as files
from thonso.core.journal.models import Entry
from thonso.core.journal.work import Work
from thonso.core.search import services as search
from thonso.documents.models import EMPTY, DocumentTask, Incoming, Instruction, Step
from thonso.documents.services import moved

GONE: Final = "–"
"""What stands where words stood; the database lets them become this, and only once their document is withdrawn."""


def withdraw(work: Work, by: Actor, row: Incoming, *, sure: bool) -> None:
    """Take it out, whatever was done with it; the same file goes wherever else it was dropped in. Raises Refused without
    `sure`, Stale for what has no number (it is thrown away) and what is withdrawn already."""
    policy.require(by, "register", row)
    if not sure:
        words = _("Tick that it is a state-secret document: it cannot be undone.")
        raise Refused(words, fields={"secret": [words]})
    alike = Q(pk=row.pk) | Q(commune=row.commune_id, sha256=row.sha256) if row.sha256 else Q(pk=row.pk)
    found = list(Incoming.objects.filter(alike).select_related("upload").order_by("id"))
    if not any(one.pk == row.pk and one.number is not None and one.state != "withdrawn" for one in found):
        raise moved()
    for one in found:
        _empty(work, by, one)
    for upload in {one.upload.pk: one.upload for one in found if one.upload is not None}.values():
        files.erase(work, upload)


def _empty(work: Work, by: Actor, row: Incoming) -> None:
    """What has a number keeps it; what has none goes with its row."""
    facts = {"organ": row.organ, "period": row.period, "number": row.number}
    held = Incoming.objects.filter(pk=row.pk, number=row.number, state=row.state)
    if row.number is None:
        if not held.update(upload=None):  # ours now: nobody registers it between looking and deleting
            raise moved()
        held.delete()
        work.note("incoming.thrown_away", by.ref, row.ref, facts={"organ": row.organ})
        return
    if not held.update(state="withdrawn", ended_at=work.at, read={}, verdict={}, **EMPTY):
        raise moved()
    Instruction.objects.filter(incoming=row).update(words=GONE, due_on=None)
    Step.objects.filter(incoming=row).exclude(words="").update(words=GONE)
    tasks = DocumentTask.objects.filter(incoming=row)
    tasks.filter(state="open").update(state="closed", ended_at=work.at)
    tasks.update(due_on=None)
    search.remove(work, Incoming.KIND, row.pk, row.commune_id)
    work.note("incoming.withdrawn", by.ref, row.ref, facts=facts)


def who_saw(row: Incoming) -> list[str]:
    """Names of those who opened it or had it in hand: by the journal and its tasks."""
    acts = Entry.objects.filter(commune_id=row.commune_id, object_id=row.pk, actor_kind="account")
    if row.state == "withdrawn":  # who looks at its number afterwards saw nothing
        acts = acts.filter(seq__lte=acts.filter(verb="incoming.withdrawn").values("seq")[:1])
    had = DocumentTask.objects.filter(incoming=row).exclude(seen_at=None)
    accounts = Account.objects.filter(Q(pk__in=acts.values("actor_id")) | Q(pk__in=had.values("account")))
    return sorted(accounts.values_list("full_name", flat=True), key=person_sort_key)
