"""Days on which an officer works in a hamlet (đăng ký lưu động), who registered for them, and what was taken in there."""

from django.db import models
from django.db.models import F, Q

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.crypto.fields import SealedField


class MobileDay(Row):
    """One officer at one place of a hamlet on one day. Announced, begun on the day itself, and closed."""

    class State(models.TextChoices):
        ANNOUNCED = "announced"
        OPEN = "open"
        CLOSED = "closed"
        CALLED_OFF = "called_off"

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    hamlet = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120)
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    officer = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    procedures = models.JSONField(help_text="codes of what is done there")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ANNOUNCED)
    why = models.CharField(max_length=200, blank=True, help_text="why it was called off; told in public")

    class Meta:
        constraints = [
            choices_check("state", ["announced", "open", "closed", "called_off"], name="mobile_day_state"),
            length_check("place", low=1, high=120, name="mobile_day_place_length"),
            length_check("why", high=200, name="mobile_day_why_length"),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="mobile_day_hours_in_order"),
            # What this officer takes in just now is taken in there.
            models.UniqueConstraint(fields=["officer"], condition=Q(state="open"), name="mobile_day_one_open"),
        ]
        indexes = [models.Index(fields=["commune", "day"], name="mobile_day_in_commune")]

    def __str__(self) -> str:
        return f"{self.day} {self.hamlet_id}"


class Enrolment(Row):
    """Somebody who wants to come, for one procedure. No phone and no number: whoever registered her tells her."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        CARRIED = "carried"
        DROPPED = "dropped"

    commune_id = models.UUIDField()
    day = models.ForeignKey(MobileDay, on_delete=models.PROTECT, related_name="enrolments")
    name = models.CharField(max_length=100)
    folded = models.CharField(max_length=100)
    procedure_code = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=200, blank=True, help_text="why it could not be done")
    carried_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField(null=True)
    entered_by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_check("state", ["waiting", "done", "carried", "dropped"], name="enrolment_state"),
            length_check("name", low=1, high=100, name="enrolment_name_length"),
            length_check("why", high=200, name="enrolment_why_length"),
            models.UniqueConstraint(
                fields=["day", "folded", "procedure_code"], condition=Q(state="waiting"), name="enrolment_once"
            ),
        ]


class TakenThere(Row):
    """A dossier that was filed or received on a mobile day: where, for its page and its slips."""

    day = models.ForeignKey(MobileDay, on_delete=models.PROTECT, related_name="taken")
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, help_text="filed | receive")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_check("act", ["filed", "receive"], name="taken_there_act"),
            models.UniqueConstraint(fields=["dossier", "act"], name="taken_there_once"),
        ]


class SlipPad(Row):
    """A pad of pre-printed slips: made and printed by the commune, given to a hamlet or kept at the desk."""

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    hamlet = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    printed = models.PositiveSmallIntegerField(
        default=0, help_text="how often; from the second time on only what is free"
    )

    class Meta:
        indexes = [models.Index(fields=["commune", "-made_at"], name="slip_pad_in_commune")]


class PadSlip(Row):
    """One slip: its code and key go home with a person before there is a dossier. Linked once, to one draft or dossier."""

    commune_id = models.UUIDField()
    pad = models.ForeignKey(SlipPad, on_delete=models.PROTECT, related_name="slips")
    code = models.CharField(max_length=12, unique=True, help_text="PH-XXXX-XXXX, the last letter a check")
    key_sealed = SealedField(label="outreach.slip_key", help_text="six digits printed beside the code")
    draft_id = models.UUIDField(null=True, help_text="the draft; a dossier has its draft's id")
    dossier_id = models.UUIDField(null=True)
    linked_by = models.UUIDField(null=True)
    linked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [length_check("code", low=12, high=12, name="pad_slip_code_length")]
        indexes = [
            models.Index(fields=["draft_id"], condition=Q(draft_id__isnull=False), name="pad_slip_draft"),
            models.Index(fields=["dossier_id"], condition=Q(dossier_id__isnull=False), name="pad_slip_dossier"),
        ]


class CarriedPaper(Row):
    """A paper of a dossier that somebody holds for its owner: an original, or a copy. Where it is now, and since when."""

    class Place(models.TextChoices):
        HELPER = "helper"
        DESK = "desk"
        DIVISION = "division"
        OWNER = "owner"  # given back

    commune_id = models.UUIDField()
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    paper_key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    original = models.BooleanField(default=True)
    place = models.CharField(max_length=10, choices=Place.choices)
    holder = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    taken_at = models.DateTimeField(help_text="when the owner gave it out of her hand: the date of the receipt")
    taken_by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            choices_check("place", ["helper", "desk", "division", "owner"], name="carried_paper_place"),
            length_check("title", low=1, high=300, name="carried_paper_title_length"),
            models.UniqueConstraint(
                fields=["dossier", "paper_key", "original"], condition=~Q(place="owner"), name="carried_paper_once"
            ),
        ]
        indexes = [models.Index(fields=["commune_id", "place", "since"], name="carried_paper_where")]


class HandOver(Row):
    """A list that goes with papers from one to another: given at a moment, taken at another, both by name."""

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=12, help_text="to_desk | to_division | back_desk | to_hamlet")
    giver = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    to = models.ForeignKey(
        "access.Account", null=True, on_delete=models.PROTECT, related_name="+", help_text="for whom it is meant"
    )
    taker = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            choices_check("way", ["to_desk", "to_division", "back_desk", "to_hamlet"], name="hand_over_way"),
            models.CheckConstraint(
                condition=Q(taker__isnull=True, taken_at__isnull=True) | Q(taker__isnull=False, taken_at__isnull=False),
                name="hand_over_taken_whole",
            ),
        ]
        indexes = [models.Index(fields=["commune", "-given_at"], name="hand_over_in_commune")]


class HandOverLine(Row):
    """One paper of a list; `arrived` is said by who takes it, with a word about what is missing."""

    list = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="lines")
    paper = models.ForeignKey(CarriedPaper, on_delete=models.PROTECT, related_name="lines")
    arrived = models.BooleanField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "paper"], name="hand_over_line_once"),
            length_check("note", high=200, name="hand_over_line_note_length"),
        ]


class Call(Row):
    """Somebody was told by voice, or could not be: who tried, when, and what came of it."""

    class Outcome(models.TextChoices):
        REACHED = "reached"
        NO_ANSWER = "no_answer"
        WRONG = "wrong"
        THROUGH = "through"  # through the helper, the village head, a neighbour

    commune_id = models.UUIDField()
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=24, help_text="of the dossier when it was told")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [choices_check("outcome", ["reached", "no_answer", "wrong", "through"], name="call_outcome")]
        indexes = [models.Index(fields=["dossier", "-at"], name="call_of_dossier")]
