"""A document that an organ writes: its text version by version, whose turn it is, its number, its signed file."""

from copy import copy
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.base.refs import Ref
from thonso.core.files.models import Upload
from thonso.core.units.models import Unit
from thonso.documents.organs import ORGANS
from thonso.documents.outgoing.rules import ACTS, CAPACITIES, NUMBERED, PARTS, STATES, TASK_STATES
from thonso.documents.rules import LARGEST, URGENCIES
from thonso.documents.steps import CourseStep

TEXTS = ("subject", "addressees", "body", "recipients")
COLUMNS = ("kind", "unit", "capacity", "urgency")


class Outgoing(Row):
    """A document from its first line to its issue. What it says stands in its versions; signed, `code` and `upload` stay."""

    KIND: ClassVar = "outgoing"

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organ = models.CharField(max_length=20)
    kind = models.CharField(max_length=40, help_text="key of catalogue/documents/kinds.yaml")
    unit = models.CharField(max_length=12, blank=True, help_text="who writes it, as its symbol names them: VHXH")
    capacity = models.CharField(max_length=5, default="body", help_text="in whose name it is signed")
    urgency = models.SmallIntegerField(default=0)
    subject = models.CharField(max_length=500, help_text="of the newest version, for lists")
    version = models.SmallIntegerField(default=1, help_text="the newest")
    state = models.CharField(max_length=10, default="draft")
    answers = models.ForeignKey(
        "documents.Incoming",
        null=True,
        on_delete=models.PROTECT,
        related_name="replies",
        help_text="what it replies to",
    )
    drafter = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    period = models.CharField(max_length=4, blank=True, help_text="the year of its book")
    number = models.BigIntegerField(null=True)
    code = models.CharField(max_length=60, blank=True, help_text="05/QĐ-UBND")
    dated = models.DateField(null=True)
    signed_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    signer = models.CharField(max_length=100, blank=True)
    signer_title = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True)
    seal_box = models.JSONField(default=dict, help_text="where the seal goes on the signed page")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    upload = models.ForeignKey(Upload, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "organ", "kind", "period", "number"],
                condition=Q(number__isnull=False),
                name="outgoing_number_once",
            ),
            choices_check("organ", list(ORGANS), name="outgoing_organ"),
            choices_check("state", list(STATES), name="outgoing_state"),
            choices_check("capacity", list(CAPACITIES), name="outgoing_capacity"),
            models.CheckConstraint(condition=Q(urgency__gte=0, urgency__lt=len(URGENCIES)), name="outgoing_urgency"),
            models.CheckConstraint(condition=Q(version__gte=1), name="outgoing_version"),
            models.CheckConstraint(
                # Said of each column that it is there: a comparison with nothing would let the row pass.
                condition=Q(state__in=NUMBERED, number__isnull=False, signed_at__isnull=False, dated__isnull=False)
                & Q(upload__isnull=False, number__gte=1, number__lte=LARGEST)
                & ~Q(code="")
                | ~Q(state__in=NUMBERED) & Q(number=None, signed_at=None, upload=None),
                name="outgoing_signed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="issued", issued_at__isnull=False) | ~Q(state="issued") & Q(issued_at=None),
                name="outgoing_issued_when",
            ),
            *(
                length_check(name, low=low, high=high, name=f"outgoing_{name}_length")
                for name, low, high in (
                    ("kind", 1, 40), ("unit", 0, 12), ("subject", 1, 500), ("code", 0, 60), ("signer", 0, 100),
                    ("signer_title", 0, 150),
                )
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["commune", "organ", "period", "kind", "-number"], name="outgoing_register"),
            models.Index(fields=["commune", "state", "changed_at"], name="outgoing_state_at"),
            models.Index(fields=["drafter", "state"], name="outgoing_of_drafter"),
        ]

    def __str__(self) -> str:
        return self.code or str(self.pk)

    @property
    def ref(self) -> Ref:
        return Ref(self.KIND, self.pk)

    @property
    def shown_state(self) -> tuple[Any, str]:
        """In words, with the tone of its tag."""
        return STATES[self.state]


class Version(Row):
    """What a document said at one moment, by whoever changed it. Never changed; the newest is what is signed."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    outgoing = models.ForeignKey(Outgoing, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    subject = models.CharField(max_length=500)
    addressees = models.TextField(blank=True, help_text="Kính gửi, a line each")
    body = models.TextField(blank=True)
    recipients = models.TextField(blank=True, help_text="Nơi nhận, a line each")
    kind = models.CharField(max_length=40)
    unit = models.CharField(max_length=12, blank=True)
    capacity = models.CharField(max_length=5)
    urgency = models.SmallIntegerField()
    by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outgoing", "number"], name="outgoing_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="outgoing_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.outgoing_id} {self.number}"

    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in TEXTS}

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in COLUMNS}

    def document(self) -> Outgoing:
        """The document as it was at this version, to be set; never to be saved."""
        then = copy(self.outgoing)
        for name, value in self.columns().items():
            setattr(then, name, value)
        return then


class OutgoingTask(Row):
    """Somebody's turn: an opinion, beside it; looking through and signing one after another, `place` by `place`."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    outgoing = models.ForeignKey(Outgoing, on_delete=models.PROTECT, related_name="tasks")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=5)
    place = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=7, default="open")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outgoing"], condition=Q(part__in=["check", "sign"], state="open"), name="outgoing_one_has_it"
            ),
            models.UniqueConstraint(
                fields=["outgoing", "account"], condition=Q(part="opine", state="open"), name="outgoing_asked_once"
            ),
            choices_check("part", list(PARTS), name="outgoing_task_part"),
            choices_check("state", list(TASK_STATES), name="outgoing_task_state"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "waiting"], ended_at=None)
                | (~Q(state__in=["open", "waiting"]) & Q(ended_at__gte=F("given_at"))),
                name="outgoing_task_ended_when",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "state", "given_at"], name="outgoing_task_of"),
            models.Index(fields=["outgoing", "place"], name="outgoing_task_order"),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.state}"


class OutgoingStep(CourseStep):
    """What was done with it, in its order; `version` is the text that was meant."""

    outgoing = models.ForeignKey(Outgoing, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=9)
    version = models.SmallIntegerField()

    class Meta:
        constraints = [
            choices_check("act", list(ACTS), name="outgoing_step_act"),
            length_check("words", high=1000, name="outgoing_step_words_length"),
        ]
        indexes = [models.Index(fields=["outgoing", "at"], name="outgoing_step_order")]

    def __str__(self) -> str:
        return self.act
