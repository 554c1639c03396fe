"""A machine that speaks Vietnamese: espeak-ng, coded by opusenc. Both are programs of the system, called and never linked, and
nothing but making recordings needs them. No other language is ever synthesised: nobody here could tell whether it is right.
"""

import shutil
import subprocess

from thonso.core.base.errors import Unavailable

LANGUAGE = "vi"
PROGRAMS = {"espeak-ng": "espeak-ng", "opusenc": "opus-tools"}
"""Each with the Debian package that brings it."""
_SPEAK = ("espeak-ng", "-v", "vi", "-s", "135", "--stdin", "--stdout")  # words a minute: slower than usual
_CODE = ("opusenc", "--quiet", "--ignorelength", "--speech", "--downmix-mono", "--bitrate", "12", "--framesize", "60",
         "--discard-comments", "--padding", "0", "-", "-")  # fmt: skip
SECONDS = 60


def spoken(text: str) -> bytes:
    """An Ogg file with Opus, about 1.6 kB a second. Raises Unavailable."""
    for program, package in PROGRAMS.items():
        if shutil.which(program) is None:
            raise Unavailable(f"{program} is not installed. On Debian: apt install {package}.")
    return _run(_CODE, _run(_SPEAK, text.encode()))


def _run(command: tuple[str, ...], given: bytes) -> bytes:
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=True, timeout=SECONDS)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        raise Unavailable(f"{command[0]} failed: {error}") from None
    if not done.stdout:
        raise Unavailable(f"{command[0]} said nothing.")
    return done.stdout
