"""Acts of civil status: answers that contradict one another are refused at the question, and nobody on a guess."""

from dataclasses import replace
from typing import Any

import pytest

from thonso.procedures import samples
from thonso.procedures.definition import Definition
from thonso.procedures.forms import parse
from thonso.procedures.rules import Evaluation, evaluate

SON = {"full_name": "Phàn Văn Sơn", "birth": "1998", "id_number": "015098990003"}
MAN = {"full_name": "Chảo Văn Sen", "id_number": "015099990007", "birth": "1999-03-20", "sex": "male"}


def answered(definitions: dict[str, Definition], code: str, /, name: str = "valid", **changes: Any) -> Evaluation:
    one = samples.load(code)[name]
    one = replace(one, answers={**one.answers, **{k: v for k, v in changes.items() if not k.startswith("at_")}})
    one = replace(one, representation=changes.get("at_representation", one.representation))
    form, context = definitions[code].form, one.context(commune="02683")
    return evaluate(form, parse(form, one.with_files(definitions[code]), context), context)


@pytest.mark.parametrize(
    ("code", "changes", "path", "words"),
    [
        # Birth: a parent who was a child, one person twice, a father of whom nothing is said
        ("1.001193", {"mother": {"full_name": "Chảo Thị Sen", "birth": "2017"}}, "mother", "mẹ chưa đủ 10 tuổi"),
        ("1.001193", {"father": {**SON, "birth": "2020", "id_number": ""}}, "father", "cha chưa đủ 10 tuổi"),
        ("1.001193", {"father": {"full_name": "chảo thị sen", "birth": "1999-03-20"}}, "father", "cùng một người"),
        ("1.001193", {"mother": {"full_name": "Lý Thị Mai", "id_number": "015168990001"}}, "mother", "số định danh"),
        ("1.001193", {"requester": MAN}, "relation", "Giới tính"),
        ("1.001193", {"requester": MAN, "relation": "father", "father_known": "none"}, "relation", "1.000689"),
        (
            "1.001193",
            {"child_ethnicity": "Mông", "mother_ethnicity": "Dao", "father_ethnicity": "Tày"},
            "child_ethnicity",
            "theo dân tộc của cha hoặc của mẹ",
        ),
        (
            "1.001193",
            {"father_known": "none", "child_ethnicity": "Mông", "mother_ethnicity": "Dao"},
            "child_ethnicity",
            "theo dân tộc của mẹ",
        ),
        # Death
        ("1.000656", {"died_on": "1940"}, "died_on", "trước ngày sinh"),
        ("1.000656", {"dead": {"full_name": "Phàn Láo Sì", "birth": "1970", "sex": "male"}}, "relation", "10 tuổi"),
        ("1.000656", {"last_home": {"province": "15", "commune": "02701"}}, "last_home", "xã khác"),
        (
            "1.000656",
            {"home_known": "no", "last_home": None, "died_commune": {"province": "15", "commune": "02701"}},
            "died_commune",
            "nơi phát hiện thi thể",
        ),
        # Birth again
        ("1.004884", {"was_registered": "no"}, "was_registered", "1.001193"),
        ("1.004884", {"book": "kept"}, "book", "2.000635"),
        ("1.004884", {"registered_when": "1950"}, "registered_when", "trước ngày sinh"),
        ("1.004884", {"father_ethnicity": "Dao"}, "father_ethnicity", "họ tên cha"),
        ("1.004884", {"mother": {"full_name": "Lý Mùi Nhậy", "birth": "1950"}}, "mother", "mẹ chưa đủ 10 tuổi"),
        # Parent and child
        ("1.001022", {"other_agrees": "no"}, "other_agrees", "Tòa án"),
        ("1.001022", {"disputed": "yes"}, "disputed", "Tòa án"),
        ("1.001022", {"child": {"full_name": "Lò A", "birth": "2000", "sex": "male"}}, "parent", "chưa đủ 10 tuổi"),
        ("1.001022", {"other_parent": SON}, "other_parent", "trùng"),
        ("1.001022", {"witnesses": [{"witness": {"full_name": "Lý Thị Mai"}}]}, "witnesses", ""),
        ("1.000689", {"married": "before"}, "married", "1.001193"),
        ("1.000689", {"child_ethnicity": "Mông"}, "child_ethnicity", "cha hoặc của mẹ"),
        ("1.000689", {"other_agrees": "no"}, "other_agrees", "Tòa án"),
        # Guardian
        ("1.004837", {"kin": "parent"}, "kin", "đại diện của con"),
        ("1.004837", {"ward": {"full_name": "Tẩn A", "birth": "1980", "sex": "male"}, "why": "incapable"}, "kin", "Tuổi"),
        # Marriage
        ("1.000894", {"groom_status": "married"}, "groom_status", "đang có vợ"),
        ("1.000894", {"kin": "yes"}, "kin", "họ hàng gần"),
        ("1.000894", {"abroad": "yes"}, "abroad", "1.000094"),
        ("1.000894", {"side": "bride"}, "side", "Giới tính"),
        ("1.000894", {"groom_home": {"province": "15", "commune": "02701"}}, "groom_home", "xã của một trong hai bên"),
        ("1.000894", {"bride_status": "divorced", "bride_times": 2, "divorced_where": "abroad"}, "divorced_where", "2.000554"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_at_its_question(
    definitions: dict[str, Definition], code: str, changes: dict[str, Any], path: str, words: str
) -> None:
    found = answered(definitions, code, **changes).errors
    assert any(words in sentence for sentence in found.get(path, [])), found


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("1.001193", {"child_ethnicity": "dao", "mother_ethnicity": "Dao", "father_ethnicity": "Mông"}),
        ("1.001193", {"child_ethnicity": "Mông", "mother_ethnicity": "Dao"}),  # of the father nothing was said
        ("1.000656", {"dead": {"full_name": "Phàn Láo Sì", "sex": "male"}, "died_on": "2026"}),
        ("1.000656", {"dead": {"full_name": "Phàn Láo Sì", "sex": "male"}, "died_on": "2026-11"}),
        ("1.001022", {"parent": None, "child": {"full_name": "Chảo Thị Hoa", "birth": "2008", "sex": "female"}}),
        ("1.000894", {"bride": {"full_name": "Tẩn Mùi Pham", "birth": "2008"}}),  # 17 or 18: the officer looks
        ("1.000894", {"bride": {"full_name": "Phàn Văn Sơn", "birth": "1997"}}),  # two of one name
    ],
)  # fmt: skip
def test_what_may_be_true_is_taken(definitions: dict[str, Definition], code: str, changes: dict[str, Any]) -> None:
    assert answered(definitions, code, **changes).errors == {}


@pytest.mark.parametrize("code", ["1.000656", "1.000689", "1.000894", "1.001022", "1.001193", "1.004837", "1.004884"])
def test_without_a_card_another_paper_is_named(definitions: dict[str, Definition], code: str) -> None:
    one = samples.load(code)["valid"].answers
    nobody = {key: value for key, value in one["requester"].items() if key != "id_number"}
    bare = {"requester": nobody}
    asked = answered(definitions, code, **bare)
    assert set(asked.errors) == {"id_paper"}
    assert answered(definitions, code, **bare, id_paper="Hộ chiếu B1234567").ok
    assert "id_paper" not in answered(definitions, code).visible
