"""Data for the figures, made inside a house: people with tokens and uploads, plans of requests, sessions of browsers.

python -m bench.prepare filing --communes 50 --accounts 400 --filings 12000 --plan FILE
"""

import argparse
import io
import json
import os
import sys
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.test import Client  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402
from PIL import Image  # noqa: E402

from thonso.core import crypto  # noqa: E402
from thonso.core.access.actors import ANONYMOUS  # noqa: E402
from thonso.core.access.models import Account, ApiToken  # noqa: E402
from thonso.core.base.clock import now  # noqa: E402
from thonso.core.base.ids import new_id, stable_id  # noqa: E402
from thonso.core.base.refs import Ref  # noqa: E402
from thonso.core.files.models import Upload  # noqa: E402
from thonso.core.files.services import store  # noqa: E402
from thonso.core.people.models import Resident  # noqa: E402
from thonso.core.people.services import id_number_of  # noqa: E402
from thonso.core.units.models import Unit  # noqa: E402
from thonso.dossiers import vault  # noqa: E402
from thonso.dossiers.models import Dossier, Event  # noqa: E402
from thonso.dossiers.sources import birth_text  # noqa: E402
from thonso.dossiers.views import shown_keys  # noqa: E402
from thonso.procedures.samples import load as samples  # noqa: E402
from thonso.sample import volume  # noqa: E402
from thonso.sample.accounts import account_id  # noqa: E402
from thonso.sample.commune import seed_residents  # noqa: E402

PROCEDURE = "TS.000001"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def photo() -> bytes:
    """A small photo, so that there is a stored file."""
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "white").save(out, "JPEG")
    return out.getvalue()


def filing(communes: int, accounts: int, filings: int, plan: Path) -> None:
    """Residents with an account and a token in every commune, two uploads a filing, and the filings as a plan.

    Each filing has uploads of its own, as in life; all share one stored file, which is what the hash makes of them.
    """
    places = volume.communes(communes)
    each = -(-accounts // communes)
    people: list[tuple[Resident, Unit]] = []
    for index, commune in enumerate(places):
        seed_residents(commune, each * 3 + 20, 40 + index)
        rows = Resident.objects.filter(commune=commune, birth_year__lt=2000)
        rows = rows.exclude(id_blind=None).select_related("hamlet").order_by("id")[:each]
        people += [(row, commune) for row in rows]
    filers = [_account(number, resident) for number, (resident, _commune) in enumerate(people)]
    Account.objects.bulk_create([account for account, _token, _secret in filers], batch_size=100)
    ApiToken.objects.bulk_create([token for _account, token, _secret in filers], batch_size=100)
    stored = store(Ref("account", filers[0][0].pk), places[0].pk, photo(), name="the.jpg")
    uploads: list[Upload] = []
    # One account after another over the communes, so that 16 clients at once are 16 people of different communes.
    order = sorted(range(len(people)), key=lambda i: (i % each, i))
    with plan.open("w", encoding="utf-8") as out:
        for number, index in enumerate(islice(cycle(order), filings)):
            (resident, commune), (account, _token, secret) = people[index], filers[index]
            two = [_upload(account, commune, stored, number, side) for side in (1, 2)]
            uploads += two
            line = {
                "m": "PUT",
                "p": f"/api/v1/dossiers/{new_id()}",
                "h": {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
                "b": json.dumps(body_of(resident, commune, [u.received_sha256 for u in two]), ensure_ascii=False),
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    for start in range(0, len(uploads), 5000):
        Upload.objects.bulk_create(uploads[start : start + 5000], batch_size=200)
    volume.analyse()


def body_of(resident: Resident, commune: Unit, hashes: list[str]) -> dict[str, Any]:
    """The catalogue's sample filing with this resident in it: every answer of the form, a drawn signature, a phone."""
    assert commune.parent is not None
    person = {
        "full_name": resident.full_name,
        "id_number": id_number_of(resident),
        "birth": birth_text(resident.birth_date, resident.birth_precision),
        "sex": resident.sex,
    }
    home = {"province": commune.parent.code, "commune": commune.code, "hamlet": resident.hamlet.code}
    answers = {**samples(PROCEDURE)["valid"].answers, "requester": person, "home": home}
    subject = {"name": person["full_name"], "id_number": person["id_number"], "phone": "0912345678"}
    return {
        "procedure": PROCEDURE,
        "commune": commune.code,
        "hamlet": resident.hamlet.code,
        "channel": "online",
        "answers": json.loads(json.dumps(answers, default=str)),
        "attachments": [{"role": "id_card", "sha256": sha} for sha in hashes],
        "subject": subject,
    }


def _account(number: int, resident: Resident) -> tuple[Account, ApiToken, str]:
    account = Account(
        id=new_id(),
        username=f"bench-{number:05d}",
        full_name=resident.full_name,
        resident_id=resident.pk,
        is_sample=True,
        password="!",
    )
    secret = f"thonso_bench{number:05d}" + "x" * 30
    token = ApiToken(
        account=account,
        name="bench",
        token_digest=crypto.digest(secret.encode()),
        scopes=["*"],
        created_at=now(),
        expires_at=now() + timedelta(days=1),
    )
    return account, token, secret


def _upload(account: Account, commune: Unit, stored: Upload, number: int, side: int) -> Upload:
    at = now()
    return Upload(
        id=new_id(),
        commune_id=commune.pk,
        owner_kind="account",
        owner_id=account.pk,
        received_sha256=crypto.digest(f"{number}:{side}".encode()),
        stored_sha256=stored.stored_sha256,
        stored_size=stored.stored_size,
        size=stored.size,
        received=stored.size,
        media_type=stored.media_type,
        name=f"mat-{side}.jpg",
        state=Upload.State.READY,
        made_at=at,
        changed_at=at,
    )


def dossiers(total: int, communes: int, seed: int, history: bool) -> None:
    volume.seed_dossiers(total, seed, volume.communes(communes), history=history)


def browser(username: str) -> str:
    """The cookie of a signed-in browser."""
    client = Client()
    client.force_login(Account.objects.get(pk=account_id(username)), backend=BACKEND)
    return f"session={client.cookies['session'].value}"


def pages() -> dict[str, Any]:
    """Cookies and addresses for the pages that are measured."""
    commune = stable_id("commune", "02683")
    rows = Dossier.objects.filter(commune_id=commune).order_by("-filed_at")
    # With the province's code, without which there is no receipt to draw, and not by appointment.
    with_receipt = rows.exclude(received_at=None).exclude(official_code="").filter(appointed_at=None)
    received = with_receipt.filter(state="accepted").first() or with_receipt.first()
    found: dict[str, Any] = {
        "cookies": {name: browser(name) for name in ("lan", "hoa", "trung", "hai")},
        "dossiers": Dossier.objects.count(),
        "open": Dossier.objects.filter(commune_id=commune).exclude(holder_role="").count(),
    }
    if received is not None:
        event = Event.objects.filter(dossier=received, kind="receive").first()
        found["code"] = received.code
        found["slip"] = f"/ban/ho-so/{received.code}/giay/form01/{event.pk}.pdf" if event else ""
        found["tracking"] = tracker(received.pk)
        found["key"] = vault.open_tracking_key(received.pk, received.key_sealed)
        found["followed"] = [(f"/tra-cuu/{code}/", tracker(id_)) for id_, code in rows.values_list("pk", "code")[1:401]]
    return found


def tracker(dossier_id: UUID) -> str:
    """The cookie of a browser without an account that has shown the key of a dossier."""
    from importlib import import_module

    from django.conf import settings

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[shown_keys.SESSION] = {str(dossier_id): [now().timestamp(), str(ANONYMOUS.ref.id), ""]}
    session.save()
    # The token of the form in which the key was given.
    return f"session={session.session_key}; csrf={get_random_string(32)}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["filing", "dossiers", "pages"])
    parser.add_argument("--communes", type=int, default=1)
    parser.add_argument("--accounts", type=int, default=400)
    parser.add_argument("--filings", type=int, default=1000)
    parser.add_argument("--plan", type=Path)
    parser.add_argument("--total", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--history", action="store_true")
    options = parser.parse_args()
    if options.what == "filing":
        filing(options.communes, options.accounts, options.filings, options.plan)
    elif options.what == "dossiers":
        dossiers(options.total, options.communes, options.seed, options.history)
    json.dump(pages() if options.what == "pages" else {"done": options.what}, sys.stdout)
