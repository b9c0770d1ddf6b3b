"""Files that somebody else made, given out so that nothing of them runs."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

PDF = "application/pdf"
DRAWN = frozenset({PDF, "image/png", "image/jpeg", "image/webp"})

# Nothing of a file runs: not as a page of ours, nor as one of its own. A browser's own viewer of
# PDFs does not open in a sandbox, so there scripts, forms and what is fetched are barred by name.
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_SANDBOX = f"{_NOTHING}; sandbox"
_VIEWER = f"{_NOTHING}; style-src 'unsafe-inline'; plugin-types application/pdf"


def a_file(content: bytes, served_as: str, name: str, *, inline: bool) -> HttpResponse:
    """The file, to be kept or, `inline`, shown: only what is drawn (`DRAWN`) may be."""
    response = HttpResponse(content, content_type=served_as)
    named = content_disposition_header(not inline, name)
    response["Content-Disposition"] = named or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _VIEWER if served_as == PDF else _SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
