"""Run in a house: what the worker does every hour for the journal."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thonso.config.settings")
django.setup()

from thonso.core.journal.services import anchor_all  # noqa: E402

if __name__ == "__main__":
    anchor_all()
