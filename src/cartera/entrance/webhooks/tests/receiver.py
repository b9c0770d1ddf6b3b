"""A small web server of the test's own that takes what it is told, or answers as it is bidden."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Heard:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What was heard, and what is answered: `statuses` first, in turn, then always 200."""

    port: int = 0
    heard: list[Heard] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    answer: bytes = b"ok"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that listens while the block lasts."""
    receiver = Receiver()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.heard.append(Heard(self.path, dict(self.headers), body))
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", str(len(receiver.answer)))
            self.end_headers()
            self.wfile.write(receiver.answer)

        def log_message(self, *_said: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        receiver.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Trickler:
    """What a slow receiver got rid of before the caller went away."""

    url: str = ""
    sent: int = 0


@contextmanager
def trickling(at_once: bytes, piece: bytes, every_seconds: float) -> Iterator[Trickler]:
    """A receiver that says `at_once`, and then one more piece at a time for as long as it can."""
    trickler, stop = Trickler(), threading.Event()

    def answer(listening: socket.socket) -> None:
        caller, _ = listening.accept()
        with caller, suppress(OSError):
            caller.sendall(at_once)
            while not stop.wait(every_seconds):
                trickler.sent += caller.send(piece)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        trickler.url = f"http://127.0.0.1:{listening.getsockname()[1]}/hook"
        thread = threading.Thread(target=answer, args=(listening,), daemon=True)
        thread.start()
        try:
            yield trickler
        finally:
            stop.set()
            thread.join()
