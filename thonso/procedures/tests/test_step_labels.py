"""What stands on the path of a dossier: up to eleven steps side by side, so none is longer than two short lines."""

import pytest

from thonso.procedures import catalogue

SHIPPED = {definition.code: definition for _text, definition in catalogue.read_all()}
LONGEST = 26


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_no_step_has_a_label_that_makes_the_path_a_paragraph(code: str) -> None:
    steps = SHIPPED[code].steps
    assert [step.label for step in steps if len(step.label) > LONGEST] == []
    assert len({step.label for step in steps}) == len(steps)  # two steps are told apart


def test_a_step_with_a_short_name_of_its_own_needs_no_other() -> None:
    steps = {step.key: step for step in SHIPPED["1.011607"].steps}
    assert (steps["review"].label, steps["review"].name) == ("Thôn rà soát", "Thôn rà soát, lập Phiếu A và Phiếu B")
    assert steps["seal"].label == steps["seal"].name == "Lấy số và đóng dấu"
