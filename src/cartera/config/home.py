"""The data folder: where the database and the keys of one installation live.

``CARTERA_HOME`` names it. Otherwise it is ``/var/lib/cartera`` for root, since the embedded server
then runs as a user of its own who must be able to reach it, and the user's own data folder for
anyone else.
"""

import os
import secrets
from pathlib import Path

import platformdirs


def home() -> Path:
    """The data folder, made if it is not there."""
    folder = _chosen()
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def key(name: str) -> str:
    """The secret ``name``: random, made the first time, in a file that only its owner reads."""
    path = keys_folder() / name
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")


def keys_folder() -> Path:
    folder = home() / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def letters_folder() -> Path:
    """Where letters wait that no mail server takes; only its owner reads it."""
    folder = home() / "letters"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def checkpoints_folder() -> Path:
    """Where the audit chain's checkpoints are kept, outside every database."""
    return home() / "checkpoints"


def _chosen() -> Path:
    named = os.environ.get("CARTERA_HOME")
    if named:
        return Path(named).expanduser()
    if os.geteuid() == 0:
        return Path("/var/lib/cartera")
    return Path(platformdirs.user_data_dir("cartera"))


def _write_once(path: Path, text: str) -> None:
    """Write ``path`` whole or not at all; whoever comes second keeps the first one's text."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
