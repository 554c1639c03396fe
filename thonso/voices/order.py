"""In which order a hamlet records: questions first, since they are asked of everybody who is helped."""

from django.utils.translation import gettext as _

from thonso.voices.phrases import Phrase


def to_record(wanted: dict[str, Phrase]) -> dict[str, Phrase]:
    """What is filed most in hamlets at the beginning; where a dossier stands is told of all of them, so it comes after the
    questions of the first."""
    states = _("Where a dossier stands")
    first = next((one.place for one in wanted.values() if one.place != states), states)
    turns = {first: 0, states: 1}
    return dict(sorted(wanted.items(), key=lambda item: turns.get(item[1].place, 2)))
