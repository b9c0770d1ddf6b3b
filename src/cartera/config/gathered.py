"""Static files as they are gathered to be served: each under a name that changes with its bytes."""

from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "desk/street/*.js"
_IMPORTS: Any = vars(HashedFilesMixin)["_js_module_import_aggregation_patterns"][1]


class Gathered(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it has no types
    """As whitenoise keeps them; where a script of ours imports another, that name changes too.

    Others' scripts are left alone: some name files that their packages do not bring.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (OURS, _IMPORTS)
