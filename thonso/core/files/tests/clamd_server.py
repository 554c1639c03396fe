"""A scanner that speaks clamd's documented protocol (INSTREAM, PING; "z" commands) and knows one signature: EICAR.

It proves the pipe, not that anything is found in the real world. `trouble` makes it fail the ways a real one does.
"""

import socketserver
import threading
import time
from pathlib import Path

from thonso.core.files.tests.making import EICAR

LIMIT = 30 * 1024 * 1024


class _Handler(socketserver.StreamRequestHandler):
    server: "Clamd"

    def handle(self) -> None:
        self.server.asked += 1
        if self.server.trouble == "hang_up":
            return
        command = self._until_zero()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            answer = self._scan() + b"\0"
            if self.server.trouble == "slow":
                time.sleep(0.6)
            self.wfile.write(answer[: len(b"stream: OK")] if self.server.trouble == "cut_off" else answer)
        else:
            self.wfile.write(b"UNKNOWN COMMAND\0")

    def _until_zero(self) -> bytes:
        said = b""
        while (byte := self.rfile.read(1)) not in (b"", b"\0"):
            said += byte
        return said

    def _scan(self) -> bytes:
        data = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            data += self.rfile.read(length)
            if self.server.trouble == "too_big" or len(data) > LIMIT:
                return b"INSTREAM size limit exceeded. ERROR"
        self.server.seen.append(data)
        if self.server.trouble == "error":
            return b"stream: Can't allocate memory ERROR"
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in data else b"stream: OK"


class Clamd(socketserver.ThreadingTCPServer):
    """`with Clamd() as clamd: settings.CLAMD = clamd.address`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        self.trouble = ""
        self.asked = 0
        self.seen: list[bytes] = []
        super().__init__(("127.0.0.1", port), _Handler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"

    def __exit__(self, *exc: object) -> None:
        self.shutdown()
        self.server_close()


class UnixClamd(Clamd):
    """The same over a Unix socket."""

    address_family = socketserver.socket.AF_UNIX

    def __init__(self, path: Path) -> None:
        self.trouble, self.asked, self.seen = "", 0, []
        socketserver.TCPServer.__init__(self, str(path), _Handler)  # type: ignore[arg-type]
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"unix://{self.server_address}"
