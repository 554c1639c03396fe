"""The box on top of the desk: what is typed, or scanned from a slip, a receipt or a signed paper, opens the dossier."""

import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.dossiers import access
from thonso.dossiers.services.numbering import tidied

TRACKING = re.compile(r"\bTS[-– ]?(\d{6})[-– ]?(\d{4,6})\b")
CHECK = re.compile(r"/XAC-MINH/([A-Z0-9]{12})")


def codes_in(text: str) -> tuple[str, str, str]:
    """(tracking code, official code, code of a result) as they stand in `text`; '' for what does not. Pure.

    A reader that works as a keyboard types the whole address of a QR code.
    """
    text = text.strip().upper()
    tracking, result = TRACKING.search(text), CHECK.search(text)
    return (
        f"TS-{tracking[1]}-{tracking[2]}" if tracking else "",
        "" if tracking or result else tidied(text),
        result[1] if result else "",
    )


@audience("staff")
@never_cache
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """One dossier that this is the code of, and that is for this officer, is opened; all else is looked for in the list."""
    text = request.GET.get("q", "")[:200]
    found = access.by_any_code(actor_of(request), *codes_in(text))
    if found is not None:
        return redirect("dossiers:detail", found.code)
    tracking, official, _result = codes_in(text)
    return redirect(f"{reverse('dossiers:queue')}?{urlencode({'q': (tracking or official or text.strip())[:80]})}")
