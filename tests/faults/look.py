"""Run in a house: what is stored of each dossier, as JSON. {id: [code, events, messages, journal entries]}"""

import json
import os
import sys
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thonso.config.settings")
django.setup()

from thonso.core.journal.models import Entry  # noqa: E402
from thonso.core.notices.models import OutboxMessage  # noqa: E402
from thonso.dossiers.models import Attachment, Dossier, Event, Party  # noqa: E402

if __name__ == "__main__":
    events = Counter(Event.objects.values_list("dossier_id", flat=True))
    messages = Counter(OutboxMessage.objects.values_list("about_id", flat=True))
    entries = Counter(Entry.objects.filter(verb="dossier.filed").values_list("object_id", flat=True))
    files = Counter(Attachment.objects.values_list("dossier_id", flat=True))
    people = Counter(Party.objects.values_list("dossier_id", flat=True))
    found = {
        str(id_): [code, events[id_], messages[id_], entries[id_], files[id_], people[id_]]
        for id_, code in Dossier.objects.values_list("id", "code")
    }
    json.dump(found, sys.stdout)
