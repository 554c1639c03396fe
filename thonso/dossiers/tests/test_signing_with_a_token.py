"""The leader signs a batch with a token, through the pages: step-up, PIN, and what happens when the token goes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core import papers
from thonso.core.access.models import Account
from thonso.core.files.services import open_stored
from thonso.core.journal.work import transact
from thonso.core.numbers.models import Issued
from thonso.core.signatures import services, verify
from thonso.core.signatures.keys import KeyRef
from thonso.core.signatures.models import SigningKey
from thonso.core.signatures.tests.softhsm import PIN, Make, SoftToken, make_token
from thonso.core.signatures.tests.test_tokens import der
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.services import results, signing
from thonso.dossiers.tests.world import World, sample

__all__ = ["make_token"]
pytestmark = pytest.mark.django_db
ADDRESS = "/ban/ky/ky/"


@pytest.fixture
def token(world: World, make_token: Make, settings: Any) -> SoftToken:
    """The deputy chairman's key lies on a token; the key of the demo was retired."""
    pho = Account.objects.get(username="pho")
    private, certificate = _pair(settings, "token-pho", pho.full_name)
    made = make_token("Token Pho", key=private, certificate=certificate)
    ref = KeyRef("pkcs11", made.label, PIN, certificate=certificate)
    examined = services.examine(ref, services.Holder(pho.full_name, account_id=pho.pk))
    with transact(world.commune_id) as work:
        old = SigningKey.objects.get(account=pho)
        services.retire_key(work, pho.ref, old, reason="Chuyển sang dùng thiết bị")
        services.register_key(work, pho.ref, examined, title="Phó Chủ tịch UBND xã", image=bytes(old.image))
    return made


def _pair(settings: Any, slug: str, name: str) -> tuple[bytes, bytes]:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.serialization import pkcs12

    from thonso.core.signatures import demo_ca

    demo_ca.issue(demo_ca.DemoSigner(slug, name, "Phó Chủ tịch UBND xã", "UBND xã Bát Xát"))
    folder = settings.DATA / "demo-ca"
    secret = (folder / f"{slug}.pass").read_bytes()
    private, certificate, _more = pkcs12.load_key_and_certificates((folder / f"{slug}.p12").read_bytes(), secret)
    assert certificate is not None
    return der(private), certificate.public_bytes(serialization.Encoding.DER)


def submitted(world: World, count: int) -> list[Dossier]:
    """Confirmations of residence that wait for the signature."""
    found = []
    for _n in range(count):
        done = world.file("lan", sample("TS.000001"))
        world.receive(done)
        for step in ("take", "draft_result", "propose"):
            world.act("hoa", done, step)
        found.append(world.dossier(done))
    return found


@pytest.fixture
def pho(sign_in: Any) -> Client:
    client = Client()
    sign_in(client, "pho")
    return client


def signed_of(dossiers: list[Dossier]) -> list[Result]:
    found = Result.objects.filter(stands_for__dossier__in=dossiers, state=Result.State.SIGNED)
    return list(found.order_by("signed_at"))


def numbers_taken() -> int:
    return Issued.objects.filter(object_kind="result").count()


def test_the_pin_is_asked_for_and_a_batch_is_signed(world: World, token: SoftToken, pho: Client) -> None:
    dossiers = submitted(world, 3)
    chosen = {"code": [one.code for one in dossiers], "unread": "1"}
    asked = pho.post(ADDRESS, chosen)
    assert asked.status_code == 200
    page = asked.content.decode()
    assert 'type="password"' in page
    assert all(one.code in page for one in dossiers)
    assert numbers_taken() == 0
    done = pho.post(ADDRESS, {**chosen, "secret": PIN}, follow=True)
    assert "3 hồ sơ" in done.content.decode()
    signed = signed_of(dossiers)
    assert len(signed) == 3 == numbers_taken()
    assert all(one.upload is not None and one.signer_name == "Sùng Seo Phong" for one in signed)


def test_what_was_signed_with_the_token_is_checked_by_anybody(world: World, token: SoftToken, pho: Client) -> None:
    (dossier,) = submitted(world, 1)
    pho.post(ADDRESS, {"code": [dossier.code], "unread": "1", "secret": PIN})
    (result,) = signed_of([dossier])
    with open_stored(result.upload) as file:  # type: ignore[arg-type]
        verdict = verify(file.read())
    assert (verdict.integrity, verdict.changes, verdict.identity) == ("ok", "none", "test")


def test_a_wrong_pin_is_told_three_times_and_nothing_is_half_done(world: World, token: SoftToken, pho: Client) -> None:
    dossiers = submitted(world, 2)
    chosen = {"code": [one.code for one in dossiers], "unread": "1"}
    for _try in range(3):
        told = pho.post(ADDRESS, {**chosen, "secret": "111111"})
        assert told.status_code == 422
        page = told.content.decode()
        assert "Mã PIN không đúng" in page
        assert "111111" not in page
        assert all(one.code in page for one in dossiers), "what was chosen is kept"
    told = pho.post(ADDRESS, {**chosen, "secret": PIN})
    assert told.status_code == 429
    assert "sai ba lần" in told.content.decode()
    assert signed_of(dossiers) == []
    assert numbers_taken() == 0


def test_pulled_out_in_the_middle_what_is_signed_stays_and_no_number_is_lost(
    world: World, token: SoftToken, pho: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossiers = submitted(world, 4)
    drawn = {"count": 0}
    draw = papers.render_with_box

    def draw_and_pull(*given: Any, **more: Any) -> Any:
        drawn["count"] += 1
        if drawn["count"] == 3:
            token.pull_out()
        return draw(*given, **more)

    monkeypatch.setattr(papers, "render_with_box", draw_and_pull)
    chosen = {"code": [one.code for one in dossiers], "unread": "1", "secret": PIN}
    page = pho.post(ADDRESS, chosen, follow=True).content.decode()
    assert "không còn trả lời" in page
    assert "2 hồ sơ" in page
    assert len(signed_of(dossiers)) == 2 == numbers_taken()
    token.plug_in()
    rest = [one.code for one in dossiers if results.unsigned_of(one)]
    assert len(rest) == 2
    pho.post(ADDRESS, {"code": rest, "unread": "1", "secret": PIN})
    signed = signed_of(dossiers)
    assert [int(one.number.split("/")[0]) for one in signed] == [1, 2, 3, 4]


def test_two_who_sign_at_once_get_numbers_of_their_own(
    world: World, pho: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one paper is drawn, another leader signs with the number it was drawn with: it is drawn anew."""
    first, second = submitted(world, 2)
    draw = papers.render_with_box
    drawn: list[int] = []

    def draw_while_another_signs(paper: str, data: Any) -> Any:
        drawn.append(data["number"])
        if len(drawn) == 1:
            with services.in_hand(services.key_of_account(world.commune_id, world.actor("hai").ref.id)) as hand:
                fresh = Dossier.objects.get(pk=second.pk)
                signing.sign(world.actor("hai"), [fresh], [second.pk], hand=hand)
        return draw(paper, data)

    monkeypatch.setattr(papers, "render_with_box", draw_while_another_signs)
    pho.post(ADDRESS, {"code": [first.code], "unread": "1"})
    assert drawn == [1, 1, 2]
    assert [one.number.split("/")[0] for one in signed_of([first, second])] == ["01", "02"]
    assert numbers_taken() == 2


def test_the_clerk_seals_with_a_token_and_its_pin(
    world: World, make_token: Make, client: Client, sign_in: Any, settings: Any, tmp_path: Any
) -> None:
    seal = SigningKey.objects.get(unit_id=world.commune_id)
    private, certificate = _pair(settings, "token-seal", seal.name)
    made = make_token("Con dau", key=private, certificate=certificate)
    ref = KeyRef("pkcs11", made.label, PIN, certificate=certificate)
    examined = services.examine(ref, services.Holder(seal.name, unit_id=world.commune_id))
    with transact(world.commune_id) as work:
        services.retire_key(work, world.actor("quantri").ref, seal, reason="Chuyển sang dùng thiết bị")
        services.register_key(work, world.actor("quantri").ref, examined)
    first, second = submitted(world, 2)
    pho = Client()
    sign_in(pho, "pho")
    pho.post(ADDRESS, {"code": [first.code, second.code], "unread": "1"})
    sign_in(client, "thu")
    address = reverse("dossiers:act", args=[first.code, "seal"])
    page = client.get(address).content.decode()
    assert 'name="secret"' in page
    wrong = client.post(address, {"secret": "999999", "transaction_id": str(first.pk)})
    assert wrong.status_code == 422
    assert "Mã PIN không đúng" in wrong.content.decode()
    assert client.post(address, {"secret": PIN, "transaction_id": str(first.pk)}).status_code == 302
    assert Dossier.objects.get(pk=first.pk).state == "completed"
    # The installation may keep the seal's PIN in a file of its own instead.
    file = tmp_path / "seal-pin"
    file.write_text(PIN)
    file.chmod(0o600)
    settings.SEAL_SECRET_FILE = str(file)
    address = reverse("dossiers:act", args=[second.code, "seal"])
    assert 'name="secret"' not in client.get(address).content.decode()
    file.chmod(0o644)
    refused = client.post(address, {"transaction_id": str(second.pk)})
    assert refused.status_code == 503
    assert "người khác đọc được" in refused.content.decode()
    file.chmod(0o600)
    assert client.post(address, {"transaction_id": str(second.pk)}).status_code == 302
