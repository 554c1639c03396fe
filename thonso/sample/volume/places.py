"""Where synthetic dossiers lie: the sample commune and others of the country, with hamlets and the catalogue."""

from django.core.management import call_command

from thonso.core.access.actors import system_actor
from thonso.core.base.ids import stable_id
from thonso.core.journal.work import transact
from thonso.core.units import services as units
from thonso.core.units.models import Unit
from thonso.core.units.rules import HamletData
from thonso.procedures.services import load_catalogue
from thonso.sample.accounts import create_sample_accounts
from thonso.sample.commune import SINCE, build_commune

BY = system_actor("seed")
HAMLETS = 4


def communes(count_: int) -> list[Unit]:
    """The sample commune and, when more are asked for, others of the country: with hamlets and the catalogue on offer."""
    if not Unit.objects.filter(pk=stable_id("province", "01")).exists():
        call_command("import_units", verbosity=0, stdout=_Silent())
    call_command("load_holidays", verbosity=0, stdout=_Silent())
    place = build_commune()
    create_sample_accounts(place["commune"], place["hamlets"])
    first: Unit = place["commune"]
    others = Unit.objects.filter(kind=Unit.Kind.COMMUNE, valid_to=None).exclude(pk=first.pk)
    # Of one province first, in the order of their codes.
    near = others.filter(parent=first.parent).order_by("code")[: count_ - 1]
    found = [first, *near]
    if len(found) < count_:
        found += others.exclude(parent=first.parent).order_by("code")[: count_ - len(found)]
    for commune in found:
        load_catalogue(commune.pk)
        if commune.pk != first.pk and not Unit.objects.filter(commune=commune, kind=Unit.Kind.HAMLET).exists():
            _make_hamlets(commune)
    return found


class _Silent:
    def write(self, text: str) -> None:
        return


def _make_hamlets(commune: Unit) -> None:
    with transact(commune.pk) as work:
        for number in range(1, HAMLETS + 1):
            data = HamletData(name=f"Số {number}", code=f"so-{number}", valid_from=SINCE)
            id_ = stable_id("hamlet", f"{commune.code}:{number}")
            units.create_hamlet(work, BY.ref, commune, data, id_=id_)
