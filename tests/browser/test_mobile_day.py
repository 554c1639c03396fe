"""An officer works in a hamlet without signal, by the rules of the desk."""

import re
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.away import CONFIRMATION, Away
from thonso.core.base.text import fold
from thonso.procedures import samples

pytestmark = [pytest.mark.own_clock, pytest.mark.timeout(300)]


def announced(away: Away, who: str, *people: str, place: str = "Nhà văn hóa thôn") -> str:
    """A day of today, whatever day that is: the office itself announces none on a Sunday."""
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    ((officer, commune),) = away.ask(
        "SELECT a.id, s.commune_id FROM access_account a JOIN access_assignment s ON s.account_id = a.id "
        "WHERE a.username = ? AND s.role = 'one_stop'",
        who,
    )
    ((hamlet,),) = away.ask("SELECT id FROM units_unit WHERE kind = 'hamlet' AND name LIKE '%Suối Chải' LIMIT 1")
    id_ = uuid4().hex
    away.ask(
        "INSERT INTO outreach_mobileday (id, place, day, starts, ends, procedures, state, why, commune_id, hamlet_id, "
        "officer_id) VALUES (?, ?, ?, '00:00:01', '23:59:59', ?, 'announced', '', ?, ?, ?)",
        id_, place, f"{now:%Y-%m-%d}", f'["{CONFIRMATION}"]', commune, hamlet, officer,
    )  # fmt: skip
    for name in people:
        away.ask(
            "INSERT INTO outreach_enrolment (id, commune_id, name, folded, procedure_code, state, why, entered_by, at, day_id) "
            "VALUES (?, ?, ?, ?, ?, 'waiting', '', ?, ?, ?)",
            uuid4().hex, commune, name, fold(name), CONFIRMATION, officer, f"{now:%Y-%m-%d} 00:00:00", id_,
        )  # fmt: skip
    return id_


def chosen(page: Page) -> None:
    """In her own capacity, where it is asked."""
    page.wait_for_selector("[data-filers]:not([hidden]), [data-view=fill]:not([hidden])")
    if page.locator("[data-view=fill]").is_hidden():
        page.locator("[data-capacities] input[value=self]").check(force=True)
        page.click("#filer button")
        page.wait_for_selector("[data-view=fill]:not([hidden])")


def to_the_papers(page: Page) -> None:
    page.wait_for_selector("[data-view=check]:not([hidden])")
    page.click("[data-bar=check]")
    page.wait_for_selector("[data-view=reception]:not([hidden])")


def receive(page: Page) -> None:
    for paper in page.locator("[data-found] fieldset").all():
        paper.locator("label", has_text=re.compile("^Hợp lệ$")).click()
    page.click("[data-bar=reception][value='1']")
    page.wait_for_selector("[data-view=record]:not([hidden])")


def test_who_is_on_the_list_is_received_in_the_hamlet_and_filed_when_a_line_comes(away: Away) -> None:
    one = samples.load(CONFIRMATION)["valid"]
    person = one.answers["requester"]
    day = announced(away, "lan", person["full_name"], "Chảo Thị Mẩy")
    laptop = away.phone("mobile").sign_in("lan").enrol()
    page = laptop.page
    page.locator("[data-days] li", has_text=person["full_name"]).wait_for()
    laptop.context.set_offline(True)

    page.locator("[data-days] li button", has_text=person["full_name"]).click()
    page.wait_for_selector("[data-view=begin]:not([hidden])")
    assert page.input_value("#begin [name='helped.name']") == person["full_name"]
    assert page.locator("#begin").get_by_text("Đọc to đoạn này").is_hidden()  # whoever stands there asks herself
    page.fill("#begin [name='helped.id_number']", person["id_number"])
    page.click("[data-bar=begin]")
    chosen(page)
    laptop.fill(one.answers)
    to_the_papers(page)

    # What is required has to be looked at first.
    page.click("[data-bar=reception][value='1']")
    page.wait_for_selector("[data-view=reception] .errors")
    receive(page)
    kept = re.compile("đã lưu trong máy", re.IGNORECASE)
    expect(page.locator("[data-view=record] [data-state]")).to_have_text(kept)  # it tries the line first
    page.click("[data-end]")
    listed = page.locator("[data-days] li", has_text=person["full_name"])
    expect(listed).to_contain_text(kept)

    laptop.context.set_offline(False)
    laptop.wait_for("received", seconds=60)
    (record,) = laptop.records()
    ((channel, received, state),) = away.ask(
        "SELECT channel, received_at IS NOT NULL, state FROM dossiers_dossier WHERE code = ?", record["code"]
    )
    assert (channel, received, state) == ("desk", 1, "accepted")
    acts = away.ask("SELECT act FROM outreach_takenthere WHERE day_id = ? ORDER BY act", day)
    assert acts == [("filed",), ("receive",)]
    page.locator("[data-group=received] li a").click()
    page.wait_for_selector("[data-receipt]:not([hidden])")
    assert record["code"] in page.inner_text("[data-receipt]")
    assert page.locator("[data-due]").inner_text().strip()
    assert page.locator("[data-has-note]").is_hidden()
    assert laptop.complaints == []
    laptop.close()


def test_a_form_that_was_locked_away_and_the_next_of_the_same_person_are_of_the_same_day(away: Away) -> None:
    one = samples.load(CONFIRMATION)["valid"]
    day = announced(away, "lan", place="Điểm trường")
    away.ask("UPDATE offline_device SET revoked_at = '2026-01-01 00:00:00' WHERE revoked_at IS NULL")  # five at most
    laptop = away.phone("mobile-twice").sign_in("lan").enrol()
    page = laptop.page
    laptop.context.set_offline(True)
    page.locator("[data-days] section", has_text="Điểm trường").locator("[data-other]").click()
    page.fill("#begin [name='helped.name']", one.answers["requester"]["full_name"])
    page.fill("#begin [name='helped.id_number']", one.answers["requester"]["id_number"])
    page.click("[data-bar=begin]")
    laptop.begin("xác nhận thuộc hộ nghèo")
    laptop.unlock()
    page.click("[data-group=drafts] li a")
    page.wait_for_selector("[data-view=fill]:not([hidden])")
    laptop.fill(one.answers)
    to_the_papers(page)
    receive(page)
    page.click("[data-view=record] [data-another]")
    laptop.begin("xác nhận thuộc hộ nghèo").fill(one.answers)
    to_the_papers(page)
    receive(page)
    laptop.context.set_offline(False)
    laptop.wait_for("received", count=2, seconds=60)
    of_day = "SELECT count(*) FROM offline_sealedrecord WHERE mobile_day_id = ? AND state = 'filed'"
    assert away.ask(of_day, day) == [(2,)]
    assert laptop.complaints == []
    laptop.close()


def test_who_helps_in_a_hamlet_too_has_her_mobile_days_on_the_same_phone(away: Away) -> None:
    one = samples.load(CONFIRMATION)["valid"]
    person = one.answers["requester"]
    day = announced(away, "lan", person["full_name"], place="Trạm y tế")
    away.ask("UPDATE offline_device SET revoked_at = '2026-01-01 00:00:00' WHERE revoked_at IS NULL")  # five at most
    away.ask(
        "INSERT INTO access_assignment (id, account_id, commune_id, unit_id, role, tree, granted_by, reason, valid_from) "
        "SELECT ?, s.account_id, s.commune_id, (SELECT id FROM units_unit WHERE kind = 'hamlet' AND name LIKE '%Suối Chải' "
        "LIMIT 1), 'helper', s.tree, s.granted_by, '', s.valid_from FROM access_assignment s "
        "JOIN access_account a ON s.account_id = a.id WHERE a.username = 'lan' AND s.role = 'one_stop'",
        uuid4().hex,
    )
    try:
        phone = away.phone("mobile-both").sign_in("lan").enrol()
        page = phone.page
        listed = page.locator("[data-days] section", has_text="Trạm y tế").locator("li button")
        listed.wait_for()
        assert page.locator("[href='#/giup']").is_visible()
        phone.context.set_offline(True)
        listed.click()
        page.wait_for_selector("[data-view=begin]:not([hidden])")
        assert page.locator("#begin").get_by_text("Đọc to đoạn này").is_hidden()
        page.click("[data-view=begin] .back a")
        page.click("[href='#/giup']")  # somebody of the hamlet, meanwhile
        page.wait_for_selector("[data-view=begin]:not([hidden])")
        assert page.locator("#begin").get_by_text("Đọc to đoạn này").is_visible()
        assert page.input_value("#begin [name='helped.name']") == ""
        page.click("[data-view=begin] .back a")
        listed.click()
        page.fill("#begin [name='helped.id_number']", person["id_number"])
        page.click("[data-bar=begin]")
        chosen(page)
        phone.fill(one.answers)
        to_the_papers(page)
        receive(page)
        phone.context.set_offline(False)
        phone.wait_for("received", seconds=60)
        of_day = "SELECT count(*) FROM offline_sealedrecord WHERE mobile_day_id = ? AND state = 'filed'"
        assert away.ask(of_day, day) == [(1,)]
        assert phone.complaints == []
        phone.close()
    finally:
        away.ask(
            "DELETE FROM access_assignment WHERE role = 'helper' AND account_id = "
            "(SELECT id FROM access_account WHERE username = 'lan')"
        )


def test_copies_are_certified_from_an_original_that_was_looked_at_and_on_no_other_day(away: Away) -> None:
    one = samples.load("2.000815")["valid"]
    day = announced(away, "lan", place="Nhà ông Páo")
    away.ask("UPDATE offline_device SET revoked_at = '2026-01-01 00:00:00' WHERE revoked_at IS NULL")  # five at most
    laptop = away.phone("mobile-copies").sign_in("lan").enrol()
    page = laptop.page
    there = page.locator("[data-days] section", has_text="Nhà ông Páo")
    expect(there).to_contain_text("Chưa có ai đăng ký trước")
    expect(there.locator("[data-nobody]")).to_be_hidden()
    laptop.context.set_offline(True)
    there.locator("[data-other]").click()
    page.fill("#begin [name='helped.name']", one.answers["requester"]["full_name"])
    page.fill("#begin [name='helped.id_number']", one.answers["requester"]["id_number"])
    page.click("[data-bar=begin]")
    laptop.begin("chứng thực bản sao")
    laptop.fill({key: one.answers[key] for key in ("requester", "documents")})  # nothing else is asked
    to_the_papers(page)
    original = page.locator("[data-found] fieldset").first
    expect(original.locator("[data-optional]")).to_be_hidden()
    page.click("[data-bar=reception][value='1']")
    page.wait_for_selector("[data-view=reception] .errors")
    original.locator("label", has_text=re.compile("^Hợp lệ$")).click()
    page.click("[data-bar=reception][value='1']")
    page.wait_for_selector("[data-view=record]:not([hidden])")
    laptop.context.set_offline(False)
    laptop.wait_for("received", seconds=60)
    (record,) = laptop.records()
    found = away.ask(
        "SELECT d.state, d.appointed_at = d.received_at, t.day_id FROM dossiers_dossier d "
        "JOIN outreach_takenthere t ON t.dossier_id = d.id WHERE d.code = ? AND t.act = 'receive'",
        record["code"],
    )
    assert found == [("accepted", 1, day)]
    page.click("[data-end]")
    page.locator("[data-group=received] li a").click()
    page.wait_for_selector("[data-receipt]:not([hidden])")
    expect(page.locator("[data-fee]")).to_contain_text("34.000")
    assert page.locator("[data-due]").inner_text().strip()
    assert laptop.complaints == []
    laptop.close()
