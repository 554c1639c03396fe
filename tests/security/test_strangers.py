"""Whoever is not concerned with her learns nothing of her and changes nothing of hers: not by a page, the API, a search, an
export, another method, or the shape of an answer.

Every route that there is, filled in with her real ids, codes, hashes and names (`sweep`, `tries`), is asked by people who
are not concerned. No mark of hers (`hers.marks`) may stand in status, headers or body, and the answer must be the one that
a thing gets which is not there. The same looks by herself and by her commune's desk, and the same tries by those whose work
it is, show that looking finds her and that trying changes something.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.test import Client

from tests.api.made import MadeTestCase, bearer
from tests.security import hers as making
from tests.security import sweep
from tests.security.not_hers import NOT_HERS
from tests.security.people import browser
from tests.security.sweep import Answer, Guess, ask
from tests.security.tries import tries
from thonso.core.journal.models import Entry

LOOKERS = (
    "anonymous", "xuan", "quantri", "phung", "tu afterwards", "tu with the next citizen",
    "a token of xuan", "a narrow token of lan", "a narrow token of mai",
)  # fmt: skip
CHANGERS = ("anonymous", "xuan", "quantri", "phung")

# Models that hold no row of hers, and why.
WITHOUT_HER = {
    "auth.Permission": "not used", "auth.Group": "not used", "journal.Anchor": "heads of the chain",
    "units.CommuneProfile": "the commune", "units.HamletProfile": "numbers of a hamlet",
    "units.HamletEthnicGroup": "numbers of a hamlet", "access.Post": "the office", "access.Assignment": "she has no post",
    "access.Delegation": "she has no post", "access.StartLink": "for those who get a post",
    "workdays.Holiday": "the calendar", "workdays.WorkingHours": "the calendar", "workdays.CalendarVersion": "the calendar",
    "signatures.SigningKey": "of those who sign", "notices.DemoMessage": "written by the worker of the demo",
    "notices.Job": "the house's own work", "notices.Schedule": "the house's own work",
    "outreach.MobileDay": "a day of the commune", "outreach.SlipPad": "made before anybody has one",
    "outreach.PadSlip": "made before anybody has one",
    "voices.Recording": "texts of forms, spoken", "offline.IntakeKey": "the commune's key", "offline.Device": "a helper's phone",
    "offline.SealedBlob": "no photo of hers has arrived yet",
    "roster.Duty": "the helpers' times", "roster.Absence": "the helpers' times",
    "tv.TvScreen": "a TV in a hamlet house", "tv.PairingRequest": "a TV that waits",
    "kiosk.Kiosk": "a PC for everybody",
    "tv.Announcement": "what hangs for everybody",
    "procedures.Confirmation": "the catalogue",
    "documents.Book": "who numbers a register",
    "insight.CashSheet": "days of the office", "insight.CashLine": "days of the office; its acts stand on her dossier",
    "numbers.Outside": "of a book, said by its keeper; no number of hers was given outside",
    "insight.MonthBook": "no month of hers is closed; what is kept in one is the office's signed book",
    "counter.Business": "what the commune set up", "counter.Counter": "what the commune set up",
    "counter.Outage": "hours without power", "counter.SlipBatch": "a pad", "counter.Slip": "a number, before it is anybody's",
    "counter.Lobby": "a machine", "counter.Ticket": "a number, nobody's name; hers had no appointment today",
    "procedures.NationalProcedure": "the national list", "procedures.Procedure": "the catalogue",
    "procedures.NationalReview": "the national list",
    "procedures.ProcedureVersion": "the catalogue",
    "procedures.WorkingCopy": "the catalogue", "procedures.WorkingText": "the catalogue",
    "procedures.Offering": "the catalogue", "account.EmailAddress": "she has none",
    "account.EmailConfirmation": "she has none", "mfa.Authenticator": "she has none",
}  # fmt: skip
# Route → why what stands there is no leak.
EXEMPT = {"notices:demo_inbox": "messages of the demo; production has no such page (test_results_and_voices)"}
# Compared with nothing, since each request changes what they say; their words are searched all the same.
COUNTING = {"web:metrics": "counts requests"}
# A client chooses the id of a dossier it files, so an id that is taken cannot look free; the refusal tells nothing else.
CHOSEN_BY_THE_CLIENT = {"api:file_dossier"}
# (who, route) → the kinds of marks that are shown there all the same, and why. Nothing there is compared with its twin.
MAY: dict[tuple[str, str], tuple[set[str], str]] = {
    ("quantri", "notices:attention"): ({"id"}, "a message that could not be sent: neither to whom nor about what"),
    ("quantri", "notices:decide"): (set(), "whether it is sent again is for whoever looks after the server"),
    ("quantri", "access_journal"): ({"code", "id"}, "that something was done to a dossier, not what and not whose"),
    ("quantri", "access_journal_export"): ({"code"}, "the same"),
    ("quantri", "access_account_add"): (
        set(),
        "that a phone opens an account already: two people cannot share it",
    ),
    ("xuan", "counter:begin_visit"): (
        set(),
        "who stands at her own counter is typed; 999999999999 can be nobody's number",
    ),
    ("xuan", "neighbours:receive"): (set(), "what is brought to her own counter is typed; nothing is looked up"),
    ("tu afterwards", "dossiers:hamlet_home"): ({"code"}, "what he filed, by code and state (access.filed_by_helper)"),
    ("tu with the next citizen", "dossiers:hamlet_home"): ({"code"}, "what he filed, by code and state"),
    ("xuan", "api:enrol_device"): (set(), "a phone of her own: each gets an id and a token"),
    ("tu afterwards", "dossiers:my_hamlet"): (
        {"household"},
        "the houses of his hamlet, by number and head; journalled",
    ),
    ("tu with the next citizen", "dossiers:my_hamlet"): ({"household"}, "the same"),
    ("tu afterwards", "offline:my_day"): ({"household"}, "the same, taken along under his PIN"),
    ("tu with the next citizen", "offline:my_day"): ({"household"}, "the same"),
    ("tu afterwards", "offline:left_open"): ({"id"}, "that a colleague has begun for somebody, by initials"),
    ("tu afterwards", "offline:go_on"): (set(), "the same; going on needs her beside him, and is journalled"),
    ("tu with the next citizen", "offline:left_open"): ({"id"}, "that a colleague has begun for somebody, by initials"),
    ("tu with the next citizen", "offline:go_on"): (set(), "the same; it is refused while he helps somebody else"),
    ("tu afterwards", "outreach:own_pouch"): ({"code"}, "of what he filed, whose originals he may carry, by code"),
    ("tu afterwards", "outreach:receipt"): (set(), "for what he filed: that nobody holds a paper of it"),
    ("tu with the next citizen", "outreach:own_pouch"): (
        {"code"},
        "of what he filed, whose originals he may carry, by code",
    ),
    ("tu with the next citizen", "outreach:receipt"): (set(), "for what he filed: that nobody holds a paper of it"),
}
# Who is concerned → where the same looks must find her, and where the same tries must change something of hers.
SEEN = {
    "mai": {
        "dossiers:mine", "dossiers:tracked", "dossiers:fill_all", "dossiers:filed_slip", "files:download",
        "api:mine", "api:get_dossier", "api:get_paper", "notices:own",
    },
    "lan": {
        "dossiers:detail", "dossiers:queue",  "dossiers:export", "dossiers:slip", "dossiers:result",
        "api:list_dossiers", "api:get_dossier", "api:list_papers", "api:list_tasks", "counter:visit", "counter:visit_list",
        "neighbours:lists", "neighbours:one", "neighbours:inward",
    },
    "hai": {"dossiers:complaints", "api:complaints"},
    "thu": {"api:list_documents", "api:get_document", "api:export_documents"},
    "binh": {"api:get_document"},
    "hoa": {"people:import-preview", "people:duplicate"},
}  # fmt: skip
CHANGED = {
    "mai": {"dossiers:withdraw", "dossiers:complain", "dossiers:rate", "api:act_on_dossier withdraw", "api:complain"},
    "lan": {"dossiers:act check_paper", "api:act_on_dossier ask_supplement", "api:act_on_dossier receive", "dossiers:reveal",
            "counter:visit_add", "counter:visit_end", "neighbours:act"},
    "hoa": {"api:act_on_dossier draft_result", "api:act_on_dossier propose_extension"},
    "hai": {"dossiers:complaint_answer", "api:answer"},
    "pao": {"dossiers:hamlet_task", "api:finish_task"},
    "binh": {"api:act_on_document_task"},
}  # fmt: skip
ACTING = {"dossiers:act", "api:act_on_dossier"}


class Strangers(MadeTestCase):
    hers: making.Hers
    people: dict[str, Client]
    made: dict[type[Model], dict[Any, Any]]

    @classmethod
    def make(cls) -> None:
        super().make()
        cls.hers = making.make(cls.world)
        cls.people = {
            "anonymous": browser(cls.world),
            **{who: browser(cls.world, who) for who in ("xuan", "quantri", "phung")},
            "tu afterwards": cls.hers.helper,
            "tu with the next citizen": browser(cls.world, "tu"),
            "a token of xuan": bearer(cls.world, "xuan"),
            "a narrow token of lan": bearer(cls.world, "lan", "procedure.read"),
            "a narrow token of mai": bearer(cls.world, "mai", "procedure.read"),
        }
        cls.made = {model: rows(model) for model in making.models()}

    # --- nothing is left out ------------------------------------------------------------------------------------------

    def test_every_route_is_filled_with_something_of_hers_or_says_why_not(self) -> None:
        known, there = sweep.things(self.hers, acting=True), sweep.routes()
        undecided = [route.name for route in there if route.name not in NOT_HERS and not known.get(route.parameters)]
        assert not undecided, f"say in sweep.things what of hers stands there, or in NOT_HERS why nothing: {undecided}"
        gone = NOT_HERS.keys() - {route.name for route in there}
        assert not gone, f"no such route any more: {gone}"

    def test_every_model_has_a_row_of_hers_or_says_why_not(self) -> None:
        without = {model._meta.label for model, keys in self.hers.rows.items() if not keys}
        assert without == WITHOUT_HER.keys(), without ^ WITHOUT_HER.keys()
        assert all(self.hers.marks.values())

    # --- looking ------------------------------------------------------------------------------------------------------

    def nothing_is_told(self, who: str) -> None:
        client, wrong, absent = self.people[who], list[str](), dict[str, Answer]()
        if who == "tu with the next citizen":
            opened = client.post("/thon/giup/", {"name": "Phàn Thị Lở", "consent": "spoken"})
            assert opened.status_code == 302
        for guess in sweep.guesses(self.hers):
            real = ask(client, guess.real, looking(guess))
            wrong += self.leaks(who, guess, real)
            if (
                guess.given
                and guess.route.name not in EXEMPT.keys() | COUNTING.keys()
                and (who, guess.route.name) not in MAY
            ):
                if guess.absent not in absent:
                    absent[guess.absent] = ask(client, guess.absent, looking(guess))
                wrong += differences(guess, real, absent[guess.absent])
        assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong[:40])

    def leaks(self, who: str, guess: Guess, real: Answer) -> list[str]:
        name, found = guess.route.name, []
        if real.status >= 500:
            found.append(f"{name}: {guess.real} is a fault of the server")
        may = MAY.get((who, name), (set(), ""))[0]
        if name not in EXEMPT and (told := self.told(guess, real) - may):
            found.append(f"{name}: {guess.real} ({real.status}) tells her {sorted(told)}")
        return found

    def told(self, guess: Guess, answer: Answer) -> set[str]:
        """The kinds of marks in an answer, apart from what was asked for."""
        said = answer.said(guess.given)
        return {kind for kind, marks in self.hers.marks.items() if any(stands(kind, mark, said) for mark in marks)}

    def test_those_who_are_concerned_find_her_by_the_same_looks(self) -> None:
        missed, kinds = {}, set[str]()
        for who, expected in SEEN.items():
            client, found = browser(self.world, who), set[str]()
            for guess in sweep.guesses(self.hers):
                if guess.route.name in expected and (told := self.told(guess, ask(client, guess.real, looking(guess)))):
                    found.add(guess.route.name)
                    kinds |= told
            missed[who] = expected - found
        assert not any(missed.values()), missed
        # A hash is shown to nobody; it is looked for because it is a key to her files.
        assert kinds | {"hash"} == self.hers.marks.keys(), f"nobody was shown her {self.hers.marks.keys() - kinds}"

    # --- trying to change something -----------------------------------------------------------------------------------

    def nothing_is_changed(self, who: str) -> None:
        client, wrong, absent = self.people[who], list[str](), dict[str, Answer]()
        for guess, verb, sent, instead in tries(self.hers):
            real = ask(client, guess.real, verb, inside=self.changed, **sent)
            wrong += [f"{verb} {leak}" for leak in self.leaks(who, guess, real)]
            if real.noticed:
                wrong.append(f"{verb} {guess.real} ({real.status}) changed {real.noticed}")
            if verb == "POST" and guess.route.name not in CHOSEN_BY_THE_CLIENT and (who, guess.route.name) not in MAY:
                if guess.absent not in absent:
                    absent[guess.absent] = ask(client, guess.absent, verb, **instead)
                wrong += [f"{verb} {one}" for one in differences(guess, real, absent[guess.absent])]
        assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong[:40])

    def changed(self, tables: set[str]) -> list[str]:
        """Of her things, which are not as they were made; and what is new or other and names one of hers."""
        found, hers = list[str](), self.hers.marks["id"]
        for model in (model for model in making.models() if model._meta.db_table in tables):
            before, after = self.made[model], rows(model)
            for pk in before.keys() | after.keys():
                row = after.get(pk)
                if row == before.get(pk) or (model is Entry and row and "access.denied" in row):
                    continue
                text = repr(row or before[pk])
                if pk in self.hers.rows[model] or any(one in text for one in hers):
                    found.append(f"{model._meta.label}: {text[:200]}")
        return found

    def test_those_whose_work_it_is_change_hers_by_the_same_tries(self) -> None:
        missed = {}
        for who, expected in CHANGED.items():
            client, done = browser(self.world, who), set[str]()
            for guess, verb, sent, _instead in tries(self.hers):
                name = guess.route.name
                label = f"{name} {guess.real.rstrip('/').rsplit('/', 1)[-1]}" if name in ACTING else name
                if verb != "POST" or label not in expected - done:
                    continue
                if ask(client, guess.real, verb, inside=self.changed, **sent).noticed:
                    done.add(label)
            missed[who] = expected - done
        assert not any(missed.values()), missed


def stands(kind: str, mark: str, said: str) -> bool:
    """Whether a mark is told. The six digits of a key also turn up by chance inside the hashes of other things."""
    if kind == "key":
        return re.search(rf"(?<![0-9a-f]){mark}(?![0-9a-f])", said) is not None
    return mark in said


def looking(guess: Guess) -> str:
    return "HEAD" if guess.route.name == "files:blob" else "GET"


def differences(guess: Guess, real: Answer, absent: Answer) -> list[str]:
    one, other = real.said(guess.given), absent.said(guess.instead)
    if one == other:
        return []
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    parts = f"…{one[max(0, at - 40) : at + 40]!r} | {other[max(0, at - 40) : at + 40]!r}"
    return [f"{guess.route.name}: {guess.real} and {guess.absent} differ: {parts}"]


def rows(model: type[Model]) -> dict[Any, Any]:
    names = [field.attname for field in model._meta.concrete_fields]
    return {row[0]: row[1:] for row in model._base_manager.values_list("pk", *names)}


def _for(check: Callable[[Strangers, str], None], who: str) -> Callable[[Strangers], None]:
    return lambda self: check(self, who)


for _who in LOOKERS:
    setattr(Strangers, f"test_{_who.replace(' ', '_')}_is_told_nothing", _for(Strangers.nothing_is_told, _who))
for _who in CHANGERS:
    setattr(Strangers, f"test_{_who.replace(' ', '_')}_changes_nothing", _for(Strangers.nothing_is_changed, _who))


def test_a_key_is_told_as_a_word_and_not_as_a_piece_of_a_hash() -> None:
    assert stands("key", "104233", 'khoa=104233&ma="…"')
    assert stands("key", "104233", '["\\n104233"]')
    assert not stands("key", "104233", "/thon/thu-am/dao/9f1042337ab2/")
