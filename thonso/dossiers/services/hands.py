"""In whose hands a dossier is: who may act on it now, and in which post, own or lent."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor, Grant, actor_of_account
from thonso.core.access.models import Account
from thonso.core.access.roles import OFFICER_ROLES
from thonso.dossiers.models import Dossier, HamletTask
from thonso.dossiers.rules.states import State
from thonso.dossiers.rules.transitions import BY_NAME

IN_OTHER_HANDS = _("This dossier is in someone else's hands now.")
# Done by whoever holds the dossier now, not by every office that has a step in the procedure.
HOLDER_ONLY = frozenset(
    {
        "take",
        "advance",
        "recheck",
        "verify",
        "consult",
        "give_opinion",
        "draft_result",
        "propose",
        "record_result",
        "transfer",
        "propose_extension",
        "give_up_correction",
        "link_resident",
        "correct_number",
    }
)

# Work begun on a dossier that waits in the common queue of a post: from then on it is in the hands of who began it.
TAKES_IT = frozenset({"verify", "consult", "give_opinion", "draft_result", "propose_extension"})

# Begun by an officer while the dossier stands elsewhere: its result is out already.
FROM_AFAR = frozenset({"correct_result", "propose_revocation"})


def in_queue_of(actor: Actor, grant: Grant, dossier: Dossier) -> bool:
    """In the queue of this very post, and in no colleague's hands; whoever stands in holds what the lender had begun."""
    return (
        grant.role == dossier.holder_role
        and grant.commune_id == dossier.commune_id
        and dossier.assignee_id in {None, actor.account_id, grant.acting_for}
    )


def holds(actor: Actor, dossier: Dossier) -> Grant | None:
    """The post, held today or lent, in whose queue the dossier stands for this actor."""
    return next((grant for grant in actor.grants if in_queue_of(actor, grant, dossier)), None)


def grant_for(actor: Actor, name: str, dossier: Dossier) -> Grant | None:
    """The role under which this actor may do this now; None for who has not the dossier in hand.

    The post in whose queue it stands comes first: with it lent, the act is done in the lender's place, also by somebody
    whose own post would allow it. An officer acts in no other queue; the desk, the director and the leaders do where the
    policy says so of the commune.
    """
    found = policy.granting(actor, BY_NAME[name].policy, dossier)
    if here := next((grant for grant in found if in_queue_of(actor, grant, dossier)), None):
        return here
    # Whoever received it has passed it on: what is found now would be another's work.
    if name in HOLDER_ONLY or (name == "check_paper" and dossier.status is not State.SUBMITTED):
        return None
    return next((grant for grant in found if grant.role not in OFFICER_ROLES or name in FROM_AFAR), None)


def hamlet_grant(actor: Actor, task: HamletTask) -> Grant | None:
    """The same for a task of a hamlet, which its helper and its village head may both do: in whose post it waits first."""
    found = policy.granting(actor, "do", task)
    return next((grant for grant in found if grant.role == task.dossier.holder_role), found[0] if found else None)


def at_work(account_id: UUID) -> Actor | None:
    """Who this account is today, with every post that holds; None for one that is locked."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    return actor_of_account(account) if account else None


def can_go_on(actor: Actor | None, role: str, dossier: Dossier) -> bool:
    """Whether somebody can work on the dossier in that post: holds it or stands in, and it is not about the own household."""
    return actor is not None and actor.has(role, dossier.commune_id) and not policy.is_own_household(actor, dossier)
