"""The one table of what each role may do: read it by eye, change it here only.

A row is (roles, actions, kind, scope). Scopes: any · commune (the thing is in the grant's commune) · hamlet (in the
grant's hamlet) · own_unit · own · own_household · assigned (to this post) · asked (what was proposed waits for this post) ·
assist (of the assisted session that is open) · province (below the grant's) · only_here (an account with no post elsewhere)
· below (a post of the commune that is no leader's)
· lobby (of the commune's office, of no hamlet). A wing says what a scope means for its model: `policy.register_scope`.
"""

from dataclasses import dataclass
from typing import Final

from thonso.core.access.roles import HAMLET_ROLES, LEADER_ROLES, OFFICER_ROLES, STAFF_ROLES

PUBLIC: Final = ("public", "citizen")
CITIZEN: Final = ("citizen",)
HELPER: Final = ("helper",)
ONE_STOP: Final = ("one_stop",)
CENTRE: Final = ("centre_director",)
CLERK: Final = ("clerk",)
ADMIN: Final = ("administrator",)
OBSERVER: Final = ("observer",)


@dataclass(frozen=True, slots=True)
class Rule:
    role: str
    action: str
    kind: str
    scope: str

    @property
    def id(self) -> str:
        return f"{self.role}.{self.action}.{self.kind}.{self.scope}"


# (kind, action) done by the office to a person's affair: nobody does these to their own household (practice.md 21).
OFFICIAL_ACTS: Final = frozenset(
    {
        ("dossier", action)
        for action in (
            "receive", "check_paper", "ask_supplement", "refuse", "process", "propose", "review", "approve_refusal",
            "approve_supplement",
            "sign", "seal", "correct", "hand_over", "extend", "stop", "charge", "void_charge",
            "revoke",
        )
    }
    | {("hamlet_task", "do"), ("household", "classify"), ("resident", "edit"), ("household", "edit")}
)  # fmt: skip

_Rows = tuple[tuple[tuple[str, ...], str, str, str], ...]

_DOSSIER: _Rows = (
    # Filing: anybody for themselves, a helper only inside an assisted session, the desk for who stands before it.
    (PUBLIC, "file", "dossier", "any"),
    (HELPER, "file", "dossier", "assist"),
    (ONE_STOP, "file", "dossier", "commune"),
    (CITIZEN, "read read_answers read_id withdraw track rate complain print supplement", "dossier", "own"),
    (HELPER, "read read_answers withdraw track rate complain print supplement", "dossier", "assist"),
    # Whoever has shown the key of one dossier, with or without an account: that one, and no other.
    (("keyholder",), "track rate complain supplement", "dossier", "keyed"),
    (
        ONE_STOP,
        "read read_answers read_id receive check_paper ask_supplement supplement refuse assign charge hand_over withdraw "
        "track complain print",
        "dossier",
        "commune",
    ),
    (CENTRE, "read read_answers assign stop void_charge track print", "dossier", "commune"),
    # What an officer proposes is decided by whom the commune has chosen (practice.md 21).
    ((*CENTRE, *LEADER_ROLES), "approve_refusal approve_supplement extend", "dossier", "asked"),
    (
        OFFICER_ROLES,
        "read read_answers read_id check_paper ask_supplement refuse process propose charge correct stop track print",
        "dossier",
        "assigned",
    ),
    (LEADER_ROLES, "read read_answers assign review sign revoke track print", "dossier", "commune"),
    (CLERK, "read seal track print", "dossier", "commune"),
    # That nobody can act on it: its code and its post, for whoever can mend that.
    ((*ADMIN, *CENTRE), "attention", "dossier", "commune"),
    (HAMLET_ROLES, "read do", "hamlet_task", "hamlet"),
    # A phone of one's own, and what it sent of people: only its owner's token delivers; a colleague of the hamlet may go on,
    # with what was begun on a mobile day one of the desk.
    (HAMLET_ROLES, "enrol", "device", "hamlet"),
    (ONE_STOP, "enrol", "device", "commune"),
    ((*HAMLET_ROLES, *ONE_STOP), "read revoke", "device", "own"),
    ((*ADMIN, *CENTRE), "read revoke", "device", "commune"),
    ((*HAMLET_ROLES, *ONE_STOP), "keep", "sealed_record", "own"),
    (HAMLET_ROLES, "take_over", "sealed_record", "hamlet"),
    (ONE_STOP, "take_over", "sealed_record", "mobile_day"),
    (ONE_STOP, "carry", "sealed_record", "commune"),
    # Texts spoken in the languages of the hamlets: made by one, heard and approved by another.
    ((*HAMLET_ROLES, *CENTRE), "make approve", "recording", "commune"),
    ((*ONE_STOP, *CENTRE, *OFFICER_ROLES, *LEADER_ROLES), "read", "hamlet_task", "commune"),
    (ONE_STOP, "import", "portal_status", "commune"),
    (ONE_STOP, "follow", "bundle", "commune"),
    # What was received for another commune: the desk that received it and its director, nobody of the other commune.
    ((*ONE_STOP, *CENTRE), "handle", "outward", "commune"),
    # Complaints go to those above, never to whoever had a hand in the dossier (practice.md 24).
    ((*CENTRE, *LEADER_ROLES), "read answer", "complaint", "uninvolved"),
    # What they wrote with a rating, too.
    ((*CENTRE, *LEADER_ROLES), "read", "rating", "uninvolved"),
)

_COUNTER: _Rows = (
    # Who stands at the counter, and what is dealt with meanwhile: colleagues of one desk see and take over each other's.
    (ONE_STOP, "serve", "visit", "commune"),
    (ONE_STOP, "serve", "ticket", "commune"),
    # An hour at the counter: for oneself, by a helper for whoever asks her, by the desk for whoever rings.
    ((*CITIZEN, *HELPER), "book", "booking", "own"),
    (ONE_STOP, "book", "booking", "commune"),
    # What was filed while there was no power: the desk enters it, the director agrees to the hours.
    (ONE_STOP, "read enter", "outage", "commune"),
    (ONE_STOP, "enter", "slip", "commune"),
    (ONE_STOP, "enter", "slip_batch", "commune"),
    (CENTRE, "read approve", "outage", "commune"),
    # Kinds of business, counters, their printers, the machine in the lobby.
    ((*ADMIN, *CENTRE), "edit", "counter", "commune"),
)

_CATALOGUE: _Rows = (
    (PUBLIC, "read", "procedure", "any"),
    (ADMIN, "edit publish", "procedure", "commune"),
    (ADMIN, "edit", "working_copy", "commune"),
    (PUBLIC, "read", "unit", "any"),
    (ADMIN, "edit", "unit", "commune"),
    (PUBLIC, "read", "holiday", "any"),
    ((*ADMIN, *CENTRE), "edit", "holiday", "commune"),
    # Who is at which support point when: kept by the commune; her own days away by each helper.
    ((*ONE_STOP, *CENTRE, *ADMIN), "edit", "duty", "commune"),
    ((*ONE_STOP, *CENTRE, *ADMIN), "edit", "absence", "commune"),
    (HAMLET_ROLES, "edit", "absence", "own"),
    # Days on which an officer works in a hamlet: the helper puts people of her hamlet on the list. Pads of slips.
    ((*ONE_STOP, *CENTRE), "edit", "mobile_day", "commune"),
    (HAMLET_ROLES, "enrol", "mobile_day", "hamlet"),
    ((*ONE_STOP, *CENTRE), "edit", "slip_pad", "commune"),
    # TVs in hamlet houses, and what hangs there: the hamlet's own by its helper and head, everything by the commune.
    (HAMLET_ROLES, "read manage", "tv_screen", "hamlet"),
    (ADMIN, "read manage", "tv_screen", "commune"),
    (STAFF_ROLES, "read", "tv_screen", "commune"),
    # PCs for everybody: in a hamlet house like the TV, in the lobby by the desk before which they stand.
    (HAMLET_ROLES, "read manage", "kiosk", "hamlet"),
    (ONE_STOP, "read manage", "kiosk", "lobby"),
    (ADMIN, "read manage", "kiosk", "commune"),
    (HAMLET_ROLES, "write", "announcement", "hamlet"),
    ((*STAFF_ROLES, *ADMIN), "write", "announcement", "commune"),
    # Papers on the way: what lies at the desk is the desk's, the rest is for who holds it; a list for both its ends.
    (ONE_STOP, "read handle", "hand_over", "commune"),
    (OFFICER_ROLES, "handle", "hand_over", "commune"),
    ((*OFFICER_ROLES, *HAMLET_ROLES), "read", "hand_over", "own"),
    (ONE_STOP, "hold", "carried_paper", "commune"),
    ((*OFFICER_ROLES, *HAMLET_ROLES), "hold", "carried_paper", "own"),
    ((*ONE_STOP, *CENTRE), "tell", "call", "commune"),
    ((*CENTRE, *LEADER_ROLES), "read", "report", "commune"),
    (OBSERVER, "read", "report", "province"),
    # Periodic tables are figures; the register has the names of those who filed.
    ((*ONE_STOP, *CENTRE, *LEADER_ROLES), "tabulate register", "report", "commune"),
    (OBSERVER, "tabulate", "report", "province"),
    # A day's fees are closed by who recorded them and counter-signed by who answers for them.
    (ONE_STOP, "read close", "cash_sheet", "commune"),
    ((*CENTRE, *LEADER_ROLES), "read countersign", "cash_sheet", "commune"),
    # A month's register and table, with the names in it: closed and opened again by who signs it.
    (ONE_STOP, "read", "month_book", "commune"),
    ((*CENTRE, *LEADER_ROLES), "read close reopen", "month_book", "commune"),
    # Number books: whoever keeps one on paper too says where it stands. The clerk the committee's; the desk, with her, that
    # of what is certified there; the director the centre's own.
    (CLERK, "read keep", "number_book", "commune"),
    ((*ADMIN, *LEADER_ROLES), "read", "number_book", "commune"),
    ((*CLERK, *ONE_STOP), "read keep", "certification_book", "commune"),
    ((*ADMIN, *CENTRE, *LEADER_ROLES), "read", "certification_book", "commune"),
    (CENTRE, "read keep", "centre_book", "commune"),
    ((*CLERK, *ADMIN, *LEADER_ROLES), "read", "centre_book", "commune"),
)

_DOCUMENTS: _Rows = (
    # What comes to an organ: its clerk registers it, its leaders read its register (`documents.organs`).
    (CLERK, "read register present", "incoming", "kept"),
    (LEADER_ROLES, "read instruct", "incoming", "organ"),
    # Whoever has, or had, something to do with it reads it.
    (STAFF_ROLES, "read", "incoming", "tasked"),
    (STAFF_ROLES, "do", "document_task", "own"),
    (CLERK, "set_up", "document_book", "commune"),
    # What an organ writes: everybody at work drafts; whose turn it is changes it; its leaders sign, its clerk seals.
    (STAFF_ROLES, "begin", "outgoing", "commune"),
    (STAFF_ROLES, "read write submit", "outgoing", "drafted"),
    (STAFF_ROLES, "read", "outgoing", "tasked"),
    (STAFF_ROLES, "write", "outgoing", "in_hand"),
    (CLERK, "read seal", "outgoing", "kept"),
    (LEADER_ROLES, "read", "outgoing", "organ"),
    (STAFF_ROLES, "do", "outgoing_task", "own"),
    (LEADER_ROLES, "sign", "outgoing_task", "own"),
)

_PEOPLE: _Rows = (
    (CITIZEN, "read read_id", "resident", "own"),
    (CITIZEN, "read", "household", "own_household"),
    (CITIZEN, "read", "classification", "own_household"),
    (HELPER, "read", "resident", "assist"),
    (("village_head",), "read", "resident", "hamlet"),
    (("village_head",), "read", "household", "hamlet"),
    # From house to house: number, head and place of a household, nobody else in it, no class.
    (HAMLET_ROLES, "visit", "household", "hamlet"),
    ((*ONE_STOP, *OFFICER_ROLES, *LEADER_ROLES), "read", "resident", "commune"),
    ((*ONE_STOP, *OFFICER_ROLES, *LEADER_ROLES), "read", "household", "commune"),
    ((*ONE_STOP, "officer_social", *LEADER_ROLES), "read", "classification", "commune"),
    ((*ONE_STOP, "officer_justice", "officer_social"), "read_id edit", "resident", "commune"),
    (("officer_justice", "officer_social"), "import", "resident", "commune"),
    (("officer_justice", "officer_social"), "import edit", "household", "commune"),
    (("officer_social",), "classify", "household", "commune"),
    (("officer_social",), "import edit", "classification", "commune"),
)

_HOUSE: _Rows = (
    # The administrator sees that something was done to a thing, never what was in it.
    (ADMIN, "read_references", "journal", "commune"),
    # The chairman also reads the reasons that officials typed: somebody must be able to ask about one.
    (("chairman",), "read_references read_reasons", "journal", "commune"),
    (CITIZEN, "read", "journal", "own"),
    ((*ADMIN, *ONE_STOP, *CENTRE), "attention", "notice", "commune"),
    (CITIZEN, "read", "notice", "own"),
    (ADMIN, "read", "account", "commune"),
    (ADMIN, "manage", "account", "only_here"),
    (CITIZEN, "read", "account", "own"),
    (ADMIN, "read manage", "assignment", "commune"),
    # What the administrator gives away is shown to the chairman, who can end it (`services.posts.grant`).
    (("chairman",), "review", "assignment", "commune"),
    (CITIZEN, "read", "assignment", "own"),
    (CITIZEN, "lend", "assignment", "own"),
    # For an officer who is ill; a leader's own post only by the leader.
    (LEADER_ROLES, "lend", "assignment", "below"),
    (CITIZEN, "read end", "delegation", "own"),
    (LEADER_ROLES, "end", "delegation", "commune"),
    (ADMIN, "read manage", "delegation", "commune"),
    (("public", "citizen"), "read attach", "upload", "own"),
    (HELPER, "read attach", "upload", "assist"),
    # A personal key is its owner's: the administrator enters and ends it, and nobody else ever signs with it.
    (ADMIN, "read manage", "signing_key", "commune"),
    (LEADER_ROLES, "read manage", "signing_key", "own"),
    (CLERK, "read manage", "signing_key", "own_unit"),
    (ADMIN, "manage", "trust", "commune"),
    ((*STAFF_ROLES, *ADMIN), "read", "post", "commune"),
    (ADMIN, "manage", "post", "commune"),
)

TABLE: Final[tuple[Rule, ...]] = tuple(
    Rule(role, action, kind, scope)
    for rows in (_DOSSIER, _COUNTER, _CATALOGUE, _DOCUMENTS, _PEOPLE, _HOUSE)
    for roles, actions, kind, scope in rows
    for role in roles
    for action in actions.split()
)
