"""Who interprets and who bears witness, beside the form: at the desk and by a helper, who have them before their eyes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.dossiers import access, people_of
from thonso.dossiers.asking import BESIDE
from thonso.dossiers.services import beside as rules
from thonso.dossiers.services import drafts
from thonso.dossiers.services.filing import Person
from thonso.dossiers.views.filing.shell import base_of, context_for, minutes_left, of_open_draft
from thonso.procedures.access import pinned
from thonso.procedures.rules import evaluate

BY_EYE = frozenset({"desk", "post", "assisted"})


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
@of_open_draft
def beside(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Names, numbers, the language; kept with the draft. All boxes empty: nobody."""
    actor = actor_of(request)
    draft = access.draft(actor, draft_id)
    if draft.channel not in BY_EYE:
        raise access.absent()
    definition, context = pinned(draft.version_id), context_for(draft)
    values, errors = drafts.people_of(draft).get("beside", {}), {}
    if request.method == "POST":
        values = request.POST.dict()
        name, details = people_of.subject_of(
            definition.form, evaluate(definition.form, drafts.answers_of(draft), context).values
        )
        others = [Person(name, details)] if name else []
        others += [Person(actor.name)] if actor.assist else []
        found = rules.read(values)
        errors = rules.problems(found, others, definition)
        if not errors:
            drafts.replace_people(draft, {"beside": rules.typed(found)})
            return redirect("dossiers:check_answers", draft.pk)
    page = {
        "base": base_of(actor, draft.channel),
        "draft": draft,
        "definition": definition,
        "asks": [ask for ask in BESIDE if _is_asked(ask.name, definition.ways_to_confirm)],
        "values": values,
        "errors": errors,
        "labels": {ask.name: ask.label for ask in BESIDE},
        "minutes_left": minutes_left(actor),
        "back": reverse("dossiers:check_answers", args=[draft.pk]),
    }
    return render(request, "dossiers/filing/beside.html", page, status=422 if errors else 200)


def _is_asked(name: str, ways: tuple[str, ...]) -> bool:
    """Witnesses only where they can stand in for a signature."""
    return not name.startswith("witness") or "two_witnesses" in ways
