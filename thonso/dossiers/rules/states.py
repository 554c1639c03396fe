"""The states of a dossier and their national codes (decisions.md; vietnam.md §1.2). Late is computed, never a state."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused_at_intake"
    PROCESSING = "processing"
    CONSULTING = "awaiting_consultation"
    SUPPLEMENT = "awaiting_supplement"
    PAYMENT = "awaiting_payment"
    SIGNATURE = "awaiting_signature"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    EXPIRED = "expired"
    COMPLETED = "completed"
    HANDED_OVER = "handed_over"


NATIONAL_CODE: dict[State, int] = {
    State.SUBMITTED: 1,
    State.ACCEPTED: 2,
    State.REFUSED: 3,
    State.PROCESSING: 4,
    State.CONSULTING: 4,
    State.SIGNATURE: 4,
    State.SUPPLEMENT: 5,
    State.PAYMENT: 6,
    State.WITHDRAWN: 7,
    State.STOPPED: 8,
    State.EXPIRED: 8,
    State.COMPLETED: 9,
    State.HANDED_OVER: 10,
}
FINAL = frozenset({State.REFUSED, State.WITHDRAWN, State.STOPPED, State.EXPIRED, State.HANDED_OVER})
OPEN = frozenset(State) - FINAL
# Work on it is not finished: it has a date to keep. Completed waits only for its owner to fetch the result.
RUNNING = OPEN - {State.COMPLETED}
# The office can do nothing until the person does.
FOR_APPLICANT = (State.SUPPLEMENT, State.PAYMENT)

LABEL = {
    State.SUBMITTED: _("Waiting for reception"),
    State.ACCEPTED: _("Received"),
    State.REFUSED: _("Reception refused"),
    State.PROCESSING: _("In process"),
    State.CONSULTING: _("Waiting for an opinion"),
    State.SUPPLEMENT: _("Waiting for a supplement"),
    State.PAYMENT: _("Waiting for payment"),
    State.SIGNATURE: _("Submitted for signature"),
    State.WITHDRAWN: _("Withdrawn"),
    State.STOPPED: _("Stopped"),
    State.EXPIRED: _("Stopped: not supplemented in time"),
    State.COMPLETED: _("Result is ready"),
    State.HANDED_OVER: _("Result handed over"),
}
TONE = {
    State.SUBMITTED: "soon",
    State.SUPPLEMENT: "soon",
    State.PAYMENT: "soon",
    State.REFUSED: "late",
    State.STOPPED: "late",
    State.EXPIRED: "late",
    State.WITHDRAWN: "plain",
    State.COMPLETED: "ok",
    State.HANDED_OVER: "ok",
}
