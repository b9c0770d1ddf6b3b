"""Each form is issued at its step and says what the rooms say; then what keeps it from being so."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from cartera.control.workflow.engine import perform
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.registry import procedures
from cartera.credit.assignments.models import Assignment
from cartera.kernel.clock import FixedClock
from cartera.papers.acts import issue
from cartera.papers.collect import COLLECTORS
from cartera.papers.models import Paper
from cartera.papers.rendering import content_hash
from cartera.procedures.players import Players, usual_answers
from tests.cast import CLIENT, a_document, a_live_assignment, a_payment, move_to
from tests.papers.story import a_ticking_company, last, lived, read

pytestmark = pytest.mark.django_db

ISSUED = Counter(
    {
        ("PCI-F01", 1, "FORM-01"): 1,
        ("PCI-F01", 1, "FORM-02"): 1,
        ("PCI-F01", 1, "FORM-03"): 1,
        ("PCI-F01", 1, "FORM-04"): 1,
        ("PCI-F01", 4, "FORM-05"): 1,
        ("PCI-F01", 6, "FORM-06"): 1,
        ("PCI-F01", 8, "FORM-07"): 1,
        ("PCI-F01", 13, "CCF"): 1,
        ("PCI-F01", 16, "FORM-08"): 1,
        ("PCI-F09", 4, "FORM-18"): 2,
        ("PCI-F09", 6, "CCF"): 2,
        ("PCI-F09", 8, "FORM-19"): 2,
        ("PCI-F09", 8, "FORM-20"): 2,
        ("PCI-F10", 2, "FORM-21"): 1,
        ("PCI-F10", 2, "FORM-22"): 1,
        ("PCI-F10", 5, "FORM-23"): 1,
        ("PCI-F10", 13, "FORM-20"): 1,
    }
)

# Of the worked example, what each paper must say.
SAID = {
    ("FORM-01", ""): ("desembolso por US$ 10,000.00", "45 días", "Q-2587", "Total US$ 10,000.00"),
    ("FORM-02", "Comercial"): ("Comercial Sonsonate, S.A.", "Q-2587 19/02/2026 10,000.00"),
    ("FORM-03", "Q-2587"): ("N.º Q-2587", "diez mil 00/100 dólares", "2 de enero de 2026"),
    ("FORM-04", ""): (
        "PAGARÉ SIN PROTESTO POR US$ 10,000.00",
        "el día 19 de febrero de 2026",
        "ordinario del 24.00 % anual",
        "moratorio del 36.00 % anual",
        "diez mil 00/100 dólares",
    ),
    ("FORM-05", "Comercial"): ("Encargada de pagos", "Quedan Q-2587 02/01/2026 19/02/2026"),
    ("FORM-06", ""): (
        "(financiado) 9,000.00",
        "Comisión 90.00",
        "IVA de la comisión 11.70",
        "Neto a entregar US$ 8,898.30",
        "Disponibilidad US$ 100,000.00",
        "Dentro de los términos de la línea",
    ),
    ("FORM-07", ""): ("Cliente 0001", "151910001 · Banco Agrícola 05/01/2026 8,898.30"),
    ("FORM-08", ""): ("Partida de egreso n.º 1", "10301", "9,000.00", "50202", "90.00", "8,898.30"),
    ("FORM-18", "04/02"): (
        "Interés ordinario 180.00 0.00 180.00",
        "Abono a capital 4,820.00 0.00 4,820.00 4,180.00",
        "Total del reporte 5,000.00 0.00 5,000.00",
    ),
    ("FORM-18", "19/02"): ("Abono a capital 4,958.20 0.00 4,958.20 -778.20",),
    ("FORM-19", "19/02"): (
        "Total remesas 5,000.00",
        "10301 Distribuidora Izalco, S.A. de C.V. 4,180.00",
        "0001 · Distribuidora Izalco, S.A. de C.V. abono cs 1 778.20",
        "Total intereses 41.80",
        "Diferencia (debe ser cero) 0.00",
    ),
    ("FORM-20", "19/02"): ("Partida de ingreso n.º 2", "102 Bancos", "778.20", "41.80"),
    ("FORM-20", ""): ("Partida de egreso n.º 2", "liq. cs 1 778.20"),
    ("FORM-21", ""): ("D001 Comercial Sonsonate, S.A. Q-2587", "constan como cobrados"),
    ("FORM-22", ""): (
        "Banco Agrícola CH-1-0204 5,000.00 180.00 0.00 4,820.00 9,000.00 4,180.00",
        "Totales 10,000.00 221.80 0.00 9,778.20 -778.20",
        "US$ 778.20 por liquidar al cliente",
    ),
    ("FORM-23", ""): (
        "Total cobrado 10,000.00",
        "Valor nominal de la liquidación 778.20",
        "Valor a devolver US$ 778.20",
        "Fecha del último abono 19/02/2026",
        "Abono a la cuenta Banco Agrícola 151910001",
        "pagaré",
    ),
    ("CCF", "Comprobante de crédito fiscal 1"): ("IVA (13.00 %) 11.70", "Total US$ 101.70"),
    ("CCF", "Comprobante de crédito fiscal 3"): ("Intereses", "cs 1 41.80", "Total US$ 41.80"),
}


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_ticking_company(clock)


def _asked_and_played(players: Players, term_days: int = 45, upto: int = 1) -> int:
    """A request that was taken through a step; its case."""
    case_id = players.request(CLIENT, [a_document()], "10000.00", term_days)
    players.play_through(case_id, usual_answers(["Q-2587"]), upto=upto)
    return case_id


def _issued() -> Counter[tuple[str, int, str]]:
    return Counter(Paper.objects.values_list("case__procedure", "step", "form"))


def _at(case_id: int) -> Task:
    return Task.objects.get(case_id=case_id, state="open")


def test_a_whole_story_issues_each_form_at_its_step(players: Players, clock: FixedClock) -> None:
    lived(players, clock)
    assert _issued() == ISSUED
    for (form, title), words in SAID.items():
        text = read(form, title)
        assert [w for w in words if w not in text] == [], (form, text)
    for paper in Paper.objects.all():
        assert paper.content_hash == content_hash(paper.form, paper.content)


def test_every_form_that_a_step_makes_is_drawn_up() -> None:
    made = {code for p in procedures() for step in p.steps for code in step.makes}
    assert made - set(COLLECTORS) == set()


def test_one_letter_a_debtor_and_one_quedan_a_document(players: Players) -> None:
    documents = (
        a_document(),
        a_document("Q-2588", "500.00"),
        a_document("F-9", "100.00", debtor="D002", kind="factura"),
    )
    a_live_assignment(players, *documents)
    assert "Total US$ 10,500.00" in read("FORM-02", "Comercial")
    assert "Total US$ 100.00" in read("FORM-02", "Almacenes")
    assert _issued()["PCI-F01", 1, "FORM-03"] == 3
    assert "facturas siguientes (1): F-9" in read("FORM-03", "F-9")
    assert _issued()["PCI-F01", 4, "FORM-05"] == 2


def test_what_a_debtor_does_not_confirm_is_on_his_report(
    players: Players, clock: FixedClock
) -> None:
    documents = [a_document(), a_document("Q-9", "250.00", debtor="D002")]
    case_id = players.request(CLIENT, documents, "10250.00", 45)
    players.play_through(case_id, usual_answers([]), upto=3)
    at = clock.now().isoformat()
    calls = [
        {"document": "Q-2587", "informed_by": "Ana", "informed_at": at},
        {"document": "Q-9", "informed_by": "Luis", "informed_at": at, "is_confirmed": False},
    ]
    players.play(case_id, {"verifications": calls})
    assert "Ninguna" in read("FORM-05", "Comercial")
    assert "NO CONFIRMADO" in read("FORM-05", "Almacenes")
    assert "Q-9" in read("FORM-05", "Almacenes")


def test_what_is_withheld_is_named_on_both_sides(players: Players, clock: FixedClock) -> None:
    target = Assignment.objects.get(case_id=a_live_assignment(players))
    case_id = players.request(CLIENT, [a_document("Q-3000")], "10000.00", 45)
    reason = {"assignment": target.number, "amount": "1000.00", "reason": "abono convenido"}
    players.play_through(case_id, {**usual_answers(["Q-3000"]), 3: {"transfers": [reason]}})
    text = read("FORM-06")
    assert "Abono a la cesión 1: abono convenido: 1,000.00" in text
    assert "Neto a entregar US$ 7,898.30" in text
    move_to(clock, date(2026, 1, 20))
    players.receive_and_apply([a_payment(target.number or 0, "500.00", date(2026, 1, 20))])
    text = read("FORM-19", "20/01")
    assert "Retenido a clientes y aplicado" in text
    assert "descuento para cs 1 1,000.00" in text
    assert "Total cargos 1,500.00 Total abonos 1,500.00" in text


def test_an_exception_is_named_on_the_request(players: Players) -> None:
    _asked_and_played(players, term_days=200, upto=6)
    text = read("FORM-06")
    assert "Gerencia general, porque el plazo pasa del máximo" in text


def test_a_settlement_that_moves_nothing_has_no_entry_and_no_paper(
    players: Players, clock: FixedClock
) -> None:
    players.admit_client("0002", "Panadería Suchitoto, S.A.")
    terms = {"advance_pct": "100", "rate_pct": "0", "commission_pct": "0"}
    players.approve_line("0002", "50000.00", date(2026, 1, 1), date(2027, 12, 31), terms)
    case_id = players.request("0002", [a_document()], "10000.00", 45)
    players.disburse(case_id, ["Q-2587"])
    on = date(2026, 2, 4)
    move_to(clock, on)
    players.receive_and_apply([a_payment(1, "10000.00", on)])
    players.settle(Case.objects.get(procedure="PCI-F10").pk)
    issued = _issued()
    assert (issued["PCI-F10", 5, "FORM-23"], issued["PCI-F10", 13, "FORM-20"]) == (1, 0)
    assert (issued["PCI-F01", 13, "CCF"], issued["PCI-F09", 6, "CCF"]) == (0, 0)
    assert "Valor a devolver US$ 0.00" in read("FORM-23")


def test_a_late_payment_shows_what_it_undid(players: Players, clock: FixedClock) -> None:
    assignment = Assignment.objects.get(case_id=a_live_assignment(players))
    number = assignment.number or 0
    move_to(clock, date(2026, 2, 4))
    players.receive_and_apply([a_payment(number, "5000.00", date(2026, 2, 4))])
    move_to(clock, date(2026, 2, 5))
    late = a_payment(number, "1000.00", date(2026, 1, 20), reference="TARDE")
    players.receive_and_apply([late])
    text = read("FORM-18", "05/02")
    assert "Reverso: interés ordinario -180.00" in text
    assert "Total del reporte 1,000.00 0.00 1,000.00" in text
    note = last("CCF", "Nota de crédito")
    assert note.content["corrects"] == "2"
    assert "Corrige el comprobante n.º 2" in read("CCF", "Nota de crédito")
    assert "Diferencia (debe ser cero) 0.00" in read("FORM-19", "05/02")


def test_interest_given_back_is_a_credit_note_to_the_disbursements_receipt(
    players: Players, clock: FixedClock
) -> None:
    players.admit_client("0002", "Panadería Suchitoto, S.A.")
    terms = {"interest_charged": "upfront", "vat_on": ["commission", "interest"]}
    players.approve_line("0002", "50000.00", date(2026, 1, 1), date(2027, 12, 31), terms)
    case_id = players.request("0002", [a_document()], "10000.00", 45)
    players.disburse(case_id, ["Q-2587"])
    on = date(2026, 1, 15)
    move_to(clock, on)
    players.receive_and_apply([a_payment(1, "10000.00", on)])
    assert "Interés ordinario -210.00 -27.30 -237.30" in read("FORM-18")
    note = read("CCF", "Nota de crédito")
    assert "Corrige el comprobante n.º 1" in note
    assert "Total US$ 237.30" in note
    assert "Diferencia (debe ser cero) 0.00" in read("FORM-19")
    players.settle(Case.objects.get(procedure="PCI-F10").pk)
    assert "Valor a devolver US$ 1,237.30" in read("FORM-23")


def test_a_form_that_does_not_add_up_stops_its_step(
    players: Players, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = _asked_and_played(players, upto=5)
    paper = "cartera.papers.collect.operation.cents"
    monkeypatch.setattr(paper, lambda amount: amount + Decimal("0.01"))
    task = _at(case_id)
    with pytest.raises(Exception, match="no se imprime"):
        perform(task.pk, players.who(task), {})
    assert _at(case_id).pk == task.pk
    assert not Paper.objects.filter(form="FORM-06").exists()


def test_what_was_issued_cannot_be_changed(players: Players) -> None:
    _asked_and_played(players)
    change = "UPDATE papers_paper SET content = '{}'"
    for statement in (change, "DELETE FROM papers_paper", "TRUNCATE papers_paper"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_no_paper_where_nothing_is_made(players: Players) -> None:
    before = Paper.objects.count()
    issue((), None, None)  # type: ignore[arg-type]  # nothing to make asks for nothing
    assert Paper.objects.count() == before
