"""A machine speaks Vietnamese, and nothing else; somebody listens to it before everybody does."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from thonso.core.access.actors import system_actor
from thonso.core.base.errors import Refused, Unavailable
from thonso.core.journal.work import transact
from thonso.dossiers.tests.world import World
from thonso.sample import voices as sample_voices
from thonso.voices import machine, phrases, rules, services
from thonso.voices.models import Recording

pytestmark = pytest.mark.django_db
OGG = b"OggS" + bytes(300)


@pytest.fixture
def speaks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []

    def spoken(text: str) -> bytes:
        said.append(text)
        return OGG

    monkeypatch.setattr(machine, "spoken", spoken)
    return said


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command("voices", "synthesise", *arguments, stdout=out)
    return out.getvalue()


def test_the_first_texts_without_a_sound_are_spoken_and_wait(
    world: World, speaks: list[str], browser: Callable[[str], Client]
) -> None:
    first = [one.text for one in phrases.of(world.commune_id).values()][:4]
    assert "4 texts wait" in run("--language", "vi", "--most", "4")
    assert speaks == first
    assert set(Recording.objects.values_list("language", "machine", "state")) == {("vi", True, "waiting")}
    run("--language", "vi", "--most", "2")
    assert len(set(speaks)) == 6, "what waits is not spoken again"
    dung = browser("dung")
    assert "Giọng máy" in dung.get("/thon/thu-am/nghe/").content.decode()
    made = Recording.objects.first()
    assert made is not None
    assert dung.post(f"/thon/thu-am/nghe/{made.pk}/", {"decision": "approve"}).status_code == 302


@pytest.mark.parametrize("language", ["dao", "mong", "giay", "en", ""])
def test_no_other_language_is_spoken_by_a_machine(world: World, speaks: list[str], language: str) -> None:
    with pytest.raises(CommandError, match="Vietnamese only"):
        run(f"--language={language}")
    digest = next(iter(phrases.of(world.commune_id)))
    with pytest.raises(Refused), transact(world.commune_id) as work:
        services.keep_machine_voice(work, system_actor("voices"), language, digest, OGG)
    assert not speaks
    assert not Recording.objects.exists()


def test_files_for_the_sample_leave_no_row(world: World, speaks: list[str], tmp_path: Path) -> None:
    run("--language", "vi", "--most", "3", "--into", tmp_path / "vi")
    assert {one.stem for one in (tmp_path / "vi").iterdir()} == set(list(phrases.of(world.commune_id))[:3])
    assert not Recording.objects.exists()


def test_without_the_programs_it_says_which_to_install(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unavailable, match="espeak-ng is not installed"):
        machine.spoken("Hộ ở thôn nào?")
    with pytest.raises(CommandError, match="apt install espeak-ng"):
        run("--language", "vi")


def test_a_program_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "PROGRAMS", {})
    monkeypatch.setattr(machine, "_SPEAK", ("false",))
    with pytest.raises(Unavailable, match="false failed"):
        machine.spoken("Hộ ở thôn nào?")
    monkeypatch.setattr(machine, "_SPEAK", ("true",))
    with pytest.raises(Unavailable, match="said nothing"):
        machine.spoken("Hộ ở thôn nào?")


def test_what_ships_is_sound_small_and_nearly_all_of_it_still_asked(world: World) -> None:
    files = list(sample_voices.FOLDER.glob("*.opus"))
    assert files
    assert {rules.media_type(one.read_bytes()) for one in files} == {"audio/ogg"}
    assert sum(one.stat().st_size for one in files) < 500_000
    asked = [one for one in files if one.stem in phrases.of(world.commune_id)]
    assert len(asked) > 0.75 * len(files), "texts were changed: make them again (catalogue/sample/voices/README.md)"


def test_the_sample_is_listened_to_by_the_village_head_and_called_a_machine(world: World) -> None:
    for _again in range(2):
        sample_voices.build_voices(world.units.commune, world.cast)
    rows = set(Recording.objects.values_list("language", "machine", "state", "decided_by"))
    assert rows == {("vi", True, "approved", world.cast["dung"].pk)}
