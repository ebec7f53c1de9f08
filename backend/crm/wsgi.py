"""Django, with the files of the built client in front of it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

from django.core.wsgi import get_wsgi_application

from crm.client import with_client_files

application = with_client_files(get_wsgi_application())
