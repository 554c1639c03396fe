"""What the tests of the pages of moving share: who and where, sent, looked at and done."""

import re
from datetime import date
from uuid import uuid4

from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of
from thonso.core.people.models import Membership, Resident

WHY = "Thông báo kết quả cư trú số 15"
ON = "01/04/2026"
DAY = date(2026, 4, 1)


def named(name):
    return Resident.objects.get(full_name=name)


def at(home, what):
    return f"/ban/dan-cu/ho/{home.pk}/{what}/"


def of(row, what):
    return f"/ban/dan-cu/nguoi/{row.pk}/{what}/"


def who(**relations):
    """`who(Sử="head")`: what is chosen for whoever has this last name."""
    rows = {row.full_name.split()[-1]: row for row in Resident.objects.all()}
    return {f"who-{rows[name].pk}": relation for name, relation in relations.items()}


def post(client, url, values, **more):
    return client.post(url, {"transaction_id": str(uuid4()), "reason": WHY, "on": ON, **values, **more})


def shown(answer):
    assert answer.status_code == 200, answer.content.decode()
    page = answer.content.decode()
    return page, re.findall(r'name="asked" value="(\w+)"', page)[0]


def done(client, url, values, **more):
    """Looked at, then done as it was shown: gives what was shown and where it went."""
    page, asked = shown(post(client, url, values, **more))
    answer = post(client, url, values, **more, asked=asked)
    assert answer.status_code == 302, answer.content.decode()
    return page, answer


def refused(client, url, values, words, **more):
    before = list(Membership.objects.order_by("pk").values())
    answer = post(client, url, values, **more)
    page = answer.content.decode()
    assert answer.status_code == 422, page
    assert words in page
    assert list(Membership.objects.order_by("pk").values()) == before
    return page


def notes(verb):
    return [body_of(row) for row in Entry.objects.filter(verb=verb).order_by("seq")]
