"""What every test in the project can ask for, the rooms' own tests included."""

import os

from tests.plugins import database

database.choose_home()
os.environ["DJANGO_SETTINGS_MODULE"] = "cartera.config.settings"

pytest_plugins = ("tests.plugins.database",)
