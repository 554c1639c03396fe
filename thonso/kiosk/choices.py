"""What one can do at a shared PC: at most nine things, each with a number that its key presses too."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from thonso.core.access.actors import Actor
from thonso.core.access.shared import SharedPc
from thonso.core.web import links
from thonso.counter.access import businesses
from thonso.counter.front import booking_url

MOST = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """`key` is the number that stands on it."""

    key: int
    url: str
    title: Any
    text: Any


def choices(here: SharedPc, actor: Actor) -> list[Choice]:
    """In the order in which most people need them; what is not there takes no number."""
    found = [one for one in _all(here, actor) if one[0]][:MOST]
    return [Choice(key, *one) for key, one in enumerate(found, 1)]


def _all(here: SharedPc, actor: Actor) -> Iterator[tuple[str, Any, Any]]:
    if here.hamlet_id is None and businesses(here.commune_id):
        yield reverse("kiosk:draw"), _("Draw a number"), _("For the one-stop desk, in turn")
    yield links.find("track"), _("See where my dossier is"), _("With the code and the key on the slip, or its QR")
    yield links.find("procedures"), _("Which papers are needed"), _("Find it by what you want to do")
    forms = links.find("procedures")
    if actor.is_account:
        yield reverse("dossiers:mine"), _("My dossiers"), _("Those filed with this account")
        yield forms, _("File a dossier"), _("Find it by what you want to do")
    else:
        sign_in = f"{links.find('sign_in')}?{urlencode({'next': forms})}"
        yield sign_in, _("File a dossier"), _("With a code that comes to your phone")
    if here.hamlet_id is not None and booking_url(here.commune_id, ""):
        yield reverse("counter:book"), _("Book an hour at the commune"), _("So that nobody waits for nothing")
    yield links.find("support_points"), _("Who helps in the hamlets"), _("Where and when")
    yield links.find("mobile_days"), _("Days the office comes to the hamlet"), _("Mobile days ahead")
    yield links.find("help"), _("How it is done"), _("Questions people ask")
    yield reverse("kiosk:call"), _("Call somebody to help"), _("Who is here, and when")
