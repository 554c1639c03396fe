"""Anybody may check a paper: by the code printed on it, or by giving the file. Four answers, each on its own."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core import signatures
from thonso.core.access import limits
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused
from thonso.core.base.text import fold
from thonso.core.files.services import open_stored
from thonso.core.signatures import Verdict
from thonso.core.web.words import masked_name
from thonso.dossiers import access
from thonso.dossiers.certified import certified
from thonso.dossiers.models import Result

LARGEST = 26 * 1024 * 1024


@audience("public")
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Type the code, or choose the PDF. The file is read in memory and kept nowhere."""
    if request.method == "POST":
        limits.hit(f"check:{limits.network(request)}", 60, 600)
        file = request.FILES.get("file")
        if file is not None:
            if (file.size or 0) > LARGEST:
                return render(
                    request, "dossiers/public/check.html", {"message": _("The file is larger than 25 MB.")}, status=422
                )
            try:
                verdict = signatures.verify_apart(file.read())
            except Refused as refusal:
                return render(request, "dossiers/public/check.html", {"message": refusal.message}, status=422)
            found = access.result_by_file(verdict.sha256) if verdict.sha256 else None
            context = {**_told(verdict, found), "name": file.name, "by_file": True}
            return render(request, "dossiers/public/check.html", context)
        code = letters(request.POST.get("code", ""))
        if code:
            return redirect("dossiers:check", code)
        return render(
            request, "dossiers/public/check.html", {"message": _("Type the code, or choose the file.")}, status=422
        )
    return render(request, "dossiers/public/check.html", {})


@audience("public")
@never_cache
@require_GET
def check(request: HttpRequest, code: str) -> HttpResponse:
    limits.hit(f"check:{limits.network(request)}", 120, 600)
    result = access.result_by_check_code(code)
    if result is None or result.upload is None:
        message = _("No paper has this code. Please check the letters; there is no O and no I in it.")
        return render(request, "dossiers/public/check.html", {"message": message, "code": letters(code)}, status=404)
    with open_stored(result.upload) as file:
        verdict = signatures.verify(file.read())
    return render(request, "dossiers/public/check.html", _told(verdict, result))


def letters(code: str) -> str:
    """What a code is made of, whatever was typed between."""
    return "".join(c for c in code if c.isascii() and c.isalnum())[:20]


def _told(verdict: Verdict, result: Result | None) -> dict[str, Any]:
    """The verdict, and its signatures with their hour as a moment; of the paper that is known here no more than tells it
    from a forged one (docs/decisions/008-what-checking-shows.md)."""
    signers = [
        {**asdict(one), "when": datetime.fromisoformat(one.time) if one.time else None}
        for one in verdict.signatures
        if one.kind == "signature" and one.signer
    ]
    dossiers = [row.dossier for row in result.stands_for.all()] if result else []
    alone = dossiers[0] if len(dossiers) == 1 else None
    holders = certified(result, alone) if result and alone else ()
    asked_by = alone.subject_name if alone and fold(alone.subject_name) not in map(fold, holders) else ""
    return {
        "verdict": verdict,
        "signers": signers,
        "result": result,
        "holder": ", ".join(masked_name(one) for one in holders),
        "asked_by": masked_name(asked_by),
        "holders": len(dossiers),
    }
