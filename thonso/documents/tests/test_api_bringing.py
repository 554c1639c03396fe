"""A document brought over the API: once under its id, as its form says, and of a secret one nothing is kept."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.api.made import bearer, put_json
from thonso.core.files import storage
from thonso.core.files.models import Upload
from thonso.core.files.tests.making import jpeg, pdf, pdf_stamped, pdf_with_script
from thonso.core.journal.models import Entry, Once
from thonso.documents.models import Incoming
from thonso.documents.tests.calling import DOCUMENTS, ENTRY, act, one, put
from thonso.documents.tests.paper_setting import render
from thonso.documents.tests.reading_papers import PAPERS
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def thu(world: World) -> Client:
    return bearer(world, "thu")


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Whoever runs beside us keeps files too; what lies about here is ours."""
    settings.MEDIA_ROOT = tmp_path


def lying_about() -> set[str]:
    return {str(path) for path in storage.root().rglob("*") if path.is_file() and path.name != ".lock"}


def test_the_same_again_is_the_same_document_and_another_is_refused(thu: Client, world: World) -> None:
    id_, data = uuid4(), pdf("Một văn bản")
    first, again = put(thu, id_, data), put(thu, id_, data)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == {"id": str(id_), "state": "waiting", "channel": "scan"}
    assert again.headers["Idempotent-Replayed"] == "true"
    before = lying_about()
    assert put(thu, id_, pdf("Một văn bản khác")).status_code == 409
    assert put(thu, id_, data, organ="hdnd").status_code == 409
    assert put(thu, id_, paper="true").status_code == 409
    assert Incoming.objects.get().brought_by == world.cast["thu"]
    assert lying_about() == before


def test_the_same_bytes_under_another_id_are_another_document_and_told_to_be_like_it(thu: Client) -> None:
    one_, other, data = uuid4(), uuid4(), pdf("Một văn bản")
    assert [put(thu, id_, data).status_code for id_ in (one_, other)] == [201, 201]
    assert one(thu, other)["same"] == [str(one_)]
    act(thu, one_, "throw_away")
    assert b"".join(thu.get(f"{DOCUMENTS}/{other}/file.pdf")) == data  # type: ignore[arg-type]


def test_what_was_thrown_away_does_not_come_back_by_a_late_retry(thu: Client) -> None:
    id_, data = uuid4(), pdf("Một văn bản")
    put(thu, id_, data)
    act(thu, id_, "throw_away")
    assert put(thu, id_, data).status_code == 200
    assert not Incoming.objects.exists()


def test_a_document_on_paper_only(thu: Client) -> None:
    id_ = uuid4()
    first, again = (put(thu, id_, organ="hdnd", paper="true") for _each in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    act(thu, id_, "register", **ENTRY)
    shown = one(thu, id_)
    assert (shown["organ"], shown["number"], shown["channel"], shown["file"]) == ("hdnd", 1, "paper", None)


def test_what_is_proposed_says_where_it_stands(thu: Client) -> None:
    id_ = uuid4()
    name = next(iter(PAPERS))
    assert put(thu, id_, render(PAPERS[name])).status_code == 201
    proposed = one(thu, id_)["proposed"]
    assert proposed["dated"]["value"] == PAPERS[name].expected["dated"]
    place = proposed["subject"]["place"]
    assert place["page"] == 1
    assert 0 <= place["left"] < place["right"] <= 1
    assert [line["answer"] for line in one(thu, id_)["checked"]]


@pytest.mark.parametrize(
    ("data", "name", "more"),
    [
        (pdf_stamped("MẬT"), "cv.pdf", {}),
        (pdf_stamped("TUYỆT MẬT"), "cv.pdf", {}),
        (pdf("Bình thường"), "CV 12 TỐI MẬT.pdf", {}),
        (pdf("Bình thường"), "cv.pdf", {"secret": "true"}),
        (None, "", {"secret": "true"}),
        (pdf("x" * 2_000_000 + "Bình thường"), "CV 12 TỐI MẬT.pdf", {}),
    ],
)
def test_a_secret_paper_is_refused_and_nothing_of_it_is_kept(
    thu: Client, data: bytes | None, name: str, more: dict[str, str]
) -> None:
    id_, before, uploads, answers = uuid4(), lying_about(), Upload.objects.count(), Once.objects.count()
    answer = put(thu, id_, data, name, **more)
    assert answer.status_code == 422
    assert "không được đưa vào hệ thống này" in answer.json()["errors"]["file"][0]
    assert lying_about() == before
    assert (Incoming.objects.count(), Upload.objects.count(), Once.objects.count()) == (0, uploads, answers)
    noted = Entry.objects.get(verb="incoming.refused_secret")
    assert str(id_) not in noted.body
    assert not name or name not in noted.body
    assert not Entry.objects.filter(verb__startswith="file.").exists()


def test_what_is_no_document_is_refused_in_words(thu: Client) -> None:
    before = lying_about()
    for data, more in (
        (jpeg(), {}),
        (pdf_with_script(), {}),
        (b"", {}),
        (b"PK\x03\x04[Content_Types].xml", {}),
        (pdf(), {"paper": "true"}),
        (None, {}),
        (pdf(), {"organ": "khac"}),
        (pdf(), {"organ": ""}),
    ):
        answer = put(thu, uuid4(), data, **more)
        assert answer.status_code == 422, (more, answer.content)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["errors"].keys() & {"file", "organ"} or answer.json()["detail"]
    for much in ({f"n{number}": "x" for number in range(2100)}, {"note": "x" * 4_000_000}):
        answer = put(thu, uuid4(), paper="true", **much)
        assert answer.status_code in {400, 413}
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert put_json(thu, f"{DOCUMENTS}/{uuid4()}", {"organ": "ubnd"}).status_code == 415
    broken = thu.put(f"{DOCUMENTS}/{uuid4()}", b"x", content_type="multipart/form-data")
    assert broken.status_code == 400
    assert broken.headers["Content-Type"] == "application/problem+json"
    assert not Incoming.objects.exists()
    assert lying_about() == before
