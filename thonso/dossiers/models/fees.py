"""State fees of a dossier: what was asked, and the receipt that says it was paid. Money itself is never taken here."""

from django.db import models
from django.db.models import Q

from thonso.core.base.models import Row, choices_check
from thonso.dossiers.models.dossier import Dossier


class Charge(Row):
    """One demand, or one payment made without a demand at the desk; a void one stays, and a new one stands beside it.

    State fees do not go through VietQR (practice.md 7): a payment is the receipt of the licensed system, or the reference
    of the national portal.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        PAID = "paid"
        EXEMPT = "exempt"
        VOID = "void"

    class Way(models.TextChoices):
        RECEIPT = "receipt"  # number of the receipt that the licensed system gave
        PORTAL = "portal"  # reference of the payment on the national portal

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="charges")
    commune_id = models.UUIDField()
    full = models.IntegerField(null=True, help_text="đồng by the version of the procedure; none where it does not say")
    amount = models.IntegerField(help_text="đồng, after exemption")
    state = models.CharField(max_length=8, choices=State.choices)
    way = models.CharField(max_length=8, choices=Way.choices, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    paid_on = models.DateField(null=True)
    refunded = models.IntegerField(null=True, help_text="đồng that were given back when it was voided")
    by_account_id = models.UUIDField(help_text="who asked, or recorded the payment last")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_check("state", ["asked", "paid", "exempt", "void"], name="charge_state"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="charge_amount"),
            models.CheckConstraint(
                condition=Q(refunded=None) | Q(state="void", refunded__gt=0, refunded__lte=models.F("amount")),
                name="charge_refunded_when_void",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | (~Q(reference="") & Q(paid_on__isnull=False)), name="charge_paid_is_proved"
            ),
            models.UniqueConstraint(
                fields=["dossier"], condition=~Q(state="void"), name="charge_one_in_force_a_dossier"
            ),
            models.UniqueConstraint(
                fields=["commune_id", "way", "reference"], condition=Q(state="paid"), name="charge_receipt_once"
            ),
        ]
