"""Signing keys of the sample commune, from the demo authority: the two leaders, and the committee's seal."""

from thonso.core.access.actors import system_actor
from thonso.core.access.models import Account
from thonso.core.journal.work import transact
from thonso.core.signatures import demo_ca
from thonso.core.signatures.demo_ca import DemoSigner
from thonso.core.signatures.services import register_key
from thonso.core.units.models import Unit

LEADERS = {"hai": "Chủ tịch UBND xã", "pho": "Phó Chủ tịch UBND xã"}


def make_keys(commune: Unit, accounts: dict[str, Account]) -> None:
    """Idempotent: a key that is there is not entered twice."""
    organisation = f"Ủy ban nhân dân {commune.full_name[:1].lower()}{commune.full_name[1:]}"
    by = system_actor("sample").ref
    with transact(commune.pk) as work:
        for username, title in LEADERS.items():
            person = accounts[username]
            made = demo_ca.issue(DemoSigner(username, person.full_name, title, organisation))
            register_key(
                work, by, account_id=person.pk, key=made.key, name=person.full_name, title=title, image=made.image
            )
        made = demo_ca.issue(DemoSigner("seal", organisation, "", organisation, role="organisation"))
        register_key(work, by, unit_id=commune.pk, key=made.key, name=organisation, image=made.image)
