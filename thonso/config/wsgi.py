"""The WSGI application that `thonso serve` runs under granian."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from thonso.config.databases import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thonso.config.settings")
application = get_wsgi_application()
# Before the first connection of any thread.
limit_statements(connections.settings["default"])
connections.close_all()
