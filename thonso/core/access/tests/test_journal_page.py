"""The administrator reads the journal: who, when, which act, which thing; nothing of what a resident's record holds."""

import ast
import csv
import io
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from thonso.core.access import entries, services, verbs
from thonso.core.access.actors import actor_of_account
from thonso.core.access.pages import journal as page
from thonso.core.base import clock
from thonso.core.base.refs import Ref
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of, transact

HERE = "/quan-tri/nhat-ky/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client, sign_in):
    sign_in(client, "quantri")
    return client


def note(commune, actor, verb="dossier.read", kind="dossier", *, times=1, **more):
    obj = Ref(kind, uuid4())
    with transact(commune.pk) as work:
        for _n in range(times):
            work.note(verb, actor.ref, obj, **more)
    return obj


def texts(answer):
    return answer.content.decode()


def table_of(client):
    said = texts(client.get(HERE))
    return said[said.index("<tbody>") : said.index("</tbody>")]


def shown(answer):
    return [line.entry.seq for line in answer.context["rows"]]


def test_an_act_is_shown_in_words_with_the_code_of_the_dossier_and_without_the_reason_typed(
    administrator, bat_xat, cast
):
    person = Ref("resident", uuid4())
    dossier = Ref("dossier", uuid4())
    with transact(bat_xat.commune.pk) as work:
        facts = {"code": "TS-261126-0001", "hint": "Bàn Thị Mẩy"}
        work.note("dossier.filed", cast["mai"].ref, dossier, subject=person, facts=facts)
        work.note("dossier.read", cast["lan"].ref, dossier, subject=person, purpose="chị Bàn Thị Mẩy hỏi")
    said = texts(administrator.get(HERE))
    assert "Mở xem" in said
    assert cast["lan"].full_name in said
    assert said.count("hồ sơ TS-261126-0001") == 2
    assert "Mẩy" not in said
    assert "một người dân" in said
    # Chị Mai has no post: she is a resident here, not a name.
    table = said[said.index("<tbody>") : said.index("</tbody>")]
    assert cast["mai"].full_name not in table


def test_what_was_done_to_a_resident_bears_no_more_than_the_end_of_a_reference(administrator, bat_xat, cast):
    person = note(bat_xat.commune, cast["lan"], "resident.read", "resident")
    assert f"nhân khẩu …{str(person.id)[-6:]}" in texts(administrator.get(HERE))


def test_who_stands_in_is_shown_with_whom_for(administrator, bat_xat, cast):
    note(bat_xat.commune, cast["pho"], acting_for=cast["hai"].ref)
    assert f"làm thay {cast['hai'].full_name}" in texts(administrator.get(HERE))


def test_who_acts_for_herself_does_not_stand_in_for_herself(administrator, bat_xat, cast):
    note(bat_xat.commune, cast["hai"], acting_for=cast["hai"].ref)
    assert "làm thay" not in table_of(administrator)


def test_posts_accounts_and_stand_ins_are_shown_by_name_also_when_they_are_gone(administrator, bat_xat, cast):
    by = actor_of_account(cast["quantri"])
    made = services.create_account(by, bat_xat.commune.pk, username="thu2", full_name="Vàng Thị Thử")
    with transact(bat_xat.commune.pk) as work:
        services.give_start(work, by, made, services.code_for(made.pk, uuid4()), reason="tài khoản mới")
    row = services.grant(by, made, "chairman", bat_xat.commune, post_title="Chủ tịch UBND xã", reason="QĐ 12/QĐ-UBND")
    services.revoke(by, row, reason="giao nhầm người")  # the same day: nothing of it is left but the journal
    today = clock.today()
    lent = services.delegate(by, cast["lan"].assignments.get(), cast["trung"], valid_from=today, valid_to=today)
    services.end_delegation(by, lent)
    said = table_of(administrator)
    assert "chức vụ Chủ tịch UBND xã – Vàng Thị Thử" in said
    assert "tài khoản Vàng Thị Thử" in said
    assert "ủy quyền làm thay Trần Quốc Trung" in said
    assert "Lý do: giao nhầm người" in said


def test_the_chairman_reads_why_somebody_opened_a_record_and_the_administrator_does_not(
    administrator, sign_in, bat_xat, cast
):
    note(bat_xat.commune, cast["lan"], "resident.read", "resident", purpose="chị Mẩy hỏi lại số")
    assert "hỏi lại số" not in table_of(administrator)
    hai = Client()
    sign_in(hai, "hai")
    assert "Lý do: chị Mẩy hỏi lại số" in table_of(hai)
    note(bat_xat.commune, cast["hoa"], "classification.read", "classification", purpose="dossier TS-261123-0018")
    assert "Lý do: hồ sơ TS-261123-0018" in table_of(hai)
    assert "hỏi lại số" in hai.get(f"{HERE}nhat-ky.csv").content.decode()
    assert Entry.objects.filter(verb="journal.read", actor_id=cast["hai"].pk).exists()


def test_what_was_written_last_stands_first_whatever_its_hour(administrator, bat_xat, cast):
    new = note(bat_xat.commune, cast["lan"])
    with clock.at(clock.now() - timedelta(days=3)):
        old = note(bat_xat.commune, cast["lan"])
    answer = administrator.get(HERE, {"actor": str(cast["lan"].pk)})
    assert [line.entry.object_id for line in answer.context["rows"]] == [old.id, new.id]
    assert "Xếp theo thứ tự ghi" in texts(answer)


def test_reading_is_an_entry_on_every_page_of_it(administrator, bat_xat, cast):
    note(bat_xat.commune, cast["lan"], times=page.PAGE + 5)
    administrator.get(HERE, {"actor": str(cast["lan"].pk)})
    administrator.get(HERE, {"before": "9"})
    read = list(Entry.objects.filter(verb="journal.read").order_by("seq"))
    assert [row.actor_id for row in read] == [cast["quantri"].pk] * 2
    assert [body_of(row)["facts"] for row in read] == [{"actor": str(cast["lan"].pk)}, {"before": "9"}]


def test_pages_go_back_without_a_gap_or_a_double_while_entries_come_in(administrator, bat_xat, cast):
    note(bat_xat.commune, cast["lan"], times=page.PAGE * 2 + 7)
    url, seen = HERE, []
    only = {"actor": str(cast["lan"].pk)}
    url = f"{HERE}?{urlencode(only)}"
    while url:
        answer = administrator.get(url)
        seen += shown(answer)
        note(bat_xat.commune, cast["lan"])
        url = answer.context["more"]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == page.PAGE * 2 + 7


def test_filters_by_day_person_and_kind_of_act(administrator, bat_xat, cast):
    yesterday = clock.now() - timedelta(days=1)
    with clock.at(yesterday):
        old = note(bat_xat.commune, cast["lan"])
    new = note(bat_xat.commune, cast["binh"])
    denied = note(bat_xat.commune, cast["binh"], "access.denied")

    def things(**asked):
        return {line.entry.object_id for line in administrator.get(HERE, asked).context["rows"]} & {
            old.id, new.id, denied.id,
        }  # fmt: skip

    day, today = (f"{clock.local(at):%d/%m/%Y}" for at in (yesterday, clock.now()))
    assert things() == {old.id, new.id, denied.id}
    assert things(last=day) == {old.id}
    assert things(first=today) == {new.id, denied.id}
    assert things(first=day, last=day) == {old.id}
    assert things(actor=str(cast["binh"].pk)) == {new.id, denied.id}
    assert things(group="denied") == {denied.id}
    assert things(group="opened") == {old.id, new.id}
    assert things(object=str(new.id)) == {new.id}
    assert things(first="01/01/2020", last="02/01/2020") == set()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first": "hôm qua"}, "Ghi ngày theo dạng"),
        ({"first": "02/11/2026", "last": "01/11/2026"}, "Ngày kết thúc không thể trước ngày bắt đầu"),
        ({"object": "'; drop"}, "Không có mục này"),
        ({"actor": "lan"}, "Không có mục này"),
    ],
)
def test_a_filter_that_makes_no_sense_is_told_and_kept(administrator, asked, said):
    answer = administrator.get(HERE, asked)
    assert answer.status_code == 422
    assert said in texts(answer)
    assert answer.context["asked"]["first"] == asked.get("first", "")
    assert not Entry.objects.filter(verb="journal.read").exists()
    assert administrator.get(f"{HERE}nhat-ky.csv", asked).status_code == 422


def test_the_neighbouring_commune_does_not_appear(administrator, bat_xat, cast):
    theirs = note(bat_xat.other, cast["xuan"])
    answer = administrator.get(HERE, {"object": str(theirs.id)})
    assert shown(answer) == []
    assert str(theirs.id) not in texts(administrator.get(f"{HERE}nhat-ky.csv", {"object": str(theirs.id)}))


@pytest.mark.parametrize("who", ["lan", "pho", "mai", "tinh", "xuan"])
def test_nobody_else_reads_it(client, sign_in, who):
    sign_in(client, who)
    assert client.get(HERE).status_code == 404
    assert client.get(f"{HERE}nhat-ky.csv").status_code == 404


def test_the_table_to_take_away_holds_the_same_and_is_an_entry(administrator, bat_xat, cast):
    note(bat_xat.commune, cast["lan"], times=page.PAGE + 3, purpose="chị Mẩy hỏi")
    answer = administrator.get(f"{HERE}nhat-ky.csv", {"actor": str(cast["lan"].pk)})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == page.PAGE + 3 + 1
    assert rows[1][2] == cast["lan"].full_name
    assert "Mẩy" not in answer.content.decode()
    entry = Entry.objects.get(verb="journal.exported")
    assert body_of(entry)["facts"] == {"actor": str(cast["lan"].pk), "rows": str(page.PAGE + 3), "format": "csv"}
    assert administrator.get(f"{HERE}nhat-ky.xlsx").content[:2] == b"PK"
    assert administrator.get(f"{HERE}nhat-ky.pdf").status_code == 404


def test_a_table_that_no_spreadsheet_opens_is_refused_with_what_to_do(administrator, bat_xat, cast, monkeypatch):
    monkeypatch.setattr(page, "MOST", 3)
    note(bat_xat.commune, cast["lan"], times=4)
    answer = administrator.get(f"{HERE}nhat-ky.csv")
    assert answer.status_code == 422
    assert "chọn ít ngày hơn" in texts(answer)


def test_the_page_asks_the_same_of_the_database_whatever_its_length(administrator, bat_xat, cast):
    administrator.get(HERE)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            administrator.get(HERE)
        return len([one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    note(bat_xat.commune, cast["lan"])
    few = cost()
    for _n in range(page.PAGE + 1):
        note(bat_xat.commune, cast["lan"])
    assert cost() <= few
    assert few <= 16  # of these four write the entry of the reading


def test_an_old_day_is_found_by_an_index(bat_xat):
    if connection.vendor != "sqlite":
        return  # PostgreSQL takes no index for a table that is nearly empty
    with CaptureQueriesContext(connection) as queries:
        entries._between(Entry.objects.filter(commune_id=bat_xat.commune.pk), clock.today(), clock.today())
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
        assert "journal_day" in str(cursor.fetchall())


def test_every_verb_and_kind_of_thing_in_the_code_has_its_words():
    """A new act without words would stand on the page as it is stored."""
    found, kinds = set(), set()
    for path in Path("thonso").rglob("*.py"):
        if "tests" in path.parts or "sample" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            name = getattr(getattr(call, "func", None), "attr", "") or getattr(getattr(call, "func", None), "id", "")
            if not isinstance(call, ast.Call) or "note" not in name or not call.args:
                continue
            for part in ast.walk(call.args[0]) if name == "note" else (p for a in call.args for p in ast.walk(a)):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value[1:-1]:
                    found.add(part.value)
            of = [one for one in call.args if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "Ref"]
            kinds |= {one.args[0].value for one in of if isinstance(one.args[0], ast.Constant)}
    assert len(found) > 50
    assert {verb for verb in found if verbs.words(verb) == verb} == set()
    assert {kind for kind in kinds if kind not in verbs.KINDS and kind not in verbs.ACTORS} == set()
    every_start = [start for starts in verbs.GROUPS.values() for start in starts if not start.startswith(".")]
    assert {verb for verb in found if not verb.startswith(tuple(every_start))} == set()
