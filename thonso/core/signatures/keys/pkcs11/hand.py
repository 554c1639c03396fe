"""The process that holds a token: `python -m thonso.core.signatures.keys.pkcs11.hand`, one for each batch.

A maker's driver is foreign code, and PKCS#11 knows one login for a whole process: in the server's own, whoever came
second would sign under the first one's PIN. Here a crash or a hang ends this process alone, and its end logs out.

In and out: one JSON object a line. First {"module"} lists the tokens, or {"module", "token", "pin", "certificate"} opens
one; then {"sign", "digest"} for each signature. An answer holds what was asked, or {"fault": a name of `words`}.
"""

import asyncio
import base64
import json
import os
import resource
import secrets
import sys
from collections.abc import Callable
from typing import Any

import pkcs11
from asn1crypto import x509  # type: ignore[import-untyped]
from pkcs11 import Attribute, Mechanism, ObjectClass, TokenFlag
from pkcs11 import exceptions as faults

_WRONG_PIN = (faults.PinIncorrect, faults.PinLenRange, faults.PinInvalid, faults.ArgumentsBad)
_GONE = (faults.DeviceRemoved, faults.TokenNotPresent, faults.SessionHandleInvalid, faults.SessionClosed)


class Fault(Exception):
    """Why it does not go on: a name that `words` turns into a sentence."""


def _tokens(module: str) -> list[Any]:
    try:
        slots = pkcs11.lib(module).get_slots(token_present=True)
    except Exception:  # whatever a missing or broken driver raises
        raise Fault("driver") from None
    found = []
    for slot in slots:
        try:
            token = slot.get_token()
        except faults.PKCS11Error:
            continue  # pulled out between the two calls
        if TokenFlag.TOKEN_INITIALIZED in token.flags:
            found.append(token)
    return found


def _objects(session: Any, **wanted: Any) -> list[Any]:
    # To the end: a search that is left half-way keeps the session locked.
    return list(session.get_objects({Attribute[name]: value for name, value in wanted.items()}))


def _certificates(session: Any) -> list[tuple[bytes, bytes]]:
    """The certificates on the token: number of the object (CKA_ID), DER."""
    found = _objects(session, CLASS=ObjectClass.CERTIFICATE)
    return [(bytes(one[Attribute.ID]), bytes(one[Attribute.VALUE])) for one in found]


def _list(module: str) -> list[dict[str, Any]]:
    """What is plugged in. Certificates are public: no PIN."""
    found = []
    for token in _tokens(module):
        with token.open() as session:
            certificates = [base64.b64encode(der).decode() for _id, der in _certificates(session)]
        found.append({"label": token.label.strip(), "certificates": certificates})
    return found


def _login(token: Any, pin: str) -> Any:
    if TokenFlag.USER_PIN_LOCKED in token.flags:
        raise Fault("pin_locked")
    try:
        return token.open(user_pin=pin)
    except faults.PinLocked:
        raise Fault("pin_locked") from None
    except faults.PinExpired:
        raise Fault("pin_expired") from None
    except faults.UserPinNotInitialized:
        raise Fault("pin_not_set") from None
    except _WRONG_PIN:
        after = token.slot.get_token().flags
        if TokenFlag.USER_PIN_LOCKED in after:
            raise Fault("pin_locked") from None
        raise Fault("pin_last_try" if TokenFlag.USER_PIN_FINAL_TRY in after else "pin_wrong") from None


def _open(asked: dict[str, Any]) -> tuple[Any, Callable[[bytes, str], bytes]]:
    """The session, and what signs in it. Raises Fault."""
    from pyhanko.sign.pkcs11 import PKCS11Signer

    label = asked["token"]
    token = next((one for one in _tokens(asked["module"]) if one.label.strip() == label), None)
    if token is None:
        raise Fault("absent")
    session = _login(token, asked["pin"])
    der = base64.b64decode(asked["certificate"])
    number = next((id_ for id_, found in _certificates(session) if found == der), None)
    if number is None:
        raise Fault("no_certificate")
    if not _objects(session, CLASS=ObjectClass.PRIVATE_KEY, ID=number):
        raise Fault("no_key")
    certificate = x509.Certificate.load(der)
    hashes_itself = {"rsa": Mechanism.SHA256_RSA_PKCS, "ec": Mechanism.ECDSA_SHA256}
    signer = PKCS11Signer(
        session,
        signing_cert=certificate,
        key_id=number,
        use_raw_mechanism=hashes_itself.get(certificate.public_key.algorithm) not in token.slot.get_mechanisms(),
    )

    def sign(data: bytes, digest: str) -> bytes:
        made: bytes = asyncio.run(signer.async_sign_raw(data, digest))
        return made

    if not _matches(certificate, sign):
        raise Fault("mismatch")
    return session, sign


def _matches(certificate: x509.Certificate, sign: Callable[[bytes, str], bytes]) -> bool:
    """Whether the private key is the certificate's: something of no meaning is signed and checked."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.x509 import load_der_x509_certificate

    public = load_der_x509_certificate(certificate.dump()).public_key()
    data = b"Thon So: not a document " + secrets.token_bytes(32)
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(sign(data, "sha256"), data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(sign(data, "sha256"), data, ec.ECDSA(hashes.SHA256()))
        else:
            raise Fault("mechanism")
    except InvalidSignature:
        return False
    return True


def _sentence_of(error: Exception) -> str:
    if isinstance(error, Fault):
        return str(error)
    return "gone" if isinstance(error, _GONE) else "device"


def main() -> int:
    # A driver that prints must not speak into our answers; a PIN in memory must not end in a core file.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def answer(**told: Any) -> None:
        out.write(json.dumps(told) + "\n")
        out.flush()

    session = None
    try:
        asked = json.loads(sys.stdin.readline())
        if "token" not in asked:
            answer(tokens=_list(asked["module"]))
            return 0
        session, sign = _open(asked)
        answer(open=True)
        for line in sys.stdin:
            wanted = json.loads(line)
            made = sign(base64.b64decode(wanted["sign"]), wanted["digest"])
            answer(signature=base64.b64encode(made).decode())
    except Exception as error:
        answer(fault=_sentence_of(error))
        return 1
    finally:
        if session is not None:
            session.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
