"""Photos of what a visit brought: kept with both hours and their hash, hostile files refused."""

import io
import resource
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from PIL import Image

from cartera.control.dossiers.models import Attachment
from cartera.control.dossiers.tests.files import PDF, TXT, XLSX, jpeg, png, webp
from cartera.control.dossiers.tests.test_bare import photo
from cartera.control.dossiers.tests.test_sniffing import HOSTILE
from cartera.desk.tests.office import at_desk, text_of
from cartera.desk.tests.test_phone import a_visit, case, phone, players, send
from cartera.kernel.clock import now
from cartera.procedures.players import Players
from cartera.recovery.routes.models import RouteItem, Visit, VisitPhoto
from cartera.recovery.routes.photographing import MOST_OF_A_VISIT
from tests.cast import DEBTOR

__all__ = ["case", "phone", "players"]
pytestmark = pytest.mark.django_db
TAKEN = "2026-02-19T15:04:00.000Z"


def taken(content: bytes, name: str = "foto.jpg") -> dict[str, Any]:
    return {"photo": SimpleUploadedFile(name, content), "photo_at": TAKEN}


def test_a_photo_is_kept_with_both_hours_and_says_no_place(phone: Client, case: int) -> None:
    told = a_visit(phone, case)
    content = photo(turned=6)
    for _turn in range(3):
        assert send(phone, told | taken(content))[1]["state"] == "sent"
    kept = VisitPhoto.objects.select_related("attachment__content").get()
    assert kept.visit == Visit.objects.get()
    assert kept.device_at == datetime.fromisoformat(TAKEN)
    attachment = kept.attachment
    assert (attachment.attached_at, attachment.case_id, attachment.by_step) == (now(), case, True)
    drawn = Image.open(io.BytesIO(bytes(attachment.content.content)))
    assert dict(drawn.getexif()) == {0x0112: 6}
    assert b"Ana" not in bytes(attachment.content.content)


def test_a_photo_whose_answer_was_lost_is_sent_again_alone(phone: Client, case: int) -> None:
    told = a_visit(phone, case)
    send(phone, told)
    assert send(phone, told | taken(jpeg()))[1]["state"] == "sent"
    assert VisitPhoto.objects.count() == 1
    status, said = send(phone, told | taken(jpeg(4, 4)))
    assert (status, said["state"]) == (200, "sent")
    assert said["photo"].startswith("Esa visita ya tiene otra foto")
    assert send(phone, told | taken(PDF, "a.pdf"))[1]["photo"].endswith("esto es PDF.")
    assert VisitPhoto.objects.count() == 1


def test_a_visit_stands_whose_photo_is_none(phone: Client, case: int) -> None:
    status, said = send(phone, a_visit(phone, case) | taken(PDF, "a.pdf"))
    assert (status, said["state"]) == (200, "sent")
    assert said["photo"] == "La foto es una imagen JPEG o PNG; esto es PDF."
    assert (Visit.objects.count(), VisitPhoto.objects.count()) == (1, 0)


def test_a_visit_takes_so_many_photos(phone: Client, case: int) -> None:
    send(phone, a_visit(phone, case) | taken(jpeg()))
    visit = Visit.objects.get()
    stop, number = f"/mi-ruta/{case}/{DEBTOR}/", {"way": "photo", "visit": visit.pk}
    for side in range(12, 11 + MOST_OF_A_VISIT):
        assert phone.post(stop, number | taken(jpeg(side, side))).status_code == 302
    assert visit.photos.count() == MOST_OF_A_VISIT
    again = phone.post(stop, number | taken(jpeg(12, 12)), follow=True)
    assert "Foto agregada a la visita." in text_of(again)
    refused = phone.post(stop, number | taken(jpeg(9, 9)))
    assert refused.status_code == 422
    assert "Esa visita ya tiene 6 fotos; no se le agregan más." in text_of(refused)
    assert visit.photos.count() == MOST_OF_A_VISIT


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dossier that takes no more photos."""
    monkeypatch.setattr("cartera.control.dossiers.acts.MOST_BY_STEPS", 0)


def test_a_visit_stands_whose_photo_is_refused_and_it_is_told(
    phone: Client, case: int, full: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = a_visit(phone, case)
    for _turn in range(2):
        status, said = send(phone, told | taken(jpeg()))
        assert (status, said["state"]) == (200, "sent")
        assert said["photo"].startswith("El expediente ya tiene 0 adjuntos")
    assert (Visit.objects.count(), VisitPhoto.objects.count()) == (1, 0)
    monkeypatch.undo()
    assert send(phone, told | taken(jpeg()))[1]["photo"] == ""
    assert VisitPhoto.objects.get().visit == Visit.objects.get()


def test_without_a_script_it_is_told_too_and_another_is_added(
    phone: Client, case: int, full: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = f"/mi-ruta/{case}/{DEBTOR}/"
    visit = {name: value for name, value in a_visit(phone, case).items() if name != "owner"}
    refused = phone.post(stop, visit | taken(jpeg()), follow=True)
    assert "La visita quedó registrada, pero su foto no: El expediente" in text_of(refused)
    assert "· sin foto" in text_of(refused)
    number = {"way": "photo", "visit": Visit.objects.get().pk}
    assert "El expediente ya tiene" in text_of(phone.post(stop, number | taken(jpeg())))
    monkeypatch.undo()
    assert "Tome o elija la foto" in text_of(phone.post(stop, number))
    for content in (jpeg(), jpeg(), jpeg(4, 4)):
        added = text_of(phone.post(stop, number | taken(content), follow=True))
        assert "Foto agregada a la visita." in added
        assert "· sin foto" not in added
    assert Visit.objects.get().photos.count() == 2
    assert Visit.objects.count() == 1


def test_a_photo_is_added_to_ones_own_visit_of_that_debtor_alone(
    phone: Client, case: int, players: Players
) -> None:
    send(phone, a_visit(phone, case))
    number = {"way": "photo", "visit": Visit.objects.get().pk}
    stop = f"/mi-ruta/{case}/{DEBTOR}/"
    for wrong in ("999999", "uno", ""):
        answer = phone.post(stop, number | {"visit": wrong} | taken(jpeg()))
        assert "No hay una visita" in text_of(answer)
    other = phone.post(f"/mi-ruta/{case}/D999/", number | taken(jpeg()))
    assert other.status_code == 404
    assert at_desk(players, "j_cob").post(stop, number | taken(jpeg())).status_code == 403
    assert not VisitPhoto.objects.exists()


def test_a_photo_comes_without_a_script_and_is_shown(
    phone: Client, case: int, players: Players
) -> None:
    stop = f"/mi-ruta/{case}/{DEBTOR}/"
    item = RouteItem.objects.order_by("id").first()
    assert item is not None
    typed = {"item": [item.pk], "way": "cheque", "number": "9", "bank": "Banco Agrícola"}
    wrong = phone.post(stop, typed | {"amount": "1000.00", "photo": SimpleUploadedFile("a", PDF)})
    assert wrong.status_code == 422
    assert "La foto es una imagen JPEG o PNG; esto es PDF." in text_of(wrong)
    assert 'value="9"' in text_of(wrong)
    assert not Visit.objects.exists()
    good = typed | {"amount": "1000.00", "photo": SimpleUploadedFile("IMG_1.PNG", png())}
    assert phone.post(stop, good).status_code == 302
    kept = VisitPhoto.objects.select_related("visit").get()
    assert kept.device_at == kept.visit.device_at
    shown = f'href="/adjuntos/{kept.attachment_id}/?ver"'
    assert shown in text_of(phone.get(stop))
    page = text_of(at_desk(players, "aud_int").get(f"/casos/{case}/"))
    assert shown in page
    assert kept.attachment.content_id in page
    drawn = at_desk(players, "aud_int").get(f"/adjuntos/{kept.attachment_id}/?ver")
    assert (drawn["Content-Type"], drawn.content) == ("image/png", png())


def test_every_hostile_file_is_refused_as_a_photo(phone: Client, case: int) -> None:
    """S11: the corpus of the dossiers', and what is no picture at all; the memory stays."""
    told = a_visit(phone, case)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    files = [(name, content) for name, content, _why in HOSTILE.values() if content]
    files += [("a.pdf", PDF), ("a.txt", TXT), ("a.xlsx", XLSX), ("a.webp", webp())]
    for name, content in files:
        status, said = send(phone, told | taken(content, name))
        assert (status, said["state"]) == (200, "sent"), name
        assert said["photo"].endswith((".", "?"))
    assert len(files) > 70
    assert Visit.objects.count() == 1
    assert not Attachment.objects.exists()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KiB


def test_photos_are_not_counted_among_what_people_attach(phone: Client, case: int) -> None:
    send(phone, a_visit(phone, case) | taken(jpeg()))
    assert Attachment.objects.get().by_step
    for place in range(20):
        upload = SimpleUploadedFile(f"{place}.txt", TXT + bytes([48 + place]))
        assert (
            phone.post(f"/casos/{case}/adjuntar/", {"file": upload, "_key": f"k{place}"})
            is not None
        )
    assert Attachment.objects.filter(by_step=False).count() == 20


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE routes_visitphoto SET device_at = now()",
        "DELETE FROM routes_visitphoto",
        "UPDATE dossiers_attachment SET by_step = false",
    ],
)
def test_the_database_keeps_a_photo_as_it_came(phone: Client, case: int, attack: str) -> None:
    send(phone, a_visit(phone, case) | taken(jpeg()))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
