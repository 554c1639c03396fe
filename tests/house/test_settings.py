"""Outside the demo the server refuses to start with weak or missing secrets, and says which."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "THONSO_MODE": "production",
    "THONSO_SECRET_KEY": secrets.token_urlsafe(48),
    "THONSO_PUBLIC_URL": "https://xa.example.vn",
    "THONSO_COMMUNE": "02683",
}


def start(tmp_path: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("THONSO_")} | GOOD | {"THONSO_DATA": str(tmp_path)}
    env = {k: v for k, v in (env | changes).items() if v is not None}
    probe = "from django.conf import settings; settings.SECRET_KEY; print(settings.SESSION_COOKIE_NAME)"
    command = [sys.executable, "-c", probe]
    env["DJANGO_SETTINGS_MODULE"] = "thonso.config.settings"
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)


def test_it_starts_with_good_settings_and_secure_cookies(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "__Host-session"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"THONSO_SECRET_KEY": None}, "THONSO_SECRET_KEY"),
        ({"THONSO_SECRET_KEY": "short"}, "THONSO_SECRET_KEY"),
        ({"THONSO_SECRET_KEY": "a" * 64}, "THONSO_SECRET_KEY"),
        ({"THONSO_PUBLIC_URL": None}, "THONSO_PUBLIC_URL"),
        ({"THONSO_PUBLIC_URL": "http://xa.example.vn"}, "THONSO_PUBLIC_URL"),
        ({"THONSO_MODE": "live"}, "THONSO_MODE"),
        ({"THONSO_DATABASE_URL": "mysql://x/y"}, "THONSO_DATABASE_URL"),
        ({"THONSO_BEHIND_PROXY": "perhaps"}, "THONSO_BEHIND_PROXY"),
    ],
)
def test_it_refuses_what_is_weak_or_missing_and_names_it(
    tmp_path: Path, changes: dict[str, str | None], named: str
) -> None:
    done = start(tmp_path, **changes)
    assert done.returncode != 0
    assert named in done.stderr


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(secrets.token_urlsafe(48) + "\n")
    done = start(tmp_path, THONSO_SECRET_KEY=None, THONSO_SECRET_KEY_FILE=str(file))
    assert done.returncode == 0, done.stderr


def test_every_choice_fits_into_its_column() -> None:
    """SQLite ignores `max_length`; PostgreSQL does not."""
    from django.apps import apps

    short = []
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            children = getattr(getattr(constraint, "condition", None), "children", ())
            for name, values in (one for one in children if isinstance(one, tuple)):
                if name.endswith("__in") and name.count("__") == 1:
                    room = getattr(model._meta.get_field(name.removesuffix("__in")), "max_length", None)
                    short += [f"{model._meta.label}.{name} {one}" for one in values if room and len(str(one)) > room]
    assert short == []
