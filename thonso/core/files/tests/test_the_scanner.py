"""With a scanner configured nothing is readable before it has answered; when it is down, files wait."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from thonso.core.base.clock import now
from thonso.core.base.errors import Stale
from thonso.core.base.refs import Ref
from thonso.core.files import scan, services
from thonso.core.files.models import Upload
from thonso.core.files.sentences import FileRefused
from thonso.core.files.tests import making
from thonso.core.files.tests.clamd_server import Clamd, UnixClamd
from thonso.core.files.tests.conftest import files_under, journalled, sha
from thonso.core.journal import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def clamd(settings: Settings) -> Iterator[Clamd]:
    with Clamd() as server:
        settings.CLAMD = server.address
        yield server


def infected() -> bytes:
    """A photo that opens, with the test signature behind it."""
    return making.jpeg() + making.EICAR


def later() -> None:
    Upload.objects.update(changed_at=now() - timedelta(minutes=1))


def test_a_clean_file_passes_and_the_scanner_saw_what_was_received(send: Callable[..., Upload], clamd: Clamd) -> None:
    data = making.jpeg()
    assert send(data).state == Upload.State.READY
    assert [sha(seen) for seen in clamd.seen] == [sha(data)]


def test_the_test_virus_is_refused_and_not_kept(send: Callable[..., Upload], clamd: Clamd, media: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        send(infected())
    assert caught.value.reason == "virus"
    assert files_under(media) == []
    assert not Upload.objects.exists()


def test_a_unix_socket_does_as_well(
    send: Callable[..., Upload], settings: Settings, tmp_path: Path, media: Path
) -> None:
    with UnixClamd(tmp_path / "clamd.sock") as server:
        settings.CLAMD = server.address
        assert scan.alive()
        assert send(making.pdf(), "a.pdf").state == Upload.State.READY
        with pytest.raises(FileRefused):
            send(infected())


def test_while_the_scanner_is_away_a_file_waits_unreadable_and_is_stored_when_it_is_back(
    send: Callable[..., Upload], settings: Settings, mai: Ref, media: Path
) -> None:
    with Clamd() as server:
        settings.CLAMD = address = server.address
        port = server.server_address[1]
    assert not scan.alive()
    data = making.jpeg(gps=True)
    upload = send(data)
    assert upload.state == Upload.State.CHECKING
    with pytest.raises(Stale):
        services.open_stored(upload)
    assert services.attach_check(mai, [sha(data)]) == [upload], "a form can be filed meanwhile"
    later()
    assert services.recheck_waiting() == 0
    upload.refresh_from_db()
    assert upload.state == Upload.State.CHECKING
    with Clamd(port) as server:
        assert server.address == address
        later()
        assert services.recheck_waiting() == 1
    upload.refresh_from_db()
    assert upload.state == Upload.State.READY
    assert all(b"MAY CHUP" not in path.read_bytes() for path in files_under(media))


def test_a_virus_found_later_destroys_the_bytes_and_tells_whoever_holds_the_file(
    send: Callable[..., Upload], clamd: Clamd, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = []
    monkeypatch.setitem(events._subscribers, "file.refused", [lambda work, **data: heard.append(data)])
    clamd.trouble = "hang_up"
    upload = send(infected())
    assert upload.state == Upload.State.CHECKING
    clamd.trouble = ""
    later()
    assert services.recheck_waiting() == 1
    upload.refresh_from_db()
    assert (upload.state, upload.refusal) == (Upload.State.REFUSED, "virus")
    assert files_under(media) == []
    assert heard == [{"upload_id": upload.pk, "reason": "virus"}]
    assert journalled() == ["file.refused"]


@pytest.mark.parametrize("trouble", ["hang_up", "too_big", "error", "cut_off", "slow"])
def test_an_answer_that_is_none_never_lets_a_file_through(
    send: Callable[..., Upload], clamd: Clamd, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr(scan, "_ANSWER_SECONDS", 0.3 if trouble == "slow" else 60.0)
    clamd.trouble = trouble
    assert send(making.jpeg(1600, 1200)).state == Upload.State.CHECKING


@pytest.mark.parametrize("address", ["127.0.0.1:3310", "http://x", "unix:///khong/co.sock", "tcp://"])
def test_a_wrong_address_lets_nothing_through(send: Callable[..., Upload], settings: Settings, address: str) -> None:
    settings.CLAMD = address
    assert send(making.jpeg()).state == Upload.State.CHECKING


def test_two_workers_do_not_check_the_same_file(send: Callable[..., Upload], clamd: Clamd) -> None:
    clamd.trouble = "hang_up"
    send(making.jpeg())
    clamd.trouble = ""
    later()
    asked = clamd.asked
    from thonso.core.files.services import check

    [waiting] = Upload.objects.all()
    assert check._claim(waiting)
    assert not check._claim(waiting)
    assert services.recheck_waiting() == 0
    assert clamd.asked == asked
