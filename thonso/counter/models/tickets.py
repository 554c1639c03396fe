"""Queue numbers: the kinds of business they are drawn for, the counters that call them, and the tickets of a day."""

from django.db import models

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.units.models import Unit
from thonso.counter.models.bookings import Booking
from thonso.counter.models.visits import Visit


class Business(Row):
    """A kind of business that numbers are drawn for; its letter stands before them and is never given to another."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    letter = models.CharField(max_length=1)
    name = models.CharField(max_length=80)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "letter"], name="business_letter_in_commune"),
            choices_check("letter", list("ABCDEFGHKLMNPQRSTUVX"), name="business_letter"),
            length_check("name", low=1, high=80, name="business_name_length"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"


class Counter(Row):
    """A place at which one officer serves (Quầy 1), what it calls, and how its printer is set."""

    class Size(models.TextChoices):
        A4 = "a4"
        A5X2 = "a5x2"  # two copies on one A4 sheet, cut in two

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    businesses = models.ManyToManyField(Business, related_name="counters")
    officer_id = models.UUIDField(null=True, help_text="who sits there now")
    active = models.BooleanField(default=True)
    size = models.CharField(max_length=4, choices=Size.choices, default=Size.A5X2, help_text="of receipts")
    copies = models.SmallIntegerField(default=1)
    shift_x = models.SmallIntegerField(
        default=0, help_text="tenths of a millimetre to the right, for a printer that is off"
    )
    shift_y = models.SmallIntegerField(default=0, help_text="tenths of a millimetre downwards")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "number"], name="counter_number_in_commune"),
            models.UniqueConstraint(
                fields=["officer_id"], condition=models.Q(officer_id__isnull=False), name="counter_one_an_officer"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1, number__lte=99), name="counter_number_range"),
            models.CheckConstraint(condition=models.Q(copies__in=[1, 2]), name="counter_copies"),
            models.CheckConstraint(
                condition=models.Q(shift_x__gte=-150, shift_x__lte=150, shift_y__gte=-150, shift_y__lte=150),
                name="counter_shift_within_a_margin",
            ),
            choices_check("size", ["a4", "a5x2"], name="counter_size"),
        ]

    def __str__(self) -> str:
        return f"Quầy {self.number}"


class Ticket(Row):
    """One number of one day. It says nothing of a person but why it goes before others."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CALLED = "called"  # stands at its counter
        ABSENT = "absent"  # did not come when called; may come back the same day
        DONE = "done"

    class Why(models.TextChoices):
        PLAIN = ""
        ELDERLY = "elderly"
        DISABLED = "disabled"
        PREGNANT = "pregnant"  # or with a small child
        MERIT = "merit"  # war invalids, people with merits to the revolution
        APPOINTMENT = "appointment"

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=8, help_text="A012, as drawn; it stays when the ticket goes to other business")
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    appointed_at = models.DateTimeField(null=True)
    dossier_id = models.UUIDField(null=True, help_text="the appointment somebody came for")
    booking = models.OneToOneField(Booking, null=True, on_delete=models.PROTECT, related_name="ticket")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    drawn_at = models.DateTimeField()
    since = models.DateTimeField(help_text="its place among those who wait")
    returned = models.BooleanField(default=False, help_text="came back, or was sent on from another counter")
    wanted = models.ForeignKey(Counter, null=True, on_delete=models.PROTECT, related_name="+")
    counter = models.ForeignKey(Counter, null=True, on_delete=models.PROTECT, related_name="tickets")
    called_at = models.DateTimeField(null=True)
    calls = models.SmallIntegerField(default=0)
    ahead = models.BooleanField(default=False, help_text="was called before others who waited longer")
    called_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    visit = models.OneToOneField(Visit, null=True, on_delete=models.PROTECT, related_name="ticket")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "day", "label"], name="ticket_label_in_a_day"),
            models.UniqueConstraint(
                fields=["counter"], condition=models.Q(state="called"), name="ticket_one_called_a_counter"
            ),
            choices_check("state", ["waiting", "called", "absent", "done"], name="ticket_state"),
            choices_check("why", ["", "elderly", "disabled", "pregnant", "merit", "appointment"], name="ticket_why"),
            models.UniqueConstraint(
                fields=["day", "dossier_id"],
                condition=models.Q(dossier_id__isnull=False),
                name="ticket_one_an_appointment",
            ),
            length_check("label", low=2, high=8, name="ticket_label_length"),
        ]
        indexes = [
            models.Index(fields=["commune", "day", "state", "since"], name="ticket_of_the_day"),
            models.Index(fields=["commune", "day", "-called_at"], name="ticket_last_called"),
        ]

    def __str__(self) -> str:
        return self.label


class Lobby(Row):
    """A machine in the lobby that draws numbers: it has an address of its own, which is ended when it gets about."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key in its address")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune"], condition=models.Q(ended_at=None), name="lobby_one_in_use"),
            length_check("digest", low=64, high=64, name="lobby_digest_length"),
        ]
