"""The administrator looks values up, publishes a version and stops one; what is published never changes."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests.cast import Units
from thonso.core.access.models import Account
from thonso.core.base import append_only, clock
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of
from thonso.procedures import access, reading, services
from thonso.procedures.models import Confirmation, Offering, ProcedureVersion

LIST = "/quan-tri/thu-tuc/"
SOURCE = "Quyết định 1234/QĐ-UBND, mục 3"
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client, sign_in: Callable[..., Account], offered: Units) -> Client:
    sign_in(client, "quantri")
    return client


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "is_strict", lambda: True)


def version_of(code: str) -> ProcedureVersion:
    return ProcedureVersion.objects.get(procedure__code=code)


def send(client: Client, version: ProcedureVersion, act: str, key: str = "", **values: str) -> Any:
    form = {"transaction_id": key or str(uuid4()), **values}
    return client.post(f"{LIST}{version.pk}/{act}/", form)


def open_keys(code: str, units: Units) -> list[str]:
    return [check.key for check in access.version_on(units.commune.id, code, clock.today()).open_checks]


def test_the_list_tells_each_version_its_state_and_how_much_is_to_be_verified(administrator: Client) -> None:
    said = administrator.get(LIST).content.decode()
    assert "Đang tiếp nhận" in said
    assert "nội dung cần xác minh" in said
    for code in ("1.004873", "TS.000001"):
        assert code in said


def test_a_value_is_confirmed_beside_the_version_which_stays_as_it_is(administrator: Client, offered: Units) -> None:
    version = version_of("1.004873")
    before = (version.definition, version.digest, version.version)
    assert "time" in open_keys("1.004873", offered)
    page = administrator.get(f"{LIST}{version.pk}/").content.decode()
    assert f"{LIST}{version.pk}/xac-minh/time/" in page
    key = str(uuid4())
    for _twice in range(2):
        assert send(administrator, version, "xac-minh/time", key, source=SOURCE, dated="01/07/2025").status_code == 302
    row = Confirmation.objects.get()
    assert (row.source, f"{row.dated:%d/%m/%Y}") == (SOURCE, "01/07/2025")
    version.refresh_from_db()
    assert (version.definition, version.digest, version.version) == before
    assert "time" not in open_keys("1.004873", offered)
    entry = Entry.objects.get(verb="procedure.confirmed")
    assert body_of(entry)["facts"]["key"] == "time"
    page = administrator.get(f"{LIST}{version.pk}/").content.decode()
    assert SOURCE in page
    assert "Bùi Đức Quân" in page


def test_a_confirmation_is_corrected_by_another_row_and_none_is_ever_changed(
    administrator: Client, offered: Units
) -> None:
    version = version_of("1.004873")
    send(administrator, version, "xac-minh/time", source=SOURCE, dated="01/07/2025")
    send(administrator, version, "xac-minh/time", source="Quyết định 99/QĐ-UBND", dated="02/07/2025")
    assert Confirmation.objects.count() == 2
    assert Offering.objects.get(version=version).confirmed["time"] == "Quyết định 99/QĐ-UBND"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Confirmation.objects.update(source="khác hẳn")
    assert [name for name in append_only.missing() if "confirmation" in name] == []


@pytest.mark.parametrize(
    ("values", "box"),
    [
        ({"source": "", "dated": "01/07/2025"}, "source"),
        ({"source": "nhớ là thế"[:5], "dated": "01/07/2025"}, "source"),
        ({"source": "x" * 301, "dated": "01/07/2025"}, "dated"),
        ({"source": SOURCE, "dated": ""}, "dated"),
        ({"source": SOURCE, "dated": "31/02/2025"}, "dated"),
        ({"source": SOURCE, "dated": "01/07/2125"}, "dated"),
    ],
)
def test_a_confirmation_without_a_text_and_its_day_is_refused_and_what_was_typed_stays(
    administrator: Client, values: dict[str, str], box: str
) -> None:
    answer = send(administrator, version_of("1.004873"), "xac-minh/time", **values)
    assert answer.status_code == 422
    assert box in answer.context["errors"]
    assert values["source"] in answer.content.decode()
    assert not Confirmation.objects.exists()


def test_a_value_that_is_not_in_the_definition_is_absent(administrator: Client) -> None:
    version = version_of("1.004873")
    assert administrator.get(f"{LIST}{version.pk}/xac-minh/moon/").status_code == 404
    assert send(administrator, version, "xac-minh/moon", source=SOURCE, dated="01/07/2025").status_code == 404
    assert administrator.get(f"{LIST}{uuid4()}/").status_code == 404


def test_outside_the_demo_a_version_is_published_only_when_every_value_was_confirmed(
    administrator: Client, offered: Units, strict: None
) -> None:
    version = version_of("1.004873")
    Offering.objects.all().delete()
    day = f"{clock.today():%d/%m/%Y}"
    page = administrator.get(f"{LIST}{version.pk}/").content.decode()
    assert "Chưa công bố được" in page
    assert f"{LIST}{version.pk}/cong-bo/" not in page
    assert send(administrator, version, "cong-bo", day=day).status_code == 422
    assert not Offering.objects.exists()
    for check in access.pinned(version.pk).checks:
        send(administrator, version, f"xac-minh/{check.key}", source=SOURCE, dated="01/07/2025")
    assert f"{LIST}{version.pk}/cong-bo/" in administrator.get(f"{LIST}{version.pk}/").content.decode()
    assert send(administrator, version, "cong-bo", day=day).status_code == 302
    made = Offering.objects.get()
    assert made.first_day == clock.today()
    assert set(made.confirmed) == {check.key for check in access.pinned(version.pk).checks}


def test_it_is_published_from_today_on_and_never_in_the_past(administrator: Client) -> None:
    version = version_of("1.004873")
    yesterday = f"{clock.today() - timedelta(days=1):%d/%m/%Y}"
    answer = send(administrator, version, "cong-bo", day=yesterday)
    assert answer.status_code == 422
    assert "từ hôm nay" in answer.content.decode()


def test_a_procedure_is_stopped_after_a_day_and_can_be_taken_up_again(administrator: Client, offered: Units) -> None:
    version, today = version_of("1.004873"), clock.today()
    past = f"{today - timedelta(days=2):%d/%m/%Y}"
    assert send(administrator, version, "ngung", day=past).status_code == 422
    assert send(administrator, version, "ngung", day=f"{today - timedelta(days=1):%d/%m/%Y}").status_code == 302
    assert "1.004873" not in {one.code for one in access.published(offered.commune.id, today)}
    assert Entry.objects.filter(verb="procedure.retired").count() == 1
    again = send(administrator, version, "ngung", day=f"{today:%d/%m/%Y}")
    assert again.status_code == 422
    assert "vốn không tiếp nhận" in again.content.decode()
    assert send(administrator, version, "cong-bo", day=f"{today:%d/%m/%Y}").status_code == 302
    assert "1.004873" in {one.code for one in access.published(offered.commune.id, today)}


def test_a_version_that_has_not_begun_is_called_off_and_the_one_before_goes_on(
    administrator: Client, offered: Units
) -> None:
    version, today = version_of("1.004873"), clock.today()
    running = Offering.objects.get(commune=offered.commune, version=version)
    text = reading.canonical({**json.loads(version.definition), "version": "2026-12"})
    later, _created = services.add_version(text, "1.004873")
    assert send(administrator, later, "cong-bo", day=f"{today + timedelta(days=3):%d/%m/%Y}").status_code == 302
    running.refresh_from_db()
    assert running.last_day == today + timedelta(days=2)
    page = administrator.get(f"/quan-tri/thu-tuc/{later.pk}/").content.decode()
    assert "Bỏ công bố" in page
    assert f"/thu-tuc/1.004873/?phien-ban={later.pk}" in page
    assert send(administrator, later, "ngung", day=f"{today:%d/%m/%Y}").status_code == 302
    running.refresh_from_db()
    assert running.last_day is None
    assert "1.004873" in {one.code for one in access.published(offered.commune.id, today + timedelta(days=30))}
    assert Entry.objects.filter(verb="procedure.called_off").count() == 1


def test_what_one_commune_confirmed_does_not_count_in_the_next(administrator: Client, offered: Units) -> None:
    version = version_of("1.004873")
    send(administrator, version, "xac-minh/time", source=SOURCE, dated="01/07/2025")
    assert services._confirmed(offered.other.id, version.pk) == {}


@pytest.mark.parametrize("who", ["lan", "trung", "hai", "mai", "xuan", "tinh"])
def test_nobody_else_gets_there(client: Client, sign_in: Callable[..., Account], offered: Units, who: str) -> None:
    sign_in(client, who)
    version = version_of("1.004873")
    for path in (
        "",
        f"{version.pk}/",
        f"{version.pk}/xac-minh/time/",
        f"{version.pk}/cong-bo/",
        f"{version.pk}/ngung/",
    ):
        assert client.get(f"{LIST}{path}").status_code == 404
    assert send(client, version, "xac-minh/time", source=SOURCE, dated="01/07/2025").status_code == 404
    assert send(client, version, "ngung", day=f"{clock.today():%d/%m/%Y}").status_code == 404
    assert not Confirmation.objects.exists()


def test_identity_is_confirmed_before_each_act(administrator: Client, cast: dict[str, Account], settings: Any) -> None:
    Account.objects.filter(pk=cast["quantri"].pk).update(is_sample=False)
    version = version_of("1.004873")
    for act in ("xac-minh/time", "cong-bo", "ngung"):
        assert administrator.get(f"{LIST}{version.pk}/{act}/")["Location"].startswith("/tai-khoan/")
    send(administrator, version, "xac-minh/time", source=SOURCE, dated="01/07/2025")
    assert not Confirmation.objects.exists()


def test_villagers_see_no_raw_remark_after_a_legal_basis(client: Client, offered: Units) -> None:
    for code in ("1.004873", "1.001193", "TS.000001"):
        assert "xác minh)" not in client.get(f"/thu-tuc/{code}/").content.decode()


def test_a_version_to_come_is_looked_at_with_its_own_words_by_who_may_edit_it(
    administrator: Client, offered: Units
) -> None:
    told = {**json.loads(version_of("1.004873").definition), "version": "2026-12", "summary": "Lời văn của tháng sau."}
    later, _created = services.add_version(reading.canonical(told), "1.004873")
    begins = clock.today() + timedelta(days=3)
    send(administrator, later, "cong-bo", day=f"{begins:%d/%m/%Y}")
    at = f"/thu-tuc/1.004873/?phien-ban={later.pk}"
    page = administrator.get(at).content.decode()
    assert "Lời văn của tháng sau." in page
    assert f"Áp dụng từ ngày {begins:%d/%m/%Y}" in page
    assert "/nop/" not in page, "nothing is filed under it yet"
    assert "Lời văn của tháng sau." not in administrator.get("/thu-tuc/1.004873/").content.decode()
    for wrong in (f"/thu-tuc/TS.000001/?phien-ban={later.pk}", "/thu-tuc/1.004873/?phien-ban=x"):
        assert administrator.get(wrong).status_code == 404
    assert Client().get(at).status_code == 404
