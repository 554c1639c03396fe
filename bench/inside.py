"""Figures that are measured inside a process of the product: the receipt's PDF, and the search for people.

python -m bench.inside receipt 100 | search 100000      (in the environment of a house; prints one JSON object)
"""

import json
import os
import random
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from bench.client import quantiles  # noqa: E402
from thonso.core.base.text import fold  # noqa: E402
from thonso.core.people.models import Resident  # noqa: E402
from thonso.core.search import services as searching  # noqa: E402
from thonso.core.units.services import hamlets  # noqa: E402
from thonso.dossiers import printing  # noqa: E402
from thonso.dossiers.models import Dossier  # noqa: E402
from thonso.sample import volume  # noqa: E402
from thonso.sample.commune import seed_residents  # noqa: E402


def receipt(times: int) -> dict[str, object]:
    received = Dossier.objects.filter(state="accepted", appointed_at=None).exclude(official_code="")
    dossier = received.select_related("commune", "hamlet").order_by("-filed_at")[0]
    slip = next(s for s in printing.slips_of(dossier, list(dossier.events.order_by("seq"))) if s.kind == "form01")
    took = []
    size = len(printing.render(dossier, slip))  # the first one loads the fonts
    cpu = time.process_time()
    for _turn in range(times):
        began = time.perf_counter()
        printing.render(dossier, slip)
        took.append((time.perf_counter() - began) * 1000)
    return {**quantiles(took), "bytes": size, "cpu_ms": (time.process_time() - cpu) * 1000 / times}


def search(people: int) -> dict[str, object]:
    commune = volume.communes(1)[0]
    seed_residents(commune, people, 1)
    volume.analyse()
    chance = random.Random(5)
    ids = list(Resident.objects.filter(commune=commune).values_list("id", flat=True))
    rows = list(Resident.objects.filter(id__in=chance.sample(ids, 100)))
    places = list(hamlets(commune.id))
    asked: dict[str, list[tuple[str, dict[str, object]]]] = {
        "full name": [(row.full_name, {}) for row in rows],
        "without diacritics": [(fold(row.full_name), {}) for row in rows],
        "unfinished": [(fold(row.full_name)[:-1], {}) for row in rows],
        "given name": [(row.full_name.split()[-1], {}) for row in rows],
        "family name": [(row.full_name.split()[0], {}) for row in rows],
        "one letter": [(letter, {}) for letter in "abcdghklmnpqstvxy" * 4],
        "name and year": [(f"{fold(row.full_name)} {row.birth_year}", {}) for row in rows],
        "name in a hamlet": [(row.full_name.split()[-1], {"hamlet_id": chance.choice(places).id}) for row in rows],
        "nobody": [(f"{fold(row.full_name)} zzz", {}) for row in rows],
    }
    every: list[float] = []
    worst = {}
    for kind, questions in asked.items():
        took = []
        for text, options in questions:
            began = time.perf_counter()
            searching.people(commune.id, text, 20, **options)  # type: ignore[arg-type]
            took.append((time.perf_counter() - began) * 1000)
        worst[kind] = quantiles(took)["p95_ms"]
        every += took
    return {**quantiles(every), "searches": len(every), "worst": worst}


if __name__ == "__main__":
    what, number = sys.argv[1], int(sys.argv[2])
    json.dump({"receipt": receipt, "search": search}[what](number), sys.stdout)
