"""A file arrives in pieces over a line that breaks; what came is never sent twice and never mixed up."""

import resource
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from thonso.core.base.errors import Stale, Unavailable
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.files import services, storage
from thonso.core.files.models import Upload
from thonso.core.files.sentences import FileRefused
from thonso.core.files.tests import making
from thonso.core.files.tests.conftest import COMMUNE, files_under, sha

pytestmark = pytest.mark.django_db

DATA = making.jpeg(400, 300)


def begin(owner: Ref, data: bytes = DATA) -> Upload:
    return services.begin(owner, COMMUNE, sha(data), len(data), name="a.jpg")


@given(cuts=st.lists(st.integers(0, len(DATA)), max_size=6), breaks=st.sets(st.integers(0, 5)))
@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_way_of_cutting_and_breaking_gives_the_same_file(db: None, cuts: list[int], breaks: set[int]) -> None:
    owner = Ref("account", new_id())
    upload = begin(owner)
    for number, end in enumerate([*sorted(cuts), len(DATA)]):
        if end < upload.received:
            continue

        def pieces(start: int = upload.received, end: int = end, broken: bool = number in breaks) -> Iterator[bytes]:
            middle = (start + end) // 2
            yield DATA[start:middle]
            if broken:
                raise ConnectionError
            yield DATA[middle:end]

        upload = services.put_chunk(upload, upload.received, pieces())
        assert upload.received <= len(DATA)
    upload = services.put_chunk(upload, upload.received, [DATA[upload.received :]])
    assert services.finish(upload).state == Upload.State.READY


def test_a_piece_that_does_not_follow_is_refused_and_says_where_to_go_on(mai: Ref) -> None:
    upload = services.put_chunk(begin(mai), 0, [DATA[:100]])
    for offset in (0, 50, 101, 10_000_000):
        with pytest.raises(services.WrongOffset) as caught:
            services.put_chunk(upload, offset, [b"x"])
        assert caught.value.offset == 100


def test_a_wrong_hash_leaves_nothing(mai: Ref, media: Path) -> None:
    upload = services.begin(mai, COMMUNE, "a" * 64, len(DATA))
    upload = services.put_chunk(upload, 0, [DATA])
    with pytest.raises(FileRefused) as caught:
        services.finish(upload)
    assert caught.value.reason == "wrong_hash"
    assert files_under(media) == []
    assert not Upload.objects.exists()


def test_more_than_was_announced_leaves_nothing(mai: Ref, media: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        services.put_chunk(begin(mai), 0, [DATA, b"more"])
    assert caught.value.reason == "wrong_size"
    assert files_under(media) == []


def test_what_is_never_accepted_is_refused_with_its_first_bytes(mai: Ref, media: Path) -> None:
    data = making.zipped()
    upload = services.begin(mai, COMMUNE, sha(data), len(data))
    with pytest.raises(FileRefused) as caught:
        services.put_chunk(upload, 0, [data[:64]])
    assert caught.value.reason == "archive"
    assert files_under(media) == []


def test_bytes_lost_in_a_crash_are_asked_for_again(mai: Ref) -> None:
    upload = services.put_chunk(begin(mai), 0, [DATA[:200]])
    with storage.incoming(upload.pk).open("r+b") as file:
        file.truncate(120)
    with pytest.raises(services.WrongOffset) as caught:
        services.put_chunk(upload, 200, [DATA[200:]])
    assert caught.value.offset == 120
    upload = services.put_chunk(upload, 120, [DATA[120:]])
    assert services.finish(upload).state == Upload.State.READY


def test_bytes_written_but_not_acknowledged_before_a_crash_are_overwritten(mai: Ref) -> None:
    upload = services.put_chunk(begin(mai), 0, [DATA[:200]])
    with storage.incoming(upload.pk).open("ab") as file:
        file.write(b"rubbish")
    upload = services.put_chunk(upload, 200, [DATA[200:]])
    assert services.finish(upload).state == Upload.State.READY


def test_finishing_twice_gives_the_same_upload(mai: Ref) -> None:
    upload = services.finish(services.put_chunk(begin(mai), 0, [DATA]))
    assert services.finish(upload).stored_sha256 == upload.stored_sha256
    assert services.store(mai, COMMUNE, DATA).pk == upload.pk
    assert Upload.objects.count() == 1


def test_finishing_too_early_says_where_to_go_on(mai: Ref) -> None:
    upload = services.put_chunk(begin(mai), 0, [DATA[:9]])
    with pytest.raises(services.WrongOffset) as caught:
        services.finish(upload)
    assert caught.value.offset == 9


def test_a_second_request_for_the_same_file_is_told_to_wait(mai: Ref) -> None:
    upload = begin(mai)
    inside, go_on = threading.Event(), threading.Event()
    outcome: list[str] = []

    def second() -> None:
        inside.wait(20)
        path = storage.incoming(upload.pk)
        try:
            from thonso.core.files.services.receive import _alone

            with _alone(upload):
                outcome.append("written")
        except Stale:
            outcome.append("told to wait")
        assert path.exists()
        go_on.set()

    thread = threading.Thread(target=second)
    thread.start()

    def slow() -> Iterator[bytes]:
        yield DATA[:100]
        inside.set()
        go_on.wait(20)
        yield DATA[100:]

    upload = services.put_chunk(upload, 0, slow())
    thread.join(20)
    assert outcome == ["told to wait"]
    assert services.finish(upload).state == Upload.State.READY


@pytest.fixture
def small_disk() -> Iterator[None]:
    """The kernel refuses to write files past 4 kB, as it does when there is no room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_while_receiving_leaves_nothing(mai: Ref, media: Path, small_disk: None) -> None:
    data = making.jpeg(1600, 1200)
    upload = begin(mai, data)
    with pytest.raises(Unavailable):
        services.put_chunk(upload, 0, [data])
    assert files_under(media) == []
    assert not Upload.objects.exists()


def test_a_full_disk_while_a_form_is_sent_leaves_nothing(mai: Ref, media: Path, small_disk: None) -> None:
    with pytest.raises(Unavailable):
        services.store(mai, COMMUNE, making.jpeg(1600, 1200))
    assert files_under(media) == []


def test_a_full_disk_while_the_photo_is_made_anew_leaves_nothing(mai: Ref, media: Path, small_disk: None) -> None:
    # Received it is small (a regular pattern), anew it is larger than the 4 kB there are.
    data = making.chequered_png()
    assert len(data) < 4096
    with pytest.raises(Unavailable):
        services.store(mai, COMMUNE, data)
    assert files_under(media) == []
    assert not Upload.objects.exists()


def test_one_sender_cannot_fill_the_disk(mai: Ref, monkeypatch: pytest.MonkeyPatch) -> None:
    from thonso.core.files.services import receive

    monkeypatch.setitem(receive._ROOM, "account", (3, 10_000_000))
    for number in range(3):
        services.begin(mai, COMMUNE, sha(bytes([number])), 1000)
    with pytest.raises(FileRefused) as caught:
        services.begin(mai, COMMUNE, sha(b"one more"), 1000)
    assert caught.value.reason == "too_many_files"
