"""Results: for those of a dossier, and for anybody who checks a paper."""

from uuid import UUID

from django.db.models import QuerySet

from thonso.core.access.actors import Actor
from thonso.core.access.roles import STAFF_ROLES
from thonso.core.base.errors import Absent
from thonso.dossiers.access.dossiers import absent
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.models.results import BEARS_A_SIGNATURE
from thonso.dossiers.release import withheld
from thonso.dossiers.services.moves import answers_of

# A result is shown to its owner once it has been issued; one that was replaced or revoked says so itself.
ISSUED_ONCE = (Result.State.ISSUED, Result.State.REPLACED, Result.State.REVOKED)


def results_of(actor: Actor, dossier: Dossier) -> list[Result]:
    """The results of a dossier (that has been loaded already, and so authorised) that this actor may see, oldest first.

    What is drafted or signed and not yet sealed is for those at work on it.
    """
    rows = Result.objects.filter(stands_for__dossier=dossier).order_by("at", "id")
    if not actor.has_any(STAFF_ROLES, dossier.commune_id):
        rows = rows.filter(state__in=ISSUED_ONCE)
    return list(rows.select_related("upload"))


def result_of(actor: Actor, dossier: Dossier, result_id: UUID) -> Result:
    """One of them, to be opened. Raises Absent, with the reason in a sentence where it is only withheld yet."""
    found = next((result for result in results_of(actor, dossier) if result.pk == result_id), None)
    if found is None:
        raise absent()
    if not actor.has_any(STAFF_ROLES, dossier.commune_id) and (why := withheld(actor, dossier, answers_of(dossier))):
        raise Absent(why)
    return found


def result_by_check_code(code: str) -> Result | None:
    """For the public verification page: the code is printed on the paper itself."""
    code = "".join(c for c in code.upper() if c.isalnum())
    return _results_to_check().filter(check_code=code).first()


def result_by_file(sha256: str) -> Result | None:
    """The same for whoever has the file: to the bit the one that was issued here."""
    return _results_to_check().filter(upload__stored_sha256=sha256).first()


def _results_to_check() -> QuerySet[Result]:
    issued = (Result.State.ISSUED, Result.State.REPLACED, Result.State.REVOKED)
    return (
        Result.objects.filter(BEARS_A_SIGNATURE, state__in=issued)
        .select_related("upload", "replaced_by", "commune")
        .prefetch_related("stands_for__dossier")
    )
