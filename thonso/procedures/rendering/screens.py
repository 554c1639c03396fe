"""One question a screen: which screens a form has for these answers, in order. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from thonso.procedures.forms.kinds import kind_of
from thonso.procedures.forms.shape import Field, Form, Section
from thonso.procedures.rules import Evaluation


@dataclass(frozen=True, slots=True)
class Screen:
    """`key` of its first question; `number` of `total`. Words to read stand before the question they belong to."""

    key: str
    section: Section
    fields: tuple[Field, ...]
    number: int
    total: int

    @property
    def keys(self) -> frozenset[str]:
        """What a POST of this screen may change."""
        return frozenset(one.key for one in self.fields)


def screens(form: Form, evaluation: Evaluation) -> list[Screen]:
    """The screens to walk now; answering one may open or close later ones."""
    found = list(_screens(form, evaluation))
    return [
        Screen(fields[0].key, section, tuple(fields), number, len(found))
        for number, (section, fields) in enumerate(found, start=1)
    ]


def _screens(form: Form, evaluation: Evaluation) -> Iterator[tuple[Section, list[Field]]]:
    for section in form.sections:
        shown = [one for one in section.fields if one.key in evaluation.visible and not one.quiet]
        if section.together and shown:
            yield section, shown
            continue
        waiting: list[Field] = []
        screen: list[Field] | None = None
        for one in shown:
            if not kind_of(one).answerable:
                waiting.append(one)
            elif one.key in evaluation.computed and screen is not None:
                # A figure worked out from the answers is shown under the question before it.
                screen.append(one)
            else:
                if screen:
                    yield section, screen
                screen, waiting = [*waiting, one], []
        if screen or waiting:
            yield section, [*(screen or []), *waiting]


def alone(screen: Screen, evaluation: Evaluation) -> Field | None:
    """The single question of a screen, which is its heading then. A consent is words beside a box: too long for one."""
    asked = [one for one in screen.fields if one.kind != "statement" and one.key not in evaluation.computed]
    return asked[0] if len(asked) == 1 and asked[0].kind != "consent" else None


def screen_of(form: Form, evaluation: Evaluation, key: str) -> Screen | None:
    """The screen that asks this question, None when it is not asked (any more)."""
    return next((one for one in screens(form, evaluation) if key in one.keys), None)


def next_screen(form: Form, evaluation: Evaluation, after: str) -> Screen | None:
    """The screen after that of question `after`; the first one when `after` is empty; None: time for the summary."""
    walk = screens(form, evaluation)
    if not after:
        return walk[0] if walk else None
    order = [one.key for section in form.sections for one in section.fields]
    here = order.index(after) if after in order else -1
    current = next((one for one in walk if after in one.keys), None)
    if current is not None:
        here = max(order.index(one.key) for one in current.fields)
    return next((one for one in walk if order.index(one.key) > here), None)


def first_wrong(form: Form, evaluation: Evaluation, errors: Mapping[str, object]) -> Screen | None:
    """The screen to go back to for the first error."""
    for path in errors:
        found = screen_of(form, evaluation, path.split(".")[0])
        if found is not None:
            return found
    return None
