"""What each action asks of the officer, as data: a title, some words, and plain fields."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from thonso.dossiers.asking import REASON, ActionForm, Ask, note
from thonso.dossiers.models import Charge
from thonso.dossiers.models.dossier import PaperCheck
from thonso.dossiers.models.results import Handover
from thonso.dossiers.people_questions import PEOPLE
from thonso.dossiers.presenting import WITHDRAWN_BY
from thonso.dossiers.supplements import ASKED_FOR

VERDICTS = (
    (PaperCheck.Verdict.VALID, _("Valid")),
    (PaperCheck.Verdict.INVALID, _("Not valid")),
    (PaperCheck.Verdict.MISSING, _("Missing")),
)
SEEN = (
    (PaperCheck.Seen.ELECTRONIC, _("Seen on the screen")),
    (PaperCheck.Seen.COMPARED, _("Original compared and given back")),
    (PaperCheck.Seen.COPY, _("Copy kept with the dossier")),
    (PaperCheck.Seen.KEPT, _("Original kept with the dossier")),
)
WHY = tuple(ASKED_FOR.items())
BASIS = Ask("basis", "text", _("Legal basis"), optional=True, limit=300)
WAYS = (
    (Handover.Way.DESK, _("At the desk")),
    (Handover.Way.HAMLET, _("In the hamlet, through the helper (already given)")),
    (Handover.Way.POST, _("By post")),
    (Handover.Way.ELECTRONIC, _("Electronically")),
)
PAID_BY = (
    (Charge.Way.RECEIPT, _("With a receipt of the licensed system")),
    (Charge.Way.PORTAL, _("On the national portal")),
)
# What the citizen asked for when filing (`return_way` of the forms), and how it is handed over then.
RETURN_WAYS = {
    "hamlet": Handover.Way.HAMLET,
    "centre": Handover.Way.DESK,
    "post": Handover.Way.POST,
    "electronic": Handover.Way.ELECTRONIC,
}
SECRET = Ask("secret", "secret", _("PIN or passphrase of the seal's key"), _("Used for this sealing and kept nowhere."))
LATER = Ask("days", "select", _("The new date"))
WHY_LATE = Ask("reason", "textarea", _("Why it is late, in words the person understands"), limit=1000)
OFFICIAL_CODE = Ask(
    "official_code",
    "text",
    _("Official code"),
    _("From the province's system, if it is there already. It can be entered later."),
    optional=True,
    limit=40,
)
HOUR = (
    Ask("day", "date", _("Day of the appointment")),
    Ask("hour", "hour", _("Hour"), _("Hours and minutes, like 09:30."), limit=5),
)

FORMS: dict[str, ActionForm] = {
    **PEOPLE,
    "receive": ActionForm(
        _("Receive this dossier?"),
        "",
        (OFFICIAL_CODE, *HOUR),
    ),
    "cancel_reception": ActionForm(
        _("Cancel the reception?"),
        _(
            "For what was received by mistake. It waits for reception again; its receipt holds no longer, its code stays."
        ),
        (REASON,),
    ),
    "record_official_code": ActionForm(
        _("Enter the official code"),
        _("As the province's system gave it. From then on the receipt can be printed."),
        (replace(OFFICIAL_CODE, optional=False),),
        confirm=_("Save the code"),
    ),
    "rebook": ActionForm(
        _("Set another hour"),
        _("The citizen is told the new hour."),
        (*HOUR, Ask("reason", "text", _("Reason"), optional=True, limit=300)),
    ),
    "certify": ActionForm(
        _("Record what was certified"),
        _("It gets the next number of the certification book. Write that number on the paper."),
        (
            Ask("signer", "text", _("Certified by"), limit=100),
            Ask("book", "number", _("Volume of the book")),
            Ask("note", "textarea", _("Witnesses, interpreter, what else was noted"), optional=True, limit=1000),
        ),
    ),
    "correct_result": ActionForm(
        _("Correct the result"),
        _(
            "A new paper is drafted from the old one, to be signed, numbered and sealed. Until then the old one is in force;"
            " then it says that it was replaced. Fill in what changes, and leave empty what stays as it is."
        ),
        (
            Ask("result", "choice", _("Which result?")),
            replace(
                REASON, label=_("What is wrong with it"), hint=_("Whoever checks the old paper reads this."), limit=300
            ),
            Ask("name", "text", _("Full name, as it should be"), optional=True, limit=100),
            Ask("born", "text", _("Date of birth, as it should be"), optional=True, limit=40),
            Ask("id_number", "text", _("ID number, as it should be"), optional=True, limit=20),
            Ask("address", "text", _("Address, as it should be"), optional=True, limit=200),
            Ask(
                "anew",
                "tick",
                _("None of these: the paper is drafted anew, or its number, date or signature is wrong"),
                optional=True,
            ),
        ),
        confirm=_("Draft the corrected paper"),
    ),
    "give_up_correction": ActionForm(
        _("Give the correction up?"), _("The draft is thrown away; the paper that was given out stays in force.")
    ),
    "propose_revocation": ActionForm(
        _("Propose to take the result back"),
        _(
            "A leader decides. If it is taken back, the citizen is told, and whoever checks the paper reads your reason."
        ),
        (Ask("result", "choice", _("Which result?")), replace(REASON, limit=300)),
        confirm=_("Propose it"),
    ),
    "approve_revocation": ActionForm(
        _("Take the result back?"),
        _("It stays readable and is marked as revoked, here and for anybody who checks it."),
    ),
    "reject_revocation": ActionForm(_("Let the result stand"), asks=note(_("Why it stands"))),
    "check_paper": ActionForm(_("Check the papers"), papers="check", confirm=_("Save what was found")),
    "propose_refusal": ActionForm(
        _("Propose to refuse the dossier"),
        _("The citizen gets form 03 with your words once it is approved."),
        (
            REASON,
            replace(BASIS, hint=_("The rule it rests on: number, article. Form 03 names it."), optional=False),
        ),
    ),
    "approve_refusal": ActionForm(
        _("Approve the refusal?"), _("The citizen gets form 03 with the reason that was proposed.")
    ),
    "reject_refusal": ActionForm(_("Do not refuse"), asks=note(_("What the desk should do instead"))),
    "ask_supplement": ActionForm(
        _("Ask for a supplement"),
        _("All at once, and only papers of this procedure. The clock stands until they come."),
        (BASIS,),
        papers="ask",
    ),
    "propose_supplement": ActionForm(
        _("Propose a supplement"),
        _("All at once, and only papers of this procedure. The clock runs on until it is approved."),
        (BASIS,),
        papers="ask",
    ),
    "approve_supplement": ActionForm(
        _("Approve the request for papers?"), _("The citizen gets form 02, and the clock stands until the papers come.")
    ),
    "reject_supplement": ActionForm(_("Do not ask for papers"), asks=note(_("What the officer should do instead"))),
    "recheck": ActionForm(
        _("Write down the re-check"),
        _("What is written here counts in place of the review, and the list hangs in the hamlet again."),
        (
            Ask("outcome", "choice", _("The household is")),
            Ask("found", "textarea", _("Who objected, and what was found"), limit=2000),
        ),
    ),
    "expire": ActionForm(_("Close because nothing came?"), _("The citizen gets form 05.")),
    "ask_payment": ActionForm(
        _("Ask for the fee"),
        _("The person pays at the centre or on the national portal, never by VietQR."),
        (
            Ask("amount", "money", _("Amount")),
            Ask(
                "exemption",
                "textarea",
                _("Why less than the procedure says, or nothing"),
                _("Only for who is exempt by law."),
                optional=True,
                limit=500,
            ),
            Ask("proof", "text", _("Paper that proves the exemption"), optional=True, limit=200),
            Ask(
                "basis",
                "text",
                _("Decision that sets the amount"),
                _("Only where the procedure does not say how much."),
                optional=True,
                limit=300,
            ),
        ),
    ),
    "record_payment": ActionForm(
        _("Record the payment"),
        _("The number comes from the licensed system or from the portal; nothing is cashed here."),
        (
            Ask("way", "choice", _("How was it paid?"), choices=PAID_BY),
            Ask("reference", "text", _("Number of the receipt or reference"), limit=60),
            Ask("paid_on", "date", _("Paid on")),
            Ask("amount", "money", _("Amount")),
        ),
    ),
    "void_payment": ActionForm(
        _("Take the fee back"),
        _("The demand or the recorded payment is void; it stays in the history with your reason."),
        (
            REASON,
            Ask(
                "refund",
                "text",
                _("Paper with which money was given back"),
                _("Leave these three empty when only the record was wrong."),
                optional=True,
                limit=100,
            ),
            Ask("refund_amount", "money", _("Amount given back"), optional=True),
            Ask("payee", "text", _("Who got it back"), optional=True, limit=100),
        ),
    ),
    "take": ActionForm(_("Start processing?")),
    "advance": ActionForm(
        _("Pass to the next step"), asks=(Ask("note", "textarea", _("Note for whoever comes next"), optional=True),)
    ),
    "verify": ActionForm(
        _("Verify"),
        _("What the law does not list among the papers you look up yourself; the citizen is not asked."),
        (
            Ask("what", "text", _("What was verified"), limit=500),
            Ask("found", "textarea", _("What was found"), limit=2000),
        ),
    ),
    "consult": ActionForm(
        _("Ask for an opinion"),
        asks=(
            Ask("office", "text", _("Which office is asked"), limit=150),
            Ask("question", "textarea", _("What you ask"), limit=2000),
            Ask("days", "number", _("Working days to answer")),
        ),
    ),
    "give_opinion": ActionForm(
        _("Write down the opinion"), asks=(Ask("opinion", "textarea", _("Opinion"), limit=2000),)
    ),
    "propose_extension": ActionForm(
        _("Propose a later date"), asks=(LATER, WHY_LATE), confirm=_("Submit for approval")
    ),
    "extend": ActionForm(
        _("Apologise and extend"), asks=(LATER, WHY_LATE), confirm=_("Issue form 04 and move the date")
    ),
    "reject_extension": ActionForm(
        _("Do not extend"),
        _("The date stands; whoever holds the dossier reads your words."),
        (Ask("note", "textarea", _("What should be done instead"), optional=True, limit=500),),
    ),
    "withdraw": ActionForm(
        _("Withdraw the dossier?"),
        _("Only when the applicant asks for it. It cannot be taken up again; both answers stand in the history."),
        (
            Ask("asked_by", "choice", _("How did the applicant ask for it?"), choices=tuple(WITHDRAWN_BY.items())),
            Ask("reason", "textarea", _("Reason, as the applicant gave it"), limit=500),
        ),
    ),
    "stop": ActionForm(
        _("Stop processing"),
        _("The citizen gets form 05. Stopped, too, when its owner has died and the right does not pass to an heir."),
        (REASON,),
    ),
    "assign": ActionForm(
        _("Assign"),
        _("It moves to the queue of the one you choose, with its date. Nobody has to confirm, not even who is away."),
        (
            Ask("account", "choice", _("Who goes on with it?")),
            Ask("reason", "text", _("Reason"), optional=True, limit=300),
        ),
    ),
    "draft_result": ActionForm(
        _("Draft the result"),
        asks=(
            Ask(
                "answer",
                "textarea",
                _("Answer by letter instead"),
                _("Only when what was asked for cannot be given: say why, in words the person understands."),
                optional=True,
                limit=4000,
            ),
        ),
    ),
    "propose": ActionForm(_("Submit for signature"), asks=note(_("Note for the leader"))),
    "send_back": ActionForm(_("Send back"), asks=(Ask("note", "textarea", _("What should be changed"), limit=1000),)),
    "seal": ActionForm(_("Seal and issue?"), _("The seal of the committee is put on what the leader has signed.")),
    "record_result": ActionForm(
        _("Record the result made elsewhere"),
        _("Write it exactly as the other system gave it."),
        (
            Ask("number", "text", _("Number"), limit=60),
            Ask("dated", "date", _("Date")),
            Ask("signer", "text", _("Signed by"), limit=100),
            Ask("system", "text", _("Made in which system or book"), limit=100),
            Ask(
                "file",
                "file",
                _("The paper as PDF"),
                _(
                    "The file that the other system signed, or a scan. A scan is to be looked at; only a signed file is handed"
                    " over electronically."
                ),
                optional=True,
            ),
        ),
    ),
    "transfer": ActionForm(
        _("Transfer to the competent authority"),
        asks=(
            Ask("authority", "text", _("Which authority"), limit=200),
            Ask("reference", "text", _("Its number, if it gave one"), optional=True, limit=60),
        ),
    ),
    "send_to_hamlet": ActionForm(
        _("Send the result to the hamlet"),
        _(
            "The helper and the village head see that it is on its way, write down when it has arrived, and hand it over. The"
            " person is told when it is there."
        ),
        (Ask("carried_by", "text", _("Who takes it there (full name)"), limit=100),),
    ),
    "hand_over": ActionForm(
        _("Hand over the result"),
        _("Write it down when the person has the result. What is on its way by post waits here until it has arrived."),
        (
            Ask("way", "choice", _("How"), choices=WAYS),
            Ask("taken_by", "text", _("Taken by (full name)"), limit=100),
            Ask("authority", "text", _("Authorisation, if it is not the owner"), optional=True, limit=200),
            Ask("authority_until", "date", _("The authorisation holds until"), optional=True),
            Ask(
                "given_by",
                "text",
                _("Who gave it in the hamlet (full name)"),
                _("Only when it was given there."),
                optional=True,
                limit=100,
            ),
        ),
    ),
}
