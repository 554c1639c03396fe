"""Signing keys of the sample commune, from the demo authority: the two leaders, and the committee's seal."""

from thonso.core.access.actors import system_actor
from thonso.core.access.models import Account
from thonso.core.base.text import in_sentence
from thonso.core.journal.work import transact
from thonso.core.signatures import demo_ca
from thonso.core.signatures.demo_ca import DemoSigner
from thonso.core.signatures.services import Holder, examine, register_key
from thonso.core.units.models import Unit

LEADERS = {"hai": "Chủ tịch UBND xã", "pho": "Phó Chủ tịch UBND xã"}


def make_keys(commune: Unit, accounts: dict[str, Account]) -> None:
    """Idempotent: a key that is there is not entered twice."""
    organisation = f"Ủy ban nhân dân {in_sentence(commune.full_name)}"
    signers = {
        DemoSigner(name, accounts[name].full_name, title, organisation): Holder(
            accounts[name].full_name, account_id=accounts[name].pk
        )
        for name, title in LEADERS.items()
    }
    seal = DemoSigner("seal", organisation, "", organisation, role="organisation")
    signers[seal] = Holder(organisation, unit_id=commune.pk)
    by = system_actor("sample").ref
    for signer, holder in signers.items():
        made = demo_ca.issue(signer)
        examined = examine(made.key, holder)
        with transact(commune.pk) as work:
            register_key(work, by, examined, title=signer.title, image=made.image)
