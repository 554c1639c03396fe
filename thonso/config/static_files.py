"""Headers of static files that are more than files: a worker has a content security policy of its own, not its page's."""

from pathlib import PurePath
from typing import Any

# The card scanner's decoder is WebAssembly. It may be compiled in this worker and nowhere else: no page allows it.
WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"


def add_headers(headers: Any, _path: str, url: str) -> None:
    if PurePath(url).name.startswith("scan-worker."):
        headers["Content-Security-Policy"] = WORKER_POLICY
