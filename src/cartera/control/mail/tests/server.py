"""A small mail server of the test's own: takes what it is given, or answers as it is bidden."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class Taken:
    """One message as it came: the envelope, and what was in it."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        found = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(found, EmailMessage)
        return found


@dataclass
class MailServer:
    """What was taken, and what is answered: `answers` first, in turn, then always 250.

    An answer is (verb, code and words): it is given to that verb, "end" being the message's end.
    `on_taken` is called when a message has been taken and before that is said.
    """

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    on_taken: Callable[[], None] | None = None

    def take(self, taken: Taken) -> None:
        self.taken.append(taken)
        if self.on_taken:
            self.on_taken()

    def answer_to(self, verb: str) -> str:
        if self.answers and self.answers[0][0] == verb:
            return self.answers.pop(0)[1]
        return "354 go on" if verb == "data" else "250 ok"


class _Running(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    house: MailServer

    def handle_error(self, *_what: object) -> None:
        """A client that was killed is no error."""


class _Talking(socketserver.StreamRequestHandler):
    server: _Running

    def talk(self) -> None:
        self.sender, self.recipients = "", list[str]()
        self._say("220 test")
        while line := self.rfile.readline():
            command = line.decode().strip()
            self.server.house.commands.append(command)
            verb = command.split(" ")[0].split(":")[0].lower()
            self._answer(verb, command.partition("<")[2].partition(">")[0])
            if verb == "quit":
                return

    handle = talk  # what the library calls

    def _answer(self, verb: str, address: str) -> None:
        answer = self.server.house.answer_to(verb)
        self._say(answer)
        if verb == "mail":
            self.sender, self.recipients = address, []
        elif verb == "rcpt":
            self.recipients.append(address)
        elif answer.startswith("354"):
            self._take()

    def _take(self) -> None:
        raw = b""
        while (line := self.rfile.readline()) != b".\r\n":
            raw += line.removeprefix(b".") if line.startswith(b"..") else line
        answer = self.server.house.answer_to("end")
        if answer.startswith("2"):
            self.server.house.take(Taken(self.sender, list(self.recipients), raw))
        self._say(answer)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def listening(port: int = 0) -> Iterator[MailServer]:
    """A mail server that listens while the block lasts."""
    with _Running(("127.0.0.1", port), _Talking) as running:
        running.house = MailServer(running.server_address[1])
        thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield running.house
        finally:
            running.shutdown()
            thread.join()
