"""Makes the house of the browser tests: `python -m tests.browser.build`, with THONSO_* of a demo set by the caller.

The people, accounts, catalogue and keys of the sample commune, with two hamlets of their full size and a few dossiers; the
34 provinces and 3,321 communes are left out, since no page of the story shows them.
"""

import django


def build() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("compilemessages", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True, skip_checks=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_holidays", verbosity=0)

    from tests.cast import _unit
    from thonso.core.access.actors import actor_of_account
    from thonso.core.access.models import Account
    from thonso.core.base.ids import stable_id
    from thonso.core.units.models import Unit
    from thonso.procedures.services import load_catalogue
    from thonso.sample import commune, counter, dossiers, voices
    from thonso.sample.accounts import create_sample_accounts
    from thonso.sample.keys import make_keys

    province = _unit("province", "15", "Lào Cai", "Tỉnh Lào Cai", None, stable_id("province", "15"))
    places = [("02683", "Bát Xát", "Xã Bát Xát"), ("02686", "A Mú Sung", "Xã A Mú Sung")]
    rows = [_unit("commune", code, name, full, province, stable_id("commune", code)) for code, name, full in places]
    Unit.objects.bulk_create([province, *rows])
    plan = commune._plan()
    kept = {"suoi-chai", "son-ha"}
    plan["hamlets"] = [row for row in plan["hamlets"] if row["code"] in kept]
    plan["cast"] = [home for home in plan["cast"] if home["hamlet"] in kept]
    place = commune.build_commune()
    accounts = create_sample_accounts(place["commune"], place["hamlets"])
    place = commune.build_commune()
    load_catalogue(place["commune"].pk)
    make_keys(place["commune"], accounts)
    # None of the sample's recognitions: the hamlet's tasks are those of the story.
    dossiers.COUNT, dossiers.LAST, dossiers.HOUSEHOLDS = 24, 14, 0
    dossiers.build_dossiers(place, accounts, lambda line: None)
    actors = {who: actor_of_account(Account.objects.get(pk=accounts[who].pk)) for who in ("lan", "trung")}
    counter.build_counter(place["commune"].pk, actors)
    voices.build_voices(place["commune"], accounts)


if __name__ == "__main__":
    build()
