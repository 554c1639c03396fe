"""Those between whom a commune chooses who decides what an officer proposes (practice.md 21)."""

from typing import Final

DIRECTOR: Final = "centre_director"  # of the public administration service centre
LEADER: Final = "leader"  # any leader of the committee
EITHER: Final = (DIRECTOR, LEADER)
CHOICES: Final = {
    "refusal_by": EITHER,
    "extension_by": EITHER,
    "supplement_by": ("", *EITHER),
}  # "": nobody, asked at once
