"""The WSGI application that `thonso serve` runs under granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thonso.config.settings")
application = get_wsgi_application()
