"""The messages that exist, what each may hold, and how it reads on each channel.

A message holds the code of a dossier, a date and a state; never an ID number, and nothing about health or poverty
(not even the name of the procedure, which may tell it). So each template has a closed set of values.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.core.cache import caches
from django.template import Context, loader

from thonso.core.base.text import in_sentence
from thonso.core.units.models import Unit

# Nine digits in a row or more are an identity number, a phone or a bank account, and none of them belongs in a message.
_LONG_NUMBER = re.compile(r"\d(?:[ .]?\d){8,}")


@dataclass(frozen=True, slots=True)
class Template:
    """`needs` and `may` name the values and their longest length; after `lasts` it is of no use."""

    needs: Mapping[str, int]
    may: Mapping[str, int]
    channels: frozenset[str]
    lasts: timedelta | None = None


# The purpose that people agree to when they leave a number: to hear how their dossier stands.
DOSSIER_STATUS = "dossier_status"
_CODE = {"code": 32}
_ALL = frozenset({"inapp", "email", "sms"})

TEMPLATES: dict[str, Template] = {
    "dossier_filed": Template(_CODE, {}, _ALL),
    "dossier_received": Template(_CODE, {"due": 20}, _ALL),
    "supplement_asked": Template(_CODE, {"until": 20}, _ALL),
    "supplement_received": Template(_CODE, {"due": 20}, _ALL),
    "payment_asked": Template(_CODE | {"amount": 16}, {}, _ALL),
    "payment_recorded": Template(_CODE | {"amount": 16}, {}, _ALL),
    "refused": Template(_CODE, {}, _ALL),
    "extension_proposed": Template(_CODE, {}, frozenset({"inapp"})),
    "extension_rejected": Template(_CODE, {}, frozenset({"inapp"})),
    "supplement_proposed": Template(_CODE, {}, frozenset({"inapp"})),
    "supplement_rejected": Template(_CODE, {}, frozenset({"inapp"})),
    "extended": Template(_CODE | {"due": 20}, {}, _ALL),
    "result_ready": Template(_CODE, {"place": 40}, _ALL),
    "result_to_hamlet": Template(_CODE, {}, frozenset({"inapp"})),
    "result_in_hamlet": Template(_CODE, {"place": 60}, _ALL),
    "result_called_back": Template(_CODE, {}, frozenset({"inapp"})),
    "result_let_stand": Template(_CODE, {}, frozenset({"inapp"})),
    "result_corrected": Template(_CODE, {}, _ALL),
    "correction_given_up": Template(_CODE, {}, _ALL),
    "result_revoked": Template(_CODE, {}, _ALL),
    "revocation_proposed": Template(_CODE, {}, frozenset({"inapp"})),
    "handed_over": Template(_CODE, {"at": 20}, _ALL),
    "withdrawn": Template(_CODE, {}, _ALL),
    "stopped": Template(_CODE, {}, _ALL),
    "appointment_set": Template(_CODE | {"at": 20}, {}, _ALL),
    "appointment": Template(_CODE | {"at": 20}, {}, _ALL),
    "reception_cancelled": Template(_CODE, {}, _ALL),
    "heir_named": Template(_CODE, {}, _ALL),
    "lapsed": Template(_CODE, {}, _ALL),
    "redated": Template(_CODE | {"why": 60}, {"due": 20, "until": 20}, _ALL),
    "integrity_fault": Template({"count": 6}, {}, frozenset({"inapp"})),
    "key_ending": Template({"day": 20, "holder": 120}, {}, frozenset({"inapp"})),
    "post_lent": Template({"post": 120, "holder": 100, "name": 100, "first": 20, "last": 20}, {}, frozenset({"inapp"})),
    "work_redated": Template({"count": 6, "why": 60}, {}, frozenset({"inapp"})),
    "posting_redated": Template(_CODE | {"until": 20, "why": 60}, {}, frozenset({"inapp"})),
    "task_assigned": Template(_CODE, {"due": 20}, _ALL),
    "document_assigned": Template({"number": 12}, {"due": 20}, frozenset({"inapp"})),
    "document_informed": Template({"number": 12}, {}, frozenset({"inapp"})),
    "document_presented": Template({"number": 12}, {}, frozenset({"inapp"})),
    "document_due": Template({"number": 12, "due": 20}, {}, frozenset({"inapp"})),
    "document_late": Template({"number": 12, "due": 20}, {}, frozenset({"inapp"})),
    "document_late_with": Template({"number": 12, "due": 20, "name": 100}, {}, frozenset({"inapp"})),
    "outgoing_asked": Template({"kind": 40}, {}, frozenset({"inapp"})),
    "outgoing_to_check": Template({"kind": 40}, {}, frozenset({"inapp"})),
    "outgoing_to_sign": Template({"kind": 40}, {}, frozenset({"inapp"})),
    "outgoing_opinion": Template({"kind": 40, "name": 100}, {}, frozenset({"inapp"})),
    "outgoing_back": Template({"kind": 40, "name": 100}, {}, frozenset({"inapp"})),
    "outgoing_taken_back": Template({"kind": 40, "name": 100}, {}, frozenset({"inapp"})),
    "outgoing_signed": Template({"kind": 40, "number": 60}, {}, frozenset({"inapp"})),
    "outgoing_to_seal": Template({"kind": 40, "number": 60}, {}, frozenset({"inapp"})),
    "outgoing_issued": Template({"kind": 40, "number": 60}, {}, frozenset({"inapp"})),
    "phone_code": Template(
        {}, {"code": 10, "text": 300, "minutes": 3}, frozenset({"email", "sms"}), timedelta(minutes=10)
    ),
}


@dataclass(frozen=True, slots=True)
class Rendered:
    text: str
    subject: str = ""
    html: str = ""


def check(template: str, channel: str, context: Mapping[str, Any]) -> dict[str, str]:
    """The values as text. Raises ValueError (a fault of the caller) for what is unknown, lacking, or must not be held."""
    known = TEMPLATES.get(template)
    if known is None or channel not in known.channels:
        raise ValueError(f"there is no message {template!r} for {channel!r}")
    allowed = {**known.needs, **known.may}
    if unknown := set(context) - set(allowed):
        raise ValueError(f"{template} must not hold {sorted(unknown)}")
    if missing := [name for name in known.needs if not context.get(name)]:
        raise ValueError(f"{template} needs {missing}")
    values = {name: str(value) for name, value in context.items() if value not in (None, "")}
    for name, value in values.items():
        if len(value) > allowed[name]:
            raise ValueError(f"{template}.{name} is longer than {allowed[name]} characters")
        if _LONG_NUMBER.search(value):
            raise ValueError(f"{template}.{name} holds a long number: no identity or phone number goes into a message")
    return values


def render(template: str, channel: str, commune_id: UUID, context: Mapping[str, str]) -> Rendered:
    """Fill the template in; `office` and `track` come from the commune and the settings."""
    values = {**context, "office": office_name(commune_id), "track": f"{settings.PUBLIC_URL}/tra-cuu/"}
    if channel != "email":
        return Rendered(_text(f"{template}.{channel}.txt", values))
    subject, _, body = _text(f"{template}.email.txt", values).partition("\n\n")
    html = loader.get_template(f"notices/messages/{template}.email.html").render({**values, "subject": subject})
    return Rendered(body, subject=" ".join(subject.split()), html=html)


def _text(name: str, values: Mapping[str, str]) -> str:
    # Plain text is not HTML: an ampersand stays an ampersand.
    plain = cast(Any, loader.get_template(f"notices/messages/{name}")).template
    return str(plain.render(Context(dict(values), autoescape=False))).strip()


def office_name(commune_id: UUID) -> str:
    """'UBND xã Bát Xát': who writes. Kept for ten minutes, since every message asks for it."""
    # The cache in this process: the shared one is a table, and asking it would cost as much as asking for the unit.
    cache, key = caches["local"], f"notices.office.{commune_id}"
    name = cache.get(key)
    if name is None:
        unit = Unit.objects.filter(pk=commune_id).only("full_name").first()
        name = f"UBND {in_sentence(unit.full_name)}"[:40] if unit and unit.full_name else "UBND xã"
        cache.set(key, name, 600)
    return str(name)
