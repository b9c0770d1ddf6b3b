"""The application that the web server runs."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartera.config.settings")
application = get_wsgi_application()

# Every page is loaded now and stays. The collector need not look through it again: that held up
# all that a process was answering for 130 ms, every few hundred pages.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
