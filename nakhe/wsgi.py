"""The application, for waitress or any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nakhe.settings")

application = get_wsgi_application()

from nakhe.demonstration import refuse_in_production  # noqa: E402 - needs the models, so Django first

refuse_in_production()
