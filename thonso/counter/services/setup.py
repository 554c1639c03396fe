"""What the commune sets up at its counters: kinds of business, places, printers, the machine in the lobby."""

import hashlib
import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import transact
from thonso.counter.models import Business, Counter, Lobby

LETTERS = "ABCDEFGHKLMNPQRSTUVX"  # without those that are read as a digit or as another letter
FURTHEST = 15  # millimetres a printer may be off


def set_business(actor: Actor, commune_id: UUID, letter: str, name: str, *, active: bool = True) -> Business:
    """A new kind of business, or another name for one. A letter is kept for ever: it stands on tickets."""
    policy.require(actor, "edit", policy.New("counter", commune_id))
    letter, name = letter.strip().upper(), clean(name, limit=80)
    if letter not in LETTERS or len(letter) != 1:
        words = _("One letter, none of those that look like another: %(letters)s.") % {"letters": LETTERS}
        raise Refused(words, fields={"letter": [words]})
    if not name:
        raise Refused(_("Write what the business is called."), fields={"name": [_("Not filled in.")]})
    with transact(commune_id) as work:
        row, _made = Business.objects.update_or_create(
            commune_id=commune_id, letter=letter, defaults={"name": name, "active": active}
        )
        work.note(
            "counter.business_set", actor.ref, Ref("business", row.pk), facts={"letter": letter, "active": active}
        )
    return row


def set_counter(
    actor: Actor,
    commune_id: UUID,
    number: int,
    businesses: Sequence[Business],
    *,
    size: str = "a5x2",
    copies: int = 1,
    shift: tuple[float, float] = (0, 0),
    active: bool = True,
) -> Counter:
    """A counter, what it calls, and its printer. `shift` in millimetres to the right and downwards."""
    policy.require(actor, "edit", policy.New("counter", commune_id))
    if not 1 <= number <= 99:
        raise Refused(_("Counters are numbered from 1 to 99."), fields={"number": [_("Please check.")]})
    if any(abs(one) > FURTHEST for one in shift):
        words = _("A printer that is off by more than 15 mm has the wrong paper in it.")
        raise Refused(words, fields={"shift_x": [words]})
    if size not in Counter.Size.values or copies not in {1, 2}:
        raise Refused(_("Please choose from the list."), fields={"size": [_("Unknown.")]})
    x, y = (round(10 * one) for one in shift)
    values = {"size": size, "copies": copies, "shift_x": x, "shift_y": y, "active": active}
    with transact(commune_id) as work:
        row, _made = Counter.objects.update_or_create(commune_id=commune_id, number=number, defaults=values)
        row.businesses.set(businesses)
        work.note("counter.set", actor.ref, Ref("counter", row.pk), facts={"number": number, "active": active})
    return row


def new_lobby(actor: Actor, commune_id: UUID) -> str:
    """The key of a new address for the machine in the lobby, shown once; the address before opens nothing any more."""
    policy.require(actor, "edit", policy.New("counter", commune_id))
    key = secrets.token_urlsafe(18)
    try:
        with transact(commune_id) as work:
            Lobby.objects.filter(commune_id=commune_id, ended_at=None).update(ended_at=work.at)
            row = Lobby.objects.create(
                commune_id=commune_id, digest=hashlib.sha256(key.encode()).hexdigest(), made_at=work.at
            )
            work.note("counter.lobby_made", actor.ref, Ref("lobby", row.pk))
    except IntegrityError:
        raise Refused(_("Somebody else has just made a new address. Please look again.")) from None
    return key


def end_lobby(actor: Actor, commune_id: UUID) -> None:
    policy.require(actor, "edit", policy.New("counter", commune_id))
    with transact(commune_id) as work:
        for id_ in Lobby.objects.filter(commune_id=commune_id, ended_at=None).values_list("pk", flat=True):
            Lobby.objects.filter(pk=id_).update(ended_at=work.at)
            work.note("counter.lobby_ended", actor.ref, Ref("lobby", id_))
