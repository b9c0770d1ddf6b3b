"""Sample payloads of the papers that send money out: FORM-01 to FORM-08 and the CCF."""

from datetime import datetime, timedelta
from decimal import Decimal

from cartera.kernel.words import amount_in_words
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
    form_20,
)
from cartera.papers.forms.blocks import (
    Deduction,
    DocumentRow,
    EntryLine,
    PartyBlock,
)
from cartera.papers.tests.cast import (
    CENTS,
    CLIENT,
    DAY,
    DEBTORS,
    FACTOR,
    REPRESENTATIVE,
    ZONE,
    amounts,
    debtor,
    total,
)


def _letter_rows(count: int) -> tuple[DocumentRow, ...]:
    return tuple(
        DocumentRow(debtor(n), f"Q-{2587 + n}", DAY + timedelta(days=30 + n % 60), value)
        for n, value in enumerate(amounts(count))
    )


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
        debtor=PartyBlock(
            DEBTORS[0], "D-017", "2.ª Calle Poniente n.º 14, Santa Ana", nit="0210-010180-101-5"
        ),
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
                        "Quedan",
                        f"Q-{2587 + m}",
                        v,
                        DAY - timedelta(days=3),
                        DAY + timedelta(days=40),
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
        rate_pct=Decimal(2),
        commission_pct=Decimal(1),
        advance_pct=Decimal(90),
        default_rate_pct=Decimal(36),
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
        rows = tuple(
            form_07.Credit(
                f"15191049{n:02}", DAY, v, f"Abono cesión CES-{118 + m:06}", "Banco Agrícola"
            )
            for m, v in enumerate(own)
        )
        clients.append(
            form_07.ClientCredits(f"{n + 1:04}", f"Cliente {debtor(n)}", rows, total(own))
        )
    return form_07.Payload(tuple(clients), total(values))


def _entry_lines(count: int, *, debit_first: bool) -> tuple[tuple[EntryLine, ...], Decimal]:
    values = amounts(count)
    lines = []
    for n, v in enumerate(values):
        commission = (v / 100).quantize(CENTS)
        lines.append(EntryLine(f"103{n + 1:02}", debtor(n), f"Desembolso cs {118 + n}", debit=v))
        lines.append(
            EntryLine("50202", "Comisión por desembolso", f"cs {118 + n}", credit=commission)
        )
        lines.append(EntryLine("102", "Bancos", f"cs {118 + n}", credit=v - commission))
    if not debit_first:
        lines = [EntryLine(x.account, x.name, x.reference, x.credit, x.debit) for x in lines]
    return tuple(lines), total(values)


def form_08_payload(count: int) -> form_08.Payload:
    lines, whole = _entry_lines(count, debit_first=True)
    return form_08.Payload("egreso", "000041", DAY, lines, whole, whole, "Desembolsos del día")


def form_20_payload(count: int) -> form_20.Payload:
    lines, whole = _entry_lines(count, debit_first=False)
    return form_20.Payload(
        "ingreso", "000077", DAY, lines, whole, whole, "Aplicación de abonos del día"
    )


def ccf_payload(count: int) -> ccf.Payload:
    lines = [
        ccf.ReceiptLine("Comisión por desembolso", Decimal("0.00"), Decimal("90.00"), "CES-000118"),
        ccf.ReceiptLine("Interés ordinario", Decimal("180.00"), Decimal("0.00"), "CES-000118"),
    ][: max(1, min(count, 2))]
    lines += [
        ccf.ReceiptLine(
            "Comisión por desembolso", Decimal("0.00"), Decimal("90.00"), f"CES-{118 + n:06}"
        )
        for n in range(2, count)
    ]
    net, exempt = total([x.taxed for x in lines]), total([x.exempt for x in lines])
    vat = (net * 13 / 100).quantize(CENTS)
    return ccf.Payload(
        number="000512",
        issuer=PartyBlock(
            FACTOR,
            "",
            "Paseo General Escalón n.º 3675, San Salvador",
            "0614-020288-105-7",
            "98765-4",
            "Otros servicios financieros",
        ),
        client=CLIENT,
        lines=tuple(lines),
        net=net,
        exempt=exempt,
        vat_pct=Decimal(13),
        vat=vat,
        total=net + exempt + vat,
        total_in_words=amount_in_words(net + exempt + vat),
        payment_terms="Contado",
    )
