"""A result made elsewhere may come with its file: signed by that system it is the paper itself, a scan only shows it."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from thonso.core.base import clock
from thonso.core.files.tests.making import pdf, signed_pdf
from thonso.dossiers import access
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_civil_status import RECORD
from thonso.dossiers.tests.test_papers import drawn
from thonso.dossiers.tests.world import MONDAY, World, changed, file_sample, photo, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ONE = {**RECORD, "dated": "2026-11-23", "number_2": ""}


@pytest.fixture
def registered(world: World) -> Filed:
    done = file_sample(world, changed(sample("1.001193"), channel="desk"))
    world.receive(done)
    world.act("binh", done, "take")
    world.act("binh", done, "advance")
    return done


def sent(client: Client, done: Filed, content: bytes, name: str, **more: str) -> Any:
    page = f"/ban/ho-so/{done.code}/lam/record_result/"
    form = client.get(page).content.decode()
    key = re.search(r'name="transaction_id" value="([\w-]+)"', form)
    assert key
    file = {"file": SimpleUploadedFile(name, content)} if content else {}
    told = {**ONE, "dated": "23/11/2026", "transaction_id": key[1], **more, **file}
    return client.post(page, told)


def test_a_signed_file_is_read_checked_and_handed_over_electronically(
    world: World, registered: Filed, client: Client, sign_in: Any
) -> None:
    sign_in(client, "binh")
    assert (
        'enctype="multipart/form-data"'
        in client.get(f"/ban/ho-so/{registered.code}/lam/record_result/").content.decode()
    )
    content = signed_pdf()
    assert sent(client, registered, content, "khai-sinh.pdf").status_code == 302
    dossier = world.dossier(registered)
    result = dossier.results.get().result
    assert result.upload
    assert result.upload.signed
    opened = client.get(f"/ban/ho-so/{registered.code}/ket-qua/{result.pk}.pdf")
    assert b"".join(opened.streaming_content) == content, "byte for byte as that system signed it"
    assert access.result_by_check_code(result.check_code) == result
    assert "Bản điện tử có chữ ký số" not in drawn(world, registered, "result_receipt")
    world.act("lan", registered, "hand_over", {"way": "electronic", "taken_by": dossier.subject_name})


def test_a_scan_is_shown_and_is_not_the_paper(world: World, registered: Filed, client: Client, sign_in: Any) -> None:
    sign_in(client, "binh")
    assert sent(client, registered, pdf(), "quet.pdf").status_code == 302
    result = world.dossier(registered).results.get().result
    assert result.upload
    assert not result.upload.signed
    assert access.result_by_check_code(result.check_code) is None, "there is no signature to be checked"
    with pytest.raises(Exception, match="không có tệp đã ký số"):
        world.act("lan", registered, "hand_over", {"way": "electronic", "taken_by": "Chảo Thị Sen"})


def test_a_photo_is_refused_and_a_good_file_is_kept_when_another_box_is_wrong(
    world: World, registered: Filed, client: Client, sign_in: Any
) -> None:
    sign_in(client, "binh")
    refused = sent(client, registered, photo(), "anh.jpg")
    assert refused.status_code == 422
    assert "Xin gửi tệp PDF" in html.unescape(refused.content.decode())
    again = sent(client, registered, pdf(), "quet.pdf", number="")
    assert again.status_code == 422
    kept = re.search(r'name="file.kept" value="(\w{64})"', again.content.decode())
    assert kept, "the file need not be chosen again"
    assert sent(client, registered, b"", "", **{"file.kept": kept[1]}).status_code == 302
    assert world.dossier(registered).results.get().result.upload


def test_over_the_api_the_file_is_the_officers_own(world: World, registered: Filed) -> None:
    hers = world.upload("lan", pdf(), "quet.pdf")
    with pytest.raises(Exception, match="chưa"), clock.at(MONDAY.replace(hour=15)):
        world.act("binh", registered, "record_result", {**ONE, "file": hers})
    assert not world.dossier(registered).results.exists()
    own = world.upload("binh", pdf(), "quet.pdf")
    world.act("binh", registered, "record_result", {**ONE, "file": own})
    assert world.dossier(registered).results.get().result.upload
