"""What the sample needs to act: the cast, a source of chance, filing for somebody, the hours between two steps."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from thonso.core.access.actors import Actor
from thonso.core.base import clock
from thonso.core.base.ids import stable_id
from thonso.core.people.models import Resident
from thonso.core.people.services import id_number_of
from thonso.core.units.models import Unit
from thonso.core.workdays.services import calendar_for
from thonso.dossiers import actions
from thonso.dossiers.models import Dossier
from thonso.dossiers.services import assist, filing
from thonso.dossiers.services.filing import Filing, Person
from thonso.dossiers.services.moves import papers_at_hand
from thonso.procedures.access import published
from thonso.procedures.samples import load as samples
from thonso.sample.answers import answers_of

IN_HAMLET = 0.45  # share of the confirmations that are filed in the hamlets


@dataclass
class Scene:
    """Everything the sample needs to act: the commune, the cast as actors, a source of chance."""

    commune: Unit
    actors: dict[str, Actor]
    chance: random.Random
    count: int = 0

    def id(self, what: str) -> UUID:
        self.count += 1
        return stable_id("sample-dossier", f"{what}:{self.count}")

    def do(self, who: str, dossier: Dossier, name: str, data: dict[str, Any] | None = None) -> None:
        fresh = Dossier.objects.select_related("commune", "hamlet").get(pk=dossier.pk)
        actions.perform(self.actors[who], fresh, name, data or {}, self.id(name))


def file(scene: Scene, person: Resident, code: str, moment: datetime) -> Dossier | None:
    offered = next((o for o in published(scene.commune.pk, moment.date()) if o.code == code), None)
    if offered is None:
        return None
    answers = answers_of(person, code, moment.date(), calendar_for(scene.commune.pk))
    details = {"id_number": id_number_of(person)}
    whole = Filing(
        id=scene.id(f"file:{code}"),
        commune_id=scene.commune.pk,
        commune_code=scene.commune.code,
        version_id=offered.version_id,
        answers=answers,
        attachments=[],
        channel="desk",
        subject=Person(person.full_name, details),
        submitter=Person(person.full_name, details, samples(code)["valid"].representation),
        hamlet_id=person.hamlet_id,
    )
    with clock.at(moment):
        if code == "TS.000001" and scene.chance.random() < IN_HAMLET:
            done = _with_helper(scene, person, whole)
        else:
            done = filing.file(scene.actors["lan"], whole)
    return Dossier.objects.select_related("commune", "hamlet").get(pk=done.dossier_id)


def _with_helper(scene: Scene, person: Resident, whole: Filing) -> filing.Filed:
    """Filed in the hamlet house: a session for this one person, ended when it is sent."""
    helper = scene.actors["tu"]
    details = {"id_number": id_number_of(person)}
    session = assist.open_session(
        helper, scene.commune.pk, name=person.full_name, details=details, consent="spoken", hamlet_id=person.hamlet_id
    )
    helping = replace(helper, assist=assist.ref_of(session))
    done = filing.file(helping, replace(whole, channel="assisted", helper=Person(helper.name)))
    assist.end_session(helper, session)
    return done


class Future(Exception):
    """The next step would lie after now."""


class Later:
    """The hour of the next step: some office hours on, never in the future."""

    def __init__(self, commune: Unit, start: datetime, chance: random.Random) -> None:
        self.calendar, self.at, self.chance, self.now = calendar_for(commune.pk), start, chance, clock.now()

    def step(self, hours: float) -> Any:
        self.at = self.calendar.snap(self.at + timedelta(hours=hours * (0.5 + self.chance.random())))
        if self.at >= self.now:
            raise Future
        return clock.at(self.at)


def check_all(scene: Scene, dossier: Dossier) -> None:
    """What can be looked at: forms on the screen, the rest beside its original; of a dossier from afar nothing else."""
    papers = {
        paper.key: {"verdict": "valid", "seen": "electronic" if paper.electronic_form else "compared"}
        for paper in papers_at_hand(dossier)
    }
    if papers:
        scene.do("lan", dossier, "check_paper", {"papers": papers})
