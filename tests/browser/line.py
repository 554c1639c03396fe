"""A bad line between a phone and the server: it cuts, refuses, and breaks off after the server has done its work."""

import http.client
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, list[tuple[str, str]], bytes]  # status, headers, body
DROP = ("connection", "keep-alive", "transfer-encoding", "content-length")


@dataclass
class Line:
    """`faults` are taken in order, each by the first request it fits; `log` keeps what became of them."""

    port: int  # of the server behind
    down: bool = False
    faults: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    _server: "Server | None" = None
    _choosing: threading.Lock = field(default_factory=threading.Lock)

    def open(self, port: int) -> "Line":
        self._server = Server(("127.0.0.1", port), type("OfThisLine", (Handler,), {"line": self}))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def close(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    def fits(self, method: str, path: str) -> str:
        if method != "PUT" or "/offline/records/" not in path or not self.faults:
            return ""
        wanted = "blob" if "/blobs/" in path else "record"
        with self._choosing:
            fault = next((one for one in self.faults if one.startswith(wanted)), "")
            if fault:
                self.faults.remove(fault)
                self.log.append(fault)
        return fault


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_args: object) -> None:
        pass


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    line: Line

    def log_message(self, *_args: object) -> None:
        pass

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if self.line.down:
            self.cut()
        else:
            FAULTS.get(self.line.fits(self.command, self.path), forward)(self, length)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any

    def cut(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def give(self, answer: Answer) -> None:
        status, headers, body = answer
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in DROP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def ask(handler: Handler, body: bytes) -> Answer:
    server = http.client.HTTPConnection("127.0.0.1", handler.line.port, timeout=60)
    headers = {name: value for name, value in handler.headers.items() if name.lower() not in {"connection"}}
    server.request(handler.command, handler.path, body or None, headers)
    answer = server.getresponse()
    found = answer.status, answer.getheaders(), answer.read()
    server.close()
    return found


def forward(handler: Handler, length: int) -> None:
    body = handler.rfile.read(length)
    try:
        answer = ask(handler, body)
    except OSError:
        handler.cut()
        return
    handler.give(answer)


def cut_at_forty(handler: Handler, length: int) -> None:
    """Two fifths of what was announced reach the server, then both ends hear nothing more."""
    part = handler.rfile.read(length * 2 // 5)
    server = socket.create_connection(("127.0.0.1", handler.line.port), timeout=30)
    head = [f"{handler.command} {handler.path} HTTP/1.1", *(f"{k}: {v}" for k, v in handler.headers.items())]
    server.sendall(("\r\n".join(head) + "\r\n\r\n").encode() + part)
    server.shutdown(socket.SHUT_WR)
    server.settimeout(1)
    with suppress(OSError):
        server.recv(100)
    server.close()
    handler.cut()


def busy(handler: Handler, length: int) -> None:
    handler.rfile.read(length)
    handler.give((503, [("Retry-After", "1")], b"{}"))


def reset_after_commit(handler: Handler, length: int) -> None:
    """The server has filed it; the phone never hears so. Any other answer goes through, and the fault waits on."""
    answer = ask(handler, handler.rfile.read(length))
    if answer[0] == 201:
        handler.line.log.append("reset after 201")
        handler.cut()
        return
    handler.line.faults.append("record reset after commit")
    handler.give(answer)


FAULTS: dict[str, Callable[[Handler, int], None]] = {
    "blob cut": cut_at_forty,
    "record busy": busy,
    "record reset after commit": reset_after_commit,
}
