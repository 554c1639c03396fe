"""Proofs 3, 4 and 5: upgrades, a full phone, a wrong clock, an ended token, a revoked phone, a form that was changed, two people
on one phone. Each ends in a state with a name and a way out; nothing is lost silently."""

import json

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.away import CONFIRMATION, RECOGNITION, SEALED, Away
from tests.browser.phone import PIN, Phone, photograph
from thonso.procedures import samples

pytestmark = [pytest.mark.own_clock, pytest.mark.timeout(300)]


def helping(phone: Phone, code: str = CONFIRMATION, words: str = "xác nhận thuộc hộ nghèo") -> samples.Sample:
    """Signed in, enrolled, and at the first question for the person of the sample."""
    one = samples.load(code)["valid"]
    person = one.answers.get("requester") or one.answers["head"]
    phone.sign_in("tu").enrol().help(person["full_name"], person["id_number"], str(person["birth"]), "0912 345 678")
    phone.begin(words)
    return one


def line(page: Page) -> str:
    return page.inner_text(".line")


def test_a_full_phone_keeps_the_words_and_says_what_to_do(phone: Phone) -> None:
    phone.context.add_init_script(
        """const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...given) {
          if (this.name === "blobs" && window.full) throw new DOMException("full", "QuotaExceededError");
          return put.apply(this, given);
        };"""
    )
    one = helping(phone, RECOGNITION, "xin vào hộ nghèo")
    page = phone.page
    page.evaluate("window.full = true")
    phone.fill(one.answers, until="signed_request")
    photo = FilePayload(name="a.jpg", mimeType="image/jpeg", buffer=photograph(4, width=800, height=600))
    page.locator("[data-question=signed_request] input[type=file]").set_input_files([photo])
    page.locator("[data-pick-big]", has_text="Máy hết chỗ chứa ảnh").wait_for()
    (kept,) = phone.records()
    assert (kept["state"], kept["blobs"]) == ("draft", 0)
    page.evaluate("window.full = false")
    phone.attach(page.locator("[data-question=signed_request]"), [photograph(4, width=800, height=600)])
    phone.fill(one.answers).send()
    phone.wait_for("received")


def test_a_clock_that_is_wrong_by_a_day_is_told_and_believed_by_nobody(phone: Phone) -> None:
    phone.context.add_init_script(
        "const real = Date.now; Date.now = () => real() + 86400000 * (window.name === 'right' ? 0 : 1);"
    )
    one = helping(phone)
    phone.fill(one.answers).send()
    phone.wait_for("received")
    assert "Đồng hồ của máy bị sai" in line(phone.page)
    shown = phone.page.inner_text("[data-receipt] [data-at]")
    assert shown.endswith(phone.page.evaluate("new Date(Date.now() - 86400000).toLocaleDateString('vi-VN', "
                                              "{day: '2-digit', month: '2-digit'})").replace("-", "/"))  # fmt: skip


def test_a_token_that_ended_a_week_ago_keeps_the_queue_until_somebody_signs_in(phone: Phone, away: Away) -> None:
    one = helping(phone)
    phone.context.set_offline(True)
    phone.fill(one.answers).send()
    away.ask("UPDATE access_apitoken SET expires_at = '2026-01-01 00:00:00'")
    away.ask("DELETE FROM django_session")
    phone.context.set_offline(False)
    page = phone.page
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.locator("[data-line]", has_text="đăng nhập lại để gửi").wait_for()
    phone.wait_for("queued")  # another turn may be asking just now
    phone.unlock()
    page.locator(
        "[data-signed-out]", has_text="Tin này không còn mới"
    ).wait_for()  # what was taken along has its age, and why
    page.click("[data-sign-in]")
    page.click("form[action$='/thu/tu/'] button")
    phone.unlock()
    expect(page.locator("[data-signed-out]")).to_be_hidden()
    phone.wait_for("received")
    page.locator("[data-line]", has_text="Không còn hồ sơ nào chờ gửi").wait_for()


def test_a_revoked_phone_shuts_itself_and_what_is_sealed_leaves_as_a_file(phone: Phone, away: Away) -> None:
    one = helping(phone)
    phone.context.set_offline(True)
    phone.fill(one.answers).send()
    phone.page.click("[data-view=record] [data-another]")
    phone.page.wait_for_selector("[data-offered] li")
    phone.begin("xác nhận thuộc hộ nghèo")  # and a draft that is still open
    away.ask("UPDATE access_apitoken SET revoked_at = '2026-11-27 00:00:00'")
    away.ask("UPDATE offline_device SET revoked_at = '2026-11-27 00:00:00'")
    phone.context.set_offline(False)
    page = phone.page
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_selector("[data-view=revoked]:not([hidden])")
    assert [record["mine"] for record in phone.records()] == [False, False]
    with page.expect_download() as download:
        page.click("[data-view=revoked] [data-export]")
    whole = json.loads(download.value.path().read_text())
    assert sorted(record["sent"] for record in whole["records"]) == [False, True]
    assert "Lý Thị Mai" not in json.dumps(whole, ensure_ascii=False)
    phone.open()
    assert page.locator("[data-view=revoked]").is_visible()


def test_a_form_that_was_changed_meanwhile_comes_back_with_its_words_and_goes_on_under_the_new_one(
    phone: Phone, away: Away
) -> None:
    one = helping(phone)
    phone.context.set_offline(True)
    phone.fill(one.answers).send()
    stop = "UPDATE procedures_offering SET last_day = '2026-11-01', first_day = '2026-10-01' WHERE procedure_id IN "
    which = f"(SELECT id FROM procedures_procedure WHERE code = '{CONFIRMATION}')"
    before = away.ask(f"SELECT id, first_day, last_day FROM procedures_offering WHERE procedure_id IN {which}")
    try:
        away.ask(stop + which)
        away.server.kill()
        away.server.start()
        phone.context.set_offline(False)
        phone.page.evaluate("dispatchEvent(new Event('focus'))")
        phone.wait_for("mend")
        phone.page.click("[data-view=record] a[href='#/']")
        phone.page.click("[data-group=mend] li a")
        phone.page.locator("[data-mend-why]", has_text="không còn").wait_for()
        assert one.answers["requester"]["full_name"] == phone.page.inner_text("[data-who-name]")
    finally:
        for id_, first, last in before:
            away.ask("UPDATE procedures_offering SET first_day = ?, last_day = ? WHERE id = ?", first, last, id_)
        away.server.kill()
        away.server.start()
    phone.fill({}).send()
    phone.wait_for("received")


def test_a_forgotten_pin_costs_nothing_that_was_begun(phone: Phone) -> None:
    one = helping(phone)
    page = phone.page
    phone.fill(one.answers)
    phone.open()
    phone.forget_the_pin("730164")
    page.route("**/offline/reopen", lambda route: route.abort())  # the line goes between the two questions
    page.click("#enrol button")
    page.locator("#enrol [data-said]", has_text="cần có sóng một lần").wait_for()
    phone.unlock()  # the old PIN still holds: nothing is half new
    phone.open()
    page.unroute("**/offline/reopen")
    phone.forget_the_pin("730164")
    page.click("#enrol button")
    page.wait_for_selector("[data-view=home]:not([hidden])")
    page.click("[data-group=drafts] li a")
    page.wait_for_selector("[data-view=fill]:not([hidden])")
    assert one.answers["requester"]["full_name"] == page.inner_text("[data-who-name]")
    phone.fill({}).send()
    phone.wait_for("received")


def test_the_second_person_on_a_phone_finds_nothing_of_the_first(phone: Phone, away: Away) -> None:
    """Proof 5."""
    one = helping(phone)
    phone.context.set_offline(True)
    phone.fill(one.answers).send()
    phone.context.set_offline(False)
    phone.context.clear_cookies()
    page = phone.sign_in("dung").open()
    page.locator("details:has([data-forgot]) summary").nth(1).click()
    page.locator("[data-forgot]").nth(1).click()
    for box in ("pin", "again"):
        page.fill(f"#enrol [name={box}]", "730164")
    page.click("#enrol button")
    page.wait_for_selector("[data-view=home]:not([hidden])")
    marks = ("Chảo Thị Sen", "L. T. M", "015168990001", "0912345678")
    here = page.content() + page.evaluate(EVERYTHING)
    assert [mark for mark in marks if mark in here] == []
    assert phone.records() == []
    names = page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert len(names) == 2
    phone.open()
    page.fill("#unlock [name=pin]", PIN)  # the first one's PIN opens nothing of the second's
    page.click("#unlock button")
    page.locator("#unlock [data-said]", has_text="Sai mã PIN").wait_for()


# What the second one's database, the kept documents and the rest of the origin's storage say, as text.
EVERYTHING = """async () => {
  const out = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) out.push(request.url, await (await cache.match(request)).text());
  }
  const done = (asked) => new Promise((yes) => { asked.onsuccess = () => yes(asked.result); });
  const db = await done(indexedDB.open(localStorage.getItem("thonso:phone")));
  for (const name of db.objectStoreNames) {
    for (const each of await done(db.transaction(name).objectStore(name).getAll())) {
      out.push(JSON.stringify(each, (_key, value) => value instanceof Uint8Array ? new TextDecoder().decode(value) : value));
    }
  }
  db.close();
  return out.join("\\n");
}"""


def test_after_an_upgrade_drafts_queue_and_old_forms_are_there(phone: Phone, away: Away) -> None:
    """Proof 3: another worker takes over only when it is let, over a database as the first release made it."""
    one = helping(phone)
    page = phone.page
    phone.context.set_offline(True)
    page.evaluate(SEALED, [away.text(one)])
    page.evaluate("() => navigator.serviceWorker.ready")
    before = page.evaluate("() => caches.keys()")
    phone.context.set_offline(False)
    update = "() => navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)"
    page.evaluate(update)
    newer = "() => navigator.serviceWorker.getRegistration().then((found) => !!(found.installing || found.waiting))"
    assert not page.evaluate(newer), "the worker changed though nothing that it keeps did"

    most = "1.000656"  # filed most from now on: another of three forms is kept from the start
    away.ask(
        "UPDATE dossiers_dossier SET channel = 'assisted', procedure_code = ? WHERE id IN (SELECT id FROM "
        "dossiers_dossier WHERE assist_session_id IS NULL AND filed_at < date('now', 'start of month', '-2 days') LIMIT 12)",
        most,
    )
    away.server.kill()  # what was counted is kept for ten minutes
    away.server.start()
    waiting = "() => navigator.serviceWorker.getRegistration().then((found) => !!found.waiting)"
    for _ in range(120):
        page.evaluate(update)
        if page.evaluate(waiting):
            break
        page.wait_for_timeout(500)
    else:
        raise AssertionError("no new worker came")
    assert page.locator("[data-view=fill]").is_visible(), "the new worker took the form away"
    phone.wait_for("received")
    page.evaluate(FIRST_RELEASE)
    phone.unlock()
    assert page.locator("[data-group=drafts] li").count() == 1
    page.click("a[href='#/may']:visible")
    page.click("[data-new] button")
    page.wait_for_selector("[data-view=lock]:not([hidden])")
    after = page.evaluate("() => caches.keys()")
    assert len([name for name in after if name not in before]) == 1
    assert "thonso-forms" in after
    phone.context.set_offline(True)
    phone.unlock()
    assert page.locator("[data-group=received] li").count() == 1
    page.click("[data-group=drafts] li a")
    page.wait_for_selector("[data-view=fill]:not([hidden])")
    phone.fill(one.answers).send()
    phone.context.set_offline(False)
    phone.wait_for("received", count=2)


# The database as schema 1 made it: frozen here, whatever `store.ts` makes one day. What lay in it is put back as it was.
FIRST_RELEASE = """async () => {
  const name = localStorage.getItem("thonso:phone");
  const done = (asked) => new Promise((yes, no) => {
    asked.onsuccess = () => yes(asked.result);
    asked.onerror = () => no(asked.error);
  });
  const db = await done(indexedDB.open(name));
  const kept = {};
  for (const store of ["records", "blobs"]) kept[store] = await done(db.transaction(store).objectStore(store).getAll());
  const meta = db.transaction("meta").objectStore("meta");
  const [keys, values] = [await done(meta.getAllKeys()), await done(db.transaction("meta").objectStore("meta").getAll())];
  db.close();
  window.stop();
  await done(indexedDB.deleteDatabase(name));
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("records", {keyPath: "id"}).createIndex("state", "state");
    opening.result.createObjectStore("blobs", {keyPath: "box"}).createIndex("record", "record");
    opening.result.createObjectStore("meta");
  };
  const first = await done(opening);
  const writing = first.transaction(["records", "blobs", "meta"], "readwrite");
  for (const store of ["records", "blobs"]) for (const each of kept[store]) writing.objectStore(store).put(each);
  keys.forEach((key, at) => writing.objectStore("meta").put(values[at], key));
  await new Promise((yes) => { writing.oncomplete = yes; });
  first.close();
}"""


def test_what_is_written_for_one_person_never_reaches_the_form_of_another(phone: Phone) -> None:
    """The same form is begun for two: each has the boxes of her own."""
    first = helping(phone)
    page = phone.page
    phone.fill(first.answers)
    page.locator("[data-end]").first.click()
    phone.help("Giàng A Páo", "015090000018", "02/04/1990")
    phone.begin("xác nhận thuộc hộ nghèo")
    phone.fill(
        {key: said for key, said in first.answers.items() if key not in {"requester", "member"}} | {"for_whom": "me"}
    )
    phone.open()
    phone.unlock()
    names = []
    for at in range(2):
        page.locator("[data-group=drafts] li a").nth(at).click()
        page.wait_for_selector("[data-view=fill]:not([hidden])")
        phone.fill({})
        names.append(
            (page.inner_text("[data-who-name]"), "Giàng A Páo" in page.inner_text("[data-view=check] [data-answers]"))
        )
        page.locator("[data-end]").first.click()
        page.wait_for_selector("[data-view=home]:not([hidden])")
    assert sorted(names) == [("Giàng A Páo", True), (first.answers["requester"]["full_name"], False)]
