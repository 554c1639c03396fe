"""A procedure goes out as one file and comes in as one; what is not a whole procedure is refused with a sentence."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from thonso.core.base.errors import Refused
from thonso.procedures.editor import files
from thonso.procedures.editor.tests.conftest import LIST, Desk
from thonso.procedures.models import ProcedureVersion, WorkingCopy

Source = dict[str, Any]


def test_what_is_written_is_read_back_to_the_letter(source: Source) -> None:
    content, ending = files.write(source)
    assert ending == "yaml"
    assert files.read(content) == source
    assert files.read(b"\xef\xbb\xbf" + content) == source
    assert files.read(json.dumps(source).encode()) == source


def test_what_yaml_could_not_give_back_is_written_as_json(copies: Source) -> None:
    copies["steps"][0]["hours"] = 0.25
    content, ending = files.write(copies)
    assert ending == "json"
    assert files.read(content) == copies


def bomb() -> bytes:
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    rows += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    return "\n".join(rows).encode()


HOSTILE: dict[str, tuple[Any, str]] = {
    "empty": (b"", "Tệp trống"),
    "blank": (b" \n\t\n", "Tệp trống"),
    "too large": (b"#" * (files.LARGEST + 1), "lớn quá"),
    "another encoding": ("name: Thủ tục".encode("utf-16"), "UTF-8"),
    "an old encoding": ("name: Thủ tục".encode("cp1258", "replace") + b"\xd2\xff", "UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff", "UTF-8"),
    "a page": (b"<html><body>Not found</body></html>", "không phải một thủ tục"),
    "a list": (b"- a\n- b\n", "không phải một thủ tục"),
    "other yaml": (b"hello: world\n", "không chứa thủ tục"),
    "other json": (b'{"hello": 1}', "không chứa thủ tục"),
    "json cut off": (b'{"code": "2.000635", "name": "C', "cắt dở"),
    "a bomb of aliases": (bomb(), "không phải một thủ tục"),
    "deep yaml": (b"[" * 3000, "không phải một thủ tục"),
    "deep json": (b'{"a":' * 3000, "không phải một thủ tục"),
    "a python object": (b"code: !!python/object/apply:os.system ['true']\nform: 1\n", "không phải một thủ tục"),
    "not a number": (b'{"code": NaN, "form": {}}', "không phải một thủ tục"),
    "a huge number": (b'{"code": ' + b"9" * 6000 + b', "form": {}}', "không phải một thủ tục"),
    "a name twice": (b'{"code": "1", "code": "2", "form": {}}', "không phải một thủ tục"),
    "a name twice in yaml": (b"code: a\nverify: true\nverify: false\nform: b\n", "không phải một thủ tục"),
    "a truth that is none": (b"code: !!bool maybe\nform: 1\n", "không phải một thủ tục"),
    "a day that is none": (b"code: !!timestamp today\nform: 1\n", "không phải một thủ tục"),
    "an empty number": (b"code: !!int ''\nform: 1\n", "không phải một thủ tục"),
    "no end of values": (b"code: [" + b"a," * 140_000 + b"]\nform: 1\n", "không phải một thủ tục"),
    "no end of mistakes": (b'{"code": "1", "form": {}, "papers": [' + b"{}," * 90_000 + b"{}]}", "không chứa thủ tục"),
    "an amount nobody has": (
        b'{"code": "1", "form": {}, "fees": [{"amount": ' + b"9" * 400 + b"}]}",
        "không chứa thủ tục",
    ),
    "an endless amount": (b'{"code": "1", "form": {}, "fees": [{"amount": 1e999}]}', "không chứa thủ tục"),
    "a NUL": (b'{"code": "\\u0000", "form": {}}', "không hiện được"),
    "half a letter": (b'{"code": "\\ud800", "form": {}}', "không hiện được"),
    "names that are no texts": (b"true: 1\ncode: a\nform: b\n", "không hiện được"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_procedure_is_refused_with_a_sentence(name: str) -> None:
    content, said = HOSTILE[name]
    with pytest.raises(Refused) as refusal:
        files.read(content)
    assert said in str(refusal.value.message)


def test_a_file_cut_anywhere_is_refused_or_whole(copies: Source) -> None:
    content, _ending = files.write(copies)
    for share in range(1, 12):
        with pytest.raises(Refused):
            files.read(content[: len(content) * share // 12])


def test_a_definition_that_does_not_hold_together_is_refused_with_its_places(copies: Source) -> None:
    copies["papers"].pop()
    copies["fees"][0]["times"] = "moon"
    with pytest.raises(Refused) as refusal:
        files.read(json.dumps(copies).encode())
    told = " ".join(refusal.value.fields["file"])
    assert "Trường hợp:" in told
    assert "Phí, lệ phí:" in told
    del copies["name"]
    copies["strange"] = "<script>"
    with pytest.raises(Refused) as refusal:
        files.read(json.dumps(copies).encode())
    told = " ".join(refusal.value.fields["file"])
    assert "strange" in told
    assert "Tên chính thức" in told


def send(desk: Desk, content: bytes, key: str = "") -> Any:
    form = {"transaction_id": key or str(uuid4()), "file": SimpleUploadedFile("thu-tuc.yaml", content)}
    return desk.client.post(f"{LIST}soan/tu-tep/", form)


@pytest.mark.django_db
def test_a_file_of_another_commune_becomes_a_copy_once(desk: Desk, copies: Source) -> None:
    copies["name"] = "Tên của xã bạn"
    content, _ending = files.write(copies)
    key = str(uuid4())
    places = {send(desk, content, key)["Location"] for _twice in range(2)}
    assert len(places) == 1
    assert WorkingCopy.objects.count() == 2
    page = desk.client.get(places.pop()).content.decode()
    assert "Tên của xã bạn" in page
    assert "Đã đủ" in page
    for bad in (b"", b"hello: world", content[:500]):
        answer = send(desk, bad)
        assert answer.status_code == 422
        assert answer.context["errors"]["file"]
    assert desk.client.post(f"{LIST}soan/tu-tep/", {"transaction_id": str(uuid4())}).status_code == 422
    assert WorkingCopy.objects.count() == 2


@pytest.mark.django_db
def test_a_version_and_a_sound_copy_are_taken_away_and_a_broken_copy_is_not(
    desk: Desk, sources: dict[str, Source]
) -> None:
    version = ProcedureVersion.objects.get()
    taken = desk.client.get(f"{LIST}{version.pk}/tai-ve/")
    assert files.read(taken.content) == sources["2.000635"]
    assert f"2.000635-{version.version}.yaml" in taken["Content-Disposition"]
    assert files.read(desk.client.get(f"{desk.at}tai-ve/").content) == desk.text
    desk.send("bo/papers.authorisation/")
    assert desk.client.get(f"{desk.at}tai-ve/").status_code == 422
