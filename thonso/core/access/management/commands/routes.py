"""thonso routes: every route and its audiences; --missing compares with the permission matrix and proposes rows."""

import csv
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from thonso.core.access import gate
from thonso.core.access.actors import ANONYMOUS, Actor, Grant
from thonso.core.access.roles import ROLES
from thonso.core.access.sample_tiles import ORDER

# The persona's role in the sample commune; who is not here is a resident without a post.
ROLE_OF = {
    "tu": "helper", "tu+mai": "helper", "dung": "village_head", "lan": "one_stop", "trung": "centre_director",
    "binh": "officer_justice", "hoa": "officer_social", "thu": "clerk", "hai": "chairman", "pho": "deputy_chairman",
    "son": "party_secretary_commune", "pao": "party_secretary_cell", "sen": "party_member", "quantri": "administrator",
    "tinh": "observer", "xuan": "one_stop",
}  # fmt: skip
# "tu+mai" is tu in an assisted session for mai.
PERSONAS = ("anonymous", *(name for who in ORDER for name in ((who, "tu+mai") if who == "tu" else (who,))))


def persona(name: str) -> Actor:
    if name == "anonymous":
        return ANONYMOUS
    roles = [ROLE_OF[name]] if name in ROLE_OF else []
    assert all(role in ROLES for role in roles)
    return Actor("account", grants=(*(Grant(role) for role in roles), Grant("citizen")))


def expected(audiences: tuple[str, ...], name: str) -> str:
    """What the gate alone answers, in the words of the matrix."""
    actor = persona(name)
    if gate.admits(audiences, actor):
        return "ok"
    return "absent" if actor.is_account else "sign-in"


def key_of(name: str, path: str) -> str:
    return name or f"/{path}"


class Command(BaseCommand):
    help = "List every route with its audiences."
    requires_system_checks: list[str] = []  # it is the way to see what a failing check is about

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--missing", action="store_true", help="those the permission matrix lacks, as rows for it")
        parser.add_argument("--matrix", type=Path, default=Path(settings.ROOT) / "tests" / "permission_matrix.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["missing"]:
            for name, path, pattern in gate.routes():
                audiences = gate.audiences_of(pattern.callback, name)
                self.stdout.write(f"/{path}\t{name}\t{' '.join(audiences)}")
            return
        with options["matrix"].open(encoding="utf-8", newline="") as source:
            known = {row["route"] for row in csv.DictReader(source)}
        writer = csv.writer(sys.stdout if self.stdout is None else self.stdout, lineterminator="\n")
        for name, path, pattern in gate.routes():
            key = key_of(name, path)
            if key in known:
                continue
            known.add(key)
            audiences = gate.audiences_of(pattern.callback, name)
            arguments = " ".join(f"{arg}=" for arg in pattern.pattern.converters)
            writer.writerow([key, "GET", arguments, *(expected(audiences, who) for who in PERSONAS)])
