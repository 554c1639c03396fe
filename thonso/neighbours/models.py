"""What the desk received for another commune, how it went there and came back; and which of our dossiers came in elsewhere."""

from django.db import models
from django.db.models import Q

from thonso.core import crypto
from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.crypto.fields import SealedField
from thonso.core.units.models import Unit
from thonso.dossiers.models import Dossier
from thonso.neighbours.rules import ACTS, State, Way

PERSON = "neighbours.person"
WORDS = "neighbours.words"


class Outward(Row):
    """Received here for another commune. It is no dossier of ours: whoever is competent counts its days and answers it."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    competent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="who resolves it")
    code = models.CharField(max_length=16, help_text="NH-yy-nnnn, counted by the year")
    procedure_code = models.CharField(max_length=20, blank=True, help_text="where it is one of our catalogue")
    procedure_name = models.CharField(max_length=300)
    person_name = models.CharField(max_length=100)
    person = SealedField(label=PERSON, blank=True, help_text="JSON: id_number, phone, address")
    papers = models.JSONField(default=list, help_text="one line a paper, as it stands on the receipt")
    channel = models.CharField(max_length=4, help_text="desk | post")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State], default=State.WAITING)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    passed_at = models.DateTimeField(null=True, help_text="when it went there last")
    their_code = models.CharField(max_length=40, blank=True)
    their_due = models.DateField(null=True, help_text="the day they promised")
    answered_at = models.DateTimeField(null=True)
    refused = models.BooleanField(default=False, help_text="they did not resolve it; else a result came")
    closed_at = models.DateTimeField(null=True, help_text="handed to the person, or given back before it went")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="outward_code_in_commune"),
            models.UniqueConstraint(
                fields=["commune", "competent", "their_code"], condition=~Q(their_code=""), name="outward_their_code"
            ),
            models.CheckConstraint(condition=~Q(competent=models.F("commune")), name="outward_of_another"),
            choices_check("state", [one.value for one in State], name="outward_state"),
            choices_check("channel", ["desk", "post"], name="outward_channel"),
            length_check("procedure_name", low=1, high=300, name="outward_procedure_length"),
            length_check("person_name", low=1, high=100, name="outward_person_length"),
            length_check("their_code", high=40, name="outward_their_code_length"),
        ]
        indexes = [
            models.Index(fields=["commune", "state", "received_at"], name="outward_in_state"),
            models.Index(fields=["commune", "received_at"], name="outward_received"),
        ]

    def __str__(self) -> str:
        return self.code

    def who(self) -> dict[str, str]:
        return crypto.unseal_facts(PERSON, self.pk, self.person)


class OutwardStep(Row):
    """One act of it, never changed; `words` (to whom, why, by which paper) are sealed."""

    outward = models.ForeignKey(Outward, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=12)
    way = models.CharField(max_length=6, blank=True, choices=[(one.value, one.value) for one in Way])
    words = SealedField(label=WORDS, blank=True)
    by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [choices_check("act", ["receive", *ACTS], name="outward_step_act")]
        indexes = [models.Index(fields=["outward", "at"], name="outward_step_order")]

    def said(self) -> dict[str, str]:
        return crypto.unseal_facts(WORDS, self.pk, self.words)


class Inward(Row):
    """One of our dossiers that another desk received for us: where, when, under which code; and how its result went back."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="received_elsewhere")
    receiver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    their_code = models.CharField(max_length=40)
    received_on = models.DateField(help_text="there; our clock starts at our own reception")
    back = models.CharField(max_length=6, help_text="there | here: where the person wants the result")
    by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_way = models.CharField(max_length=6, blank=True)
    sent_to = models.CharField(max_length=100, blank=True, help_text="who took it, or the number of the post")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "receiver", "their_code"], name="inward_their_code"),
            models.CheckConstraint(condition=~Q(receiver=models.F("commune")), name="inward_from_another"),
            choices_check("back", ["there", "here"], name="inward_back"),
            choices_check("sent_way", ["", *Way.values()], name="inward_sent_way"),
            length_check("their_code", low=4, high=40, name="inward_their_code_length"),
            length_check("sent_to", high=100, name="inward_sent_to_length"),
        ]
