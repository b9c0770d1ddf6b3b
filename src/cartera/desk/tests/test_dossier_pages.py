"""Comments and attachments on a case's page: by whom, for whom, how files are served."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cartera.control.audit.models import Event
from cartera.control.dossiers.models import Attachment, Comment, Mention
from cartera.control.dossiers.tests.files import PDF, TXT, jpeg, office, png
from cartera.control.workflow.models import Undoable
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.cast import CLIENT, a_company, a_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


@pytest.fixture
def case(players: Players) -> int:
    return players.request(CLIENT, [a_document()], "9000.00", 45)


def comment(client: Client, case: int, text: str, **more: str) -> Any:
    return client.post(f"/casos/{case}/comentar/", {"text": text, "_key": uuid4().hex} | more)


def attach(client: Client, case: int, name: str, content: bytes, **more: str) -> Any:
    typed = {"file": SimpleUploadedFile(name, content), "_key": uuid4().hex, **more}
    return client.post(f"/casos/{case}/adjuntar/", typed)


def the_page(client: Client, case: int) -> str:
    return text_of(client.get(f"/casos/{case}/"))


def test_a_comment_is_told_to_staff_and_to_the_client_only_where_it_is_for_him(
    players: Players, case: int
) -> None:
    rec, cte = at_desk(players, "rec"), at_desk(players, "cte")
    assert comment(rec, case, "solo <b>interno</b>")["Location"] == f"/casos/{case}/#comentarios"
    comment(rec, case, "para el cliente", for_client="on")
    assert comment(cte, case, "recibido, gracias").status_code == 302
    page = the_page(rec, case)
    assert "solo &lt;b&gt;interno&lt;/b&gt;" in page
    assert "recibido, gracias" in page
    assert "/deshacer/" in page
    his = the_page(cte, case)
    assert "para el cliente" in his
    assert "interno" not in his
    assert "escribió un comentario" not in his


def test_a_comment_is_taken_back(players: Players, case: int) -> None:
    rec = at_desk(players, "rec")
    comment(rec, case, "me equivoqué")
    rec.post(f"/deshacer/{Undoable.objects.latest('id').pk}/")
    assert "me equivoqué" not in the_page(rec, case)
    assert "lo retiró enseguida" in the_page(rec, case)


def test_what_was_typed_is_not_lost_by_a_refusal(players: Players, case: int) -> None:
    rec = at_desk(players, "rec")
    answer = comment(rec, case, "hola @nadie", for_client="on")
    page = text_of(answer)
    assert answer.status_code == 422
    assert "No hay una persona activa con el usuario «@nadie»" in page
    assert ">hola @nadie</textarea>" in page
    assert 'name="for_client" checked' in page
    assert not Comment.objects.exists()


def test_a_form_sent_twice_says_it_once(players: Players, case: int) -> None:
    rec = at_desk(players, "rec")
    for _turn in range(2):
        assert comment(rec, case, "una vez", _key="same").status_code == 302
        assert attach(rec, case, "a.txt", TXT, _key="same2").status_code == 302
    assert (Comment.objects.count(), Attachment.objects.count()) == (1, 1)


def test_who_is_named_finds_it_in_his_inbox_until_he_has_read_it(
    players: Players, case: int
) -> None:
    comment(at_desk(players, "rec"), case, "@g_op revise la firma")
    client = at_desk(players, "g_op")
    page = text_of(client.get("/"))
    assert "Le mencionan" in page
    assert "@g_op revise la firma" in page
    notice = Mention.objects.get()
    led = client.post(f"/avisos/{notice.pk}/leido/", {"ver": "1"})
    assert led["Location"] == f"/casos/{case}/#comentario-{notice.comment_id}"
    assert "Le mencionan" not in text_of(client.get("/"))
    client.post(f"/avisos/{notice.pk}/leido/")
    assert "ya lo había leído" in text_of(client.get("/"))


SERVED = {
    "quedan.pdf": (PDF, "application/pdf", "inline"),
    "firma.png": (png(), "image/png", "inline"),
    "foto.jpg": (jpeg(), "image/jpeg", "inline"),
    "nota.txt": (TXT, "text/plain", "attachment"),
    "cartera.xlsx": (office(), "spreadsheetml.sheet", "attachment"),
}


@pytest.mark.parametrize("name", SERVED)
def test_a_file_is_served_as_what_it_is_and_never_runs(
    players: Players, case: int, name: str
) -> None:
    rec = at_desk(players, "rec")
    content, served_as, shown = SERVED[name]
    attach(rec, case, name, content)
    address = f"/adjuntos/{Attachment.objects.get().pk}/"
    for asked, expected in ((address, "attachment"), (f"{address}?ver", shown)):
        answer = rec.get(asked)
        assert answer.content == content
        assert answer["Content-Disposition"] == f'{expected}; filename="{name}"'
        assert served_as in answer["Content-Type"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert name.endswith("pdf") or policy.endswith("sandbox")


def test_a_file_is_told_with_its_hash_and_withdrawn_with_a_reason_and_put_back(
    players: Players, case: int
) -> None:
    rec = at_desk(players, "rec")
    assert attach(rec, case, "nota.txt", TXT, note="lo del viernes").status_code == 302
    kept = Attachment.objects.get()
    page = the_page(rec, case)
    for told in ("nota.txt", "lo del viernes", kept.content_id[:16]):
        assert told in page
    refused = rec.post(f"/adjuntos/{kept.pk}/retirar/", {"reason": " "})
    assert refused.status_code == 422
    assert "Escriba por qué" in text_of(refused)
    rec.post(f"/adjuntos/{kept.pk}/retirar/", {"reason": "era de otro caso"})
    assert "era de otro caso" in the_page(rec, case)
    assert rec.get(f"/adjuntos/{kept.pk}/").content == TXT
    rec.post(f"/deshacer/{Undoable.objects.latest('id').pk}/")
    kept.refresh_from_db()
    assert kept.state == "kept"
    kinds = Event.objects.filter(case_id=case).order_by("seq").values_list("kind", flat=True)
    assert list(kinds)[1:] == ["attached", "withdrawn", "undone"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", office(xl__vbaProject_bin=b"x"), "lleva macros"),
        ("a.pdf", b"MZ" + b"\x00" * 100, "No se acepta esa clase de archivo"),
        ("a.jpg", PDF, "El nombre dice «.jpg» y el contenido es PDF"),
        ("a.txt", b"a" * (10 * 1024 * 1024 + 1), "hasta 10 MB"),
        ("a.txt", b"", "El archivo está vacío"),
    ],
)
def test_a_hostile_file_is_refused_where_it_was_chosen(
    players: Players, case: int, name: str, content: bytes, sentence: str
) -> None:
    rec = at_desk(players, "rec")
    answer = attach(rec, case, name, content, note="lo que escribí")
    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="lo que escribí"' in page
    assert not Attachment.objects.exists()
    assert rec.post(f"/casos/{case}/adjuntar/", {"_key": "k"}).status_code == 422


def test_a_client_gets_only_the_files_that_are_for_him(players: Players, case: int) -> None:
    rec, cte = at_desk(players, "rec"), at_desk(players, "cte")
    attach(rec, case, "interno.txt", TXT)
    attach(rec, case, "suyo.txt", TXT + b".", for_client="on")
    attach(cte, case, "mio.txt", TXT + b"..")
    inner, his, own = Attachment.objects.order_by("id")
    page = the_page(cte, case)
    assert "suyo.txt" in page
    assert "mio.txt" in page
    assert "interno.txt" not in page
    assert cte.get(f"/adjuntos/{his.pk}/").status_code == 200
    assert cte.get(f"/adjuntos/{inner.pk}/").status_code == 403
    assert cte.post(f"/adjuntos/{inner.pk}/retirar/", {"reason": "x"}).status_code == 403
    assert cte.post(f"/adjuntos/{his.pk}/retirar/", {"reason": "x"}).status_code == 422
    assert cte.post(f"/adjuntos/{own.pk}/retirar/", {"reason": "ya no"}).status_code == 302
    assert cte.get(f"/adjuntos/{own.pk}/").status_code == 403


def test_the_page_draws_where_the_case_stands(players: Players, case: int) -> None:
    page = the_page(at_desk(players, "rec"), case)
    drawn = page.partition('<svg class="flowchart"')[2].partition("</section>")[0]
    assert drawn.count('aria-current="step"') == 1
    assert "espera ahora" in drawn
    assert "AHORA" in drawn
    assert 'class="box step done"' in drawn
    assert 'role="img"' in drawn
    assert "style=" not in drawn
    assert "con Recepción, paso 2" in page
