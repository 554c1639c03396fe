"""Entering people and households one by one, and setting right what was entered."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.people import build, rules
from thonso.core.people.models import FORMER_LABEL, Contact, Ethnicity, FormerIdNumber, Household, Membership, Resident
from thonso.core.people.rules import Person
from thonso.core.people.services.lookups import id_number_of, phone_of
from thonso.core.people.services.members import open_membership, relation_of, set_head, set_relation
from thonso.core.units.models import Unit

CORRECTABLE = ("full_name", "sex", "birth", "father_name", "mother_name", "spouse_name")


def add_household(
    work: Work, actor: Ref, hamlet: Unit, *, code: str = "", address: str = "", since: date | None = None
) -> Household:
    """An empty household in a hamlet. Without a code it gets the next of the hamlet (SC-012)."""
    assert hamlet.commune_id is not None
    if hamlet.kind != Unit.Kind.HAMLET or hamlet.valid_to is not None:
        raise Refused(_("Choose a hamlet that exists now."), fields={"hamlet": [_("This hamlet no longer exists.")]})
    code = clean(code, limit=20)
    if code and Household.objects.filter(commune_id=hamlet.commune_id, code=code).exists():
        raise Refused(
            _("Please correct what is marked."),
            fields={"code": [_("There is already a household %(code)s.") % {"code": code}]},
        )
    row = Household.objects.create(
        id=new_id(),
        commune_id=hamlet.commune_id,
        hamlet=hamlet,
        code=code or next_code(hamlet),
        address=clean(address, limit=200),
        valid_from=since or today(),
    )
    work.note("household.created", actor, row.ref)
    return row


def code_prefix(hamlet: Unit) -> str:
    return "".join(word[0] for word in hamlet.code.split("-") if word).upper()[:8] or "H"


def next_code(hamlet: Unit) -> str:
    prefix = code_prefix(hamlet) + "-"
    last = 0
    for code in Household.objects.filter(commune_id=hamlet.commune_id, code__startswith=prefix).values_list(
        "code", flat=True
    ):
        tail = code[len(prefix) :]
        last = max(last, int(tail)) if tail.isascii() and tail.isdigit() else last
    return f"{prefix}{last + 1:03d}"


def add_resident(
    work: Work, actor: Ref, person: Person, *, household: Household, since: date | None = None, why: str = ""
) -> Resident:
    """A person in a household. Raises Refused with `fields`, also when the ID number belongs to somebody else."""
    refuse_errors(person)
    if household.valid_to is not None:
        raise Refused(_("This household has ended. Choose another."))
    if person.id_number:
        _refuse_taken(household.commune_id, person.id_number)
    first = not Membership.objects.filter(household=household, valid_to=None).exists()
    row = build.resident(household.commune_id, household.hamlet_id, household, person)
    row.save(force_insert=True)
    open_membership(row, household, person.relation, since or max(household.valid_from, row.birth_date))
    if person.ethnicity:
        build.ethnicity(row, person.ethnicity).save(force_insert=True)
    if person.phone:
        add_contact(work, actor, row, person.phone, person.phone_owner, person.phone_owner_name)
    if person.relation == "head" or first:
        set_head(work, actor, household, row, why)
    work.note("resident.created", actor, row.ref, subject=row.ref, purpose=why)
    work.publish("residents.changed", residents=[row])
    return row


def refuse_errors(person: Person) -> None:
    errors = {name: check.errors for name, check in rules.check_person(person).items() if check.errors}
    if errors:
        raise Refused(_("Please correct what is marked."), fields=errors)


def _refuse_taken(commune_id: UUID, number: str, own: UUID | None = None) -> None:
    blind = build.id_blind(number)
    words = None
    taken = Resident.objects.filter(commune_id=commune_id, id_blind=blind).first()
    if taken and taken.id != own:
        words = _("Another person of the commune already has this ID number. Compare both cards.")
    elif _had_by_others(commune_id, blind, own):
        words = _("Another person of the commune had this ID number before. Compare both cards.")
    if words:
        raise Refused(_("Please correct what is marked."), fields={"id_number": [words]})


def _had_by_others(commune_id: UUID, blind: str, own: UUID | None) -> bool:
    rows = FormerIdNumber.objects.filter(commune_id=commune_id, id_blind=blind, wrong=False)
    return rows.exclude(resident=own).exists()


def set_right(
    work: Work, actor: Ref, resident: Resident, person: Person, why: str, *, wrong_number: bool = False
) -> Resident:
    """What `person` says otherwise than the record; without a number in it, the one that is known stays. `wrong_number`:
    the one that is known was never hers."""
    given = {name: getattr(person, name) for name in CORRECTABLE}
    given |= {name: rules.tidy_name(given[name]) for name in CORRECTABLE if name.endswith("_name")}
    changes = {name: value for name, value in given.items() if value != getattr(resident, name)}
    new_number = person.id_number and rules.digits_of(person.id_number) != id_number_of(resident)
    other_place = resident.household is not None and person.relation != relation_of(resident)
    if not changes and not new_number and not other_place:
        raise Refused(_("Nothing was changed. Correct what is wrong, or go back."))
    # The number first: it is checked against year and sex, which may have been wrong with it.
    if new_number:
        resident.birth_year, resident.sex = person.birth.year, person.sex
        set_id_number(work, actor, resident, person.id_number, why, wrong=wrong_number)
    if other_place:
        set_relation(work, actor, resident, person.relation, why)
    return correct_resident(work, actor, resident, why=why, **changes) if changes else resident


def correct_resident(work: Work, actor: Ref, resident: Resident, *, why: str = "", **changes: object) -> Resident:
    """Set right what was entered: full_name, sex, birth, father_name, mother_name, spouse_name."""
    unknown = set(changes) - set(CORRECTABLE)
    if unknown:
        raise TypeError(f"not correctable here: {sorted(unknown)}")
    given = {name: changes.get(name, getattr(resident, name)) for name in CORRECTABLE}
    number = id_number_of(resident)
    refuse_errors(Person(**given, id_number=number if {"sex", "birth"} & set(changes) else ""))  # type: ignore[arg-type]
    build.set_name(resident, rules.tidy_name(str(given["full_name"])))
    birth = given["birth"]
    assert isinstance(birth, rules.Birth)
    resident.birth_date, resident.birth_precision, resident.birth_year = birth.date, birth.precision, birth.year
    resident.sex = str(given["sex"])
    for name in ("father_name", "mother_name", "spouse_name"):
        setattr(resident, name, rules.tidy_name(str(given[name])))
    resident.save()
    work.note(
        "resident.corrected", actor, resident.ref, subject=resident.ref, purpose=why, facts={"fields": sorted(changes)}
    )
    work.publish("residents.changed", residents=[resident])
    return resident


def set_id_number(
    work: Work, actor: Ref, resident: Resident, text: str, why: str = "", *, wrong: bool = False
) -> Resident:
    """A first, a new or a corrected number. The one before stays known, so that who brings the old card is found; one that
    was `wrong` finds nobody any more. Raises Refused with `fields`, also when somebody else has or had the number."""
    check = rules.check_id_number(text, resident.birth_year, resident.sex)
    if check.errors:
        raise Refused(_("Please correct what is marked."), fields={"id_number": check.errors})
    _refuse_taken(resident.commune_id, text, own=resident.id)
    before = id_number_of(resident)
    if before == rules.digits_of(text):
        return resident
    if before:
        keep_former(resident, before, wrong=wrong, by=actor)
    build.set_id_number(resident, text)
    resident.save(update_fields=["id_number", "id_blind"])
    FormerIdNumber.objects.filter(resident=resident, id_blind=resident.id_blind).delete()  # it is hers again
    verb = "resident.id_number_corrected" if before and wrong else "resident.id_number_changed"
    work.note(verb, actor, resident.ref, subject=resident.ref, purpose=why)
    return resident


def keep_former(resident: Resident, number: str, *, wrong: bool = False, by: Ref | None = None) -> None:
    id_ = new_id()
    FormerIdNumber.objects.create(
        id=id_,
        commune_id=resident.commune_id,
        resident=resident,
        id_number=crypto.seal(FORMER_LABEL, id_, number),
        id_blind=build.id_blind(number),
        ended_on=today(),
        wrong=wrong,
        ended_by=by.id if by and by.kind == "account" else None,
    )


def set_ethnicity(work: Work, actor: Ref, resident: Resident, name: str) -> None:
    row = build.ethnicity(resident, name)
    Ethnicity.objects.update_or_create(resident=resident, defaults={"commune_id": row.commune_id, "name": row.name})
    work.note("resident.ethnicity_changed", actor, resident.ref, subject=resident.ref)


def add_contact(
    work: Work, actor: Ref, resident: Resident, phone: str, owner_kind: str = "own", owner_name: str = ""
) -> Contact:
    """A phone and whose it is. The same number again for the same person changes only the owner."""
    row = build.contact(resident, phone, owner_kind, owner_name)
    there = Contact.objects.filter(resident=resident, phone_blind=row.phone_blind, valid_to=None).first()
    if there:
        there.owner_kind, there.owner_name = row.owner_kind, row.owner_name
        there.save(update_fields=["owner_kind", "owner_name"])
        row = there
    else:
        row.valid_from = today()
        row.save(force_insert=True)
    work.note("contact.set", actor, Ref("contact", row.id), subject=resident.ref, facts={"owner": owner_kind})
    return row


def correct_contact(
    work: Work, actor: Ref, contact: Contact, phone: str, owner_kind: str, owner_name: str = ""
) -> Contact:
    """Whose it is, and with a `phone` another number in its place: the one before ends and stays known as ended."""
    if phone and build.phone_blind(phone) != contact.phone_blind:
        end_contact(work, actor, contact)
    return add_contact(work, actor, contact.resident, phone or phone_of(contact), owner_kind, owner_name)


def end_contact(work: Work, actor: Ref, contact: Contact) -> None:
    contact.valid_to = max(today(), contact.valid_from)
    contact.save(update_fields=["valid_to"])
    work.note("contact.ended", actor, Ref("contact", contact.id), subject=Ref("resident", contact.resident_id))
