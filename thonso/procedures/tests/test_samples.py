"""Each procedure is walked with its sample filings: accepted, refused by a rule, accepted and then asked for a supplement."""

import pytest

from thonso.procedures import samples
from thonso.procedures.definition import Definition
from thonso.procedures.forms import parse
from thonso.procedures.rules import evaluate


@pytest.mark.parametrize("name", ["valid", "supplement"])
def test_a_good_filing_is_accepted(definition: Definition, name: str) -> None:
    sample = samples.load(definition.code)[name]
    context = sample.context()
    done = evaluate(definition.form, parse(definition.form, sample.with_files(definition), context), context)
    assert done.errors == {}
    assert definition.case_of(done.values, context).key == sample.case
    assert {key: done.values[key] for key in sample.values} == sample.values
    if sample.fee is not None:
        assert [total for _fee, total in definition.fees_for(done.values, context)] == [sample.fee]
    if not definition.appointment_only:
        assert sample.channel in definition.channels
    assert definition.filer(sample.representation)


def test_the_refused_one_is_refused_for_the_reason_it_should_be(definition: Definition) -> None:
    sample = samples.load(definition.code)["refused"]
    context = sample.context()
    done = evaluate(definition.form, parse(definition.form, sample.with_files(definition), context), context)
    assert set(done.errors) == set(sample.errors)
    for path, words in sample.errors.items():
        assert any(words in sentence for sentence in done.errors[path])


def test_a_supplement_asks_only_for_papers_of_the_version(definition: Definition) -> None:
    sample = samples.load(definition.code)["supplement"]
    context = sample.context()
    done = evaluate(definition.form, parse(definition.form, sample.with_files(definition), context), context)
    papers = {paper.key for paper in definition.papers_for(done.values, context)}
    assert sample.ask
    assert {one["paper"] for one in sample.ask} <= papers


def test_from_afar_the_papers_must_be_sent_and_at_the_desk_they_are_handed_over(definition: Definition) -> None:
    sample = samples.load(definition.code)["valid"]
    if not sample.attachments:
        return
    at_desk = samples.Sample(**{**{f: getattr(sample, f) for f in sample.__slots__}, "channel": "desk"})
    assert not evaluate(definition.form, sample.answers, sample.context()).ok
    assert evaluate(definition.form, sample.answers, at_desk.context()).ok


def test_all_sample_people_are_in_the_sample_range(definition: Definition) -> None:
    import re

    for sample in samples.load(definition.code).values():
        for number in re.findall(r"\b\d{12}\b", str(sample.answers)):
            assert number[6:8] == "99"
