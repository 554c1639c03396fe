"""One version of a procedure as typed, frozen data."""

from thonso.procedures.definition.fees import ByPage, Fee
from thonso.procedures.definition.parts import (
    Beside,
    Case,
    Caution,
    Check,
    Filer,
    Heir,
    LegalBasis,
    Organ,
    Paper,
    PaymentRule,
    Presence,
    Step,
    SupplementRule,
    TimeRule,
)
from thonso.procedures.definition.results import (
    Book,
    DecisionAsk,
    DecisionList,
    DecisionWords,
    Each,
    Outcome,
    Result,
    ResultPaper,
)
from thonso.procedures.definition.whole import Definition

__all__ = [
    "Beside",
    "Book",
    "ByPage",
    "Case",
    "Caution",
    "Check",
    "DecisionAsk",
    "DecisionList",
    "DecisionWords",
    "Definition",
    "Each",
    "Fee",
    "Filer",
    "Heir",
    "LegalBasis",
    "Organ",
    "Outcome",
    "Paper",
    "PaymentRule",
    "Presence",
    "Result",
    "ResultPaper",
    "Step",
    "SupplementRule",
    "TimeRule",
]
