"""The only way from an id or a request to an upload: whose it is, and who else may open it.

An owner may open what is theirs, until a wing has taken it over; the policy table and the readers that wings register
decide for everybody else.
"""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor, Grant, actor_of
from thonso.core.base.errors import Absent
from thonso.core.base.ids import stable_id
from thonso.core.base.refs import Ref
from thonso.core.files.models import Upload

SESSION_KEY = "files.owner"

Reader = Callable[[Actor, Upload], bool]
Taker = Callable[[Upload], bool]
_readers: list[Reader] = []
_takers: list[Taker] = []


def register_reader(may_read: Reader) -> None:
    """A wing says whether this actor may open this upload (because they may open what it is attached to)."""
    if may_read not in _readers:
        _readers.append(may_read)


def register_taker(has_taken: Taker) -> None:
    """A wing says whether this upload has become a thing of its own: then readers alone decide, no longer whose it was."""
    if has_taken not in _takers:
        _takers.append(has_taken)


def is_taken(upload: Upload) -> bool:
    return any(has_taken(upload) for has_taken in _takers)


def owner_of(request: HttpRequest, *, make: bool = False) -> Ref | None:
    """To whom an upload of this request belongs: the assisted session, else the account, else this browser session.

    With `make` a browser session without an account gets its own id; without, None when it has none yet.
    """
    actor = actor_of(request)
    if actor.assist is not None:
        return Ref("assist", actor.assist.session_id)
    if actor.account_id is not None:
        return Ref("account", actor.account_id)
    kept = request.session.get(SESSION_KEY)
    if kept is None and make:
        kept = request.session[SESSION_KEY] = str(uuid4())
    return Ref("session", UUID(kept)) if kept else None


def commune_of(request: HttpRequest) -> UUID:
    """The commune of the actor's post, or the one this server is for."""
    return actor_of(request).home_commune() or stable_id("commune", settings.COMMUNE_CODE)


def may_send(actor: Actor) -> bool:
    """Everybody may send files for a form of their own; an access token only when it was given that."""
    if actor.token_scopes is None:
        return True
    return bool(policy.can(actor, "attach", policy.New("upload", owner_id=actor.account_id)))


def mine(owner: Ref | None, sha256: str) -> Upload | None:
    """The owner's own upload with this hash. Another owner's is never seen, so a hash is not a key to a file."""
    if owner is None:
        return None
    return Upload.objects.filter(owner_kind=owner.kind, owner_id=owner.id, received_sha256=sha256).first()


def get(actor: Actor, upload_id: UUID, owner: Ref | None = None) -> Upload:
    """The upload, for someone who may open it; Absent for everybody else. `owner` is `owner_of(request)`."""
    words = _("There is no such file, or it is not for you.")
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None:
        raise Absent(words)
    taken = is_taken(upload)
    if not taken and owner is not None and upload.owner == owner and actor.token_scopes is None:
        return upload
    if any(may_read(actor, upload) for may_read in _readers):
        return upload
    if taken:
        raise Absent(words)
    policy.require(actor, "read", upload, words=words)
    return upload


# --- what the scopes of the policy table mean here --------------------------------------------------------------------


def _is_own(actor: Actor, grant: Grant, upload: Upload) -> bool:
    return actor.account_id is not None and upload.owner == Ref("account", actor.account_id)


def _own(actor: Actor, grant: Grant) -> Q:
    return Q(owner_kind="account", owner_id=actor.account_id) if actor.account_id else policy.NOTHING


def _is_assisted(actor: Actor, grant: Grant, upload: Upload) -> bool:
    return actor.assist is not None and upload.owner == Ref("assist", actor.assist.session_id)


def _assisted(actor: Actor, grant: Grant) -> Q:
    return Q(owner_kind="assist", owner_id=actor.assist.session_id) if actor.assist else policy.NOTHING


def register_scopes() -> None:
    policy.register_scope("upload", Upload, "own", test=_is_own, q=_own)
    policy.register_scope("upload", Upload, "assist", test=_is_assisted, q=_assisted)
