"""The parts of a definition and their boxes, in one place to read beside `schema/procedure.schema.json`.

Every property there stands in a box here, or is kept untouched and told by its inner name where it changes.
"""

from dataclasses import replace
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from thonso.procedures.editor import wording
from thonso.procedures.editor.boxes import MISSING, Box
from thonso.procedures.editor.offers import (
    CHANNELS,
    CLASSES,
    CONFIRMS,
    FLAG,
    LEVELS,
    PAPERS,
    PRINTED,
    RELATIONS,
    RESULTS,
    ROLES,
    SHEETS,
    SOURCES,
    STEPS,
    TIMES,
    WHEN_THERE,
    WHO_COMES,
    YES_NO,
    fixed,
    keyed,
    of_kind,
    targets,
)  # fmt: skip
from thonso.procedures.editor.shapes import Part, close_case, close_field, close_rule, close_timing, open_rule


def _time_boxes(required: bool) -> tuple[Box, ...]:
    return (
        Box("time.kind", "choice", _("The time is counted in"), choices=TIMES, required=required,
            hint="" if required else _("Without a choice the time of the whole procedure holds.")),
        Box("time.amount", "number", _("How many"), high=400, hint=_("Leave it empty for the same day.")),
        Box("time.cutoff", "line", _("Same day: received until"), hint=_("Hour and minute, for example 15:00"), high=5),
        Box("time.text", "text", _("The time in words, as people read it"), required=required),
        Box("time.source", "text", _("Where it stands (number, date, article)"), required=required),
        Box("time.verify", "flag", FLAG, missing=False),
    )  # fmt: skip


def _beside(key: str, title: Any) -> tuple[Box, ...]:
    """An interpreter, witnesses: when, who, where it stands."""
    return (
        Box(f"{key}.when", "condition", format_lazy("{}: {}", title, _("needed when"))),
        Box(f"{key}.text", "text", format_lazy("{}: {}", title, _("who, and what they do"))),
        Box(f"{key}.source", "text", format_lazy("{}: {}", title, _("where it stands"))),
        Box(f"{key}.verify", "flag", FLAG, missing=False),
    )


def _box_of(kinds: str, box: Box) -> Box:
    return replace(box, only=frozenset(kinds.split()))


_ANSWERED = "text longtext number money date choice choices yes_no unit person group consent signature phone id_number"
FIELD = (
    Box("label", "text", _("The question, as people read it"), required=True),
    Box("hint", "text", _("A hint beneath it")),
    Box("short", "line", _("Short, for printed sheets")),
    _box_of(_ANSWERED, Box("required", "tick", _("It must be answered"), missing=False)),
    _box_of("choice choices", Box("look", "choice", _("How the choices are shown"), missing="radio",
        choices=fixed([("radio", _("One below the other")), ("select", _("In a list to open"))]))),
    _box_of("text longtext", Box("max_length", "number", _("At most how many characters"), low=1, high=5000)),
    _box_of("text", Box("written", "choice", _("What is written in it"),
        choices=fixed([("name", _("A person's name")), ("letters", _("Letters alone"))]))),
    _box_of("number money", Box("min", "number", _("Smallest"), high=999_999_999_999)),
    _box_of("number money", Box("max", "number", _("Greatest"), high=999_999_999_999)),
    _box_of("number", Box("decimals", "number", _("Digits after the comma"), low=1, high=3)),
    _box_of("number", Box("suffix", "line", _("Word after the number"), hint=_("For example: copies, m²"))),
    _box_of("date", Box("unknown", "tick", _("Day and month may be left unknown"), missing=False)),
    _box_of("date", Box("time_way", "choice", _("Past or to come"), missing="any",
        choices=fixed([("any", _("Either")), ("past", _("Past")), ("future", _("To come"))]))),
    _box_of("date", Box("half_day", "choice", _("A visit: which question says morning or afternoon"), choices=of_kind("choice"))),
    _box_of("unit", Box("depth", "choice", _("Down to"), missing="commune",
        choices=fixed([("province", _("Province")), ("commune", _("Commune")), ("hamlet", _("Hamlet"))]))),
    _box_of("unit", Box("here", "tick", _("Only places in this commune"), missing=False)),
    _box_of("person", Box("parts", "parts", _("What is asked about the person"),
                          missing=["full_name", "id_number", "birth", "sex"])),
    _box_of("person", Box("filer", "ticks", _("This is whoever files, when they file as"), choices=RELATIONS,
                          missing=["self"])),
    _box_of("group", Box("row_name", "line", _("What one row is called"), required=True)),
    _box_of("group", Box("min_rows", "number", _("At least how many rows"), high=50)),
    _box_of("group", Box("max_rows", "number", _("At most how many rows"), low=1, high=50, required=True)),
    _box_of("file", Box("paper", "choice", _("For which paper"), choices=PAPERS, required=True)),
    _box_of("file", Box("capture", "tick", _("The camera opens at once on a phone"), missing=True)),
    _box_of(f"{_ANSWERED} file", Box("from", "ticks", _("Filled in beforehand from"), choices=SOURCES)),
)  # fmt: skip

BETWEEN = _("An empty line between two of them. {name}, {year} and the like are filled in.")
PARTS: dict[str, Part] = {one.at: one for one in (
    Part("texts", _("Names and texts"), whole=True, boxes=(
        Box("name", "line", _("Official name"), required=True),
        Box("plain_names", "lines", _("What people call it"), required=True,
            hint=_("One name a line: people search by them.")),
        Box("summary", "text", _("In one or two sentences"), required=True),
        Box("field", "line", _("Field"), required=True),
        Box("level", "choice", _("Level"), choices=LEVELS, required=True),
        Box("handled_by.organ", "line", _("Decided by"), required=True),
        Box("handled_by.place", "line", _("Where one files"), required=True),
        Box("handled_by.with", "line", _("Together with")),
        Box("handled_by.here", "tick", _("This commune's committee handles it"), missing=True),
        Box("version", "line", _("Label of the version"), required=True, high=12,
            hint=_("Year and month, for example 2026-11 or 2026-11.2; each published text has its own.")),
        Box("valid_from", "day", _("In force from"), required=True),
        Box("valid_to", "day", _("In force until")),
        Box("source", "text", _("Source"), required=True),
        Box("demo_only", "kept", _("From memory as a whole, so for the demo only")),
    )),
    Part("who_may_file", _("Who may file"), _("capacity"), boxes=(
        Box("relation", "choice", _("Capacity"), choices=RELATIONS, required=True),
        Box("label", "line", _("In other words, where the usual ones do not fit")),
        Box("min_age", "number", _("At least how old"), high=120),
        Box("paper", "choice", _("With the paper"), choices=PAPERS),
        Box("note", "text", _("Note")),
    ), named=lambda source, item: wording.relation_words(source).get(item.get("relation", ""), "")),
    Part("ways", _("Where to file and how to confirm"), whole=True, boxes=(
        Box("channels", "ticks", _("Ways of filing"), choices=CHANNELS, required=True,
            hint=_("“By appointment” stands alone.")),
        Box("ways_to_confirm", "ticks", _("Ways to confirm"), choices=CONFIRMS, missing=MISSING),
        *_beside("interpreter", _("Interpreter")), *_beside("witnesses", _("Two witnesses")),
        Box("heir.text", "text", _("The owner dies meanwhile: which heir may go on, and with what"),
            hint=_("Left empty: nobody may, and the dossier is stopped.")),
        Box("heir.source", "text", format_lazy("{}: {}", _("An heir goes on"), _("where it stands"))),
        Box("heir.verify", "flag", FLAG, missing=False),
    )),
    Part("presence", _("Who has to come in person"), _("person who has to come"), needed=False, boxes=(
        Box("who", "choice", _("Who comes"), choices=WHO_COMES, required=True),
        Box("label", "line", _("In other words, where the usual ones do not fit")),
        Box("at", "choice", _("When"), choices=WHEN_THERE, required=True),
        Box("when", "condition", _("Needed only when")),
        Box("why", "line", _("Why"), required=True),
        Box("source", "text", _("Where it stands (number, date, article)"), required=True),
        Box("verify", "flag", FLAG, missing=False),
    ), named=lambda source, item: str(item.get("label") or dict(WHO_COMES(source)).get(item.get("who", ""), ""))),
    Part("papers", _("Papers"), _("paper"), key="key", boxes=(
        Box("name", "text", _("Name of the paper"), required=True),
        Box("how", "choice", _("Handed in or only shown"), required=True,
            choices=fixed([("submit", _("Handed in")), ("present", _("Only shown, then taken back"))])),
        Box("originals", "number", _("Originals"), high=20, missing=0),
        Box("certified", "number", _("Certified copies"), high=20, missing=0),
        Box("copies", "number", _("Plain copies"), high=20, missing=0),
        Box("required", "tick", _("It must be there"), missing=True),
        Box("when", "condition", _("Needed only when")),
        Box("form_name", "line", _("Number and name of its form")),
        Box("electronic_form", "tick", _("The questions are this paper: nothing to upload"), missing=False),
        Box("accept", "ticks", _("Taken as"), missing=["image", "pdf"],
            choices=fixed([("image", _("Photo")), ("pdf", _("PDF"))])),
        Box("max_files", "number", _("At most how many files"), low=1, high=20, missing=5),
        Box("note", "text", _("Note")),
    )),
    Part("cases", _("Cases"), _("case"), key="key", boxes=(
        Box("name", "line", _("Name of the case"), required=True),
        Box("when", "condition", _("It is this case when"), hint=_("The last case is what remains: it needs no condition.")),
        Box("papers", "ticks", _("Its papers"), choices=PAPERS, required=True),
        *_time_boxes(False),
        Box("note", "text", _("Note")),
    ), closed=close_case, intro=_("The first case whose condition holds counts. A case may have a time of its own.")),
    Part("fees", _("Fees"), _("fee"), boxes=(
        Box("name", "line", _("Name of the fee"), required=True, hint=_("For example: Phí cấp bản sao trích lục")),
        Box("amount", "money", _("Amount (đồng)"), missing=MISSING, hint=_("0 is free; empty: the province decides.")),
        Box("unit", "line", _("For one (copy, page…)"),
            hint=_("Stands behind the amount: 8.000 đ / copy. Empty: once for the whole dossier.")),
        Box("times", "choice", _("Multiplied by the answer of"), choices=of_kind("number"),
            hint=_("For example the question how many copies: whoever asks for 3 pays three times as much.")),
        Box("by_page.rows", "choice", _("By pages: for each row of"), choices=of_kind("group"),
            hint=_("Only where it is counted by pages, as for certified copies: then fill in all six boxes “By pages”.")),
        Box("by_page.pages", "choice", _("By pages: the number of pages"), choices=of_kind("number", rows=True)),
        Box("by_page.copies", "choice", _("By pages: the number of copies"), choices=of_kind("number", rows=True)),
        Box("by_page.first", "number", _("By pages: so many pages cost the amount above each"), low=1, high=100),
        Box("by_page.then", "sum", _("By pages: đồng for each page more")),
        Box("by_page.most", "sum", _("By pages: at most so many đồng a copy"), low=1),
        Box("when", "condition", _("Taken only when")),
        Box("exemptions", "lines", _("Who pays nothing or less"), hint=_("One a line."), high=2000),
        Box("note", "text", _("Note")),
        Box("source", "text", _("Where it stands (number, date, article)"), required=True),
        Box("verify", "flag", FLAG, missing=False),
    )),
    Part("timing", _("Time and supplements"), whole=True, closed=close_timing, boxes=(
        *_time_boxes(True),
        Box("supplement.max_times", "number", _("Supplements: at most how often"), high=9, required=True),
        Box("supplement.answer_within_days", "number", _("Supplements: days to answer"), low=1, high=365),
        Box("supplement.source", "text", _("Supplements: where it stands"), required=True),
        Box("supplement.verify", "flag", FLAG, missing=False),
        Box("payment.clock_stops", "choice", _("The clock stands while the fee is awaited"), choices=YES_NO, number=True),
        Box("payment.source", "text", _("Waiting for the fee: where it stands")),
        Box("payment.verify", "flag", FLAG, missing=False),
    )),
    Part("form.sections", _("Form"), _("part of the form"), key="key", below=("fields",), fresh={"fields": []},
         named=lambda source, item: str(item.get("title", "")), boxes=(
        Box("title", "line", _("Title"), required=True),
        Box("intro", "text", _("Words at its beginning")),
        Box("together", "tick", _("All its questions on one screen"), missing=False),
    )),
    Part("form.sections.*.fields", _("Questions"), _("question"), key="key", below=("options", "fields"), boxes=FIELD,
         named=lambda source, item: str(item.get("label", "")), closed=close_field),
    Part("form.sections.*.fields.*.fields", _("Questions of a row"), _("question of a row"), key="key", below=("options",),
         boxes=FIELD, named=lambda source, item: str(item.get("label", "")), closed=close_field),
    *(Part(f"form.sections.*.fields.{more}options", _("Choices"), _("choice"), key="value", boxes=(
        Box("label", "line", _("The choice, as people read it"), required=True),
        Box("hint", "text", _("A hint beneath it")),
        Box("when", "condition", _("Offered only when"), hint=_("By the capacity or the way of filing alone.")),
    ), named=lambda source, item: str(item.get("label", ""))) for more in ("*.", "*.fields.*.")),
    Part("form.rules", _("Rules"), _("rule"), needed=False, opened=open_rule, closed=close_rule,
         named=lambda source, item: wording.rule(source, close_rule(dict(item))), boxes=(
        _box_of("show require refuse", Box("if", "condition", _("If"), required=True,
            hint=_("Choose a question and what its answer is."))),
        _box_of("compute", Box("if", "condition", _("If"))),
        Box("does", "choice", _("then"), required=True, choices=fixed([
            ("show", _("ask these questions (else they are not asked)")), ("require", _("these must be answered")),
            ("refuse", _("the answer is refused, with a sentence"))])),
        Box("targets", "ticks", _("Which questions"), choices=targets, required=True,
            hint=_("For a refusal: the one question at which the sentence stands.")),
        Box("say", "text", _("For a refusal: the sentence that says why and what to do")),
    )),
    Part("steps", _("Steps"), _("step"), key="key", boxes=(
        Box("name", "line", _("Name of the step"), required=True),
        Box("short", "line", _("Short, for the path of a dossier"), low=2, high=26),
        Box("kind", "choice", _("What is done"), choices=STEPS, required=True),
        Box("role", "choice", _("By whom"), choices=ROLES, required=True),
        Box("hours", "half", _("Hours of office time"), high=2000, required=True),
        Box("outcome", "text", _("What comes out of it")),
        Box("working_days", "number", _("Posting: working days on the board"), low=1, high=60),
        Box("share_at_least", "number", _("Hamlet meeting: per cent that must agree"), low=1, high=100),
        Box("papers", "lines", _("Papers made in it"), hint=_("One a line.")),
        Box("sheet", "choice", _("Hamlet review: on which sheets"), choices=SHEETS, missing="scores"),
        Box("back_to", "choice", _("If it fails, back to"), choices=keyed(lambda source: source["steps"], "name")),
        Box("source", "text", _("Where it stands (number, date, article)")),
        Box("verify", "flag", FLAG, missing=False),
    )),
    Part("outcome", _("Result"), whole=True, below=("result.papers", "result.outcomes"), boxes=(
        Box("result.kind", "choice", _("How the result is made"), choices=RESULTS, required=True),
        Box("result.system", "line", _("In which other system")),
        Box("result.certifies", "choice", _("Whom the paper names, when it is not the owner"), choices=of_kind("person")),
        Box("result.certifies_too", "choice", _("Whom else it names, as both of a marriage"), choices=of_kind("person")),
        Box("result.death", "choice", _("Day of death: whom the paper names is marked as dead"), choices=of_kind("date")),
        Box("result.book.key", "line", _("Certification: inner name of the book of numbers"), high=40),
        Box("result.book.symbol", "line", _("Certification: symbol behind the volume")),
        Box("result.each.rows", "choice", _("One result for each row of"), choices=of_kind("group")),
        Box("result.each.name", "choice", _("For each row: its name"), choices=of_kind(rows=True)),
        Box("result.each.pages", "choice", _("For each row: pages"), choices=of_kind("number", rows=True)),
        Box("result.each.copies", "choice", _("For each row: copies"), choices=of_kind("number", rows=True)),
    )),
    Part("result.outcomes", _("What a review may propose"), _("proposal"), key="key", needed=False, boxes=(
        Box("name", "line", _("Name"), required=True),
        Box("recognised_as", "line", _("As the decision counts it, in the middle of a sentence")),
        Box("klass", "choice", _("The class of the household from then on"), choices=CLASSES),
    )),
    Part("decision", _("Words of the decision"), whole=True, below=("result.decision.asks",), boxes=(
        Box("result.decision.about", "line", _("Subject of the decision"), hint=_("For example: Về việc công nhận…")),
        Box("result.decision.title", "line", _("How it is called in lists")),
        Box("result.decision.grounds", "paragraphs", _("Grounds"), hint=BETWEEN),
        Box("result.decision.articles", "paragraphs", _("Articles"), hint=BETWEEN, high=2000),
        Box("result.decision.recipients", "paragraphs", _("Recipients"), hint=BETWEEN),
        Box("result.decision.list.title", "line", _("List: its title")),
        Box("result.decision.list.head", "line", _("List: over the names")),
        Box("result.decision.list.rows_of", "choice", _("List: the rows of"), choices=of_kind("group")),
    )),
    Part("result.decision.asks", _("What the officer fills in"), _("blank for the officer"), key="key", needed=False, boxes=(
        Box("label", "line", _("What is asked"), required=True), Box("hint", "text", _("A hint beneath it")),
    ), named=lambda source, item: str(item.get("label", ""))),
    Part("result.papers", _("Papers of the result"), _("paper of the result"), boxes=(
        Box("title", "line", _("Title"), required=True),
        Box("kind", "choice", _("Layout"), choices=PRINTED, hint=_("Only for what is drafted here.")),
        Box("covers", "choice", _("One for"), missing="dossier",
            choices=fixed([("dossier", _("each dossier")), ("list", _("a list of dossiers"))])),
        Box("validity", "text", _("How long it holds")),
        Box("numbered", "flag", _("Made elsewhere, it has a number of its own beside the first"), missing=False),
        Box("originals", "number", _("How many originals are given"), low=1, high=9, missing=1),
        Box("times", "choice", _("Copies: as many as this answer says"), choices=of_kind("number")),
        Box("verify", "flag", FLAG, missing=False),
    ), named=lambda source, item: str(item.get("title", ""))),
    Part("legal_basis", _("Legal basis"), _("legal text"), boxes=(
        Box("number", "line", _("Number"), required=True), Box("title", "line", _("Title"), required=True),
        Box("verify", "flag", FLAG, missing=False),
    ), named=lambda source, item: str(item.get("number", ""))),
    Part("warnings", _("Notices on its page"), _("notice on its page"), needed=False, boxes=(
        Box("text", "text", _("Text"), required=True),
        Box("from", "month_day", _("Each year from"), hint=_("Day and month, for example 01/10; empty: all year.")),
        Box("to", "month_day", _("Each year until")),
    ), named=lambda source, item: str(item.get("text", ""))),
    Part("verify", _("Values to verify"), _("value to verify"), key="key", needed=False, boxes=(
        Box("text", "text", _("Value"), required=True), Box("source", "text", _("Rests on"), required=True),
    ), named=lambda source, item: str(item.get("text", ""))),
)}  # fmt: skip
