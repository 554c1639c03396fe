"""What an officer takes in on a mobile day, as the tests write it."""

from datetime import date, timedelta
from typing import Any

from thonso.core.access.models import Assignment
from thonso.dossiers.tests.world import MONDAY, World, sample
from thonso.offline.tests.phone import Record, sealed
from thonso.outreach.models import MobileDay
from thonso.procedures.access import version_on
from thonso.procedures.forms.kinds import Context
from thonso.procedures.rules import evaluate

CONFIRMATION, RECOGNITION, COPIES = "TS.000001", "1.011607", "2.000815"
WEDNESDAY = date(2026, 11, 25)
THERE = MONDAY.replace(day=25, hour=10, minute=0)
EVENING = THERE + timedelta(hours=8)


def helps_too(world: World) -> None:
    Assignment.objects.create(
        account=world.cast["lan"], commune_id=world.commune_id, unit=world.units.suoi_chai, role="helper",
        tree="government", granted_by=world.cast["quantri"].pk, valid_from=MONDAY.date(),
    )  # fmt: skip


def taken(world: World, day: MobileDay, code: str = CONFIRMATION, **said: Any) -> Record:
    record = sealed(world, "lan", code, helped={"consent": ""})
    at = THERE.isoformat()
    definition = version_on(world.commune_id, code, WEDNESDAY).definition
    context = Context(today=WEDNESDAY, channel="desk", representation=record.text["representation"])
    wanted = definition.papers_for(evaluate(definition.form, sample(code).answers, context).values, context)
    papers = {paper.key: {"verdict": "valid"} for paper in wanted}
    record.text["taken"] = {"day": str(day.pk), "at": at, "received": True, "papers": papers, "present": []} | said
    return record
