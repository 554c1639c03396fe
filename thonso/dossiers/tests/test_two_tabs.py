"""Two pages open on one dossier: the second press is told what happened meanwhile, also where the state is the same."""

import html
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.html import strip_tags

from thonso.core.base.errors import Stale
from thonso.dossiers import actions
from thonso.dossiers.action_questions import FORMS
from thonso.dossiers.rules.transitions import BY_NAME
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_extension import DUE, WHY, taken
from thonso.dossiers.tests.world import World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def opened(client: Client, done: Filed, name: str) -> dict[str, str]:
    """What a page sends along with what is typed on it."""
    shown = client.get(f"/ban/ho-so/{done.code}/lam/{name}/").content.decode()
    return dict(re.findall(r'name="(transaction_id|revision)" value="([\w-]+)"', shown))


def sent(client: Client, done: Filed, name: str, form: dict[str, str], **data: str) -> Any:
    return client.post(f"/ban/ho-so/{done.code}/lam/{name}/", {**form, **data})


def text(answer: Any) -> str:
    return " ".join(html.unescape(strip_tags(answer.content.decode())).split())


def test_a_later_date_is_granted_once_however_many_pages_promised_it(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    sign_in(client, "trung")
    first, second = opened(client, done, "extend"), opened(client, done, "extend")
    assert sent(client, done, "extend", first, **WHY).status_code == 302
    due = world.dossier(done).due_at
    late = sent(client, done, "extend", second, **WHY)
    assert late.status_code == 409
    dossier = world.dossier(done)
    assert (dossier.due_at, dossier.extended, due > DUE) == (due, 2, True)
    assert dossier.events.filter(kind="extend").count() == 1
    shown = text(late)
    assert "Hồ sơ đã có thay đổi từ lúc anh chị mở trang" in shown
    assert f"{world.cast['trung'].full_name}" in shown.split("Từ lúc anh chị mở trang")[1]
    assert WHY["reason"] in late.content.decode()  # nothing typed is lost
    page = late.content.decode()  # but two days are another date now
    assert re.search(r'<option value="2"', page)
    assert not re.search(r'<option value="2"[^>]* selected', page)


def test_looked_at_again_the_same_page_may_be_sent_once_more(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    sign_in(client, "binh")
    form = opened(client, done, "verify")
    world.act("binh", done, "verify", {"what": "Nơi thường trú", "found": "Đúng như khai."})
    typed = {"what": "Hộ tịch", "found": "Chưa có trong sổ."}
    late = sent(client, done, "verify", form, **typed)
    assert late.status_code == 409
    assert all(html.escape(words) in late.content.decode() for words in typed.values())
    again = dict(re.findall(r'name="(transaction_id|revision)" value="([\w-]+)"', late.content.decode()))
    assert again["revision"] == str(world.dossier(done).revision)
    assert sent(client, done, "verify", again, **typed).status_code == 302
    assert world.dossier(done).events.filter(kind="verify").count() == 2


def test_where_it_is_possible_no_more_what_was_typed_can_be_read(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    sign_in(client, "trung")
    form = opened(client, done, "extend")
    world.act("lan", done, "withdraw", {"reason": "Bà không cần nữa.", "asked_by": "spoken"})
    late = sent(client, done, "extend", form, **WHY)
    assert late.status_code == 409
    assert '<form class="form"' not in late.content.decode()
    assert WHY["reason"] in text(late)


def test_a_fault_in_the_form_does_not_hide_that_it_is_old(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    sign_in(client, "trung")
    form = opened(client, done, "extend")
    world.act("binh", done, "verify", {"what": "Nơi thường trú", "found": "Đúng như khai."})
    faulty = sent(client, done, "extend", form, days="", reason="")
    assert faulty.status_code == 422
    again = dict(re.findall(r'name="(transaction_id|revision)" value="([\w-]+)"', faulty.content.decode()))
    assert sent(client, done, "extend", again, **WHY).status_code == 409
    assert world.dossier(done).due_at == DUE


def test_the_same_press_twice_is_one_act_and_not_an_old_one(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    sign_in(client, "trung")
    form = opened(client, done, "extend")
    assert [sent(client, done, "extend", form, **WHY).status_code for _n in range(2)] == [302, 302]
    assert world.dossier(done).extended == 2


@pytest.mark.parametrize("revision", ["x", "-1", "1" * 12, "1 OR 1=1"])
def test_what_is_no_revision_is_refused(world: World, client: Client, sign_in, revision: str) -> None:
    done = taken(world)
    sign_in(client, "trung")
    form = opened(client, done, "extend") | {"revision": revision}
    assert sent(client, done, "extend", form, **WHY).status_code == 422
    assert world.dossier(done).extended == 0


@pytest.mark.parametrize(
    ("who", "name", "data"),
    [
        ("trung", "assign", {"account": "", "reason": "Nghỉ phép."}),
        ("binh", "verify", {"what": "Hộ tịch", "found": "Chưa có."}),
        ("binh", "propose_extension", WHY),
        ("trung", "extend", WHY),
        ("lan", "record_official_code", {"official_code": "H38.12.3-261123-0009"}),
    ],
)
def test_every_act_that_leaves_the_state_as_it_was_is_refused_from_an_old_page(
    world: World, client: Client, sign_in, who: str, name: str, data: dict[str, str]
) -> None:
    assert BY_NAME[name].target is None
    done = taken(world)
    sign_in(client, who)
    form = opened(client, done, name)
    assert form.keys() == {"transaction_id", "revision"}
    world.act("binh", done, "verify", {"what": "Nơi thường trú", "found": "Đúng như khai."})
    before = world.dossier(done).revision
    assert sent(client, done, name, form, **data).status_code == 409
    assert world.dossier(done).revision == before


def test_a_button_without_a_page_of_its_own_carries_it_too(world: World, client: Client, sign_in) -> None:
    done = file_sample(world, sample("1.004873"))
    world.receive(done)
    sign_in(client, "binh")
    shown = client.get(f"/ban/ho-so/{done.code}/").content.decode()
    take = re.search(r'lam/take/".*?name="revision" value="(\d+)"', shown, re.S)
    assert take
    assert take[1] == str(world.dossier(done).revision)
    world.act("trung", done, "assign", {"account": str(world.cast["binh"].pk)})
    late = sent(client, done, "take", {"transaction_id": str(uuid4()), "revision": take[1]})
    assert late.status_code == 409
    assert world.dossier(done).state == "accepted"


def test_over_the_api_whoever_names_a_revision_is_held_to_it(world: World) -> None:
    done = taken(world)
    seen = world.dossier(done).revision
    actions.perform(world.actor("trung"), world.dossier(done), "extend", WHY, uuid4(), seen=seen)
    with pytest.raises(Stale):
        actions.perform(world.actor("trung"), world.dossier(done), "extend", WHY, uuid4(), seen=seen)
    actions.perform(world.actor("trung"), world.dossier(done), "extend", WHY, uuid4())  # the contract: it need not


def test_no_form_of_the_desk_stands_outside(world: World) -> None:
    assert set(FORMS) | {"supply", "sign", "link_resident"} >= set(actions.ACTIONS)
