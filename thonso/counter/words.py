"""Words for what the counter writes into the journal."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "visit.begun": _("Began to serve somebody at the counter"),
    "visit.done": _("Ended a visit at the counter"),
    "visit.left_open": _("A visit at the counter ended by itself"),
    "visit.taken_over": _("Took a visit over from a colleague"),
    "visit.printed": _("Printed the list of receipts of a visit"),
    "ticket.drawn": _("A queue number was drawn"),
    "ticket.called": _("Called a queue number"),
    "ticket.absent": _("Called a queue number and nobody came"),
    "ticket.came_back": _("Took a queue number back into the line"),
    "ticket.sent_on": _("Sent a queue number on to another counter"),
    "ticket.finished": _("Was done with a queue number"),
    "booking.made": _("Booked an hour at the counter"),
    "booking.read": _("Opened a booked hour"),
    "booking.moved": _("Moved a booked hour"),
    "booking.cancelled": _("Gave a booked hour back"),
    "booking.set_up": _("Set how many come to the counter by appointment"),
    "counter.taken": _("Sat down at a counter"),
    "counter.set": _("Set up a counter and its printer"),
    "counter.business_set": _("Set up a kind of business for queue numbers"),
    "counter.lobby_made": _("Made an address for the machine in the lobby"),
    "counter.lobby_ended": _("Ended the address of the machine in the lobby"),
    "slip.pad_made": _("Made a pad of slips for a power cut"),
    "slip.printed": _("Printed a pad of slips"),
    "slip.spoilt": _("Struck out a slip"),
    "slip.hour_written": _("Wrote down the true hour of a slip"),
    "outage.proposed": _("Wrote a power cut down"),
    "outage.approved": _("Approved entering later"),
    "outage.refused": _("Did not approve entering later"),
    "draft.handed_on": _("Went on with a form that a colleague had begun"),
}

# Who is called before others (rules.order; cần xác minh), as the machine in the lobby asks it.
WHY_DRAWN = (
    ("", _("None of these")),
    ("elderly", _("Elderly (60 and over)")),
    ("disabled", _("Person with a disability")),
    ("pregnant", _("Pregnant, or with a small child")),
    ("merit", _("War invalid, person with merits to the revolution")),
)
WHY = {
    "elderly": _("elderly"),
    "disabled": _("with a disability"),
    "pregnant": _("pregnant or with a small child"),
    "merit": _("with merits to the revolution"),
    "appointment": _("has an appointment"),
}
