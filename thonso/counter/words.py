"""Words for what the counter writes into the journal."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "visit.begun": _("Began to serve somebody at the counter"),
    "visit.done": _("Ended a visit at the counter"),
    "visit.left_open": _("A visit at the counter ended by itself"),
    "visit.taken_over": _("Took a visit over from a colleague"),
    "visit.printed": _("Printed the list of receipts of a visit"),
    "draft.handed_on": _("Went on with a form that a colleague had begun"),
}
