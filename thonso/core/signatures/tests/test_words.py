"""Every answer and every reason has its sentence in Vietnamese."""

import re
from pathlib import Path
from typing import get_args

from django.utils import translation

from thonso.core.signatures import checking, words
from thonso.core.signatures.verdict import Changes, Identity, Integrity, Verdict


def test_every_answer_has_a_sentence_and_a_tone() -> None:
    for kind, table in ((Integrity, words._INTEGRITY), (Changes, words._CHANGES), (Identity, words._IDENTITY)):
        assert set(get_args(kind)) == set(table)
        assert set(get_args(kind)) <= set(words._TONES)


def test_every_reason_that_is_given_has_a_sentence() -> None:
    given = set[str]()
    for name in ("checking.py", "apart.py"):
        source = Path(checking.__file__).with_name(name).read_text()
        given |= set(re.findall(r'reasons(?:\.append\(|=\()"(\w+)"', source))
        given |= set(re.findall(r'"(content_differs|signature_invalid)"', source))
    assert given >= {"unreadable", "bytes_after_end", "too_costly"}
    assert given <= set(words._REASONS)


def test_sentences_are_vietnamese() -> None:
    with translation.override("vi"):
        lines = words.sentences(Verdict("broken", "suspicious", "revoked", reasons=("unreadable",)))
    assert [line.tone for line in lines] == ["bad", "bad", "bad"]
    assert lines[0].question == "Toàn vẹn"
    assert lines[0].reasons == ("Tệp bị hỏng, không đọc được đến hết.",)
