"""Up the mountain without signal, down with a bad line: nothing acknowledged is lost, nothing is filed twice."""

import re
import threading
import time

import pytest
from playwright.sync_api import expect

from tests.browser.away import CONFIRMATION, RECOGNITION, SEALED, Away
from tests.browser.phone import photograph
from thonso.procedures import samples

pytestmark = [pytest.mark.own_clock, pytest.mark.timeout(600)]


def test_the_phone_dies_and_the_line_is_bad_and_one_dossier_is_filed(away: Away) -> None:
    """Proof 1: three photos of 12 megapixels, every process of the browser killed, a line that cuts, refuses and resets."""
    one = samples.load(RECOGNITION)["valid"]
    head = one.answers["head"]
    photos = [photograph(seed) for seed in (1, 2, 3)]
    phone = away.phone().sign_in("tu").enrol()
    phone.help(head["full_name"], head["id_number"], head["birth"], "0912 345 678")
    phone.context.set_offline(True)
    phone.begin("xin vào hộ nghèo")
    phone.fill(one.answers, {"signed_request": photos})
    (before,) = phone.records()
    assert (before["state"], before["blobs"]) == ("draft", 3)

    assert phone.die() > 3
    phone.start(offline=True)
    page = phone.unlock()
    page.click("[data-group=drafts] li a")
    page.wait_for_selector("[data-view=fill]:not([hidden])")
    phone.fill({})
    assert head["full_name"] in page.inner_text("[data-view=check]")
    assert "3 ảnh" in page.inner_text("[data-view=check]")
    phone.send()
    kept = re.compile("đã lưu trong máy, sẽ gửi khi có sóng", re.IGNORECASE)
    expect(page.locator("[data-view=record] [data-state]")).to_have_text(kept)
    page.locator(".line", has_text="(1)").wait_for()
    (sealed,) = phone.records()
    assert (sealed["state"], sealed["mine"], sealed["blobs"]) == ("queued", False, 3)

    filed = len(away.assisted())
    away.line.faults[:] = ["record busy", "blob cut", "record reset after commit"]
    phone.context.set_offline(False)
    phone.wait_for("received", seconds=90)
    assert {"record busy", "blob cut", "reset after 201"} <= set(away.line.log), "the faults met nobody"
    made = away.assisted()[filed:]
    assert len(made) == 1
    code = made[0][0]
    (attached,) = away.ask(
        "SELECT count(*), count(DISTINCT a.upload_id) FROM dossiers_attachment a JOIN dossiers_dossier d "
        "ON d.id = a.dossier_id WHERE d.code = ?",
        code,
    )
    assert attached == (3, 3)
    assert away.ask("SELECT count(*) FROM files_upload WHERE owner_kind = 'record'") == [(0,)]
    shown = page.inner_text("[data-receipt]")
    assert code in shown
    key = page.inner_text("[data-receipt] [data-key]").replace(" ", "")
    told = page.request.get(f"/api/v1/track/{code}", params={"key": key})
    assert told.json()["code"] == code
    (after,) = phone.records()
    assert (after["state"], after["blobs"]) == ("received", 0)
    assert phone.complaints == []
    phone.close()


FIFTY = 50


def test_fifty_leave_by_two_windows_while_the_server_dies_three_times(away: Away) -> None:
    """Proof 2: each is filed once, none is lost."""
    one = samples.load(CONFIRMATION)["valid"]
    person = one.answers["requester"]
    phone = away.phone("fifty").sign_in("tu").enrol()
    phone.help(person["full_name"], person["id_number"], "12/05/1968", "0912 345 678")
    phone.context.set_offline(True)
    phone.begin("xác nhận thuộc hộ nghèo")
    phone.fill(one.answers)
    phone.send()
    phone.page.evaluate(SEALED, [away.text(one) for _copy in range(FIFTY - 1)])
    assert sum(record["state"] == "queued" for record in phone.records()) == FIFTY
    filed = len(away.assisted())

    second = phone.context.new_page()
    phone.unlock(second)
    killer = threading.Thread(target=_killing, args=(away, filed))
    killer.start()
    phone.context.set_offline(False)
    for page in (phone.page, second):
        page.evaluate("dispatchEvent(new Event('focus'))")
    end = time.monotonic() + 240
    while time.monotonic() < end and len(away.assisted()) < filed + FIFTY:
        for page in (phone.page, second):
            page.evaluate("dispatchEvent(new Event('focus'))")
        phone.page.wait_for_timeout(500)
    killer.join()
    phone.wait_for("received", count=FIFTY, seconds=60)
    made = away.assisted()[filed:]
    assert len(made) == FIFTY
    codes = {record["code"] for record in phone.records()}
    assert codes == {code for code, _name in made}
    settled = away.ask(
        "SELECT d.code FROM offline_sealedrecord r JOIN dossiers_dossier d ON d.id = r.id "
        "WHERE r.state = 'filed' AND r.wrapped = '' AND r.box = ''"
    )
    assert codes <= {code for (code,) in settled}
    phone.close()


def _killing(away: Away, filed: int) -> None:
    """kill -9 after the fifth, the twentieth and the thirty-fifth."""
    for after in (5, 20, 35):
        end = time.monotonic() + 120
        while time.monotonic() < end and len(away.assisted()) < filed + after:
            time.sleep(0.05)
        away.server.kill()
        time.sleep(0.3)
        away.server.start()
