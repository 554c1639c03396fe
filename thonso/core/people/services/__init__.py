"""The only code that writes people and households one by one. Lists: `bulk` and `imports`; doubles: `duplicates`.

Each function is a part of one act: it takes the open `Work` and the actor's reference, and notes what it did.
"""

from thonso.core.people.classes import classification_on, doubt_class, doubted_on, set_classification
from thonso.core.people.services.entering import (
    add_contact,
    add_household,
    add_resident,
    code_prefix,
    correct_contact,
    correct_resident,
    end_contact,
    keep_former,
    next_code,
    refuse_errors,
    set_ethnicity,
    set_id_number,
    set_right,
)
from thonso.core.people.services.lookups import find_by_id_number, former_id_numbers, id_number_of, moved_to, phone_of
from thonso.core.people.services.members import after_leaving, close_membership, relation_of, set_head, set_relation
from thonso.core.people.services.moving import came_back, leave, move, move_household, split_household

__all__ = [
    "add_contact",
    "add_household",
    "add_resident",
    "after_leaving",
    "came_back",
    "classification_on",
    "close_membership",
    "code_prefix",
    "correct_contact",
    "correct_resident",
    "doubt_class",
    "doubted_on",
    "end_contact",
    "find_by_id_number",
    "former_id_numbers",
    "id_number_of",
    "keep_former",
    "leave",
    "move",
    "move_household",
    "moved_to",
    "next_code",
    "phone_of",
    "refuse_errors",
    "relation_of",
    "set_classification",
    "set_ethnicity",
    "set_head",
    "set_id_number",
    "set_relation",
    "set_right",
    "split_household",
]
