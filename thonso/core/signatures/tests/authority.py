"""A real certificate and time-stamp authority (certomancer) on a port of its own, made anew for a test run."""

import threading
from pathlib import Path
from typing import Any

from asn1crypto import pem
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from werkzeug.serving import make_server

from thonso.core.signatures.keys import KeyRef

KEYS = ("root", "issuing", "tsa", "pho", "ubnd", "expired", "revoked")
PASSPHRASE = "mot-hai-ba-bon"


class Authority:
    """Issues the certificates of `pki.yml`; `url` + /ca/tsa/tsa stamps times, /ca/crls/… serves revocation lists."""

    def __init__(self, folder: Path) -> None:
        keys = folder / "keys"
        keys.mkdir(parents=True)
        for name in KEYS:
            made = rsa.generate_private_key(65537, 2048)
            (keys / f"{name}.pem").write_bytes(
                made.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
        self._server = make_server("127.0.0.1", 0, self._serve, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._config = CertomancerConfig.from_yaml(
            (Path(__file__).parent / "pki.yml").read_text(),
            key_search_dir=str(folder),
            external_url_prefix=self.url,
        )
        self._arch = self._config.get_pki_arch(ArchLabel("ca"))
        self._app = Animator(AnimatorArchStore({ArchLabel("ca"): self._arch}), with_web_ui=False)
        self._folder = folder
        self.down = False

    def _serve(self, environ: Any, start: Any) -> Any:
        if self.down:
            start("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"down"]
        return self._app(environ, start)

    def __enter__(self) -> "Authority":
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()

    @property
    def tsa(self) -> str:
        return f"{self.url}/ca/tsa/tsa"

    def certificate(self, name: str) -> bytes:
        found: bytes = self._arch.get_cert(CertLabel(name)).dump()
        return found

    def revocation_list(self, name: str) -> bytes:
        from datetime import UTC, datetime

        from certomancer.registry import ServiceLabel

        found: bytes = self._arch.service_registry.get_crl(ServiceLabel(name), datetime.now(UTC)).dump()
        return found

    def trusted_by(self, data: Path, *, lists: bool = True) -> None:
        """Put the root into the installation's trust folder, and what is revoked beside it."""
        folder = data / "trust"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "root.pem").write_bytes(pem.armor("CERTIFICATE", self.certificate("root")))
        if lists:
            for name in ("root", "issuing"):
                (folder / f"{name}.crl").write_bytes(self.revocation_list(name))

    def key(self, data: Path, name: str) -> KeyRef:
        """The signer's PKCS#12 file in the installation's data folder."""
        path = data / "keys" / f"{name}.p12"
        path.parent.mkdir(parents=True, exist_ok=True)
        private = serialization.load_pem_private_key((self._folder / "keys" / f"{name}.pem").read_bytes(), None)
        chain = [x509.load_der_x509_certificate(self.certificate(one)) for one in ("issuing", "root")]
        assert isinstance(private, rsa.RSAPrivateKey)
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(
                name.encode(),
                private,
                x509.load_der_x509_certificate(self.certificate(name)),
                chain,
                serialization.BestAvailableEncryption(PASSPHRASE.encode()),
            )
        )
        return KeyRef("file", f"keys/{name}.p12", PASSPHRASE)
