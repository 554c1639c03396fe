"""The house rules that a machine can hold: file sizes, loaders, translations, addresses, layers."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 350


# Views that may load by themselves, and why.
LOADS = {
    "thonso/core/access/views.py": "the tile of a sample account, which exists only in the demo",
    "thonso/core/people/views/shared.py": "the commune of the actor's own post",
}


def tracked(*endings: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    return [ROOT / name for name in listed if name.endswith(endings) and (ROOT / name).exists()]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code() -> list[Path]:
    return [p for p in tracked(".py") if "/migrations/" not in short(p)]


def test_no_file_grows_past_a_page_that_can_be_read_in_one_go() -> None:
    long = {
        short(p): n
        for p in code()
        if "/tests/" not in f"/{short(p)}" and (n := len(p.read_text().splitlines())) > LIMIT
    }
    assert not long


def test_every_module_says_what_it_holds() -> None:
    silent = []
    for path in code():
        name = short(path)
        if not name.startswith("thonso/") or "/tests/" in name or path.name in {"__init__.py", "apps.py", "urls.py"}:
            continue
        text = path.read_text()
        if text.strip() and ast.get_docstring(ast.parse(text)) is None:
            silent.append(name)
    assert [name for name in silent if not name.endswith("formats.py")] == []


def test_views_load_through_access_and_never_by_get() -> None:
    """`Model.objects.get(...)` in a view would load without asking who may see it."""
    pattern = re.compile(r"\.objects\.get\(|get_object_or_404")
    found = [
        f"{short(p)}:{n}"
        for p in code()
        if short(p) not in LOADS and re.search(r"/views(/|\.py)|/api\.py", short(p)) and "/tests/" not in short(p)
        for n, line in enumerate(p.read_text().splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_address_of_a_package_registry_and_no_path_of_a_machine_is_committed() -> None:
    registry = re.compile(
        "|".join([r"p[y]pi\.org", "pythonh[o]sted", r"registry\.n[p]mjs", r"(deb|security)\.d[e]bian\.org"])
    )
    machine = re.compile(r"(?<![\w.])/(work|root|home/\w+)/")
    found = []
    for path in tracked(".py", ".md", ".txt", ".in", ".json", ".toml", ".yaml", ".html", ".ts", ".mjs", "Makefile"):
        text = path.read_text(errors="replace")
        if registry.search(text) or machine.search(text):
            found.append(short(path))
    assert found == []


@pytest.mark.parametrize("po", tracked(".po"), ids=short)
def test_every_message_has_its_vietnamese(po: Path) -> None:
    import polib

    entries = [e for e in polib.pofile(str(po)) if not e.obsolete]
    assert [e.msgid for e in entries if not e.translated() or "fuzzy" in e.flags] == []


def test_one_message_says_the_same_in_every_part() -> None:
    """The first part that has a message wins for all of them: what means something else needs other English words."""
    import polib

    said: dict[tuple[str | None, str], dict[str, list[str]]] = {}
    for path in tracked("django.po"):
        for entry in polib.pofile(str(path)):
            words = entry.msgstr or "|".join(entry.msgstr_plural.values())
            said.setdefault((entry.msgctxt, entry.msgid), {}).setdefault(words, []).append(short(path))
    assert {one: by for one, by in said.items() if len(by) > 1} == {}


@pytest.mark.slow
def test_no_message_in_the_code_is_missing_from_the_translations(tmp_path: Path) -> None:
    """Extract anew into a copy of the tree: every message id must be in the file of its part already."""
    import polib

    copy = tmp_path / "tree"
    for path in tracked(".py", ".html", ".txt", ".po"):
        target = copy / short(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    missing: dict[str, list[str]] = {}
    for locale in sorted(copy.glob("thonso/**/locale")):
        if not (locale / "vi").exists() and not any(locale.parent.rglob("*.py")):
            continue
        (locale / "vi" / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        command = [ROOT / ".venv/bin/django-admin", "makemessages", "-l", "vi", "--no-location", "--no-obsolete"]
        subprocess.run(command, cwd=locale.parent, check=True, capture_output=True)
        made = locale / "vi/LC_MESSAGES/django.po"
        if made.exists():
            gone = [e.msgid for e in polib.pofile(str(made)) if not e.translated() or "fuzzy" in e.flags]
            if gone:
                missing[short_of(locale, copy)] = gone
    assert missing == {}


def test_no_message_hides_in_an_f_string_where_the_extractor_does_not_look() -> None:
    hidden = [
        f"{short(path)}:{call.lineno}"
        for path in tracked(".py")
        for string in ast.walk(ast.parse(path.read_text()))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "gettext", "ngettext", "pgettext"}
    ]
    assert hidden == []


def short_of(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
