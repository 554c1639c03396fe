"""Which signing keys a person sees and manages: the administrator all, a leader their own, the clerk the seal's."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.models import Assignment
from thonso.core.access.roles import LEADER_ROLES, ROLES
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent
from thonso.core.base.text import in_sentence
from thonso.core.signatures.models import SigningKey
from thonso.core.signatures.services import Holder
from thonso.core.units.models import Unit


def visible_keys(actor: Actor) -> QuerySet[SigningKey]:
    """The keys this person may see, the newest first. Raises Absent for whoever has nothing to do with keys."""
    if not possible_holders(actor):
        raise Absent(_("There is no such page, or it is not for you."))
    return SigningKey.objects.filter(policy.visible(actor, "read", SigningKey)).order_by("-valid_from", "-id")


def by_id(actor: Actor, key_id: UUID, action: str = "read") -> SigningKey:
    """Raises Absent; a denial is journalled."""
    found = SigningKey.objects.filter(pk=key_id).first()
    if found is None:
        raise Absent(_("There is no such page, or it is not for you."))
    policy.require(actor, action, found)
    return found


def signature_under(key: SigningKey) -> bytes:
    """What the seal stands over in its preview: the picture of the newest key of a leader of the commune, if there is one."""
    if not key.unit_id:
        return b""
    leaders = SigningKey.objects.filter(commune_id=key.commune_id, unit=None).exclude(image=b"")
    newest = leaders.order_by("-valid_from").values_list("image", flat=True).first()
    return bytes(newest or b"")


def possible_holders(actor: Actor) -> dict[str, tuple[Holder, str]]:
    """For whom this person may enter a key: id → holder and post. Leaders of the commune, and the seal of its committee."""
    commune_id = actor.home_commune()
    if commune_id is None:
        return {}
    found: dict[str, tuple[Holder, str]] = {}
    in_force = Q(valid_from__lte=today()) & (Q(valid_to=None) | Q(valid_to__gte=today()))
    posts = Assignment.objects.filter(in_force, commune_id=commune_id, role__in=LEADER_ROLES, account__is_active=True)
    for row in posts.select_related("account", "post").order_by("role", "account__full_name"):
        new = policy.New("signing_key", commune_id, owner_id=row.account_id)
        if policy.can(actor, "manage", new):
            post = row.post.title if row.post else str(ROLES[row.role])
            found.setdefault(str(row.account_id), (Holder(row.account.full_name, account_id=row.account_id), post))
    if policy.can(actor, "manage", policy.New("signing_key", commune_id, unit_id=commune_id)):
        found["seal"] = (Holder(committee_of(commune_id), unit_id=commune_id), "")
    return found


def committee_of(commune_id: UUID) -> str:
    """'Ủy ban nhân dân xã Bát Xát': whose seal it is, as the certificate must name it."""
    name = Unit.objects.values_list("full_name", flat=True).get(pk=commune_id)
    return f"Ủy ban nhân dân {in_sentence(name)}"


def require_trust(actor: Actor) -> UUID:
    """The commune whose administrator this is. Raises Absent for everybody else."""
    commune_id = actor.home_commune()
    policy.require(actor, "manage", policy.New("trust", commune_id))
    assert commune_id is not None
    return commune_id
