"""E-mail against a real SMTP server."""

import pytest

from thonso.core.access.models import Account
from thonso.core.notices import worker
from thonso.core.notices.models import DeliveryAttempt, State

pytestmark = pytest.mark.django_db


def test_a_mail_arrives_in_both_forms_with_its_subject(mail, queued):
    message = queued("email", "mai@example.vn")
    worker.run_once()
    message.refresh_from_db()
    assert message.state == State.SENT
    got = mail.mails[0]
    assert got["Subject"] == "Đã tiếp nhận hồ sơ TS-7K2M-9QPD"
    assert got["To"] == "mai@example.vn"
    assert got["Message-ID"] == f"<{message.pk}@example.vn>"
    assert got["Auto-Submitted"] == "auto-generated"
    text, html = (part.get_content() for part in got.iter_parts())
    assert "đã tiếp nhận hồ sơ mã TS-7K2M-9QPD. Hẹn trả kết quả: 05/12/2026." in text
    assert "<strong>TS-7K2M-9QPD</strong>" in html


def test_a_mail_to_an_account_goes_to_its_address_of_the_moment(mail, queued):
    account = Account.objects.create(username="lan", full_name="Lan", email="old@example.vn")
    queued("email", account.pk)
    Account.objects.filter(pk=account.pk).update(email="lan@example.vn")
    worker.run_once()
    assert mail.mails[0]["To"] == "lan@example.vn"


def test_an_account_without_an_address_is_shown_to_a_person(mail, queued):
    message = queued("email", Account.objects.create(username="lan", full_name="Lan").pk)
    worker.run_once()
    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.DEAD, "no_address")


@pytest.mark.parametrize("behaviour", ["later", "full"])
def test_a_server_that_says_later_is_tried_again(mail, queued, clock, behaviour):
    mail.then(behaviour)
    message = queued("email", "mai@example.vn")
    worker.run_once()
    assert mail.mails == []
    clock.forward(minutes=2)
    worker.run_once()
    message.refresh_from_db()
    assert (message.state, len(mail.mails)) == (State.SENT, 1)


@pytest.mark.parametrize("behaviour", ["never", "no_such_user"])
def test_a_server_that_says_never_is_believed(mail, queued, behaviour):
    mail.then(behaviour)
    message = queued("email", "mai@example.vn")
    worker.run_once()
    message.refresh_from_db()
    assert message.state == State.DEAD
    assert "mai@" not in message.last_error


@pytest.mark.parametrize("behaviour", ["drop", "hang", "accept_then_drop"])
def test_a_line_that_breaks_is_tried_again_as_the_same_mail(mail, queued, clock, behaviour):
    mail.then(behaviour)
    message = queued("email", "mai@example.vn")
    worker.run_once()
    clock.forward(minutes=2)
    worker.run_once()
    message.refresh_from_db()
    assert message.state == State.SENT
    # SMTP cannot be asked, so the mail may come twice; mail programs show one, by its Message-ID and Date.
    assert {(got["Message-ID"], got["Date"]) for got in mail.mails} == {
        (f"<{message.pk}@example.vn>", mail.mails[0]["Date"])
    }
    assert list(DeliveryAttempt.objects.order_by("pk").values_list("outcome", flat=True)) == ["unsure", "sent"]


def test_a_server_that_is_away_is_waited_for(mail, queued, clock, settings):
    there, settings.SMTP_URL = settings.SMTP_URL, "smtp+plain://127.0.0.1:1"
    message = queued("email", "mai@example.vn")
    worker.run_once()
    settings.SMTP_URL = there
    clock.forward(minutes=2)
    worker.run_once()
    message.refresh_from_db()
    assert (message.state, len(mail.mails)) == (State.SENT, 1)
