"""HEAD and PUT /api/v1/blobs/<sha256>, and opening a file in a browser, as a phone and a person do it."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from thonso.core.access.actors import actor_of_account, system_actor
from thonso.core.access.models import Account
from thonso.core.access.services import create_token
from thonso.core.files import access
from thonso.core.files.models import Upload
from thonso.core.files.tests import making
from thonso.core.files.tests.conftest import COMMUNE, journalled, sha

pytestmark = pytest.mark.django_db

DATA = making.jpeg(300, 200)
SignIn = Callable[[Client, str], Account]


def url(data: bytes = DATA) -> str:
    return f"/api/v1/blobs/{sha(data)}"


def put(client: Client, data: bytes = DATA, **headers: str):
    sent = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return client.put(url(), data, content_type="application/octet-stream", **sent)


@pytest.fixture
def mai(client: Client, sign_in: SignIn) -> Client:
    sign_in(client, "mai")
    return client


@pytest.fixture
def xuan(sign_in: SignIn) -> Client:
    client = Client()
    sign_in(client, "xuan")
    return client


def test_a_small_file_goes_in_one_request(mai: Client) -> None:
    answer = put(mai, upload_name="gi%E1%BA%A5y%20x%C3%A1c%20nh%E1%BA%ADn.jpg")
    assert answer.status_code == 201
    body = answer.json()
    assert (body["state"], body["media_type"], body["sha256"]) == ("ready", "image/jpeg", sha(DATA))
    assert body["name"] == "giấy xác nhận.jpg"
    again = put(mai)
    assert (again.status_code, again["Idempotent-Replayed"], again.json()["id"]) == (200, "true", body["id"])


def test_a_file_goes_in_pieces_and_goes_on_where_it_stopped(mai: Client) -> None:
    length = {"upload_length": str(len(DATA))}
    assert mai.head(url()).status_code == 404
    first = put(mai, DATA[:1000], upload_offset="0", **length)
    assert (first.status_code, first["Upload-Offset"]) == (202, "1000")
    seen = mai.head(url())
    assert (seen.status_code, seen["Upload-Offset"], seen["Upload-Length"]) == (200, "1000", str(len(DATA)))
    assert seen["Upload-State"] == "receiving"
    wrong = put(mai, DATA[1500:], upload_offset="1500", **length)
    assert (wrong.status_code, wrong["Upload-Offset"]) == (409, "1000")
    last = put(mai, DATA[1000:], upload_offset="1000", **length)
    assert last.status_code == 201
    assert mai.head(url())["Upload-State"] == "ready"


def test_a_wrong_hash_is_422_in_vietnamese(mai: Client) -> None:
    answer = mai.put(f"/api/v1/blobs/{'a' * 64}", DATA, content_type="application/octet-stream")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["reason"] == "wrong_hash"
    assert mai.head(f"/api/v1/blobs/{'a' * 64}").status_code == 404


def test_nobody_is_told_of_another_s_file(mai: Client, xuan: Client) -> None:
    put(mai)
    assert xuan.head(url()).status_code == 404
    assert Client().head(url()).status_code == 404
    assert put(xuan).status_code == 201, "she has to send the bytes herself"
    assert Upload.objects.count() == 2


def test_somebody_without_an_account_sends_for_this_browser_only(client: Client, bat_xat: object) -> None:
    answer = put(client)
    assert answer.status_code == 201
    assert Upload.objects.get().owner_kind == "session"
    assert client.head(url())["Upload-State"] == "ready"
    assert Client().head(url()).status_code == 404
    assert client.get(f"/tep/{answer.json()['id']}/").status_code == 200
    assert Client().get(f"/tep/{answer.json()['id']}/").status_code == 404


def test_a_session_needs_its_csrf_token(sign_in: SignIn) -> None:
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, "mai")
    assert put(strict).status_code == 403
    assert not Upload.objects.exists()


def test_a_token_needs_the_right_to_send(cast: dict[str, Account]) -> None:
    mai = cast["mai"]
    by = system_actor("test")
    strict = Client(enforce_csrf_checks=True)
    for scopes, expected in ((["upload.attach", "upload.read"], 201), (["dossier.read"], 404)):
        secret = create_token(by, COMMUNE, mai, name="may", scopes=scopes).secret
        assert put(strict, authorization=f"Bearer {secret}").status_code == expected
    assert actor_of_account(mai)


@pytest.mark.parametrize(
    "headers", [{"upload_offset": "-1"}, {"upload_offset": "x"}, {"upload_length": "1e9"}, {"upload_length": "٣"}]
)
def test_a_header_that_is_no_number_is_400(mai: Client, headers: dict[str, str]) -> None:
    assert put(mai, **headers).status_code == 400


@pytest.mark.parametrize("name", ["abc", "A" * 64, "g" * 64, "a" * 63, "..%2f..%2fetc"])
def test_what_is_not_a_hash_is_404(mai: Client, name: str) -> None:
    assert mai.put(f"/api/v1/blobs/{name}", b"x", content_type="application/octet-stream").status_code == 404


def test_other_methods_are_405(mai: Client) -> None:
    assert mai.get(url()).status_code == 405
    assert mai.post(url()).status_code == 405


def test_a_refused_file_says_why_in_words(mai: Client) -> None:
    data = making.pdf_with_script()
    answer = mai.put(url(data), data, content_type="application/pdf")
    assert (answer.status_code, answer.json()["reason"]) == (422, "pdf_script")
    assert "JavaScript" in answer.json()["detail"]


@given(offset=st.text(max_size=6), length=st.text(max_size=6), name=st.text(max_size=30), data=st.binary(max_size=64))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_headers_and_no_bytes_break_the_server(
    mai: Client, offset: str, length: str, name: str, data: bytes
) -> None:
    odd = {"HTTP_UPLOAD_OFFSET": offset, "HTTP_UPLOAD_LENGTH": length, "HTTP_UPLOAD_NAME": name}
    answer = mai.put(url(), data, content_type="application/octet-stream", **odd)
    assert answer.status_code in {200, 201, 202, 400, 409, 422}


def test_a_file_is_given_out_locked_down_and_the_look_is_journalled(mai: Client) -> None:
    upload_id = put(mai, upload_name="anh.heic").json()["id"]
    answer = mai.get(f"/tep/{upload_id}/?purpose=xem%20giay")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'attachment; filename="anh.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    assert journalled()[-2:] == ["file.received", "upload.read"]
    small = mai.get(f"/tep/{upload_id}/nho/")
    assert len(b"".join(small.streaming_content)) < 20_000


def test_a_stranger_gets_the_same_answer_for_missing_and_forbidden(mai: Client, xuan: Client) -> None:
    there = put(mai).json()["id"]
    missing = there[:-12] + "0123456789ab"
    answers = [xuan.get(f"/tep/{upload_id}/") for upload_id in (there, missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert [xuan.get(f"/tep/{upload_id}/nho/").status_code for upload_id in (there, missing)] == [404, 404]


def test_an_officer_reads_what_a_wing_lets_her_read(mai: Client, sign_in: SignIn) -> None:
    upload_id = put(mai).json()["id"]
    lan = Client()
    sign_in(lan, "lan")
    assert lan.get(f"/tep/{upload_id}/").status_code == 404
    access.register_reader(lambda actor, upload: actor.has("one_stop", upload.commune_id))
    assert lan.get(f"/tep/{upload_id}/").status_code == 200


def test_the_answer_is_json_that_any_program_reads(mai: Client) -> None:
    body = json.loads(put(mai).content)
    assert set(body) >= {"id", "sha256", "state", "name", "size", "received", "media_type", "pages", "width", "height"}
