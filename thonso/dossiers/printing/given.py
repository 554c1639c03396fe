"""What is given with a result: originals, copies, the file itself, a line each on its receipt."""

from typing import Any

from thonso.core.base.clock import local
from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier, Event, Result
from thonso.dossiers.services.moves import answers_of
from thonso.dossiers.services.results import data_of


def _copies_asked(dossier: Dossier) -> int:
    """How many the person asked for; the form bounds the number."""
    asked = answers_of(dossier).get("copies")
    return asked if isinstance(asked, int) and asked > 0 else 1


def result_lines(dossier: Dossier, event: Event, *, on_paper: bool) -> list[dict[str, Any]]:
    """What is given: the file itself, or so many copies on paper of it, or of a paper made elsewhere."""
    unsigned = "Bản giấy" if on_paper else "Bản điện tử"
    signed = "Bản in từ bản điện tử có chữ ký số" if on_paper else "Bản điện tử có chữ ký số"
    results = [link.result for link in dossier.results.select_related("result").order_by("result__at", "result__id")]
    papers = {one.title: one for one in requirements.definition(dossier).result.papers}
    answers = answers_of(dossier)
    copies = [(one, answers.get(one.times)) for one in papers.values() if one.times]

    def count(result: Result) -> int:
        if result.title in papers and not result.paper and copies:
            return papers[result.title].originals  # the copies beside it are a line of their own
        return data_of(result).get("copies") or _copies_asked(dossier)

    lines: list[dict[str, Any]] = [
        {
            "kind": signed if result.upload_id and result.made == Result.Made.HERE else unsigned,
            "number": result.number or "không có số",
            "date": result.dated or local(event.at).date(),
            "abstract": result.title,
            **({"copies": count(result)} if on_paper else {}),
        }
        for result in results
        if result.state in {"issued", "signed"}
    ]
    made = [one for one in results if one.state == Result.State.ISSUED and not one.paper]
    if on_paper and made:
        day = made[0].dated or local(event.at).date()
        lines += [
            {"kind": "Bản giấy", "number": "–", "date": day, "abstract": one.title, "copies": many}
            for one, many in copies
            if isinstance(many, int) and many > 0
        ]
    return lines
