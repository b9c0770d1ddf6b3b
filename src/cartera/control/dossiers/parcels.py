"""What an office file is, told from its ZIP directory alone: nothing of it is unpacked."""

import io
import struct
import zipfile
from collections.abc import Sequence

from cartera.control.dossiers.refusals import (
    FileBroken,
    FileHidesAnother,
    FileKindUnknown,
    FileRuns,
)
from cartera.kernel.text import gettext_noop as _

END_OF_DIRECTORY = b"PK\x05\x06"
_LONG_END = b"PK\x06\x07"
MOST_PARTS = 1000
MOST_DIRECTORY = 512 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
_MAINS = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
_RUNS = ("vbaproject", "activex", "vbadata", "macrosheets")
_NAMES = "Excel (xlsx), Word (docx)"


def office_kind(content: bytes) -> str:
    """'xlsx' or 'docx'. Refuses any other parcel, a broken or padded one, macros, ciphers, parts
    that lie over each other or lead out, and what unpacks to too much."""
    declared = _check_end(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            parts = parcel.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise FileBroken(found=_NAMES, field="file") from None
    if len(parts) != declared:
        raise FileHidesAnother(field="file")
    names = {part.filename for part in parts}
    found = [kind for main, kind in _MAINS.items() if main in names]
    if len(found) != 1 or "[Content_Types].xml" not in names:
        raise FileKindUnknown(kinds=_NAMES, field="file")
    why = _suspicion(parts, len(content))
    if why:
        raise FileRuns(why=why, field="file")
    if min(part.header_offset for part in parts) != 0:
        raise FileHidesAnother(field="file")
    return found[0]


def _check_end(content: bytes) -> int:
    """The directory's own end, which says how many parts there are before any is read; how many."""
    at = content.rfind(END_OF_DIRECTORY)
    if at < 0 or len(content) < at + 22 or not content.startswith(b"PK\x03\x04"):
        raise FileBroken(found=_NAMES, field="file")
    parts, size, start, note = struct.unpack("<HIIH", content[at + 10 : at + 22])
    if at + 22 + note != len(content) or content.count(END_OF_DIRECTORY, max(0, at - 66_000)) > 1:
        raise FileHidesAnother(field="file")
    if parts > MOST_PARTS or size > MOST_DIRECTORY or _LONG_END in content[max(0, at - 20) : at]:
        raise FileRuns(why=_("tiene demasiadas partes"), field="file")
    if start + size != at:
        raise FileHidesAnother(field="file")
    return int(parts)


def _suspicion(parts: Sequence[zipfile.ZipInfo], size: int) -> str:
    unpacked = sum(part.file_size for part in parts)
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names):
        return _("tiene partes repetidas")
    if any(part.flag_bits & 0x1 for part in parts):
        return _("está cifrado")
    if any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names):
        return _("una parte apunta fuera del archivo")
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * size:
        return _("al abrirse ocuparía demasiado")
    if sum(part.compress_size for part in parts) > size:
        return _("sus partes se enciman")
    if any(mark in name for name in names for mark in _RUNS):
        return _("lleva macros")
    if any(name.startswith(("xl/embeddings/", "word/embeddings/")) for name in names):
        return _("lleva archivos adentro; adjúntelos aparte")
    return ""
