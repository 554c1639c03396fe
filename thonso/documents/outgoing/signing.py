"""A leader signs a document of our own, the clerk seals and issues it.

Drawn with the number that comes next in the book of its kind, signed, and numbered in one transaction; sealed by the clerk,
who alone puts the organisation's signature on what is signed (NĐ 30/2020, Điều 32).
"""

from dataclasses import asdict

from django.utils.translation import gettext as _

from thonso.core import papers
from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.files.models import Upload
from thonso.core.files.services import open_stored, store_made
from thonso.core.journal.work import Work, transact
from thonso.core.numbers import services as numbers
from thonso.core.papers import Box, Boxes
from thonso.core.signatures import services as keys
from thonso.core.signatures.services import KeyInHand
from thonso.documents import kinds, people
from thonso.documents.organs import ORGANS
from thonso.documents.outgoing import setting
from thonso.documents.outgoing.models import Outgoing, OutgoingTask
from thonso.documents.outgoing.services import step, tell
from thonso.documents.outgoing.typed import said
from thonso.documents.services import moved
from thonso.dossiers.services.numbered import Place, under_next_number


def sign(by: Actor, task: OutgoingTask, hand: KeyInHand, seen: int | None = None) -> Outgoing:
    """Sign the newest version with one's own key in hand; `seen` is the version that was read. The caller has asked for
    step-up. Raises Refused, Stale."""
    decision = policy.require(by, "sign", task)
    row = Outgoing.objects.select_related("commune").get(pk=task.outgoing_id)
    if hand.key.account_id != by.account_id:
        raise Refused(_("This is the key of another person. Nothing was signed."))
    if row.state != "presented" or task.state != "open" or task.part != "sign":
        raise moved()
    if seen is not None and seen != row.version:
        raise Stale(_("The text was changed after you opened it. Read it again before you sign."))
    # A deputy who stands in for the chairman signs for him (KT.), not as him.
    role = setting.CHAIR if by.holds(setting.CHAIR, row.commune_id) else setting.DEPUTY
    version = row.versions.get(number=row.version)
    day, kind = today(), setting.kind_of(row)

    def make(count: int) -> tuple[keys.SignedFile, Boxes]:
        numbered = setting.Numbered(count, day, hand.key.name)
        try:
            pdf, boxes = papers.render_with_box(setting.PAPER, setting.data(row, version.texts(), role, numbered))
        except papers.CannotBeSet:
            raise Refused(_("No page can be made of this text. Look at its longest lines again.")) from None
        return keys.sign_with(hand, pdf, box=boxes.signer), boxes

    def keep(work: Work, count: int, made: tuple[keys.SignedFile, Boxes]) -> None:
        signed, boxes = made
        code = kinds.number_line(kind, count, ORGANS[row.organ].symbol, row.unit)
        held = Outgoing.objects.filter(pk=row.pk, state="presented", version=version.number)
        mine = OutgoingTask.objects.filter(pk=task.pk, state="open")
        if not held.update(
            state="signed", number=count, period=str(day.year), code=code, dated=day, signed_at=work.at,
            changed_at=work.at, signed_by_id=by.id, signer=hand.key.name, signer_title=hand.key.title,
            seal_box=asdict(boxes.seal), upload=_stored(work, row, code, signed.pdf),
        ) or not mine.update(state="done", ended_at=work.at):  # fmt: skip
            raise moved()
        row.tasks.filter(state="open").update(state="closed", ended_at=work.at)
        keys.record(work, by.ref, row.ref, signed, acting_for=decision.acting_for)
        step(work, by, row, "sign", to=None, decision=decision)
        tell(work, row, row.drafter_id, "outgoing_signed", str(task.pk), number=code)
        for clerk, _name in people.keepers(row.commune_id, row.organ):
            tell(work, row, clerk, "outgoing_to_seal", str(task.pk), number=code)
        facts = {"number": code, "version": version.number}
        work.note("outgoing.signed", by.ref, row.ref, facts=facts, acting_for=decision.acting_for)

    place: Place = {
        "commune_id": row.commune_id, "organ": row.organ, "book": row.kind, "period": str(day.year), "obj": row.ref,
    }  # fmt: skip
    under_next_number(place, make, keep)
    row.refresh_from_db()
    return row


def issue(by: Actor, row: Outgoing, secret: str = "") -> Outgoing:
    """Put the organisation's seal on it, over the left third of the signature: from here on it is in force. Raises Refused,
    Stale."""
    decision = policy.require(by, "seal", row)
    if row.state != "signed" or row.upload is None:
        raise moved()
    with open_stored(row.upload) as file:
        pdf = file.read()
    with keys.in_hand(keys.key_of_unit(row.commune_id, row.commune_id), secret) as hand:
        signed = keys.sign_with(hand, pdf, box=Box(**row.seal_box))
    with transact(row.commune_id) as work:
        held = Outgoing.objects.filter(pk=row.pk, state="signed", upload=row.upload)
        if not held.update(
            state="issued", issued_at=work.at, issued_by_id=by.id, changed_at=work.at,
            upload=_stored(work, row, row.code, signed.pdf),
        ):  # fmt: skip
            raise moved()
        keys.record(work, by.ref, row.ref, signed, acting_for=decision.acting_for)
        step(work, by, row, "issue", decision=decision)
        tell(work, row, row.drafter_id, "outgoing_issued", str(row.pk), number=row.code)
        work.note("outgoing.issued", by.ref, row.ref, facts={"number": row.code}, acting_for=decision.acting_for)
    row.refresh_from_db()
    return row


def give_back(work: Work, by: Actor, row: Outgoing, words: str) -> None:
    """Signed, but not to be issued: back to its drafter with the reason. Its number is struck out and never given again; the
    signed file stays where it is kept. Raises Refused, Stale."""
    decision = policy.require(by, "seal", row)
    words = said(words, "why")
    held = Outgoing.objects.filter(pk=row.pk, state="signed", number=row.number)
    code = row.code
    number = numbers.held(commune_id=row.commune_id, organ=row.organ, book=row.kind, period=row.period, obj=row.ref)
    if number is None or not held.update(
        state="draft", number=None, period="", code="", dated=None, signed_at=None, signed_by_id=None, signer="",
        signer_title="", seal_box={}, upload=None, changed_at=work.at,
    ):  # fmt: skip
        raise moved()
    # Who reads the book sees what the number was for.
    numbers.cancel(
        work, number.issued_id, actor=by.ref, reason=f"{code}, {row.signer}: {row.subject[:120]}. {words}"[:300]
    )
    step(work, by, row, "return", f"{code}: {words}"[:1000], to=row.drafter_id, decision=decision)
    tell(work, row, row.drafter_id, "outgoing_back", f"{row.pk}:{code}", name=by.name)
    work.note("outgoing.returned", by.ref, row.ref, facts={"number": code}, acting_for=decision.acting_for)


def _stored(work: Work, row: Outgoing, code: str, pdf: bytes) -> Upload:
    name = code.replace("/", "-")
    return store_made(work, Ref("system", row.pk), pdf, name=f"{name}.pdf", purpose=Outgoing.KIND)
