"""A paper is compared and given back, its copy kept, or the original; of an ID card never more than the copy asked for."""

import html
import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base.errors import Refused
from thonso.dossiers import requirements
from thonso.dossiers.action_forms import seen_as
from thonso.dossiers.printing import heads
from thonso.dossiers.tests.world import World, sample
from thonso.procedures.access import version_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def check(world: World, done: Any, **papers: str) -> None:
    found = {key: {"verdict": "valid", "seen": seen, "note": ""} for key, seen in papers.items()}
    world.act("lan", done, "check_paper", {"papers": found})


def lines(world: World, done: Any) -> dict[str, dict[str, Any]]:
    return {one["name"].split(" (")[0]: one for one in heads.lines_handed_in(world.dossier(done))}


def test_the_receipt_says_what_stays_and_what_was_given_back(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("TS.000001"))
    papers = {one.key: one for one in requirements.papers(world.dossier(done)) if one.how == "submit"}
    key = next(key for key, one in papers.items() if one.originals)
    name = papers[key].name.split(" (")[0]
    check(world, done, **{key: "kept"})
    assert lines(world, done)[name]["originals"] == papers[key].originals
    check(world, done, **{key: "copy"})
    line = lines(world, done)[name]
    assert "originals" not in line
    assert line["copies"] >= 1
    assert "trả lại" in line["name"]
    sign_in(client, "lan")
    assert "Lưu bản sao theo hồ sơ" in html.unescape(client.get(f"/ban/ho-so/{done.code}/").content.decode())
    check(world, done, **{key: "compared"})
    assert "copies" not in lines(world, done)[name] or papers[key].copies


def test_an_id_card_is_never_kept_nor_its_copy_where_it_is_only_shown(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    for way in ("kept", "copy"):
        with pytest.raises(Refused, match="không giữ"):
            check(world, done, id_card=way)
    check(world, done, id_card="compared")


def test_of_an_original_that_is_handed_in_the_officer_says_what_became_of_it(
    world: World, client: Client, sign_in: Any
) -> None:
    """The birth certificate stays as a rule, and sometimes not: nothing is chosen beforehand."""
    done = world.file_from_afar("lan", sample("1.001193"), channel="desk")
    sign_in(client, "lan")
    path = f"/ban/ho-so/{done.code}/lam/check_paper/"
    page = client.get(path).content.decode()
    boxes = dict(re.findall(r'<select[^>]*name="paper\.(\w+)\.seen"[^>]*>(.*?)</select>', page, re.DOTALL))
    assert " selected" not in boxes["birth_certificate"].replace('value="" selected', "")
    assert " selected" in boxes["id_card"]
    found = {f"paper.{key}": "valid" for key in world.dossier(done).paper_keys} | {"transaction_id": str(uuid4())}
    refused = client.post(path, found)
    assert refused.status_code == 422
    assert "giữ lại hay đã trả" in refused.content.decode()
    assert not world.dossier(done).checks.exists()
    assert client.post(path, found | {"paper.birth_certificate.seen": "kept"}).status_code == 302
    seen = dict(world.dossier(done).checks.values_list("paper_key", "seen"))
    assert (seen["birth_certificate"], seen["id_card"]) == ("kept", "compared")


@pytest.mark.parametrize("code", ["1.001266", "1.001612", "1.004884"])
def test_where_a_copy_of_an_id_card_is_asked_for_only_the_copy_stays(world: World, code: str) -> None:
    asked = version_on(world.commune_id, code, date(2026, 11, 23)).definition.papers
    cards = [one for one in asked if "ăn cước" in one.name and one.how == "submit"]
    assert cards
    for one in cards:
        assert [way for way, _words in seen_as(one)] == ["electronic", "compared", "copy"]
