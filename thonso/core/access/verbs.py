"""Words for what stands in the journal. A verb is 'kind.act'; the kind of thing it was done to stands beside it."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

GROUP_WORDS: Final[dict[str, Promise]] = {
    "opened": _("Opened a record"),
    "denied": _("Was refused"),
    "dossier": _("Dossiers and complaints"),
    "counter": _("At the counter"),
    "people": _("Residents and households"),
    "account": _("Accounts, posts, signing in"),
    "signature": _("Signatures and numbers"),
    "setup": _("Set-up of the commune"),
    "house": _("Messages, jobs, the journal itself"),
}
# Beginnings of verbs; with a dot in front, endings.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "opened": (".read",),
    "denied": ("access.",),
    "counter": ("visit.", "ticket.", "counter.", "booking.", "outage.", "slip."),
    "dossier": ("dossier.", "draft.", "complaint.", "assist.", "hamlet_task.", "result.", "consent.", "file.",
                "report.", "register.", "cash_sheet.", "month_book.", "handover_list.", "outward.", "inward.", "bundle."),
    "people": ("resident.", "household.", "contact.", "people.", "duplicates.", "id_number.", "classification."),
    "account": ("account.", "assignment.", "delegation.", "token."),
    "signature": ("document.", "signing_key.", "trust.", "number."),
    "setup": ("hamlet.", "holiday", "office_hours.", "commune.", "procedure.", "roster.",
              "mobile_day.", "slip_pad.", "slip.", "paper.", "hand_over."),
    "house": ("journal.", "notices.", "job."),
}  # fmt: skip
# Who acted, when it is nobody with a post: a resident is not named here.
ACTORS: Final[dict[str, Promise]] = {
    "account": _("a resident"),
    "anonymous": _("somebody without an account"),
    "keyholder": _("the holder of a tracking key"),
    "system": _("the system"),
}
KINDS: Final[dict[str, Promise]] = {
    "absence": _("days away"),
    "account": _("account"),
    "assignment": _("post"),
    "assist": _("assisted session"),
    "business": _("kind of business at the counter"),
    "cash_sheet": _("cash sheet of a day"),
    "counter": _("counter"),
    "month_book": _("register and table of a month"),
    "booking": _("booked hour at the counter"),
    "bookingrule": _("hours that can be booked"),
    "lobby": _("machine for numbers"),
    "bundle": _("bundle filed on the portal"),
    "outward": _("dossier of another commune"),
    "outage": _("hours without power"),
    "slip": _("pre-numbered slip"),
    "slip_batch": _("pad of numbered slips"),
    "ticket": _("queue number"),
    "visit": _("visit at the counter"),
    "classification": _("class of a household"),
    "complaint": _("complaint"),
    "contact": _("contact"),
    "delegation": _("standing in"),
    "dossier": _("dossier"),
    "draft": _("draft"),
    "duty": _("time at a support point"),
    "duplicate": _("possible double"),
    "ethnicity": _("ethnicity of a resident"),
    "file": _("file"),
    "hamlet_task": _("task of a hamlet"),
    "handover_list": _("hand-over list"),
    "holiday": _("day off"),
    "holidays": _("days off"),
    "hand_over": _("hand-over list"),
    "household": _("household"),
    "id_number": _("ID number of a resident"),
    "job": _("background job"),
    "mobile_day": _("mobile day"),
    "slip_pad": _("pad of slips"),
    "journal": _("journal"),
    "number": pgettext_lazy("kind of thing", "number of a paper"),
    "office_hours": _("office hours"),
    "outbox_message": _("message"),
    "procedure": _("procedure"),
    "national_procedure": _("procedure of the national catalogue"),
    "procedure_version": _("version of a procedure"),
    "working_copy": _("procedure being edited"),
    "queue": _("list of dossiers"),
    "register": _("register of dossiers"),
    "report": _("report"),
    "resident": _("resident"),
    "result": _("result"),
    "signing_key": _("signing key"),
    "token": _("token for the API"),
    "trusted": _("trusted certificate"),
    "unit": pgettext_lazy("kind of thing", "unit"),
    "upload": _("file"),
}
# By the whole verb; what several kinds share, by the act alone.
ACTS: dict[str, Any] = {
    "read": _("opened"),
    "created": _("created"),
    "ended": _("ended"),
    "exported": _("took away as a table"),
    "printed": _("printed"),
    "access.denied": _("was refused"),
    "account.confirmed": _("confirmed the identity"),
    "account.disabled": _("locked"),
    "account.enabled": _("unlocked"),
    "account.factor_added": _("added a second lock"),
    "account.factor_removed": _("removed a second lock"),
    "account.factors_dropped": _("removed the second locks"),
    "account.password_set": _("set a password"),
    "account.phone_set": _("set the telephone for signing in"),
    "account.sign_in_failed": _("a wrong password was tried"),
    "account.signed_in": _("signed in"),
    "account.signed_out": _("signed out"),
    "account.signed_out_everywhere": _("ended all sessions"),
    "account.start_given": _("gave a slip to start with"),
    "account.started": _("began with the slip"),
    "account.tied": _("tied to a resident"),
    "assignment.granted": _("appointed"),
    "assignment.revoked": _("ended the appointment"),
    "assignment.seen": _("took note of the appointment"),
    "assist.extended": _("went on longer"),
    "assist.opened": _("began"),
    "assist.post_ended": _("closed with the helper's post"),
    "commune.profile_changed": _("changed the facts of the commune"),
    "complaint.answered": _("answered"),
    "consent.given": _("agreement given"),
    "consent.withdrawn": _("agreement withdrawn"),
    "contact.ended": _("no longer used"),
    "contact.set": _("entered"),
    "delegation.made": _("had somebody stand in"),
    "document.signed": _("signed"),
    "dossier.complained": _("complained"),
    "dossier.rated": _("rated"),
    "draft.removed": _("tidied away"),
    "draft.discarded": _("thrown away"),
    "duplicates.proposed": _("found by the search"),
    "duplicates.resolved": _("decided"),
    "file.opened": _("opened"),
    "file.received": _("received"),
    "file.refused": _("refused"),
    "file.removed": _("removed"),
    "hamlet.changed": _("changed"),
    "hamlet.merged": _("merged"),
    "hamlet.renamed": _("renamed"),
    "hamlet.split": _("split"),
    "hamlet_task.posted": _("posting recorded"),
    "hamlet_task.unposted": _("posting taken back"),
    "hamlet_task.objection": _("objection to a posting written down"),
    "holiday.added": _("entered"),
    "holiday.removed": _("took out"),
    "holidays.loaded": _("loaded from the calendar"),
    "household.class_doubted": _("class to be looked at again"),
    "household.classified": _("class decided"),
    "household.head_changed": _("changed the head"),
    "household.moved": _("moved"),
    "household.split": _("split"),
    "job.cancelled": _("cancelled"),
    "job.rerun": _("started again"),
    "journal.fault_found": _("a fault was found"),
    "journal.restored": _("went on from a backup"),
    "notices.cancelled": _("cancelled"),
    "notices.resent": _("sent again"),
    "number.cancelled": _("number cancelled"),
    "office_hours.set": _("changed"),
    "people.added": _("added to the list"),
    "people.followed_hamlet": _("residents moved to the new hamlet"),
    "people.imported": _("imported a list of residents"),
    "procedure.confirmed": _("value confirmed"),
    "procedure.dated": _("changed the last day"),
    "procedure.published": _("published"),
    "procedure.retired": _("stopped taking dossiers"),
    "procedure.withdrawn": _("withdrawn"),
    "resident.corrected": _("corrected"),
    "resident.ethnicity_changed": _("ethnicity changed"),
    "resident.id_number_changed": _("ID number changed"),
    "resident.merged": _("put together with a double"),
    "resident.died": _("death recorded"),
    "resident.death_undone": _("death taken back"),
    "resident.leaving_undone": _("leaving taken back"),
    "resident.death_doubtful": _("a registered death contradicts the register"),
    "resident.moved": _("moved to another household or away"),
    "result.numbered": _("numbered"),
    "signing_key.pictured": _("picture of the signature set"),
    "signing_key.registered": _("entered"),
    "signing_key.retired": _("ended"),
    "token.revoked": _("ended"),
    "trust.added": _("entered"),
    "trust.removed": _("took out"),
}


def register(words: Mapping[str, Any]) -> None:
    """Words for a wing's own verbs, from its `ready()`."""
    ACTS.update(words)


def kind(name: str) -> str:
    return str(KINDS.get(name, name))


def words(verb: str) -> str:
    """'dossier.read' as 'mở xem'. What has no word is shown as it is stored."""
    return str(ACTS.get(verb) or ACTS.get(verb.partition(".")[2]) or verb)


def reason(purpose: str) -> str:
    """A reason as it was typed; of a reading for a dossier ('dossier TS-…') in the reader's words."""
    name, space, code = purpose.partition(" ")
    return f"{kind(name)} {code}" if space and name == "dossier" else purpose
