"""What comes of a procedure: its papers, the book that numbers them, the words of a decision, the class it gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """`kind` is one of core.papers, empty for papers that other systems print. `covers` dossier | list. Of what is made
    elsewhere the first has a number, and each that is `numbered`. `originals` are given; of copies, as many as `times`,
    a number of the form, says."""

    title: str
    kind: str = ""
    covers: str = "dossier"
    validity: str = ""
    verify: bool = False
    numbered: bool = False
    originals: int = 1
    times: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A certification book: its key among the number books, and the symbol that stands behind the volume."""

    key: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a review may propose. The decision recognises it as `recognised_as` (mid-sentence), and the household then has
    the class `klass` in the register; without the first it is answered by letter."""

    key: str
    name: str
    recognised_as: str = ""
    klass: str = ""


@dataclass(frozen=True, slots=True)
class DecisionAsk:
    """What the officer fills in when a decision is drafted: an amount, a day, which no form could ask the citizen."""

    key: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class DecisionList:
    """The list behind a decision: its dossiers, or the rows of one field of the only one."""

    title: str
    head: str = "Chủ hộ"
    rows_of: str = ""


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """The words of a decision, with {placeholders} that the draft fills in. `title` names the paper in lists."""

    about: str
    grounds: tuple[str, ...]
    articles: tuple[str, ...]
    recipients: tuple[str, ...]
    title: str
    asks: tuple[DecisionAsk, ...] = ()
    listed: DecisionList | None = None


@dataclass(frozen=True, slots=True)
class Each:
    """The list of the form of which each row gets a result and a number of its own, and the keys of its fields."""

    rows: str
    name: str
    pages: str = ""
    copies: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """`kind` drafted_here | made_in_other_system | transferred_to_authority | appointment. `certifies`: the field of the
    form whom the paper names, where that is not the owner; `certifies_too` the other of two; `death`: the field with the day
    on which the first died, whom the result marks so in the register. `book` gives the number of what is certified by
    appointment."""

    kind: str
    papers: tuple[ResultPaper, ...]
    system: str = ""
    certifies: str = ""
    death: str = ""
    book: Book | None = None
    each: Each | None = None
    outcomes: tuple[Outcome, ...] = ()
    decision: DecisionWords | None = None
    certifies_too: str = ""

    @property
    def recorded(self) -> tuple[ResultPaper, ...]:
        """The papers that another system made, each with a number of its own."""
        return tuple(one for index, one in enumerate(self.papers) if not index or one.numbered)

    def outcome(self, key: str) -> Outcome | None:
        return next((one for one in self.outcomes if one.key == key), None)

    def given(self, covers: str) -> tuple[ResultPaper, ...]:
        """The papers that are given when what was asked for is granted; a letter says why it is not."""
        return tuple(one for one in self.papers if one.kind not in {"", "letter"} and one.covers == covers)

    @property
    def decides_lists(self) -> bool:
        """One decision for many dossiers (practice.md 4)."""
        return any(one.kind == "decision" for one in self.given("list"))
