"""What every page knows: commune and office, who is acting, the navigation. Nothing is read until it is used."""

import time
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from thonso.core.access.actors import ANONYMOUS, Actor, actor_of
from thonso.core.access.adapter import first_page
from thonso.core.access.models import Account
from thonso.core.access.roles import HAMLET_ROLES, STAFF_ROLES
from thonso.core.access.shared import SharedPc, shared_of
from thonso.core.base.clock import now, today
from thonso.core.base.ids import stable_id
from thonso.core.base.text import in_sentence
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.core.web import links
from thonso.core.web.nav import Item, groups, items
from thonso.core.workdays.calendars import opening_words

KEPT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Office:
    name: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """How a commune shows itself. All empty where the commune is not set up yet."""

    name: str = ""
    province: str = ""
    office: Office = Office()


_faces: dict[UUID, tuple[float, Face]] = {}


def forget_faces() -> None:
    """After the profile was changed, and between tests."""
    _faces.clear()


def calendar_changed(work: Work, dates: list[date], commune_id: UUID | None, report: list[str]) -> None:
    """Office hours stand on every page; another process shows the new ones a minute later."""
    transaction.on_commit(forget_faces)


def face_of(commune_id: UUID) -> Face:
    """Kept for a minute in this process: it stands on every page and changes once a year."""
    kept = _faces.get(commune_id)
    if kept and time.monotonic() - kept[0] < KEPT_SECONDS and not settings.TEST:
        return kept[1]
    try:
        face = _read_face(commune_id)
    except DatabaseError:
        return kept[1] if kept else Face()
    _faces[commune_id] = (time.monotonic(), face)
    return face


def _read_face(commune_id: UUID) -> Face:
    unit = Unit.objects.select_related("parent", "commune_profile").filter(id=commune_id).first()
    if unit is None:
        return Face()
    profile = getattr(unit, "commune_profile", None)
    office = (
        Office(
            profile.office_name,
            profile.office_address,
            profile.office_phone,
            opening_words(commune_id, today()),
            profile.office_email,
        )
        if profile
        else Office()
    )
    return Face(in_sentence(unit.full_name), unit.parent.name if unit.parent else "", office)


@dataclass(frozen=True, slots=True)
class Assist:
    """The banner of the helper: whom, since when, where."""

    citizen_name: str
    started_at: datetime
    minutes: int
    end_url: str


class Shell:
    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.demo: bool = settings.DEMO
        self.source_url: str = settings.SOURCE_URL

    @cached_property
    def actor(self) -> Actor:
        """Who is at the browser. A program with a token gets the page of a visitor: its scopes give away no name."""
        actor = actor_of(self._request)
        return actor if actor.token_scopes is None else ANONYMOUS

    @cached_property
    def commune_id(self) -> UUID:
        """Of the first post of who is acting, otherwise the one this server belongs to."""
        return self.actor.home_commune() or stable_id("commune", settings.COMMUNE_CODE)

    @cached_property
    def _face(self) -> Face:
        return face_of(self.commune_id)

    @property
    def commune_name(self) -> str:
        return self._face.name

    @property
    def province_name(self) -> str:
        return self._face.province

    @property
    def office(self) -> Office:
        return self._face.office

    @property
    def site_name(self) -> str:
        return f"Thôn Số · {self.commune_name}" if self.commune_name else "Thôn Số"

    @cached_property
    def post_title(self) -> str:
        return next((grant.post_title for grant in self.actor.grants if grant.post_title), "")

    @property
    def first_page(self) -> str:
        """Where the mark on top of the desk leads: the desk is not everybody's who sees this shell."""
        return first_page(self.actor)

    @property
    def searches(self) -> bool:
        """Whether the box on top of the desk finds anything: an administrator without a post sees no dossier."""
        return self.actor.has_any(STAFF_ROLES)

    @cached_property
    def standing_in(self) -> str:
        """For whom this person acts today, by name; no query for who acts only for oneself."""
        lenders = {grant.acting_for for grant in self.actor.grants if grant.acting_for}
        return ", ".join(Account.objects.filter(pk__in=lenders).values_list("full_name", flat=True)) if lenders else ""

    @cached_property
    def hamlet_name(self) -> str:
        unit_id = next((g.unit_id for g in self.actor.grants if g.role in HAMLET_ROLES), None)
        found = Unit.objects.filter(id=unit_id).values_list("full_name", flat=True).first() if unit_id else None
        return in_sentence(found) if found else ""

    @cached_property
    def assist(self) -> Assist | None:
        open_ = self.actor.assist
        if open_ is None:
            return None
        minutes = max(0, int((now() - open_.started_at).total_seconds() // 60))
        return Assist(open_.citizen_name, open_.started_at, minutes, links.find("assist_end"))

    @property
    def who(self) -> str:
        """Changes with the person or the citizen being helped, so that the browser drops what it kept for another."""
        if not self.actor.is_account:
            return ""
        helped = self.actor.assist.session_id if self.actor.assist else ""
        return salted_hmac("web.who", f"{self.actor.account_id}:{helped}").hexdigest()[:16]

    @property
    def shared_pc(self) -> SharedPc | None:
        return shared_of(self._request)

    @property
    def url(self) -> dict[str, str]:
        """{{ shell.url.help }}: addresses of `links`, '' where there is none."""
        return _Urls()

    @cached_property
    def _items(self) -> dict[str, list[Item]]:
        return {}

    def _nav(self, shell: str) -> list[Item]:
        if shell not in self._items:
            self._items[shell] = items(shell, self._request)
        return self._items[shell]

    @property
    def nav(self) -> list[Item]:
        return self._nav("public")

    @property
    def desk_nav(self) -> list[tuple[Any, list[Item]]]:
        return groups(self._nav("desk"))

    @property
    def hamlet_nav(self) -> list[Item]:
        return self._nav("hamlet")


class _Urls(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return links.find(key)


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}
