"""Documents that came to an organ of the commune: what they are, their number, a leader's word, whose work they are."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.base.refs import Ref
from thonso.core.files.models import Upload
from thonso.core.units.models import Unit
from thonso.documents.organs import ORGANS
from thonso.documents.outgoing.models import Outgoing, OutgoingStep, OutgoingTask, Version
from thonso.documents.rules import ACTS, CHANNELS, LARGEST, PARTS, STATES, TASK_STATES, URGENCIES
from thonso.documents.steps import CourseStep

__all__ = [
    "Book", "DocumentTask", "Incoming", "Instruction", "Outgoing", "OutgoingStep", "OutgoingTask", "Step", "Version",
]  # fmt: skip


class Book(Row):
    """Who numbers the incoming documents of an organ. Without a row Thôn Số does (`books.numbered_by`)."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organ = models.CharField(max_length=20)
    numbers_from = models.CharField(max_length=6, help_text="thonso | other: numbers are given by another system")
    other = models.CharField(max_length=60, blank=True, help_text="the other system: VNPT-iOffice")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "organ"], name="document_book_once"),
            choices_check("organ", list(ORGANS), name="document_book_organ"),
            choices_check("numbers_from", ["thonso", "other"], name="document_book_numbers_from"),
            length_check("other", high=60, name="document_book_other_length"),
            models.CheckConstraint(
                condition=Q(numbers_from="thonso", other="") | (Q(numbers_from="other") & ~Q(other="")),
                name="document_book_other_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.numbers_from}"


EMPTY: dict[str, Any] = {
    "sender": "", "code": "", "dated": None, "kind": "", "subject": "", "signer": "", "signer_title": "", "urgency": 0,
    "pages": None, "copies": 1, "due_on": None, "note": "", "same": "", "upload": None, "sha256": "", "source": "none",
    "illegible": False, "reason": "",
}  # fmt: skip
"""What an entry without content has."""


class Incoming(Row):
    """A document that came. While it waits it has no number; registered, its number and what stands in the register stay.

    `read` keeps what was proposed and where on the page it stood, `verdict` what checking its signatures found then.
    Withdrawn, because it turned out to be a state secret, it keeps its number and nothing of what it is about.
    """

    KIND: ClassVar = "incoming"

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organ = models.CharField(max_length=20, help_text="to which organ of the commune it came")
    state = models.CharField(max_length=12, default="waiting")
    channel = models.CharField(max_length=8)
    arrived_at = models.DateTimeField()
    brought_by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")

    period = models.CharField(max_length=4, blank=True, help_text="the year of the register")
    number = models.BigIntegerField(null=True, help_text="số đến")
    registered_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")

    sender = models.CharField(max_length=200, blank=True, help_text="tác giả: the organ that issued it")
    code = models.CharField(max_length=60, blank=True, help_text="its own number and symbol: 12/QĐ-UBND")
    dated = models.DateField(null=True, help_text="the day on it")
    kind = models.CharField(max_length=60, blank=True, help_text="tên loại")
    subject = models.CharField(max_length=500, blank=True, help_text="trích yếu")
    signer = models.CharField(max_length=100, blank=True)
    signer_title = models.CharField(max_length=150, blank=True)
    urgency = models.SmallIntegerField(default=0)
    pages = models.SmallIntegerField(null=True)
    copies = models.SmallIntegerField(default=1)
    due_on = models.DateField(null=True, help_text="the day its sender asks for")
    note = models.CharField(max_length=300, blank=True)
    same = models.CharField(max_length=200, blank=True, help_text="folded code, for what may be the same document")

    upload = models.ForeignKey(Upload, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the file as it came")
    read = models.JSONField(default=dict)
    source = models.CharField(max_length=4, default="none", help_text="where `read` is from: text, ocr, none")
    illegible = models.BooleanField(
        default=False, help_text="the machine could not look for marks of secrecy in its file"
    )
    verdict = models.JSONField(default=dict)

    leader = models.ForeignKey(
        "access.Account", null=True, on_delete=models.PROTECT, related_name="+", help_text="to whom it was presented"
    )
    presented_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="when it was dealt with, returned or withdrawn")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "organ", "period", "number"],
                condition=Q(number__isnull=False),
                name="incoming_number_once",
            ),
            choices_check("organ", list(ORGANS), name="incoming_organ"),
            choices_check("state", list(STATES), name="incoming_state"),
            choices_check("channel", list(CHANNELS), name="incoming_channel"),
            choices_check("source", ["text", "ocr", "none"], name="incoming_source"),
            models.CheckConstraint(condition=Q(urgency__gte=0, urgency__lt=len(URGENCIES)), name="incoming_urgency"),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__gte=1, number__lte=LARGEST), name="incoming_number_between"
            ),
            models.CheckConstraint(condition=Q(copies__gte=1, copies__lte=999), name="incoming_copies_between"),
            models.CheckConstraint(condition=Q(pages=None) | Q(pages__gte=1, pages__lte=500), name="incoming_pages"),
            models.CheckConstraint(condition=~Q(state="done") | Q(ended_at__isnull=False), name="incoming_done_when"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "returned", "withdrawn"])
                | (Q(number__isnull=False, registered_at__gte=F("arrived_at")) & ~Q(sender="") & ~Q(subject="")),
                name="incoming_registered_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | (Q(ended_at__isnull=False) & ~Q(reason="")),
                name="incoming_returned_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(number__isnull=False, ended_at__isnull=False, **EMPTY),
                name="incoming_withdrawn_is_empty",
            ),
            *(
                length_check(name, high=high, name=f"incoming_{name}_length")
                for name, high in (
                    ("sender", 200), ("code", 60), ("kind", 60), ("subject", 500), ("signer", 100),
                    ("signer_title", 150), ("note", 300), ("reason", 300),
                )
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["commune", "organ", "period", "-number"], name="incoming_register"),
            models.Index(fields=["commune", "state", "arrived_at"], name="incoming_waiting"),
            models.Index(fields=["commune", "leader", "state"], name="incoming_before_leader"),
            models.Index(fields=["commune", "same"], name="incoming_same"),
            models.Index(fields=["commune", "sha256"], name="incoming_file"),
        ]

    def __str__(self) -> str:
        return self.code or str(self.pk)

    @property
    def ref(self) -> Ref:
        return Ref(self.KIND, self.pk)

    @property
    def shown_number(self) -> str:
        """57/2026, as messages name it."""
        return f"{self.number}/{self.period}"

    @property
    def places(self) -> dict[str, dict[str, Any]]:
        """By field: the value that was read, and the page and box it stood in (fractions of the page)."""
        found: dict[str, dict[str, Any]] = self.read
        return found


class Instruction(Row):
    """Bút phê: what a leader wrote on a document. Never changed, only wiped with a document that is withdrawn; another word
    of the leader is another row."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    incoming = models.ForeignKey(Incoming, on_delete=models.PROTECT, related_name="instructions")
    by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(
        "access.Account", null=True, on_delete=models.PROTECT, related_name="+", help_text="whose post was lent"
    )
    post_title = models.CharField(max_length=120)
    words = models.CharField(max_length=1000)
    due_on = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [length_check("words", low=1, high=1000, name="instruction_words_length")]
        indexes = [models.Index(fields=["incoming", "at"], name="instruction_of_document")]

    def __str__(self) -> str:
        return self.words[:40]


class DocumentTask(Row):
    """What one person has to do with a document: exactly one leads at a time, others help or are informed."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    incoming = models.ForeignKey(Incoming, on_delete=models.PROTECT, related_name="tasks")
    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="tasks")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=4)
    state = models.CharField(max_length=10, default="open")
    due_on = models.DateField(null=True)
    given_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True, help_text="the last day on which it was told that it is due or late")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "incoming"], condition=Q(part="lead", state="open"), name="document_one_leads"
            ),
            models.UniqueConstraint(
                fields=["commune", "incoming", "account"], condition=Q(state="open"), name="document_task_once"
            ),
            choices_check("part", list(PARTS), name="document_task_part"),
            choices_check("state", list(TASK_STATES), name="document_task_state"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__gte=F("given_at"))),
                name="document_task_ended_when",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "state", "due_on"], name="document_task_of"),
            models.Index(fields=["commune", "state", "due_on"], name="document_task_due"),
            models.Index(fields=["incoming", "given_at"], name="document_task_order"),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.state}"


class Step(CourseStep):
    """One act on a document after it was registered, in its order; never changed, its words only wiped with the document."""

    incoming = models.ForeignKey(Incoming, on_delete=models.PROTECT, related_name="steps")
    task = models.ForeignKey(DocumentTask, null=True, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10)

    class Meta:
        constraints = [
            choices_check("act", list(ACTS), name="document_step_act"),
            length_check("words", high=1000, name="document_step_words_length"),
        ]
        indexes = [models.Index(fields=["incoming", "at"], name="document_step_order")]

    def __str__(self) -> str:
        return self.act
