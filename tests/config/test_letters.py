"""Letters with a link that lets somebody in: by the mail server, or into a folder."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import send_mail

from cartera.company.models import Company
from cartera.control.mail.tests.server import listening

BACKEND = "cartera.config.letters.Letters"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("has_server", "is_training", "leaves"),
    [(True, False, True), (False, False, False), (True, True, False), (False, True, False)],
)
def test_a_letter_leaves_a_real_company_that_has_a_server_and_no_other(
    settings: Any, tmp_path: Path, *, has_server: bool, is_training: bool, leaves: bool
) -> None:
    Company.objects.create(name="Factoraje", is_training=is_training)
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = BACKEND, tmp_path
    settings.EMAIL_USE_TLS = False
    with listening() as server:
        settings.EMAIL_HOST = "127.0.0.1" if has_server else ""
        settings.EMAIL_PORT = server.port
        send_mail("Su cuenta", "https://x.example/bienvenida/secreto", None, ["ana@x.example"])
    assert len(server.taken) == leaves
    assert len(list(tmp_path.iterdir())) == (not leaves)
