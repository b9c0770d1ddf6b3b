"""A server's work without the server: people at work on threads, until the process is killed.

`python -m tests.races.worker FOLDER`: each thread opens claims, confirms them and receives cash,
one after the other. Before each act it writes what it is about to ask, under which key; after it,
what it was answered. Started again, it first asks anew what it never heard the answer of.
"""

import itertools
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PEOPLE = 4

Said = dict[str, Any]


class Diary:
    """What one person asked and was answered, written before the next thing happens."""

    def __init__(self, path: Path) -> None:
        self.rows: list[Said] = []
        if path.exists():
            lines = path.read_text().split("\n")
            self.rows = [json.loads(line) for line in lines if line.endswith("}")]
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(self, **said: Any) -> None:
        """One line; the kernel has it even if the process dies now."""
        self.rows.append(said)
        os.write(self._file, b"\n" + json.dumps(said).encode())

    def unheard(self) -> list[Said]:
        """What was asked and never answered."""
        answered = {row["key"] for row in self.rows if "answer" in row}
        return [r for r in self.rows if "answer" not in r and r["key"] not in answered]


def work(folder: Path, person: int) -> None:
    """Ask anew what is unheard, then go on for ever."""
    from cartera.control.people.models import User

    users = {user.username: user for user in User.objects.all()}
    diary = Diary(folder / f"person-{person}")
    for said in diary.unheard():
        _ask(diary, users, said)
    last = [row for row in diary.rows if "answer" in row]
    for key, step in _days_work(person, len(last), diary):
        _ask(diary, users, step() | {"key": key})


def _days_work(person: int, done: int, diary: Diary) -> Iterator[tuple[str, Callable[[], Said]]]:
    """Open a claim, confirm it, receive cash; `done` acts of it are behind already."""
    for number in itertools.count(done):
        key = f"{person}-{number}"
        yield key, [_open_claim, lambda: _confirm(diary), _receive][number % 3]


def _open_claim() -> Said:
    typed = {"client": "0001", "kind": "other", "amount": "1.00", "reason": "gestión"}
    return {"opens": "INT-07", "who": "aux_c", "inputs": typed}


def _confirm(diary: Diary) -> Said:
    opened = [row["answer"]["case"] for row in diary.rows if "answer" in row][-1]
    return {"case": opened, "who": "j_cob", "inputs": {}}


def _receive() -> Said:
    row = {"assignment": 1, "kind": "cash", "amount": "0.01", "value_on": "2026-01-05"}
    return {"procedure": "PCI-F09", "who": "ap_ab", "inputs": {"payments": [row], "finish": False}}


def _ask(diary: Diary, users: dict[str, Any], said: Said) -> None:
    from cartera.control.workflow.engine import open_case, perform
    from cartera.control.workflow.models import Task

    diary.write(**said)
    user = users[said["who"]]
    if "opens" in said:
        done = open_case(said["opens"], user, said["inputs"], key=said["key"])
    else:
        where = {"case_id": said["case"]} if "case" in said else {"procedure": said["procedure"]}
        task = Task.objects.filter(**where).order_by("-id")[0]
        done = perform(task.pk, user, said["inputs"], key=said["key"])
    diary.write(key=said["key"], answer=json.loads(done.to_json()), repeated=done.repeated)


def main() -> None:
    """Start everybody; a person's error ends the process with its trace."""
    import django

    django.setup()
    from cartera.kernel.clock import FixedClock, set_clock
    from tests.cast import OPENING

    set_clock(FixedClock(OPENING))
    threads = [
        threading.Thread(target=_until_error, args=(Path(sys.argv[1]), person))
        for person in range(PEOPLE)
    ]
    for thread in threads:
        thread.start()


def _until_error(folder: Path, person: int) -> None:
    try:
        work(folder, person)
    except BaseException:  # noqa: BLE001 (whatever it is, the test must hear of it)
        import traceback

        (folder / f"error-{person}").write_text(traceback.format_exc())
        os._exit(1)


if __name__ == "__main__":
    main()
