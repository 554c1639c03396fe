"""An SMS gateway on this machine that speaks channels/sms/PROTOCOL.md, checks every request, and misbehaves when told.

with SmsGateway() as gateway:
    gateway.then("ok_then_drop", "busy")     # the next two sends; "ok" after that
    gateway.then_asked("broken")             # the next question
"""

import contextlib
import hashlib
import hmac
import http.client
import json
import re
import socket
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

SECRET = "test-gateway-secret-0123456789-abcdefghij"

# What a send may meet. Those that begin with ok_ have taken the message over, whatever the sender learns of it.
SENDS = (
    "ok",
    "ok_then_drop",
    "ok_then_hang",
    "ok_then_500",
    "ok_then_garbage",
    "drop",
    "hang",
    "busy",
    "slow_down",
    "broken",
    "forbidden",
    "bad_number",
    "redirect",
    "proxy_page",
)
ASKS = ("honest", "broken", "drop", "hang", "proxy_404")


@dataclass
class SmsGateway:
    remembers: bool = True  # False: a gateway that would send the same key twice
    hang_seconds: float = 30.0
    port: int = 0
    delivered: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    tries: Counter[str] = field(default_factory=Counter)
    _sends: deque[str] = field(default_factory=deque)
    _asks: deque[str] = field(default_factory=deque)
    _kept: dict[str, tuple[str, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _over: threading.Event = field(default_factory=threading.Event)
    _under_way: int = 0

    def __enter__(self) -> "SmsGateway":
        gateway = self

        class Handler(_Handler):
            pass

        Handler.gateway = gateway
        self._server = _Server(("127.0.0.1", self.port), Handler)
        self._server.gateway = self
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def then(self, *behaviours: str) -> None:
        assert set(behaviours) <= set(SENDS)
        self._sends.extend(behaviours)

    def then_asked(self, *behaviours: str) -> None:
        assert set(behaviours) <= set(ASKS)
        self._asks.extend(behaviours)

    def calm(self) -> None:
        """From now on everything works."""
        self._sends.clear()
        self._asks.clear()

    def settle(self) -> None:
        """Wait until nothing is under way: a request whose sender has given up may still be taken over a little later.

        In the world that takes seconds, which the sender waits before it asks; a test that moves the clock must wait here.
        """
        # Connections are accepted in turn: once this one is, so are all that came before it.
        with contextlib.suppress(OSError):
            probe = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            probe.request("OPTIONS", "/")
            probe.getresponse().read()
            probe.close()
        deadline = time.monotonic() + 30
        while self._under_way > 0:
            assert time.monotonic() < deadline, "the gateway does not come to rest"
            time.sleep(0.005)

    def count(self, key: object) -> int:
        """How many times a person got the message with that key."""
        return sum(1 for message in self.delivered if message["key"] == str(key))

    def _next(self, script: deque[str], default: str) -> str:
        with self._lock:
            return script.popleft() if script else default

    def _take(self, key: str, body: bytes) -> tuple[int, dict[str, Any]]:
        digest = hashlib.sha256(body).hexdigest()
        with self._lock:
            if self.remembers and key in self._kept:
                id_, before = self._kept[key]
                if before != digest:
                    return 409, {"error": "key_reused"}
                return 200, {"id": id_, "state": "accepted", "replayed": True}
            id_ = f"m{len(self.delivered) + 1}"
            self._kept[key] = (id_, digest)
            self.delivered.append({"key": key, **json.loads(body)})
            return 202, {"id": id_, "state": "accepted"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    gateway: SmsGateway

    def process_request(self, request: Any, client_address: Any) -> None:
        with self.gateway._lock:
            self.gateway._under_way += 1
        super().process_request(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    gateway: SmsGateway
    protocol_version = "HTTP/1.1"
    _decided = False

    def handle(self) -> None:
        try:
            with contextlib.suppress(OSError):
                super().handle()
        finally:
            self._decide()

    def _decide(self) -> None:
        """From here on this request changes nothing any more."""
        if not self._decided:
            self._decided = True
            with self.gateway._lock:
                self.gateway._under_way -= 1

    def do_OPTIONS(self) -> None:
        self.close_connection = True
        self._answer(200, {})

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if not self._signed(body):
            return self._answer(401, {"error": "bad_signature"})
        if self.path != "/v1/messages" or not self._well_formed(body):
            return self._answer(400, {"error": "bad_request"})
        key = self.headers["Idempotency-Key"]
        gateway = self.gateway
        gateway.tries[key] += 1
        match gateway._next(gateway._sends, "ok"):
            case "ok":
                self._answer(*gateway._take(key, body))
            case "ok_then_drop":
                gateway._take(key, body)
                self._drop()
            case "ok_then_hang":
                gateway._take(key, body)
                self._hang()
            case "ok_then_500":
                gateway._take(key, body)
                self._answer(500, {"error": "internal"})
            case "ok_then_garbage":
                gateway._take(key, body)
                self.wfile.write(b"\x00\x01 not http at all\r\n\r\n")
                self._drop()
            case "drop":
                self._drop()
            case "hang":
                self._hang()
            case "busy":
                self._answer(503, {"error": "busy"})
            case "slow_down":
                self._answer(429, {"error": "slow_down"}, {"Retry-After": "7"})
            case "broken":
                self._answer(500, {"error": "internal"})
            case "forbidden":
                self._answer(403, {"error": "no_contract"})
            case "bad_number":
                self._answer(422, {"error": "bad_number"})
            case "redirect":
                self._answer(302, {}, {"Location": "http://127.0.0.1:1/elsewhere"})
            case "proxy_page":
                self._html(200)

    def do_GET(self) -> None:
        if not self._signed(b""):
            return self._answer(401, {"error": "bad_signature"})
        key = self.path.removeprefix("/v1/messages/")
        gateway = self.gateway
        gateway.asked.append(key)
        match gateway._next(gateway._asks, "honest"):
            case "honest":
                kept = gateway._kept.get(key)
                if kept:
                    self._answer(200, {"id": kept[0], "state": "accepted"})
                else:
                    self._answer(404, {"error": "unknown_message"})
            case "broken":
                self._answer(500, {"error": "internal"})
            case "drop":
                self._drop()
            case "hang":
                self._hang()
            case "proxy_404":
                self._html(404)

    def _signed(self, body: bytes) -> bool:
        stamp = self.headers.get("X-Thonso-Timestamp", "")
        said = "\n".join([stamp, self.command, self.path, hashlib.sha256(body).hexdigest()])
        right = "v1=" + hmac.new(SECRET.encode(), said.encode(), hashlib.sha256).hexdigest()
        fresh = stamp.isdecimal() and abs(time.time() - int(stamp)) <= 300
        ok = fresh and hmac.compare_digest(right, self.headers.get("X-Thonso-Signature", ""))
        if not ok:
            self.gateway.faults.append("bad signature")
        return ok

    def _well_formed(self, body: bytes) -> bool:
        try:
            UUID(self.headers["Idempotency-Key"])
            said = json.loads(body)
            assert self.headers["Content-Type"] == "application/json"
            assert set(said) == {"to", "text", "encoding", "segments"}
            assert re.fullmatch(r"84[0-9]{9}", said["to"])
            assert said["encoding"] in {"gsm7", "ucs2"}
            assert 1 <= said["segments"] <= 4
            assert said["encoding"] == "ucs2" or said["text"].isascii()
            assert 0 < len(said["text"]) <= 640
        except (AssertionError, KeyError, TypeError, ValueError) as error:
            self.gateway.faults.append(f"bad request: {error!r}")
            return False
        return True

    def _answer(self, status: int, said: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(said).encode(), "application/json", headers or {})

    def _html(self, status: int) -> None:
        self._send(status, b"<html>a proxy speaks</html>", "text/html", {})

    def _send(self, status: int, content: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _drop(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _hang(self) -> None:
        self._decide()
        self.gateway._over.wait(self.gateway.hang_seconds)
        self._drop()


if __name__ == "__main__":
    with SmsGateway(port=8801) as running:
        print(running.url)
        threading.Event().wait()
