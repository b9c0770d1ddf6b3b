"""Sample payloads of the papers that take money in and settle: FORM-18 to FORM-23."""

from datetime import timedelta
from decimal import Decimal

from cartera.papers.forms import (
    form_18,
    form_19,
    form_21,
    form_22,
    form_23,
)
from cartera.papers.forms.blocks import (
    AccountAmount,
    Deduction,
)
from cartera.papers.tests.cast import CENTS, CLIENT, DAY, amounts, debtor, total


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
        commission_pct=Decimal(1),
        amount_commission=commission,
        amount_vat=vat,
        amount_net=start - commission - vat,
        rate_pct=Decimal(2),
        advance_pct=Decimal(90),
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
        owed=form_22.Owed(
            balance, Decimal("0.00"), Decimal("0.00"), Decimal("0.00"), Decimal("0.00"), balance
        ),
    )


def form_23_payload(count: int) -> form_23.Payload:
    deductions = tuple(
        Deduction(f"Abono a la cesión CES-{97 + n:06}", Decimal("10.00"))
        for n in range(min(count, 12))
    )
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
        guarantees_returned=(
            "Pagaré por US$ 10,000.00 del 05/01/2026",
            "Cheque de garantía 000118",
        ),
    )
