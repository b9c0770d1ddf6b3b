"""What was mailed, on the staff's pages: found, read, sent again, told where it did not leave."""

from typing import Any

import pytest
from django.db import connection

from cartera.control.audit.models import Event
from cartera.control.mail import jobs
from cartera.control.mail.acts import write_mail
from cartera.control.mail.jobs import send
from cartera.control.mail.models import Message
from cartera.control.mail.posting import Answer
from cartera.control.mail.rules import NewEnclosure, Recipient
from cartera.control.workflow.definitions import Act
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.api.calling import by_key, read
from tests.api.calling import send as call
from tests.cast import CLIENT, a_company, a_document

PDF = NewEnclosure("Carta 12.pdf", "application/pdf", b"%PDF-1.7 carta")
PAGE = NewEnclosure("hola.html", "text/html", b"<script>alert(1)</script>")


@pytest.fixture
def players(db: None, clock: FixedClock) -> Players:
    return a_company(clock)


@pytest.fixture
def case(players: Players) -> int:
    return players.request(CLIENT, [a_document()], "10000.00", 45)


def mailed(case: int | None, key: str = "k", **more: Any) -> Message:
    told: dict[str, Any] = {
        "to": Recipient("Ana Rivas", "ana@izalco.example"),
        "subject": "Carta cesión <b>12</b>",
        "body": "Estimada Ana:\n\nVa la <i>carta</i>.",
        "enclosures": [PDF, PAGE],
    }
    message = write_mail(**{"case_id": case, "key": key, **told, **more})
    send(message_id=message.pk)
    message.refresh_from_db()
    return message


def refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "post", lambda _message: Answer("refused", "550 no existe"))


def test_the_list_finds_a_message_by_whom_what_case_and_state(players: Players, case: int) -> None:
    first = mailed(case)
    mailed(None, "other", to=Recipient("Óscar Núñez", "oscar@x.example"), subject="Aviso")
    rec = at_desk(players, "rec")
    for asked, found in {
        "": {"Ana Rivas", "Óscar Núñez"},
        "?q=oscar+nun": {"Óscar Núñez"},
        "?q=ana@izalco": {"Ana Rivas"},
        "?q=cesion": {"Ana Rivas"},
        f"?q={first.pk}": {"Ana Rivas"},
        "?q=PCI-F01+1": {"Ana Rivas"},
        "?client=0001": {"Ana Rivas"},
        "?state=kept": {"Ana Rivas", "Óscar Núñez"},
        "?state=sent": set(),
        "?written_from=05/01/2026&written_to=05/01/2026": {"Ana Rivas", "Óscar Núñez"},
        "?written_from=06/01/2026": set(),
    }.items():
        page = text_of(rec.get(f"/correo/{asked}"))
        names = {name for name in ("Ana Rivas", "Óscar Núñez") if f"<td>{name}</td>" in page}
        assert names == found, asked
    assert "guardado sin enviar" in text_of(rec.get("/correo/"))


def test_the_list_is_taken_away_as_a_workbook(players: Players, case: int) -> None:
    mailed(case)
    answer = at_desk(players, "rec").get("/listas/mail/excel/")
    assert "spreadsheetml" in answer["Content-Type"]
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    answer.close()


def test_a_message_is_shown_as_it_went_and_says_that_it_did_not(
    players: Players, case: int
) -> None:
    page = text_of(at_desk(players, "rec").get(f"/correo/{mailed(case).pk}/"))
    assert "Carta cesión &lt;b&gt;12&lt;/b&gt;" in page
    assert "Va la &lt;i&gt;carta&lt;/i&gt;." in page
    assert "ana@izalco.example" in page
    assert "No hay servidor de correo configurado" in page
    assert "Carta 12.pdf" in page


def test_a_file_is_given_out_as_it_went_and_never_runs(players: Players, case: int) -> None:
    rec, address = at_desk(players, "rec"), f"/correo/{mailed(case).pk}/adjuntos"
    pdf = rec.get(f"{address}/1/?ver")
    assert (pdf.content, pdf["Content-Disposition"]) == (
        PDF.content,
        'inline; filename="Carta 12.pdf"',
    )
    page = rec.get(f"{address}/2/?ver")
    assert page.content == PAGE.content
    assert page["Content-Disposition"] == 'attachment; filename="hola.html"'
    assert page["Content-Security-Policy"].endswith("sandbox")
    assert page["X-Content-Type-Options"] == "nosniff"
    assert rec.get(f"{address}/3/").status_code == 404
    assert rec.get(f"{address}/99999999/").status_code == 404


def test_a_message_is_sent_again_once_a_form(players: Players, case: int) -> None:
    first, rec = mailed(case), at_desk(players, "rec")
    refused = rec.post(f"/correo/{first.pk}/reenviar/", {"reason": " ", "_key": "a"})
    assert refused.status_code == 422
    assert "Escriba por qué lo reenvía." in text_of(refused)
    typed = {"reason": "no llegó", "_key": "a"}
    led = {rec.post(f"/correo/{first.pk}/reenviar/", typed)["Location"] for _turn in range(2)}
    again = Message.objects.get(repeats=first)
    assert led == {f"/correo/{again.pk}/"}
    assert "no llegó" in text_of(rec.get(f"/correo/{again.pk}/"))
    assert f"/correo/{again.pk}/" in text_of(rec.get(f"/correo/{first.pk}/"))
    assert Event.objects.latest("seq").result == "mail_resent"
    waiting = rec.post(f"/correo/{again.pk}/reenviar/", {"reason": "otra vez", "_key": "b"})
    assert "está por salir" in text_of(waiting)
    assert rec.post("/correo/999/reenviar/", {"reason": "x"}).status_code == 404


def test_who_wrote_what_did_not_leave_finds_it_in_his_inbox_until_he_has_looked(
    players: Players, case: int, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuses(monkeypatch)
    rec = players.users["rec"]
    act = Act(rec.pk, "REC", case, "PCI-F01", 2, clock.now(), clock.now().date())
    mine, house = mailed(case, act=act), mailed(None, "house", subject="De la casa")
    inbox = text_of(at_desk(players, "rec").get("/"))
    assert f'href="/correo/{mine.pk}/"' in inbox
    assert "De la casa" not in inbox
    assert "De la casa" in text_of(at_desk(players, "g_op").get("/"))
    assert "Un correo no salió" not in text_of(at_desk(players, "aux_c").get("/"))
    at_desk(players, "aux_c").get(f"/correo/{mine.pk}/")
    assert "Un correo no salió" in text_of(at_desk(players, "rec").get("/"))
    assert "550 no existe" in text_of(at_desk(players, "rec").get(f"/correo/{mine.pk}/"))
    assert "Un correo no salió" not in text_of(at_desk(players, "rec").get("/"))
    assert "De la casa" in text_of(at_desk(players, "g_op").get("/"))
    assert house.state == "failed"


def test_a_case_shows_its_mail_to_the_staff_and_not_to_the_client(
    players: Players, case: int
) -> None:
    message = mailed(case)
    assert f'href="/correo/{message.pk}/"' in text_of(
        at_desk(players, "rec").get(f"/casos/{case}/")
    )
    client = at_desk(players, "cte")
    assert "/correo/" not in text_of(client.get(f"/casos/{case}/"))
    for address in ("/correo/", f"/correo/{message.pk}/", f"/correo/{message.pk}/adjuntos/1/"):
        assert client.get(address).status_code == 403


def test_the_pages_ask_the_same_however_much_was_mailed(
    players: Players, case: int, django_assert_max_num_queries: Any
) -> None:
    message = mailed(case)
    for number in range(20):
        mailed(case, str(number))
    rec = at_desk(players, "rec")
    for address, most in ((f"/correo/{message.pk}/", 14), ("/correo/", 14)):
        rec.get(address)
        with django_assert_max_num_queries(most):
            rec.get(address)


def test_a_program_reads_a_message_and_sends_it_again(players: Players, case: int) -> None:
    first = mailed(case)
    program = by_key(players.users["rec"])
    (row,) = read(program, "/lists/mail").json()["items"]
    assert (row["id"], row["state"], row["case_id"]) == (first.pk, "kept", case)
    told = read(program, f"/mail/{first.pk}").json()
    assert (told["subject"], told["body"], told["state"]) == (first.subject, first.body, "kept")
    assert [each["name"] for each in told["enclosures"]] == [PDF.name, PAGE.name]
    assert [each["result"] for each in told["attempts"]] == ["no_server"]
    file = read(program, f"/mail/{first.pk}/enclosures/2")
    assert file.content == PAGE.content
    assert file["Content-Type"] == "application/octet-stream"
    assert file["Content-Disposition"] == 'attachment; filename="hola.html"'
    answer = call(program, f"/mail/{first.pk}/resend", {"reason": "no llegó"})
    assert answer.json() == {"id": Message.objects.get(repeats=first).pk, "repeats": first.pk}
    assert call(program, f"/mail/{first.pk}/resend", {"reason": ""}).status_code == 422
    assert read(program, "/mail/999").status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mail_message")
        assert cursor.fetchone() == (2,)
