"""A real PKCS#11 token without the plastic: SoftHSM2, made anew in a folder of the test.

Filled by a process of its own (`python -m … LABEL PIN < JSON`), since a driver reads its settings once a process.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "271828"


@dataclass(frozen=True)
class SoftToken:
    label: str
    folder: Path  # where the tokens live; gone, the token is pulled out

    def pull_out(self) -> None:
        shutil.move(self.folder, self.folder.with_suffix(".out"))
        self.folder.mkdir()

    def plug_in(self) -> None:
        self.folder.rmdir()
        shutil.move(self.folder.with_suffix(".out"), self.folder)


Make = Callable[..., SoftToken]


@pytest.fixture
def make_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Make:
    """Tokens in a place of this test. `key` and `certificate` in DER; `key` of another makes a pair that does not match."""
    folder = tmp_path / "softhsm"
    folder.mkdir()
    conf = tmp_path / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(conf))
    settings.PKCS11_MODULE = MODULE

    def make(label: str, *, key: bytes | None, certificate: bytes | None) -> SoftToken:
        _run("softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "3141592", "--pin", PIN)
        content = {"key": key, "certificate": certificate}
        told = {name: base64.b64encode(value).decode() for name, value in content.items() if value}
        _run(sys.executable, "-m", __name__, label, PIN, given=json.dumps(told))
        return SoftToken(label, folder)

    return make


def _run(*command: str, given: str = "") -> None:
    done = subprocess.run(command, input=given, text=True, capture_output=True, env=dict(os.environ), check=False)
    assert done.returncode == 0, done.stderr or done.stdout


def _fill(label: str, pin: str) -> None:
    import pkcs11
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from pkcs11 import Attribute
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    told = {name: base64.b64decode(value) for name, value in json.load(sys.stdin).items()}
    with pkcs11.lib(MODULE).get_token(token_label=label).open(rw=True, user_pin=pin) as session:
        if "key" in told:
            private = serialization.load_der_private_key(told["key"], None)
            if isinstance(private, rsa.RSAPrivateKey):
                old = private.private_bytes(
                    serialization.Encoding.DER,
                    serialization.PrivateFormat.TraditionalOpenSSL,
                    serialization.NoEncryption(),
                )
                columns = decode_rsa_private_key(old)
            else:
                bare = keys.PrivateKeyInfo.load(told["key"])["private_key"].parsed
                bare["parameters"] = keys.PrivateKeyInfo.load(told["key"])["private_key_algorithm"]["parameters"]
                columns = decode_ec_private_key(bare.dump())
            session.create_object(
                {**columns, Attribute.TOKEN: True, Attribute.PRIVATE: True, Attribute.SIGN: True, Attribute.ID: b"\x01"}
            )
        if "certificate" in told:
            assert x509.Certificate.load(told["certificate"]).serial_number
            columns = decode_x509_certificate(told["certificate"])
            session.create_object({**columns, Attribute.TOKEN: True, Attribute.ID: b"\x01", Attribute.LABEL: "Chữ ký"})


if __name__ == "__main__":
    _fill(*sys.argv[1:3])
