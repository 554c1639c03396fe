"""Thirty days before a certificate ends, whoever signs with it and the administrators are told, once."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.core.notices import jobs, jobs_run, worker
from thonso.core.notices.models import InAppNotice, Job
from thonso.core.signatures import demo_ca, services, standing
from thonso.core.signatures.models import SigningKey
from thonso.core.signatures.tests.conftest import UBND
from thonso.core.signatures.tests.test_key_pages import As, come, pho_key

__all__ = ["come", "pho_key"]
pytestmark = pytest.mark.django_db


def told(at: datetime) -> list[Any]:
    """The worker's daily turn at that moment; whose notices there are then."""
    with clock.at(at):
        Job.objects.create(
            commune_id=jobs.home_commune(), name="signatures.warn", run_after=clock.now(), created_at=clock.now()
        )
        for job in jobs_run.claim(50):
            if job.name == "signatures.warn":
                assert jobs_run.run(job) == "done"
        worker.run_once()
    notices = InAppNotice.objects.filter(template="key_ending").values_list("account_id", flat=True)
    return sorted(Account.objects.get(pk=account_id).username for account_id in notices)


def test_the_owner_and_the_administrator_are_told_once(pho_key: SigningKey, cast: Any, come: As) -> None:
    assert told(pho_key.valid_to - timedelta(days=31)) == []
    assert told(pho_key.valid_to - timedelta(days=30)) == ["pho", "quantri"]
    assert told(pho_key.valid_to - timedelta(days=29)) == ["pho", "quantri"], "not every day again"
    page = come("pho").get("/tai-khoan/thong-bao/").content.decode()
    assert pho_key.valid_to.astimezone(clock.HANOI).strftime("%d/%m/%Y") in page
    assert reverse("signatures:key", args=[pho_key.pk]) in page


def test_of_the_seal_the_clerk_is_told(fresh: Path, cast: Any, bat_xat: Any) -> None:
    commune_id = bat_xat.commune.pk
    made = services.examine(demo_ca.issue(UBND).key, services.Holder(UBND.name, unit_id=commune_id))
    with transact(commune_id) as work:
        key = services.register_key(work, cast["quantri"].ref, made)
    assert told(key.valid_to - timedelta(days=3)) == ["quantri", "thu"]


def test_a_key_that_was_retired_or_followed_by_another_troubles_nobody(pho_key: SigningKey, cast: Any) -> None:
    at = pho_key.valid_to - timedelta(days=10)
    assert standing.ending_soon(at) == [pho_key]
    with transact(pho_key.commune_id) as work:
        services.retire_key(work, cast["quantri"].ref, pho_key, reason="Chuyển công tác")
    assert standing.ending_soon(at) == []
    assert told(at) == []


def test_whoever_has_gone_is_not_told(pho_key: SigningKey) -> None:
    Account.objects.filter(username="pho").update(is_active=False)
    assert told(pho_key.valid_to - timedelta(days=10)) == ["quantri"]
