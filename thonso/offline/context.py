"""In what the answers of a record are read, whoever goes on with them."""

from datetime import date

from thonso.offline.text import Text
from thonso.procedures.forms.kinds import Context
from thonso.procedures.places import RegisteredPlaces


def context_of(found: Text, channel: str, commune: str, day: date) -> Context:
    """`day`: on which they count as given."""
    return Context(
        today=day, channel=channel, representation=found.representation, commune=commune, places=RegisteredPlaces()
    )
