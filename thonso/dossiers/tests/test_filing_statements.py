"""How many statements one filing writes: each is a wait on PostgreSQL while others wait for the head of the chain."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thonso.dossiers.models import Attachment, Event, Party
from thonso.dossiers.tests.world import World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
# The limit, the code, all rows of the dossier, the head, the entry with the head's hash.
POSTGRESQL = 5
# The same row by row: dossier, people, event, files held, files attached, message, answer kept, entry, hash.
SQLITE = 12


def test_a_filing_from_afar_writes_a_bounded_number_of_times(world: World) -> None:
    one = sample("1.001193")
    ready = world.filer(one)
    world.file_from_afar(ready, one, channel="online")
    with CaptureQueriesContext(connection) as asked:
        done = world.file_from_afar(ready, one, channel="online")
    # Without the sending of the photograph itself, which comes before.
    written = [
        found["sql"]
        for found in asked.captured_queries
        if re.match(r'WITH|(INSERT INTO|UPDATE) "?(?!files_upload)|UPDATE files_upload SET kept_at', found["sql"])
    ]
    assert len(written) == (POSTGRESQL if connection.vendor == "postgresql" else SQLITE), written
    dossier = world.dossier(done)
    assert Event.objects.filter(dossier=dossier).count() == 1
    assert Party.objects.filter(dossier=dossier).count() >= 2
    attached = Attachment.objects.filter(dossier=dossier).select_related("upload")
    assert attached
    assert all(row.upload.kept_at == dossier.filed_at for row in attached)
