"""What is asked where an act is about the people of a dossier: who stands beside, whose number, which heir."""

from django.utils.translation import gettext_lazy as _

from thonso.dossiers.asking import BESIDE, REASON, ActionForm, Ask

PEOPLE: dict[str, ActionForm] = {
    "name_beside": ActionForm(
        _("Who interprets, who bears witness"),
        _("Full name and number as on the ID card, which is looked at and given back. Both are marked on the dossier."),
        BESIDE,
        confirm=_("Write them down"),
    ),
    "correct_number": ActionForm(
        _("Correct the owner's ID number"),
        _(
            "For a number that was typed wrongly. What was filed stays in the history; papers are drawn with the new number."
        ),
        (
            Ask("id_number", "text", _("ID number"), _("As on the ID card"), limit=20),
            Ask("reason", "textarea", _("How it came to be wrong"), limit=500),
        ),
        confirm=_("Save the number"),
    ),
    "name_heir": ActionForm(
        _("An heir goes on with this dossier"),
        _(
            "The owner has died. Look at the heir's card and at the paper that shows who the heir is, and give both back. From"
            " then on the heir is told, follows it with a new key and fetches the result; what was filed stays as it is, and the"
            " clock goes on."
        ),
        (
            Ask("died_on", "date", _("The owner died on")),
            Ask("heir_name", "text", _("Heir: full name"), _("As on the ID card"), limit=100),
            Ask("heir_id_number", "text", _("Heir: ID number"), limit=20),
            Ask("heir_birth", "text", _("Heir: date of birth"), _("Like 14/05/1968, or only the year."), limit=20),
            Ask("heir_relation", "text", _("What the heir is to the owner"), _("Child, wife, brother…"), limit=60),
            Ask(
                "heir_phone",
                "text",
                _("Heir: phone"),
                _("News comes to it; it may be left empty."),
                optional=True,
                limit=20,
            ),
            Ask(
                "paper",
                "textarea",
                _("Papers that show it"),
                _("Which paper, its number and date: death certificate, agreement of the heirs…"),
                limit=300,
            ),
            Ask("reason", "textarea", _("Why it goes on"), limit=500),
        ),
        confirm=_("Write the heir down"),
    ),
    "undo_heir": ActionForm(
        _("No heir goes on after all?"),
        _(
            "For what was written down by mistake. The owner's slip opens it again, and the heir's opens nothing any more."
        ),
        (REASON,),
    ),
}
