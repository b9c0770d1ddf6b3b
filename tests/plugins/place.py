"""Where the tests keep their database; decided before any setting is read."""

import os
from pathlib import Path

import platformdirs


def choose_home() -> None:
    """Point this run at the tests' own data folder and at a database of this worker's own."""
    folder = Path("/var/cache") if os.geteuid() == 0 else Path(platformdirs.user_cache_dir())
    os.environ["CARTERA_HOME"] = os.environ.get("CARTERA_TEST_HOME", str(folder / "cartera-tests"))
    os.environ["CARTERA_DATABASE"] = worker_database()
    os.environ["DJANGO_SETTINGS_MODULE"] = "cartera.config.settings"
    os.environ["CARTERA_POOL"] = "0"
    os.environ["CARTERA_FIGURES_SECONDS"] = "0"  # what was just done is seen at once
    os.environ["CARTERA_STATIC_GATHERED"] = "false"
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("DATABASE_APP_URL", None)


def worker_database() -> str:
    """The name of the database of this process of the test run."""
    return f"test_{os.getpid()}"
