"""WSGI entry point. It refuses to serve with wrong settings or with a view nobody may call (mapping/checks.py)."""

import os
from io import StringIO

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mapping.settings")
application = get_wsgi_application()
call_command("check", stdout=StringIO())
