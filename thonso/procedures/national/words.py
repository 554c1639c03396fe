"""Words for the parts of a national procedure, as its pages and the reviewer's screen say them. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from thonso.procedures.national.sections import Row


def places() -> dict[str, str]:
    """Nơi giải quyết, in the order of the filter: this office first."""
    return {
        "commune": _("People's Committee of the commune"),
        "police": _("Commune police"),
        "tax": _("Tax office"),
        "customs": _("Customs"),
        "insurance": _("Social insurance"),
        "treasury": _("State treasury"),
        "other": _("Another office"),
        "unsaid": _("The portal does not say"),
    }


def place(kind: str) -> str:
    return places().get(kind, kind)


def sections() -> dict[str, str]:
    return {
        "title": _("Name"),
        "office": _("Decided by"),
        "ways": _("How, how long, for how much"),
        "papers": _("What to bring"),
        "steps": _("What happens to the dossier"),
        "conditions": _("Conditions"),
        "result": _("Result"),
        "legal": _("Legal basis"),
    }


def columns() -> dict[str, str]:
    return {
        "channels": _("How to file"),
        "time": _("Processing time"),
        "fee": _("Fee"),
        "note": _("Note"),
        "case": _("Case"),
        "name": _("Name"),
        "form": _("File of the form"),
        "originals": _("Originals"),
        "copies": _("Copies"),
        "number": _("Number of the text"),
        "code": _("Code"),
        "text": _("Text"),
    }


def figures() -> dict[str, str]:
    """What can be in doubt."""
    return {
        "name": _("name of the procedure"),
        "office": _("deciding office"),
        "channels": _("ways to file"),
        "time": _("processing time"),
        "fee": _("fee"),
        "papers": _("papers to bring"),
        "steps": _("order of the steps"),
        "conditions": _("conditions"),
        "result": _("result"),
        "legal": _("legal basis"),
    }


def doubted(names: Iterable[str]) -> str:
    said = figures()
    return ", ".join(said.get(name, name) for name in names)


def counts(row: Row) -> str:
    """ "1 bản chính, 2 bản sao"; empty where the portal gives no number."""
    parts = ((row["originals"], _("%(count)s original")), (row["copies"], _("%(count)s copy")))
    return ", ".join(words % {"count": count} for count, words in parts if count and count != "0")
