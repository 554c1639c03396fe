"""The shipped definitions are sound and complete; an unsound one is refused with every reason."""

import copy
import re
from typing import Any

import pytest

from thonso.procedures import catalogue, reading
from thonso.procedures.definition import Definition
from thonso.procedures.forms import Context
from thonso.procedures.forms.kinds import KINDS
from thonso.procedures.tests.conftest import CODES


def test_they_are_there_and_sound(definitions: dict[str, Definition]) -> None:
    assert set(CODES) <= set(definitions)


def test_each_has_a_rule_a_source_and_papers_by_case(definition: Definition) -> None:
    assert {rule.kind for rule in definition.form.rules} & {"show", "require", "compute"}
    assert any(rule.kind == "refuse" for rule in definition.form.rules)
    assert definition.source
    assert all(case.papers for case in definition.cases)
    assert definition.steps[-1].kind == "return"


def test_what_rests_on_memory_is_marked(definition: Definition) -> None:
    for number, one in enumerate([definition.supplement, definition.time, *definition.fees]):
        if "trí nhớ" in one.source:
            assert one.verify, (definition.code, number)


def test_together_they_use_every_kind_of_field(definitions: dict[str, Definition]) -> None:
    used = {one.kind for d in definitions.values() for field in d.form.fields() for one in (field, *field.fields)}
    # A number of an ID card stands inside a person; no procedure asks for one alone.
    assert used == set(KINDS) - {"id_number"}


def test_the_words_of_practice_are_kept(definition: Definition) -> None:
    text = definition_text(definition)
    for wrong in ("điểm số", "Một cửa", "Chuyển trình ký", "Lấy ý kiến thôn", "Thư xin lỗi", "họp qua màn hình"):
        assert wrong not in text
    if definition.field == "Hộ tịch":
        assert "Thẩm định" not in text
        assert "Thẩm tra" in text


def definition_text(definition: Definition) -> str:
    return reading.canonical(definition.raw)


def test_the_same_text_is_the_same_digest(definition: Definition) -> None:
    again = reading.check(copy.deepcopy(dict(definition.raw)))
    assert again.digest == definition.digest == reading.digest_of(definition_text(definition))


def test_a_definition_is_read_once(definition: Definition) -> None:
    text = definition_text(definition)
    assert reading.parse(text, definition.digest) is reading.parse(text, definition.digest)


def test_the_appointment_is_not_a_filing(definitions: dict[str, Definition]) -> None:
    one = definitions["2.000884"]
    assert one.appointment_only
    assert not one.files_from_afar
    assert one.result.kind == "appointment"


def test_the_recognition_goes_its_real_way(definitions: dict[str, Definition]) -> None:
    one = definitions["1.011607"]
    assert [step.kind for step in one.steps] == [
        "desk", "process", "hamlet_task", "hamlet_task", "posting", "external", "process", "sign", "seal", "return",
    ]  # fmt: skip
    assert one.step("meeting").share_at_least == 50
    assert len(one.step("meeting").papers) == 2
    assert one.step("posting").working_days == 3
    assert [paper.covers for paper in one.result.papers if paper.kind == "decision"] == ["list"]
    assert "online" not in one.channels


def test_exemptions_and_amounts_follow_the_source(definitions: dict[str, Definition]) -> None:
    assert definitions["2.000635"].fees[0].amount == 8000
    assert definitions["2.000884"].fees[0].amount == 10_000
    assert [fee.exemptions for fee in definitions["1.004873"].fees] == [
        ("Người thuộc gia đình có công với cách mạng", "Người thuộc hộ nghèo", "Người khuyết tật")
    ]
    assert definitions["2.002637"].fees[0].amount == 0


def test_a_paper_outside_the_list_does_not_exist(definition: Definition) -> None:
    with pytest.raises(KeyError):
        definition.paper("household_book")


def test_an_authorised_person_brings_the_authorisation(definitions: dict[str, Definition]) -> None:
    from datetime import date

    one = definitions["2.000635"]
    today = date(2026, 11, 23)
    alone = {paper.key for paper in one.papers_for({}, Context(today))}
    sent = {paper.key for paper in one.papers_for({}, Context(today, representation="authorised"))}
    assert sent - alone == {"authorisation"}
    organisation = one.papers_for({}, Context(today, representation="organisation"))
    assert [paper.key for paper in organisation] == ["organisation_letter"]


def spoilt(definition: Definition, **changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(dict(definition.raw)), **changes}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "X.1"}, "code"),
        ({"colour": "red"}, "colour"),
        ({"channels": ["appointment_only", "online"]}, "channels"),
        ({"valid_from": "2026-02-30"}, "valid_from"),
        ({"valid_to": "2020-01-01"}, "before"),
        ({"time": {"kind": "same_day", "amount": 0, "text": "x", "source": "y"}}, "time"),
        ({"time": {"kind": "working_days", "amount": 0, "text": "x", "source": "y"}}, "time"),
        ({"result": {"kind": "made_in_other_system", "papers": [{"title": "x"}]}}, "system"),
        ({"result": {"kind": "drafted_here", "papers": [{"title": "x"}]}}, "kind of paper"),
        ({"result": {"kind": "appointment", "papers": [{"title": "x"}]}}, "appointment"),
        ({"cases": [{"key": "a", "name": "A", "papers": ["nothing"]}]}, "nothing"),
        ({"legal_basis": []}, "legal_basis"),
    ],
)
def test_an_unsound_definition_is_refused_with_its_place(
    definitions: dict[str, Definition], changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(reading.DefinitionError, match=re.escape(said)):
        reading.check(spoilt(definitions["2.000635"], **changes))


def test_every_problem_is_named_at_once(definitions: dict[str, Definition]) -> None:
    source = spoilt(definitions["2.000635"], code="X", level="district")
    with pytest.raises(reading.DefinitionError) as caught:
        reading.check(source)
    assert len(caught.value.problems) == 2


def test_a_condition_of_an_unknown_kind_is_refused(definitions: dict[str, Definition]) -> None:
    source = spoilt(definitions["2.000635"])
    source["form"]["rules"].append({"show": ["phone"], "if": {"script": "1"}})
    with pytest.raises(reading.DefinitionError, match="rules"):
        reading.check(source)


def test_a_file_of_the_wrong_name_is_refused(tmp_path: Any, definitions: dict[str, Definition]) -> None:
    (tmp_path / "9.999999.yaml").write_text(definition_text(definitions["TS.000001"]), encoding="utf-8")
    with pytest.raises(reading.DefinitionError, match=r"9\.999999\.yaml"):
        list(catalogue.read_all(tmp_path))


def test_yaml_is_read_without_surprises() -> None:
    found = reading.from_yaml("a: 02683\nb: 15:00\nc: 2026-01-01\nd: on\ne: 5\nf: true\nh: no\ni: null\nj: 0.5")
    assert found == {
        "a": "02683", "b": "15:00", "c": "2026-01-01", "d": "on", "e": 5, "f": True, "h": "no", "i": None, "j": 0.5,
    }  # fmt: skip
