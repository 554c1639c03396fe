"""What a template's block sets is not known in another: a link that uses it there leads nowhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted(ROOT.glob("**/templates/**/*.html"))
BLOCK = re.compile(r"\{% block (\w+) %\}(.*?)\{% endblock %\}", re.DOTALL)
SET = re.compile(r"\{% (?:url|translate|blocktranslate)[^%]* as(?:var)? (\w+) %\}")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_an_address_is_used_only_in_the_block_that_makes_it(path: Path) -> None:
    blocks = BLOCK.findall(path.read_text(encoding="utf-8"))
    for here, (name, text) in enumerate(blocks):
        for made in SET.findall(text):
            strangers = [
                other
                for there, (other, words) in enumerate(blocks)
                if there != here and re.search(rf"\b{made}\b", words) and made not in SET.findall(words)
            ]
            assert strangers == [], f"{made} of block {name} is not known in {strangers}"
