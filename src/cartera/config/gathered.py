"""Static files as they are gathered to be served: each under a name that changes with its bytes."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "desk/street/*.js"


class Gathered(CompressedManifestStaticFilesStorage):
    """As whitenoise keeps them; where a script of ours imports another, that name changes too.

    Others' scripts are left alone: some name files that their packages do not bring.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        OURS,
        HashedFilesMixin._js_module_import_aggregation_patterns[1],  # noqa: SLF001 - no other way
    )
