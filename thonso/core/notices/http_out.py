"""The one way out by HTTP: the address is connected to as it was checked, no redirect is followed, all has an end.

What matters to the caller is whether the other side may have acted: `NotSent` is sure that it has not, `Unsure` is not.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from thonso.core.notices import conf

_LARGEST_ANSWER = 64 * 1024


class OutError(Exception):
    """The exchange did not come to an answer."""


class NotSent(OutError):
    """Nothing of the request left this machine in a usable form; trying again is safe."""


class Unsure(OutError):
    """The request was on its way when the line broke or the time was up."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked, so that a name cannot change its mind between check and use."""

    def __init__(self, host: str, port: int, address: str, *, tls: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address, self._tls, self._named = address, tls, host

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._named)


def _allowed(host: str, address: str) -> bool:
    ip = ipaddress.ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    if ip.is_global and not ip.is_multicast:
        return True
    for entry in conf.out_allow():
        if entry.lower() == host.lower():
            return True
        try:
            if ip in ipaddress.ip_network(entry, strict=False):
                return True
        except ValueError:
            continue
    return False


def checked_address(host: str, port: int) -> str:
    """The first address of `host`, when all may be reached. Raises NotSent for a private one not allow-listed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotSent(f"the name {host} is not known") from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if refused := [address for address in addresses if not _allowed(host, address)]:
        raise NotSent(f"{host} leads to {refused[0]}, which is private and not in THONSO_OUT_ALLOW")
    return addresses[0]


def request(
    method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, timeout: float = 6.0
) -> Answer:
    """One exchange of at most `timeout` seconds in all. A redirect is an answer too. Raises NotSent or Unsure."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise NotSent("only plain http and https addresses can be reached")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = checked_address(parts.hostname, port)
    line = _Pinned(parts.hostname, port, address, tls=parts.scheme == "https", timeout=timeout)
    # Each read may take `timeout`; a server that drips bytes is cut off by the clock instead.
    cut = threading.Event()
    alarm = threading.Timer(timeout, _cut, [line, cut])
    alarm.daemon = True
    alarm.start()
    try:
        try:
            line.connect()
        except (OSError, ssl.SSLError) as error:
            raise NotSent(f"no connection to {parts.hostname}: {type(error).__name__}") from error
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            line.request(method, target, body=body or None, headers=dict(headers or {}))
            got = line.getresponse()
            content = got.read(_LARGEST_ANSWER + 1)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unsure(f"no answer from {parts.hostname}: {type(error).__name__}") from error
        if len(content) > _LARGEST_ANSWER:
            raise Unsure(f"the answer of {parts.hostname} is too long")
        if cut.is_set() or got.length:
            # http.client gives a short answer without complaint when asked for a number of bytes.
            raise Unsure(f"the answer of {parts.hostname} broke off")
        return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, content)
    finally:
        alarm.cancel()
        line.close()


def _cut(line: http.client.HTTPConnection, cut: threading.Event) -> None:
    cut.set()
    sock = line.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
