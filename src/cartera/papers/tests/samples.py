"""Sample payloads of every form, with as many documents as asked, and a frame to print them in."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from cartera.papers.forms import (
    ccf,
    form_01,
    form_02,
    form_03,
    form_04,
    form_05,
    form_06,
    form_07,
    form_08,
    form_18,
    form_19,
    form_20,
    form_21,
    form_22,
    form_23,
)
from cartera.papers.forms.blocks import (
    AccountAmount,
    Deduction,
    DocumentRow,
    EntryLine,
    PartyBlock,
    Representative,
)
from cartera.papers.frames import Frame, Signature
from cartera.papers.rendering import content_hash

ZONE = ZoneInfo("America/El_Salvador")
FACTOR = "Factoraje Cuscatlán, S.A. de C.V."
CLIENT = PartyBlock(
    name="Textiles Izalco, S.A. de C.V.",
    code="0001",
    address="Km 8½ Carretera a Sonsonate, Santa Tecla, La Libertad",
    nit="0614-010190-101-3",
    nrc="12345-6",
    activity="Fabricación de tejidos y prendas de vestir",
)
DEBTORS = (
    "Almacenes Quezaltepeque, S.A. de C.V.",
    "Súper Mercados de Oriente, S.A.",
    "Distribuidora Ñandú y Compañía",
    "Hospital Nuestra Señora de la Paz, Institución Autónoma Descentralizada",
)
DAY = date(2026, 1, 5)
CENTS = Decimal("0.01")


def amounts(count: int) -> list[Decimal]:
    """Different amounts, the same each time."""
    return [Decimal(1000 + (n * 7919) % 90000) + Decimal((n * 37) % 100) / 100 for n in range(count)]


def total(values: list[Decimal]) -> Decimal:
    """Their sum."""
    return sum(values, Decimal("0.00"))


def debtor(n: int) -> str:
    """One of the few debtors."""
    return DEBTORS[n % len(DEBTORS)]


def _letter_rows(count: int) -> tuple[DocumentRow, ...]:
    return tuple(
        DocumentRow(debtor(n), f"Q-{2587 + n}", DAY + timedelta(days=30 + n % 60), value)
        for n, value in enumerate(amounts(count))
    )


REPRESENTATIVE = Representative("Ana María Guardado de Peña", "02495046-3", "0614-150575-102-1")


def form_01_payload(count: int) -> form_01.Payload:
    whole = total(amounts(count))
    return form_01.Payload(
        factor=FACTOR,
        client=CLIENT,
        amount_requested=whole,
        term_days=45,
        bank="Banco Agrícola",
        account="1519104950",
        account_holder=CLIENT.name,
        documents=_letter_rows(count),
        total=whole,
        representative=REPRESENTATIVE,
    )


def form_02_payload(count: int) -> form_02.Payload:
    return form_02.Payload(
        factor=FACTOR,
        client=CLIENT,
        debtor=PartyBlock(DEBTORS[0], "D-017", "2.ª Calle Poniente n.º 14, Santa Ana"),
        documents=_letter_rows(count),
        total=total(amounts(count)),
        representative=REPRESENTATIVE,
    )


def form_03_payload(count: int) -> form_03.Payload:
    return form_03.Payload(
        debtor=PartyBlock(DEBTORS[0], "D-017", "2.ª Calle Poniente n.º 14, Santa Ana", nit="0210-010180-101-5"),
        client=CLIENT.name,
        quedan="Q-2587",
        invoices=tuple(f"F-{10450 + n}" for n in range(count)),
        amount=Decimal("10000.00"),
        amount_in_words="diez mil 00/100 dólares",
        payment_on=DAY + timedelta(days=45),
        place="Santa Ana",
        issued_on=DAY,
    )


def form_04_payload(count: int) -> form_04.Payload:
    return form_04.Payload(
        amount=Decimal("21000.00"),
        amount_in_words="veintiún mil 00/100 dólares de los Estados Unidos de América",
        payee=FACTOR,
        rate_annual_pct=Decimal("24.00"),
        default_rate_annual_pct=Decimal("36.00"),
        place_of_payment="San Salvador",
        jurisdiction="San Salvador",
        maker=CLIENT,
        due_on=DAY + timedelta(days=45),
        signed_on=DAY,
        representative=REPRESENTATIVE,
    )


def form_05_payload(count: int) -> form_05.Payload:
    values = amounts(count)
    parts = []
    for n in range(min(count, 4)):
        own = [(m, v) for m, v in enumerate(values) if m % 4 == n]
        parts.append(
            form_05.Verification(
                debtor=PartyBlock(debtor(n), f"D-{17 + n:03}"),
                documents=tuple(
                    form_05.VerifiedDocument(
                        "Quedan", f"Q-{2587 + m}", v, DAY - timedelta(days=3), DAY + timedelta(days=40)
                    )
                    for m, v in own
                ),
                total=total([v for _, v in own]),
                informed_by="Licda. Marta Alicia Cornejo",
                informant_post="Cuentas por pagar",
                telephone="2440-0000",
                verified_by="Carlos Roberto Mejía",
                verified_at=datetime(2026, 1, 5, 9, 20 + n, tzinfo=ZONE),
                remarks="Confirma fecha de pago y que no hay notas de crédito." if n == 0 else "",
                script=(
                    form_05.ScriptAnswer("¿El documento está registrado para pago?", "Sí"),
                    form_05.ScriptAnswer("¿Hay devoluciones o descuentos por aplicar?", "No"),
                )
                if n < 2
                else (),
            )
        )
    return form_05.Payload(CLIENT, "CES-000118", tuple(parts), total(values))


def form_06_payload(count: int) -> form_06.Payload:
    values = amounts(count)
    advanced = [(v * 90 / 100).quantize(CENTS) for v in values]
    financed = total(advanced)
    commission = (financed / 100).quantize(CENTS)
    vat = (commission * 13 / 100).quantize(CENTS)
    return form_06.Payload(
        assignment="CES-000118",
        requested_at=datetime(2026, 1, 5, 10, 5, tzinfo=ZONE),
        client=CLIENT,
        risk_category="A2",
        starts_on=DAY,
        term_days=45,
        matures_on=DAY + timedelta(days=45),
        rate_pct=Decimal("2"),
        commission_pct=Decimal("1"),
        advance_pct=Decimal("90"),
        default_rate_pct=Decimal("36"),
        amount_advanced=financed,
        balance_owed=Decimal("12500.00"),
        availability=Decimal("187500.00"),
        bank="Banco Agrícola",
        account="1519104950",
        amount_face=total(values),
        line_approved=Decimal("200000.00"),
        amount_commission=commission,
        amount_vat=vat,
        amount_net=financed - commission - vat - Decimal("150.00"),
        documents=tuple(
            form_06.DiscountedDocument(debtor(n), "Quedan", f"Q-{2587 + n}", v, a)
            for n, (v, a) in enumerate(zip(values, advanced, strict=True))
        ),
        executive="Lucía Beatriz Renderos",
        deductions=(Deduction("Abono a la cesión CES-000097", Decimal("150.00")),),
        amount_deductions=Decimal("150.00"),
        comments="Primera operación del año; documentos verificados por teléfono.",
        authorisation="Dentro de los términos de la línea",
    )


def form_07_payload(count: int) -> form_07.Payload:
    values = amounts(count)
    clients = []
    for n in range(min(count, 7)):
        own = [v for m, v in enumerate(values) if m % 7 == n]
        credits = tuple(
            form_07.Credit(f"15191049{n:02}", DAY, v, f"Abono cesión CES-{118 + m:06}", "Banco Agrícola")
            for m, v in enumerate(own)
        )
        clients.append(form_07.ClientCredits(f"{n + 1:04}", f"Cliente {debtor(n)}", credits, total(own)))
    return form_07.Payload(tuple(clients), total(values))


def _entry_lines(count: int, debit_first: bool) -> tuple[tuple[EntryLine, ...], Decimal]:
    values = amounts(count)
    lines = []
    for n, v in enumerate(values):
        commission = (v / 100).quantize(CENTS)
        lines.append(EntryLine(f"103{n + 1:02}", debtor(n), f"Desembolso cs {118 + n}", debit=v))
        lines.append(EntryLine("50202", "Comisión por desembolso", f"cs {118 + n}", credit=commission))
        lines.append(EntryLine("102", "Bancos", f"cs {118 + n}", credit=v - commission))
    if not debit_first:
        lines = [EntryLine(x.account, x.name, x.reference, x.credit, x.debit) for x in lines]
    return tuple(lines), total(values)


def form_08_payload(count: int) -> form_08.Payload:
    lines, whole = _entry_lines(count, True)
    return form_08.Payload("egreso", "000041", DAY, lines, whole, whole, "Desembolsos del día")


def form_20_payload(count: int) -> form_20.Payload:
    lines, whole = _entry_lines(count, False)
    return form_20.Payload("ingreso", "000077", DAY, lines, whole, whole, "Aplicación de abonos del día")


def _applications(values: list[Decimal]) -> tuple[form_18.Application, ...]:
    rows = []
    for n, v in enumerate(values):
        kind = ("Abono a capital", "Interés ordinario", "Interés moratorio")[n % 3]
        vat = (v * 13 / 100).quantize(CENTS) if n % 3 == 1 else Decimal("0.00")
        left = None if n % 3 else (Decimal("-778.20") if n % 2 else Decimal("4180.00"))
        rows.append(form_18.Application(DAY, f"CES-{118 + n // 3:06}", kind, v, vat, v + vat, left))
    return tuple(rows)


def form_18_payload(count: int) -> form_18.Payload:
    values = amounts(count)
    clients = []
    for n in range(min(count, 5)):
        rows = _applications([v for m, v in enumerate(values) if m % 5 == n])
        clients.append(
            form_18.ClientApplications(
                f"{100 + n:05}",
                f"Cliente {debtor(n)}",
                rows,
                total([r.amount for r in rows]),
                total([r.vat for r in rows]),
                total([r.total for r in rows]),
            )
        )
    return form_18.Payload(
        DAY,
        tuple(clients),
        total([c.amount for c in clients]),
        total([c.vat for c in clients]),
        total([c.total for c in clients]),
    )


def form_19_payload(count: int) -> form_19.Payload:
    values = amounts(count)
    interest = AccountAmount("50201", "Intereses del mes", Decimal("180.00"))
    arrears = AccountAmount("50602", "Moratorios factoraje", Decimal("12.35"))
    receivable = AccountAmount("11502", "Intereses por cobrar", Decimal("41.80"))
    payables = (form_19.Payable(CLIENT.name, Decimal("778.20"), "CES-000118"),)
    foreign = (form_19.ForeignDocument(CLIENT.name, "DA-00031", Decimal("950.00")),)
    extension = AccountAmount("50203", "Comisión por ampliación", Decimal("25.00"))
    vat = AccountAmount("2206", "IVA débito fiscal", Decimal("3.25"))
    interests = Decimal("234.15")
    whole = total(values) + interests + Decimal("778.20") + Decimal("950.00") + Decimal("28.25")
    return form_19.Payload(
        day=DAY,
        banks=(
            AccountAmount("10201", "Banco Agrícola", whole - Decimal("500.00")),
            AccountAmount("10202", "Banco Cuscatlán", Decimal("400.00")),
        ),
        cash=Decimal("100.00"),
        total_deposits=whole,
        capital=tuple(
            AccountAmount(f"103{n + 1:02}", f"Cliente {debtor(n)}", v) for n, v in enumerate(values)
        ),
        payables=payables,
        total_interest=interests,
        total_debits=whole,
        total_credits=whole,
        difference=Decimal("0.00"),
        interest_receivable=receivable,
        interest_of_month=interest,
        default_interest=arrears,
        foreign_documents=foreign,
        extension_commission=extension,
        vat=vat,
    )


def form_21_payload(count: int) -> form_21.Payload:
    return form_21.Payload(
        client=CLIENT,
        assignment="CES-000118",
        documents=tuple(
            form_21.CededDocument(
                operation=f"{45001 + n}",
                debtor_code=f"D-{17 + n % 4:03}",
                debtor=debtor(n),
                number=f"Q-{2587 + n}",
                amount=v,
                starts_on=DAY,
                collection_on=DAY + timedelta(days=30 + n % 60),
                collected=True,
            )
            for n, v in enumerate(amounts(count))
        ),
        total=total(amounts(count)),
        documents_open=0,
    )


def _movements(count: int) -> tuple[tuple[form_22.Movement, ...], Decimal, Decimal]:
    start = balance = Decimal("9000.00") * count
    rows = []
    for n in range(count):
        interest, late = Decimal("180.00"), Decimal("3.10") if n % 5 == 4 else Decimal("0.00")
        part = Decimal("9000.00") if n < count - 1 else Decimal("9778.20")
        rows.append(
            form_22.Movement(
                DAY + timedelta(days=30 + n),
                f"Banco Agrícola ch. {2455 + n}",
                part + interest + late,
                interest,
                late,
                part,
                balance,
                balance - part,
            )
        )
        balance -= part
    return tuple(rows), start, balance


def form_22_payload(count: int) -> form_22.Payload:
    rows, start, balance = _movements(count)
    commission = (start / 100).quantize(CENTS)
    vat = (commission * 13 / 100).quantize(CENTS)
    return form_22.Payload(
        client=CLIENT,
        assignment="CES-000118",
        as_of=DAY + timedelta(days=45),
        amount_face=start / 9 * 10,
        amount_advanced=start,
        commission_pct=Decimal("1"),
        amount_commission=commission,
        amount_vat=vat,
        amount_net=start - commission - vat,
        rate_pct=Decimal("2"),
        advance_pct=Decimal("90"),
        term_days=45,
        starts_on=DAY,
        matures_on=DAY + timedelta(days=45),
        movements=rows,
        totals=form_22.Totals(
            total([r.amount for r in rows]),
            total([r.interest for r in rows]),
            total([r.default_interest for r in rows]),
            total([r.to_capital for r in rows]),
        ),
        balance=balance,
        owed=form_22.Owed(balance, Decimal("0.00"), Decimal("0.00"), Decimal("0.00"), Decimal("0.00"), balance),
    )


def form_23_payload(count: int) -> form_23.Payload:
    deductions = tuple(Deduction(f"Abono a la cesión CES-{97 + n:06}", Decimal("10.00")) for n in range(min(count, 12)))
    taken = Decimal("10.00") * len(deductions)
    return form_23.Payload(
        client=CLIENT,
        assignment="CES-000118",
        settled_on=DAY + timedelta(days=46),
        amount_face=Decimal("10000.00"),
        amount_collected=Decimal("10000.00"),
        amount_advanced=Decimal("9000.00"),
        interest=Decimal("221.80"),
        default_interest=Decimal("0.00"),
        settlement_value=Decimal("778.20"),
        amount_to_return=Decimal("778.20") - taken,
        last_payment_on=DAY + timedelta(days=45),
        deductions=deductions,
        total_deductions=taken,
        payment_form="Abono a la cuenta 1519104950 de Banco Agrícola",
        remarks="Documentos cobrados en su totalidad.",
        guarantees_returned=("Pagaré por US$ 10,000.00 del 05/01/2026", "Cheque de garantía 000118"),
    )


def ccf_payload(count: int) -> ccf.Payload:
    lines = [
        ccf.ReceiptLine("Comisión por desembolso", Decimal("0.00"), Decimal("90.00"), "CES-000118"),
        ccf.ReceiptLine("Interés ordinario", Decimal("180.00"), Decimal("0.00"), "CES-000118"),
    ][: max(1, min(count, 2))]
    lines += [
        ccf.ReceiptLine("Comisión por desembolso", Decimal("0.00"), Decimal("90.00"), f"CES-{118 + n:06}")
        for n in range(2, count)
    ]
    net, exempt = total([x.taxed for x in lines]), total([x.exempt for x in lines])
    vat = (net * 13 / 100).quantize(CENTS)
    return ccf.Payload(
        number="000512",
        issuer=PartyBlock(FACTOR, "", "Paseo General Escalón n.º 3675, San Salvador", "0614-020288-105-7", "98765-4", "Otros servicios financieros"),
        client=CLIENT,
        lines=tuple(lines),
        net=net,
        exempt=exempt,
        vat_pct=Decimal("13"),
        vat=vat,
        total=net + exempt + vat,
        total_in_words="doscientos ochenta y uno 70/100 dólares",
        payment_terms="Contado",
    )


SAMPLES: dict[str, Callable[[int], Any]] = {
    "FORM-01": form_01_payload,
    "FORM-02": form_02_payload,
    "FORM-03": form_03_payload,
    "FORM-04": form_04_payload,
    "FORM-05": form_05_payload,
    "FORM-06": form_06_payload,
    "FORM-07": form_07_payload,
    "FORM-08": form_08_payload,
    "FORM-18": form_18_payload,
    "FORM-19": form_19_payload,
    "FORM-20": form_20_payload,
    "FORM-21": form_21_payload,
    "FORM-22": form_22_payload,
    "FORM-23": form_23_payload,
    "CCF": ccf_payload,
}


def sample_frame(code: str, payload: Any, **changes: Any) -> Frame:
    """The frame of a paper issued by the sample company."""
    parts: dict[str, Any] = {
        "company_name": FACTOR,
        "place": "San Salvador",
        "currency": "USD",
        "locale": "es_SV",
        "code": code,
        "number": "000118",
        "issued_at": datetime(2026, 1, 5, 14, 32, tzinfo=ZONE),
        "signatures": (
            Signature("prepared", "Carlos Roberto Mejía", "Auxiliar de cobros", datetime(2026, 1, 5, 9, 20, tzinfo=ZONE)),
            Signature("authorised", "Rosa Elena Marroquín", "Gerencia de operaciones", datetime(2026, 1, 5, 11, 2, tzinfo=ZONE)),
            Signature("authorised", "Jorge Alberto Sandoval", "Gerencia general", datetime(2026, 1, 5, 11, 47, tzinfo=ZONE)),
        ),
        "content_hash": content_hash(code, payload),
        "verify_url": "https://cartera.example.sv/verificar/",
    }
    return Frame(**{**parts, **changes})
