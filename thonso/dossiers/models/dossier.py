"""A dossier, its people, its history, its papers, and the stretches in which its clock stood still."""

from uuid import UUID

from django.db import models

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.crypto.fields import SealedField
from thonso.core.files.models import Upload
from thonso.core.units.deciders import EITHER
from thonso.core.units.models import Unit
from thonso.dossiers import vault
from thonso.dossiers.rules.states import RUNNING, State
from thonso.procedures.models import ProcedureVersion

STATES = [(state.value, state.value) for state in State]


class Channel(models.TextChoices):
    ONLINE = "online"
    ASSISTED = "assisted"
    DESK = "desk"
    POST = "post"


class Dossier(Row):
    """Where a dossier stands now. Every column can be made again from its events (`rules.replay`)."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24, help_text="tracking code, TS-yymmdd-nnnn")
    official_code = models.CharField(max_length=40, blank=True, help_text="the province's code, or our own count")
    procedure_code = models.CharField(max_length=20)
    procedure_name = models.CharField(max_length=300)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    case_key = models.CharField(max_length=60)
    paper_keys = models.JSONField(default=list, help_text="papers this filing was to bring, in the order of the law")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    hamlet = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+", help_text="where the subject lives"
    )

    state = models.CharField(max_length=24, choices=STATES)
    stage = models.CharField(max_length=40, blank=True, help_text="key of the procedure's step")
    returns_to = models.CharField(max_length=24, blank=True, help_text="the state a supplement goes back to")
    revision = models.IntegerField(default=0)
    holder_role = models.CharField(max_length=30, blank=True, help_text="the queue it stands in; empty when final")
    holder_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    assignee_id = models.UUIDField(null=True, help_text="the account it is assigned to within that queue")

    roles = models.CharField(
        max_length=200, help_text="roles of the procedure's steps, each between blanks: they may read it"
    )

    subject_name = models.CharField(max_length=100)
    subject_folded = models.CharField(max_length=100, help_text="without diacritics, for search")
    subject_resident_id = models.UUIDField(null=True)
    household_id = models.UUIDField(null=True)
    submitter_account_id = models.UUIDField(null=True)
    assist_session_id = models.UUIDField(null=True)
    helper_account_id = models.UUIDField(null=True)
    has_heir = models.BooleanField(default=False, help_text="the subject died, and an heir goes on with it")
    heir_resident_id = models.UUIDField(null=True)

    filed_at = models.DateTimeField()
    entered_at = models.DateTimeField(
        null=True, help_text="when it was entered, of what was filed on paper earlier while there was no power"
    )
    received_at = models.DateTimeField(null=True, help_text="the clock starts here")
    appointed_at = models.DateTimeField(null=True, help_text="the hour of an appointment; its clock starts then")
    # A date that had been missed when the clock began to stand is kept.
    due_at = models.DateTimeField(null=True, help_text="none while the clock stands")
    act_by = models.DateTimeField(null=True, help_text="what the queue is sorted by: reception, due date or reply")
    completed_at = models.DateTimeField(null=True)  # its result is there, or it has ended without one
    handed_over_at = models.DateTimeField(null=True)
    supplements_asked = models.SmallIntegerField(default=0)
    extended = models.SmallIntegerField(default=0, help_text="working days granted on top, in all")
    extension_proposed = models.SmallIntegerField(
        default=0, help_text="working days an officer has asked for; 0: nothing waits"
    )
    refusal_proposed = models.BooleanField(default=False)
    supplement_proposed = models.BooleanField(default=False)
    approval_by = models.CharField(
        max_length=16, blank=True, help_text="whose decision a proposal waits for: centre_director | leader"
    )
    result_revoked = models.BooleanField(
        default=False, help_text="taken back before it was handed over, and no other is in force yet"
    )
    fee_state = models.CharField(
        max_length=8, blank=True, help_text="of the charge in force: asked, paid, exempt; empty: nothing yet"
    )

    data_key = SealedField(
        help_text="opens the answers and the payloads of this dossier's events; destroyed to erase them"
    )
    key_sealed = SealedField(label="dossiers.tracking_key", help_text="the six digits of the tracking key")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="dossier_code_in_commune"),
            choices_check("approval_by", ["", *EITHER], name="dossier_approval_by"),
            choices_check("state", [state.value for state in State], name="dossier_state"),
            length_check("subject_name", low=1, high=100, name="dossier_subject_length"),
            models.UniqueConstraint(
                fields=["commune", "official_code"], condition=~models.Q(official_code=""), name="dossier_official_code"
            ),
        ]
        indexes = [
            # The order of a queue, then whatever else the counts of the open ones ask (`queues.counts`): they are made from
            # the index alone, a quarter of the time it takes to fetch the rows.
            models.Index(
                fields=[
                    *("commune", "holder_role", "act_by", "id"),
                    *("state", "assignee_id", "submitter_account_id", "approval_by", "roles", "due_at"),
                ],
                condition=~models.Q(holder_role=""),
                name="dossier_open",
            ),
            models.Index(fields=["commune", "-filed_at", "-id"], name="dossier_newest_first"),
            models.Index(fields=["commune", "state", "act_by", "id"], name="dossier_by_state"),
            models.Index(
                fields=["commune", "completed_at", "due_at", "extended"],
                condition=models.Q(completed_at__isnull=False),
                name="dossier_completed",
            ),
            models.Index(fields=["code"], name="dossier_code"),
            models.Index(fields=["submitter_account_id", "-filed_at"], name="dossier_submitter"),
            models.Index(fields=["subject_resident_id", "-filed_at"], name="dossier_subject"),
            models.Index(fields=["helper_account_id", "-filed_at"], name="dossier_helper"),
            models.Index(
                fields=["heir_resident_id", "-filed_at"],
                condition=models.Q(heir_resident_id__isnull=False),
                name="dossier_heir",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def status(self) -> State:
        return State(self.state)

    @property
    def owner_resident_id(self) -> UUID | None:
        """Whose it is now in the register: once an heir goes on, the heir's alone."""
        return self.heir_resident_id if self.has_heir else self.subject_resident_id

    @property
    def served_at_once(self) -> bool:
        """Received for who stood there: an hour was set that nobody can miss."""
        return self.appointed_at is not None and self.appointed_at == self.received_at

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING

    @property
    def is_corrected(self) -> bool:
        """Its result was out already, and a corrected one is made: `act_by` is the date of the correction."""
        return self.returns_to in {State.COMPLETED, State.HANDED_OVER}

    def household_ids(self) -> set[UUID]:
        return {self.household_id} if self.household_id else set()

    def resident_ids(self) -> set[UUID]:
        return {one for one in (self.subject_resident_id, self.heir_resident_id) if one}

    def filed_by_accounts(self) -> set[UUID]:
        return {self.submitter_account_id} if self.submitter_account_id else set()


class Part(models.TextChoices):
    SUBJECT = "subject"
    SUBMITTER = "submitter"
    HELPER = "helper"
    HEIR = "heir"
    INTERPRETER = "interpreter"
    WITNESS = "witness"


class Party(Row):
    """A person of a dossier (practice.md 10). The name is plain; number, phone, birth and address are sealed together."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="parties")
    part = models.CharField(max_length=12, choices=Part.choices)
    name = models.CharField(max_length=100)
    details = SealedField(label="dossiers.party", help_text="JSON under the dossier's data key")
    id_blind = models.CharField(max_length=64, blank=True)
    representation = models.CharField(
        max_length=20, blank=True, help_text="self, parent, guardian, authorised, relative"
    )
    resident_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["id"]  # as they were named: the first witness first
        indexes = [models.Index(fields=["id_blind"], condition=~models.Q(id_blind=""), name="party_id_blind")]
        constraints = [choices_check("part", Part.values, name="party_part")]


# One by one, not as a list: SQLite finds a partial index by comparing the words, and does not look into lists.
OF_FEES = models.Q(kind="ask_payment") | models.Q(kind="record_payment") | models.Q(kind="void_payment")


class Event(Row):
    """One step of a dossier, never changed. `payload` (answers, reasons, names) is sealed under the dossier's data key."""

    commune_id = models.UUIDField()
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="events")
    seq = models.IntegerField()
    kind = models.CharField(max_length=24, help_text="`filed`, or the name of the transition")
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24)
    changes = models.JSONField(help_text="columns of the dossier that it set; nothing personal")
    facts = models.JSONField(default=dict, help_text="what may be shown without opening the payload")
    payload = SealedField(blank=True, label="dossiers.event")
    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=100)
    acting_for = models.CharField(max_length=100, blank=True)
    transaction_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="event_seq"),
            models.UniqueConstraint(fields=["dossier", "transaction_id", "kind"], name="event_once"),
        ]
        # What the cash sheet of a day is read from.
        indexes = [
            models.Index(
                fields=["commune_id", "at"],
                condition=OF_FEES,
                name="event_of_fees",
            )
        ]


class Attachment(Row):
    """A file given for a required paper; a supplement adds, it never replaces."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="attachments")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attachments")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    paper_key = models.CharField(max_length=60)
    at = models.DateTimeField()


class PaperCheck(Row):
    """How an officer found a required paper. A newer row replaces an older one."""

    class Verdict(models.TextChoices):
        VALID = "valid"
        INVALID = "invalid"
        MISSING = "missing"

    class Seen(models.TextChoices):
        ELECTRONIC = "electronic"
        COMPARED = "compared"  # original compared and given back
        COPY = "copy"  # a copy kept, the original seen and given back where there was one
        KEPT = "kept"  # original kept

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="checks")
    paper_key = models.CharField(max_length=60)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    seen = models.CharField(max_length=12, choices=Seen.choices, default=Seen.ELECTRONIC)
    note_sealed = SealedField(blank=True, label="dossiers.paper_check", help_text="under the dossier's data key")
    by_account_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "paper_key"], name="papercheck_one_a_paper")]

    @property
    def note(self) -> str:
        found = vault.open_(self.dossier.data_key, "paper_check", self.pk, self.note_sealed)
        return found if isinstance(found, str) else ""


class Pause(Row):
    """A stretch in which the clock stood still, waiting for the applicant."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="pauses")
    start = models.DateTimeField()
    end = models.DateTimeField(null=True)
    reason = models.CharField(max_length=24, default="supplement")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=models.Q(end=None), name="pause_one_open"),
            models.CheckConstraint(
                condition=models.Q(end=None) | models.Q(end__gte=models.F("start")), name="pause_ends_after_start"
            ),
        ]
