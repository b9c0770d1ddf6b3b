"""What every test in the project can ask for, the rooms' own tests included."""

import django

from tests.plugins.place import choose_home

choose_home()
django.setup()

pytest_plugins = (
    "tests.plugins.database",
    "tests.plugins.examples",
    "tests.plugins.day",
    "tests.plugins.lived",
    "tests.plugins.network",
    "tests.plugins.browser",
    "tests.plugins.second_factor",
)
