"""Results: drafted, signed, numbered, sealed, handed over; later corrected, replaced or revoked."""

from django.db import models

from thonso.core.base.models import Row, choices_check
from thonso.core.crypto.fields import SealedField
from thonso.core.files.models import Upload
from thonso.core.units.models import Unit
from thonso.dossiers.models.dossier import Dossier


class Result(Row):
    """One paper. A decision may stand for many dossiers; a certificate for one."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SIGNED = "signed"
        ISSUED = "issued"
        REPLACED = "replaced"
        REVOKED = "revoked"

    class Made(models.TextChoices):
        HERE = "here"
        ELSEWHERE = "elsewhere"
        TRANSFERRED = "transferred"

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    made = models.CharField(max_length=12, choices=Made.choices, default=Made.HERE)
    paper = models.CharField(max_length=40, blank=True, help_text="kind of core.papers")
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State.choices)
    number = models.CharField(max_length=60, blank=True, help_text="05/QĐ-UBND, or as the other system gave it")
    dated = models.DateField(null=True)
    data = SealedField(blank=True, label="dossiers.result", help_text="JSON the paper is drawn from")
    rests_on = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="carries", help_text="a certificate's decision"
    )
    upload = models.ForeignKey(Upload, null=True, on_delete=models.PROTECT, related_name="+")
    check_code = models.CharField(max_length=20, unique=True, help_text="for the public verification page")
    signer_name = models.CharField(max_length=100, blank=True)
    signer_title = models.CharField(max_length=100, blank=True)
    signed_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrections", help_text="the paper it is to replace"
    )
    revocation_proposed_at = models.DateTimeField(
        null=True, help_text="an officer wants it taken back; a leader decides"
    )
    ended_reason = models.CharField(max_length=300, blank=True)
    made_by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_check("state", ["draft", "signed", "issued", "replaced", "revoked"], name="result_state_known")
        ]


# Those of which a leader is still to decide whether they are taken back: nobody hands them over meanwhile.
HELD = {"state": Result.State.ISSUED, "revocation_proposed_at__isnull": False}


# A file that is the paper itself: signed here, or signed by the system that made it. A scan shows it and is not it.
BEARS_A_SIGNATURE = models.Q(made=Result.Made.HERE, upload__isnull=False) | models.Q(upload__signed=True)


class ResultFor(Row):
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="stands_for")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="results")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["result", "dossier"], name="resultfor_once")]


class Handover(Row):
    """Proof that the result reached its owner: who took it, how, and through whom. A corrected one is handed over again."""

    class Way(models.TextChoices):
        DESK = "desk"
        HAMLET = "hamlet"
        POST = "post"
        ELECTRONIC = "electronic"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="handovers")
    way = models.CharField(max_length=12, choices=Way.choices)
    taken_by = models.CharField(max_length=100)
    details = SealedField(
        blank=True, label="dossiers.handover", help_text="JSON: number shown, authorisation, signature drawn"
    )
    by_account_id = models.UUIDField()
    at = models.DateTimeField()
