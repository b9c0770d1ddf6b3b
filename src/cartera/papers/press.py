"""The press: a reusable child process that typesets, under a time and a memory limit.

A hung child is killed and its paper refused with an incident number; the next paper gets a new
child. Nothing of the company's state is in the child, so killing it loses nothing.
"""

import atexit
import contextlib
import logging
import os
import subprocess
import sys
import threading
import uuid
from pathlib import Path
from typing import Any

from font_source_sans_pro import (  # type: ignore[import-untyped]  # the wheel has no types
    font_directory,
)

from cartera.papers import press_child
from cartera.papers.refusals import PaperNotPrinted, PaperTookTooLong

TEMPLATES = Path(__file__).parent / "typst"
SECONDS = 30.0
MEGABYTES = 1536
PAPERS_PER_CHILD = 400
RESIDENT_KB_AT_MOST = 500_000

log = logging.getLogger(__name__)


class Press:
    """One child, one job at a time; callers from several threads wait their turn."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.seconds = seconds
        self.megabytes = megabytes
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._printed = 0
        self._turn = threading.Lock()

    def typeset(self, code: str, job: dict[str, Any]) -> bytes:
        """The bytes that the child answers for a job: {"template", "inputs"[, "query"]}.

        Refuses PaperTookTooLong past the time limit, PaperNotPrinted where the child failed or
        died; either names an incident that the log explains.
        """
        with self._turn:
            child = self._ready()
            killed = threading.Event()
            timer = threading.Timer(self.seconds, _kill, (child, killed))
            timer.daemon = True
            timer.start()
            try:
                found = self._ask(child, job)
            finally:
                timer.cancel()
            if found is None or killed.is_set():
                self.close()
            return self._answer(code, found, late=killed.is_set())

    def close(self) -> None:
        """Ends the child, if this process has one."""
        child, self._child = self._child, None
        if child is None or self._owner != os.getpid():
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    @property
    def child_pid(self) -> int | None:
        """The process id of the child, or None between children."""
        return self._child.pid if self._child else None

    def _ready(self) -> subprocess.Popen[bytes]:
        ours = self._owner == os.getpid()
        if self._child is None or not ours or self._child.poll() is not None:
            self.close()
            self._child, self._owner, self._printed = self._start(), os.getpid(), 0
        return self._child

    def _start(self) -> subprocess.Popen[bytes]:
        fonts, limit = str(font_directory), str(self.megabytes)
        return subprocess.Popen(
            [sys.executable, "-I", press_child.__file__, str(TEMPLATES), fonts, limit],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "4"},
        )

    def _ask(
        self, child: subprocess.Popen[bytes], job: dict[str, Any]
    ) -> tuple[dict[str, Any], bytes] | None:
        if child.stdin is None or child.stdout is None:
            return None
        try:
            press_child.write(child.stdin, job)
            return press_child.read(child.stdout)
        except OSError:
            return None

    def _answer(
        self, code: str, found: tuple[dict[str, Any], bytes] | None, *, late: bool
    ) -> bytes:
        if found is not None and found[0]["ok"]:
            self._recycle(found[0]["resident_kb"])
            return found[1]
        incident = uuid.uuid4().hex[:8]
        reason = "no answer" if found is None else found[0]["error"]
        log.error("paper %s not printed, incident %s: %s", code, incident, reason)
        if late:
            raise PaperTookTooLong(code=code, seconds=f"{self.seconds:g}", incident=incident)
        raise PaperNotPrinted(code=code, incident=incident)

    def _recycle(self, resident_kb: int) -> None:
        self._printed += 1
        if self._printed >= PAPERS_PER_CHILD or resident_kb > RESIDENT_KB_AT_MOST:
            self.close()


def _kill(child: subprocess.Popen[bytes], killed: threading.Event) -> None:
    killed.set()
    child.kill()


PRESS = Press()
atexit.register(PRESS.close)
