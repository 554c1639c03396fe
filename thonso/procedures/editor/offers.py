"""What can be chosen in the boxes of the editor: fixed words, and things of the definition itself. Pure."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from thonso.procedures import describing
from thonso.procedures.editor import wording
from thonso.procedures.editor.boxes import Choices
from thonso.procedures.editor.places import Source


def fixed(pairs: Iterable[tuple[str, Any]]) -> Any:
    found = list(pairs)
    return lambda source: found


def keyed(rows: Callable[[Source], Iterable[Mapping[str, Any]]], name: str) -> Any:
    return lambda source: [(one["key"], one[name]) for one in rows(source)]


LEVELS = fixed([("commune", _("Commune")), ("province", _("Province"))])
RELATIONS = lambda source: wording.relation_words(source).items()  # noqa: E731
PAPERS = keyed(lambda source: source["papers"], "name")
TIMES = fixed([
    ("working_days", _("working days")), ("calendar_days", _("calendar days")), ("hours", _("office hours")),
    ("same_day", _("the same day")),
])  # fmt: skip
KINDS: dict[str, Any] = {
    "text": _("One line of text"), "longtext": _("Several lines of text"), "number": _("Number"), "money": _("Amount of money"),
    "date": _("Date"), "choice": _("One choice of a list"), "choices": _("Several choices of a list"), "yes_no": _("Yes or no"),
    "unit": _("Place (province, commune, hamlet)"), "person": _("Person"), "group": _("Table with rows"),
    "file": _("Photo or file of a paper"), "consent": _("Box to tick: I agree"), "signature": _("Signature drawn by hand"),
    "statement": _("Words to read only"), "phone": _("Phone number"), "id_number": _("ID number"),
}  # fmt: skip
SOURCES = fixed([
    ("card", _("The citizen's card")), ("resident", _("The commune's register: the person")),
    ("resident.home", _("The commune's register: the place of residence")),
    ("resident.phone", _("The commune's register: the phone number")),
    ("resident.ethnicity", _("The commune's register: the ethnic group")),
    ("household.members", _("The household: its members")), ("household.klass", _("The household: its class")),
    ("earlier", _("The same question in an earlier dossier")), ("subject.father", _("The father of the person concerned")),
    ("subject.mother", _("The mother of the person concerned")), ("subject.rows", _("Rows the person concerned stands in")),
])  # fmt: skip
ROLES = lambda source: describing.role_words().items()  # noqa: E731
STEPS = fixed([
    ("desk", _("Reception at the desk")), ("process", _("Work by an officer")), ("hamlet_task", _("Review in the hamlet")),
    ("posting", _("Public posting in the hamlet")), ("board", _("Public posting at the committee's seat")),
    ("sign", _("Signing")), ("seal", _("Seal and number")), ("return", _("Handing over")),
    ("external", _("In another system")),
])  # fmt: skip
RESULTS = fixed([
    ("drafted_here", _("Drafted here")), ("made_in_other_system", _("Made in another system")),
    ("transferred_to_authority", _("Passed on to another authority")), ("appointment", _("An appointment")),
])  # fmt: skip
PRINTED = fixed([
    ("decision", _("Decision")), ("notice", _("Notice")), ("letter", _("Letter")), ("confirmation", _("Confirmation")),
    ("certificate_household", _("Certificate of a household")),
])  # fmt: skip
CHANNELS = lambda source: describing.channel_words().items()  # noqa: E731
CONFIRMS = lambda source: describing.confirm_words().items()  # noqa: E731
WHO_COMES = fixed([
    ("person", _("The person concerned")), ("both_parties", _("Both parties")), ("bearer", _("Whoever brings the original")),
])  # fmt: skip
WHEN_THERE = fixed([
    ("filing", _("to file")), ("reception", _("when it is received")), ("signing", _("at the signing")),
    ("return", _("for the result")),
])  # fmt: skip
SHEETS = fixed([("scores", _("Sheets A and B")), ("income", _("Survey of income"))])
CLASSES = fixed([
    ("poor", _("Poor household")), ("near_poor", _("Near-poor household")), ("escaped", _("Escaped poverty")),
    ("average", _("Average living standard")), ("other", _("None of these")),
])  # fmt: skip
YES_NO = fixed([("yes", _("Yes")), ("no", _("No"))])
FLAG: Any = _("Not yet compared with the official text (to be verified)")


def targets(source: Source) -> list[tuple[str, str]]:
    """What a rule can be about: whole parts, questions, questions of a row."""
    return [(one["key"], wording.target_words(source, one["key"])) for one in source["form"]["sections"]] + [
        (ref, wording.ref_words(source, ref)) for ref, _one in wording.fields_of(source)
    ]


def of_kind(*kinds: str, rows: bool = False) -> Choices:
    """The questions of some kinds; with `rows` those of a row, by the key alone."""

    def found(source: Source) -> list[tuple[str, str]]:
        return [(ref.split(".")[-1], one["label"]) for ref, one in wording.fields_of(source)
                if (not kinds or one["kind"] in kinds) and (".*." in ref) == rows]  # fmt: skip

    return found
