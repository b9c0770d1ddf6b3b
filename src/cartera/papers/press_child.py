"""The typesetting child: reads jobs on its input, answers PDFs on its output, knows nothing else.

Run by path as a separate process (see press.py) so that a hung or greedy compilation can be killed.
A message is a header of eight bytes (length of the JSON part, length of the body) and both parts.
"""

import base64
import json
import os
import re
import resource
import struct
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

HEADER = struct.Struct(">II")
STANDARDS = ["a-2b", "ua-1"]
FACES = ("Regular", "Semibold", "Bold", "It")
MISSING = "□"  # WHITE SQUARE: seen on paper where no font has the character
UNDISPLAYABLE = "could not be displayed"
PROBED_AT_MOST = 400
SAFE_BELOW = 0x180  # Latin letters that the paper's own font has for certain


def read(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next message, or None where the other side is gone."""
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    words, body = HEADER.unpack(head)
    text, rest = stream.read(words), stream.read(body)
    if len(text) < words or len(rest) < body:
        return None
    return json.loads(text), rest


def write(stream: IO[bytes], message: dict[str, Any], body: bytes = b"") -> None:
    """Sends a message whole."""
    text = json.dumps(message, ensure_ascii=True).encode("ascii")
    stream.write(HEADER.pack(len(text), len(body)) + text + body)
    stream.flush()


class Typesetter:
    """One Typst compiler with the paper's fonts and no other font of the machine."""

    def __init__(self, templates: Path, faces: Path) -> None:
        import typst  # here, so that press.py can import this module's framing cheaply

        self.failure: type[Exception] = typst.TypstError
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(faces)])

        def new(template: str) -> Any:
            path = str(templates / template)
            return typst.Compiler(path, root=str(templates), font_paths=fonts)

        self.new_compiler: Callable[[str], Any] = new
        self.compilers: dict[str, Any] = {}
        self.known: dict[str, bool] = {}

    def answer(self, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """The PDF of a job, or what its layout says; an error is an answer too."""
        try:
            return {"ok": True}, self.typeset(job)
        except self.failure as error:
            return {"ok": False, "error": str(error)[:2000]}, b""

    def typeset(self, job: dict[str, Any]) -> bytes:
        """The job's PDF; characters that no font has are printed as a white square."""
        try:
            return self.compile(job, job["inputs"])
        except self.failure as error:
            if UNDISPLAYABLE not in str(error):
                raise
        probed = {key: self.shown(text) for key, text in job["inputs"].items()}
        try:
            return self.compile(job, probed)
        except self.failure as error:
            if UNDISPLAYABLE not in str(error):
                raise
        return self.compile(job, {key: latin(text) for key, text in job["inputs"].items()})

    def compile(self, job: dict[str, Any], inputs: dict[str, str]) -> bytes:
        """One compilation: to PDF, to the value of a query, or to page images in JSON."""
        compiler = self.compiler(job["template"])
        if "dots_per_inch" in job:
            return images(compiler, inputs, job["dots_per_inch"])
        pdf: bytes = compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards=STANDARDS)
        if "query" not in job:
            return pdf
        found: str = compiler.query(job["query"], field="value", one=True)
        return found.encode()

    def compiler(self, template: str) -> Any:
        """The compiler of a template, made once: it keeps what it parsed."""
        if template not in self.compilers:
            self.compilers[template] = self.new_compiler(template)
        return self.compilers[template]

    def shown(self, text: str) -> str:
        """The text with every character that no font has replaced; JSON keeps its escapes."""
        unknown = {ch for ch in text if ord(ch) >= SAFE_BELOW and ch not in self.known}
        for ch in sorted(unknown)[:PROBED_AT_MOST]:
            self.known[ch] = self.displays(ch)
        return "".join(ch if ord(ch) < SAFE_BELOW or self.known.get(ch) else MISSING for ch in text)

    def displays(self, ch: str) -> bool:
        """Whether some font of the paper has the character."""
        probe = self.compiler("probe.typ")
        try:
            probe.compile(sys_inputs={"text": ch}, format="pdf", pdf_standards=STANDARDS)
        except self.failure:
            return False
        return True


def images(compiler: Any, inputs: dict[str, str], dots: int) -> bytes:
    """The pages as PNG, in base64, in a JSON list."""
    made = compiler.compile(sys_inputs=inputs, format="png", ppi=dots)
    pages = made if isinstance(made, list) else [made]
    return json.dumps([base64.b64encode(page).decode() for page in pages]).encode()


def latin(text: str) -> str:
    """The text with everything but composed Latin letters replaced: the last resort."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(ch if ord(ch) < SAFE_BELOW else MISSING for ch in composed)


def limit_memory(megabytes: int) -> None:
    """A ceiling on the address space: a greedy paper fails alone."""
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Serves until the parent closes the pipe. Arguments: templates, fonts, megabytes."""
    templates, source, megabytes = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    incoming, outgoing = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land among the answers
    limit_memory(megabytes)
    typesetter = warmed(templates, source)
    while (message := read(incoming)) is not None:
        answer, body = typesetter.answer(message[0])
        answer["resident_kb"] = resident_kb()
        write(outgoing, answer, body)


def warmed(templates: Path, source: Path) -> Typesetter:
    """A typesetter that holds its few faces in memory.

    They are laid out in a folder of their own, since a family's two file formats would be mixed;
    the folder is gone before the first job, so a killed child leaves nothing behind.
    """
    with tempfile.TemporaryDirectory(prefix="cartera-faces-") as folder:
        for face in FACES:
            name = f"SourceSansPro-{face}.ttf"
            (Path(folder) / name).symlink_to(source / name)
        typesetter = Typesetter(templates, Path(folder))
        typesetter.displays("x")
        return typesetter


def resident_kb() -> int:
    """Memory in use now; 0 where the system does not tell."""
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


if __name__ == "__main__":
    main()
