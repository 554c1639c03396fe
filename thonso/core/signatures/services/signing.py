"""Which key signs, the key in hand for a batch, and the record of what was signed.

Signing computes for a tenth of a second: sign first, then `record` inside the transaction that stores the file.
"""

import base64
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access import limits
from thonso.core.base.clock import local, now
from thonso.core.base.errors import DomainError, Refused, TooMany, Unavailable
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.signatures import trust
from thonso.core.signatures.certificates import from_pem, revoked_since
from thonso.core.signatures.keys import KeyKind, KeyRef, open_key
from thonso.core.signatures.models import KEY_FILE, SignatureRecord, SigningKey
from thonso.core.signatures.verdict import Place, Trust, Verdict

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

# Wrong secrets for one certificate, at signing and at registering together, and the seconds they count for. Within a day
# a token that allows six wrong PINs in a row is not locked by guessing here, and its owner's right PIN sets its own count
# back; one that allows fewer says so before its last try (`pkcs11.words`).
BOUNDS = ((3, 600), (5, 86_400))


@dataclass(frozen=True, slots=True)
class KeyInHand:
    """A key that has been opened and found to be its certificate's; good until its block ends."""

    key: SigningKey
    signer: "Signer"


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A signed PDF with what `record` needs."""

    pdf: bytes
    key: SigningKey
    level: str
    verdict: Verdict


def key_of_account(commune_id: UUID, account_id: UUID) -> SigningKey:
    """The person's key that signs now, the newest of several. Raises Refused when there is none whose certificate holds."""
    none = _("You have no signing key here yet. Please register yours, or ask the administrator to.")
    return _newest(Q(commune_id=commune_id, account_id=account_id), none)


def key_of_unit(commune_id: UUID, unit_id: UUID) -> SigningKey:
    """The organisation's seal key, likewise."""
    none = _("The seal has no signing key here yet. Please ask the administrator to register it.")
    return _newest(Q(commune_id=commune_id, unit_id=unit_id), none)


def _newest(whose: Q, none: str) -> SigningKey:
    moment = now()
    keys = list(SigningKey.objects.filter(whose, still_used(moment)).order_by("-valid_from", "-id"))
    if not keys:
        raise Refused(none)
    found = next((key for key in keys if key.valid_from <= moment <= key.valid_to), keys[0])
    if reason := why_not(found, moment, trust.load()):
        raise Refused(reason)
    return found


def still_used(moment: datetime) -> Q:
    """Keys that nobody has retired as of `moment`."""
    return Q(retired_at=None) | Q(retired_at__gt=moment)


def why_not(key: SigningKey, moment: datetime, believed: Trust) -> str:
    """Why the key's certificate cannot sign at that moment, as a sentence; empty when it can."""
    if moment > key.valid_to:
        return _("The certificate ended on %(day)s. Please ask for a new one and have it registered; then sign.") % {
            "day": local(key.valid_to).strftime("%d/%m/%Y")
        }
    if moment < key.valid_from:
        return _("The certificate begins on %(day)s; until then it cannot sign.") % {
            "day": local(key.valid_from).strftime("%d/%m/%Y")
        }
    since = revoked_since(from_pem(key.certificate), believed)
    if since is not None and since <= moment:
        return _(
            "The certificate was revoked by its issuer on %(day)s. Please do not sign with it; "
            "ask the issuing office for a new one."
        ) % {"day": local(since).strftime("%d/%m/%Y")}
    return ""


def needs_secret(key: SigningKey) -> bool:
    """Whether the person must type a PIN or passphrase to sign with it."""
    return key.kind != SigningKey.Kind.FILE and not (key.unit_id and settings.SEAL_SECRET_FILE)


@contextmanager
def in_hand(key: SigningKey, secret: str = "") -> Iterator[KeyInHand]:
    """Open the key once for all that is signed in the block; `secret` (PIN, passphrase) lives no longer than that.

    Everything that can be known beforehand is known when the block begins, so that no number is taken for nothing.
    Raises Refused (wrong secret, a key that is not the registered one), TooMany after three wrong ones, Unavailable.
    """
    given = secret or (_seal_secret() if key.unit_id else "")
    if needs_secret(key) and not given:
        words = _("Please type the PIN or passphrase of the key.")
        raise Refused(words, fields={"secret": [words]})
    certificate = from_pem(key.certificate)
    sealed = base64.b64decode(crypto.unseal(KEY_FILE, key.pk, key.sealed)) if key.sealed else b""
    ref = KeyRef(_kind(key), key.reference, given or None, sealed, certificate.dump())
    with ExitStack() as until_done:
        with guarded(key.serial if given else ""):
            signer = until_done.enter_context(open_key(ref))
        if signer.signing_cert is None or signer.signing_cert.serial_number != certificate.serial_number:
            raise Refused(_("The key on this server is not the one that was registered. Nothing was signed."))
        yield KeyInHand(key, signer)


@contextmanager
def guarded(what: str) -> Iterator[None]:
    """Count a try of the secret; it stays counted only when the secret was wrong. Raises TooMany.

    `what` is the certificate's serial number, or who tries where no certificate is known yet; empty when nothing is tried.
    """
    name = f"signing-secret:{what}"
    counted: list[int] = []
    for most, seconds in BOUNDS if what else ():
        tries, left = limits.count(name, seconds)
        if tries > most:
            _forgive(name, counted)
            raise _too_many(seconds, left)
        counted.append(seconds)
    try:
        yield
    except DomainError as error:
        if "secret" not in error.fields:
            _forgive(name, counted)
        raise
    _forgive(name, counted)


def _forgive(name: str, counted: list[int]) -> None:
    for seconds in counted:
        limits.forgive(name, seconds)


def _too_many(seconds: int, left: int) -> TooMany:
    if seconds == BOUNDS[0][1]:
        words = _("Three wrong tries. So that the token does not lock itself, please wait %(minutes)d minutes.") % {
            "minutes": -(-left // 60)
        }
    else:
        again = local(now() + timedelta(seconds=left)).strftime("%H:%M %d/%m/%Y")
        words = _(
            "Five wrong tries within a day. So that the token does not lock itself, please wait until %(again)s."
        ) % {"again": again}
    return TooMany(words, retry_after=left)


def _kind(key: SigningKey) -> KeyKind:
    kinds: dict[str, KeyKind] = {"file": "file", "sealed": "sealed", "pkcs11": "pkcs11"}
    return kinds[key.kind]


def _seal_secret() -> str:
    """What opens the organisation's seal, from the file the installation names. Raises Unavailable."""
    if not settings.SEAL_SECRET_FILE:
        return ""
    path = Path(settings.SEAL_SECRET_FILE)
    try:
        open_to_others = stat.S_IMODE(path.stat().st_mode) & 0o077
        secret = path.read_text(encoding="utf-8").strip()
    except OSError:
        raise Unavailable(_("The file with the seal's PIN cannot be read. Please tell the administrator.")) from None
    if open_to_others or not secret:
        raise Unavailable(
            _("The file with the seal's PIN is empty or can be read by others. Please tell the administrator.")
        )
    return secret


def sign_with(hand: KeyInHand, pdf: bytes, *, box: Place | None = None) -> SignedFile:
    """Sign as the holder of the key in hand, with the picture kept for it in `box`. Writes nothing.

    Raises Refused, and Unavailable when the token was pulled out meanwhile.
    """
    from thonso.core.signatures import checking, signing

    key = hand.key
    done = signing.sign_recorded(
        pdf,
        signer=hand.signer,
        role="person" if key.account_id else "organisation",
        name=key.name,
        title=key.title,
        image=bytes(key.image) or None,
        box=box,
    )
    return SignedFile(done.pdf, key, done.level, checking.check(done.pdf, trust.load()))


def record(work: Work, actor: Ref, obj: Ref, signed: SignedFile, *, acting_for: Ref | None = None) -> SignatureRecord:
    """Keep what was signed, with its verdict. Raises Refused when our own check does not call it whole."""
    if signed.verdict.integrity != "ok" or signed.verdict.changes == "suspicious":
        raise Refused(_("The signature did not come out whole. Please sign again."))
    row = SignatureRecord.objects.create(
        commune_id=work.commune_id,
        object_kind=obj.kind,
        object_id=obj.id,
        key=signed.key,
        sha256=signed.verdict.sha256,
        level=signed.level,
        verdict=signed.verdict.as_json(),
        at=work.at,
    )
    facts = {"sha256": row.sha256, "serial": signed.key.serial, "level": row.level}
    work.note("document.signed", actor, obj, acting_for=acting_for, facts=facts)
    return row


def record_of_file(sha256: str) -> SignatureRecord | None:
    """The latest record of a file by its digest: whether it is one of ours at all."""
    return SignatureRecord.objects.filter(sha256=sha256).order_by("-at").first()
