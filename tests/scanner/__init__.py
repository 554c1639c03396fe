"""The card scanner: the phone's reading of a text beside the server's, and how many codes each decoder finds."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node") or str(ROOT / ".venv/bin/node")
