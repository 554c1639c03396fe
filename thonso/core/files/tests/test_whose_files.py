"""A file belongs to who sent it; its hash opens nothing; others see it only through what it is attached to."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from thonso.core.access.actors import AssistRef, actor_of_account
from thonso.core.access.models import Account
from thonso.core.base.clock import now
from thonso.core.base.errors import Absent
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.files import access, services, storage
from thonso.core.files.models import Upload
from thonso.core.files.tests import making
from thonso.core.files.tests.conftest import COMMUNE, files_under, sha
from thonso.core.journal.work import transact

pytestmark = pytest.mark.django_db


def test_identical_bytes_of_two_owners_are_two_uploads_over_one_stored_file(
    send: Callable[..., Upload], mai: Ref, xuan: Ref, media: Path
) -> None:
    data = making.jpeg()
    hers, other = send(data, owner=mai), send(data, owner=xuan)
    assert hers.pk != other.pk
    assert hers.stored_sha256 == other.stored_sha256
    assert len(files_under(media)) == 2, "the file and its preview"
    assert access.mine(xuan, sha(data)) == other


def test_a_hash_is_not_a_key_to_another_s_file(send: Callable[..., Upload], mai: Ref, xuan: Ref) -> None:
    data = making.jpeg()
    send(data, owner=mai)
    assert access.mine(xuan, sha(data)) is None
    assert access.mine(None, sha(data)) is None
    with pytest.raises(services.NotArrived) as caught:
        services.attach_check(xuan, [sha(data)])
    assert caught.value.missing == [sha(data)]


def test_attaching_names_what_is_missing_and_keeps_the_order(send: Callable[..., Upload], mai: Ref) -> None:
    photo, paper = making.jpeg(), making.pdf()
    first, second = send(photo), send(paper, "don.pdf")
    half = services.begin(mai, COMMUNE, "b" * 64, 10)
    assert services.attach_check(mai, [sha(paper), sha(photo), sha(paper)]) == [second, first]
    with pytest.raises(services.NotArrived) as caught:
        services.attach_check(mai, [sha(photo), half.received_sha256, "c" * 64])
    assert caught.value.missing == [half.received_sha256, "c" * 64]


def test_an_account_opens_its_own_and_nobody_else_s(cast: dict[str, Account], send: Callable[..., Upload]) -> None:
    upload = send(making.jpeg(), owner=Ref("account", cast["mai"].pk))
    assert access.get(actor_of_account(cast["mai"]), upload.pk) == upload
    for name in ("xuan", "lan", "tu", "hai", "quantri"):
        with pytest.raises(Absent):
            access.get(actor_of_account(cast[name]), upload.pk)
    with pytest.raises(Absent):
        access.get(actor_of_account(cast["mai"]), new_id())


def test_a_wing_opens_a_file_for_those_who_may_see_what_it_is_attached_to(
    cast: dict[str, Account], send: Callable[..., Upload]
) -> None:
    upload = send(making.jpeg())
    access.register_reader(lambda actor, file: actor.has("one_stop", COMMUNE) and file.pk == upload.pk)
    assert access.get(actor_of_account(cast["lan"]), upload.pk) == upload
    with pytest.raises(Absent):
        access.get(actor_of_account(cast["xuan"]), upload.pk)


def test_a_file_of_an_assisted_session_ends_with_it(cast: dict[str, Account], send: Callable[..., Upload]) -> None:
    from dataclasses import replace

    session = AssistRef(new_id(), "Lý Thị Mai", now(), cast["tu"].pk)
    upload = send(making.jpeg(), owner=Ref("assist", session.session_id))
    helper = actor_of_account(cast["tu"])
    assert access.get(replace(helper, assist=session), upload.pk) == upload
    for assist in (None, replace(session, session_id=new_id())):
        with pytest.raises(Absent):
            access.get(replace(helper, assist=assist), upload.pk)


@pytest.mark.own_clock
def test_what_nothing_holds_is_swept_after_a_month_and_a_shared_file_stays(
    send: Callable[..., Upload], mai: Ref, xuan: Ref, media: Path
) -> None:
    services.register_holder(lambda ids: set())
    data = making.jpeg()
    old, kept = send(data, owner=mai), send(data, owner=xuan)
    with transact(COMMUNE) as work:
        services.keep(work, [kept])
    Upload.objects.update(changed_at=now() - timedelta(days=31))
    assert services.sweep() == 1
    assert list(Upload.objects.all()) == [kept]
    with services.open_stored(kept) as file:
        assert file.read(2) == b"\xff\xd8"
    with transact(COMMUNE) as work:
        services.release(work, [kept])
    assert services.sweep() == 1
    assert not Upload.objects.exists()
    assert len(files_under(media)) == 2, "a stored file stays a day longer: its row may be on its way"
    for name in storage.stored():
        assert storage.discard(name, older_than=0)
    assert files_under(media) == []
    assert old.pk


def test_what_a_wing_needs_is_never_swept_even_when_it_forgot_to_hold_it(send: Callable[..., Upload]) -> None:
    upload = send(making.jpeg())
    Upload.objects.update(changed_at=now() - timedelta(days=31))
    assert services.sweep() == 0, "no wing has been asked"
    services.register_holder(lambda ids: {upload.pk})
    assert services.sweep() == 0
    assert Upload.objects.count() == 1


def test_what_is_held_for_ever_does_not_stop_the_sweep_of_what_came_after(
    send: Callable[..., Upload], mai: Ref
) -> None:
    """Also where all changed in the same moment, as after a release."""
    held = [send(making.jpeg(width), owner=mai).pk for width in (64, 65, 66)]
    Upload.objects.update(changed_at=now() - timedelta(days=40))
    loose = [send(making.jpeg(width), owner=mai).pk for width in (67, 68, 69)]
    Upload.objects.filter(pk__in=loose).update(changed_at=now() - timedelta(days=31))
    services.register_holder(lambda ids: set(held) & set(ids))
    assert [services.sweep(batch=2) for _n in range(3)] == [2, 1, 0]
    assert set(Upload.objects.values_list("pk", flat=True)) == set(held)


def test_verify_finds_a_changed_a_lost_and_an_open_file(send: Callable[..., Upload]) -> None:
    whole = send(making.jpeg(100, 100))
    changed, lost, readable = (send(making.jpeg(110 + n, 100)) for n in range(3))
    assert list(services.verify_all()) == []
    storage.place(changed.stored_sha256).write_bytes(b"\xff\xd8\xff other")
    storage.place(lost.stored_sha256).unlink()
    storage.place(readable.stored_sha256).chmod(0o644)
    found = {fault.upload_id: fault.kind for fault in services.verify_all()}
    assert found == {changed.pk: "changed", lost.pk: "missing", readable.pk: "readable_by_others"}
    assert whole.pk not in found


def test_a_damaged_stored_file_is_put_right_when_it_is_sent_again(
    send: Callable[..., Upload], mai: Ref, xuan: Ref
) -> None:
    data = making.pdf()
    send(data, owner=mai)
    storage.place(sha(data)).write_bytes(b"rubbish")
    send(data, owner=xuan)
    assert list(services.verify_all()) == []


def test_what_i_sent_i_can_look_at_by_its_hash_and_nobody_else_can(
    client: Client, cast: dict[str, Account], sign_in: Callable[..., Account], send: Callable[..., Upload]
) -> None:
    data = making.jpeg()
    send(data, owner=Ref("account", cast["mai"].pk))
    sign_in(client, "mai")
    seen = client.get(f"/tep/cua-toi/{sha(data)}/")
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
    assert seen["Cache-Control"] == "no-store, private"
    assert b"".join(seen.streaming_content)[:2] == b"\xff\xd8"
    sign_in(client, "lan")
    assert client.get(f"/tep/cua-toi/{sha(data)}/").status_code == 404
