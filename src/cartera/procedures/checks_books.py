"""Sub-ledgers held against the accounts that stand for them, client by client.

They hold at any moment: what has happened and waits for its entry is counted in. An amount is
looked for under every account that the posting map ever gave its role: what is posted stays.
"""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection

from cartera.accounting.ledger.charts import chart_names, read_chart
from cartera.accounting.ledger.models import PostingRule
from cartera.accounting.ledger.roles import Role
from cartera.company.models import Company
from cartera.kernel.checks import Check, Finding
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.models import SettingChange

# Roles whose accounts are held against a sub-ledger: each has accounts of its own, but for `OWED`.
PROVED = frozenset(
    {
        Role.RECEIVABLE,
        Role.PAYABLE_TO_CLIENT,
        Role.CLAIMS,
        Role.BANK,
        Role.CHEQUES_IN_HAND,
        Role.CHEQUES_TO_APPLY,
        Role.FOREIGN_FUNDS,
    }
)

# What is owed to clients and to third parties: two roles that may share an account, proved as one.
OWED = (Role.PAYABLE_TO_CLIENT, Role.FOREIGN_FUNDS)

# What each client has in the accounts of a role, debits less credits.
_BOOKED = """
WITH RECURSIVE under AS (
    SELECT a.id, a.client_code FROM ledger_account a WHERE a.code = ANY(%(codes)s)
    UNION
    SELECT a.id, a.client_code FROM ledger_account a JOIN under u ON a.parent_id = u.id
), booked AS (
    SELECT coalesce(nullif(l.client_code, ''), u.client_code) AS client,
        sum(l.debit - l.credit) AS amount
    FROM under u JOIN ledger_line l ON l.account_id = u.id GROUP BY 1
), part (client_id, amount) AS ({parts}
), kept AS (
    SELECT c.code AS client, sum(part.amount) AS amount
    FROM part JOIN parties_client c ON c.id = part.client_id GROUP BY 1
)
SELECT coalesce(k.client, b.client), coalesce(b.amount, 0), coalesce(k.amount, 0)
FROM kept k FULL JOIN booked b ON b.client = k.client
WHERE coalesce(b.amount, 0) <> coalesce(k.amount, 0) ORDER BY 1 LIMIT 50
"""

_UNPOSTED_PARTS = """
    SELECT a.client_id, {amount} FROM payments_application x
    JOIN payments_paymentday d ON d.id = x.day_id AND d.entry_id IS NULL
    JOIN assignments_assignment a ON a.id = x.assignment_id"""

# Money taken for claims or other assignments, where what took it has its entry.
_POSTED_DEDUCTIONS = """
    SELECT d.client_id, {sign}d.amount FROM claims_deduction d
    WHERE d.state = 'taken' AND {which} AND (
        EXISTS (SELECT FROM settlements_settlement s
                WHERE s.case_id = d.case_id AND s.state = 'posted')
        OR EXISTS (SELECT FROM assignments_assignment a JOIN disbursements_disbursement p
                   ON p.assignment_id = a.id AND p.state = 'posted'
                   WHERE a.case_id = d.case_id))"""

# Money of third parties that came in and was not given out: owed to its owners.
_THIRD_PARTY = """
    SELECT p.client_id, -x.third_party FROM payments_application x
    JOIN payments_payment p ON p.id = x.payment_id
    LEFT JOIN payments_paymentday d ON d.id = x.day_id
    WHERE x.assignment_id IS NULL AND (x.bounce_id IS NOT NULL OR d.entry_id IS NOT NULL)
    UNION ALL
    SELECT p.client_id, o.amount FROM payments_payout o
    JOIN payments_payment p ON p.id = o.payment_id
    WHERE o.entry_id IS NOT NULL AND o.returned_id IS NULL"""

RECEIVABLE = _BOOKED.format(
    parts=f"""
    SELECT client_id, greatest(capital, 0) FROM assignments_assignment
    WHERE state IN ('live', 'paid_off', 'settled')
    UNION ALL
    SELECT a.client_id, -a.amount_advanced FROM disbursements_disbursement p
    JOIN assignments_assignment a ON a.id = p.assignment_id WHERE p.state = 'paid'
    UNION ALL {_UNPOSTED_PARTS.format(amount="x.capital - x.excess")}""",
)

PAYABLE = _BOOKED.format(
    parts=f"""
    SELECT a.client_id, least(a.capital, 0) FROM assignments_assignment a
    WHERE a.state IN ('live', 'paid_off', 'settled') AND NOT EXISTS (
        SELECT FROM settlements_settlement s
        WHERE s.assignment_id = a.id AND s.state = 'posted')
    UNION ALL {_UNPOSTED_PARTS.format(amount="x.excess")}
    UNION ALL {_THIRD_PARTY}
    UNION ALL {_POSTED_DEDUCTIONS.format(sign="-", which="d.to_assignment_id IS NOT NULL")}
    UNION ALL
    SELECT a.client_id, p.amount FROM payments_payment p
    JOIN payments_paymentday d ON d.id = p.day_id AND d.entry_id IS NOT NULL
    JOIN assignments_assignment a ON a.id = p.assignment_id WHERE p.kind = 'deduction'""",
)

CLAIMS = _BOOKED.format(
    parts=f"""
    SELECT client_id, charges_due FROM assignments_assignment
    WHERE charges_due <> 0 AND state <> 'withdrawn'
    UNION ALL {_UNPOSTED_PARTS.format(amount="x.charges")}
    UNION ALL
    SELECT c.client_id, c.amount - c.refunded FROM claims_claim c
    WHERE c.state <> 'void' AND (c.entry_id IS NOT NULL OR EXISTS (
        SELECT FROM payments_bounce b WHERE b.claim_id = c.id AND b.state = 'confirmed'))
    UNION ALL {_POSTED_DEDUCTIONS.format(sign="-", which="d.to_assignment_id IS NULL")}""",
)

# What is ours to deposit, or deposited and not yet given by the bank; on the one side what it is
# worth, on the other what is to be applied once it clears.
_IN_HAND = """
    SELECT client_id, {amount} FROM cheques_cheque
    WHERE state IN ('stamped', 'slipped', 'deposited')"""
CHEQUES_IN_HAND = _BOOKED.format(parts=_IN_HAND.format(amount="amount"))
CHEQUES_TO_APPLY = _BOOKED.format(parts=_IN_HAND.format(amount="-amount"))

# What bank accounts took in by slips and gave out, each by its ledger account; what else accounting
# posts to them (charges of the bank, transfers) comes from no slip.
BANK = """
WITH part (account_id, amount) AS (
    SELECT b.ledger_account_id, i.amount FROM banking_deposititem i
    JOIN banking_depositslip s ON s.id = i.slip_id AND s.state <> 'void'
    JOIN banking_bankaccount b ON b.id = s.bank_account_id
    JOIN payments_paymentday d ON d.case_id = s.case_id AND d.entry_id IS NOT NULL
    WHERE i.is_live
    UNION ALL
    SELECT b.ledger_account_id, i.amount FROM payments_payment p
    JOIN payments_paymentday d ON d.id = p.day_id AND d.entry_id IS NOT NULL
    JOIN banking_deposititem i ON i.payment_id = p.id AND i.is_live
    JOIN banking_depositslip s ON s.id = i.slip_id
    JOIN banking_bankaccount b ON b.id = s.bank_account_id WHERE p.cheque_id IS NOT NULL
    UNION ALL
    SELECT b.ledger_account_id, -p.amount_net FROM disbursements_disbursement p
    JOIN banking_bankaccount b ON b.id = p.bank_account_id WHERE p.state = 'posted'
    UNION ALL
    SELECT b.ledger_account_id, -s.amount_to_return FROM settlements_settlement s
    JOIN banking_bankaccount b ON b.id = s.bank_account_id WHERE s.state = 'posted'
    UNION ALL
    SELECT b.ledger_account_id, -o.amount FROM payments_payout o
    JOIN banking_bankaccount b ON b.id = o.bank_account_id
    WHERE o.entry_id IS NOT NULL AND o.returned_id IS NULL
    UNION ALL
    SELECT b.ledger_account_id, -p.amount FROM payments_bounce o
    JOIN payments_payment p ON p.id = o.payment_id AND p.day_id IS NOT NULL
    JOIN banking_deposititem i ON i.payment_id = p.id AND i.is_live
    JOIN banking_depositslip s ON s.id = i.slip_id
    JOIN banking_bankaccount b ON b.id = s.bank_account_id WHERE o.state = 'confirmed'
), moved AS (
    SELECT account_id, sum(amount) AS amount FROM part GROUP BY 1
), booked AS (
    SELECT l.account_id, sum(l.debit - l.credit) AS amount FROM ledger_line l
    JOIN ledger_entry e ON e.id = l.entry_id
        AND e.event IN ('payments', 'disbursement', 'settlement', 'payout', 'bounce')
    WHERE l.account_id IN (SELECT ledger_account_id FROM banking_bankaccount) GROUP BY 1
)
SELECT a.code, coalesce(b.amount, 0), coalesce(m.amount, 0)
FROM moved m FULL JOIN booked b ON b.account_id = m.account_id
JOIN ledger_account a ON a.id = coalesce(m.account_id, b.account_id)
WHERE coalesce(b.amount, 0) <> coalesce(m.amount, 0) ORDER BY 1 LIMIT 50
"""

# `numbers` are the last of each series at the close: the entries that the close had before it.
CLOSES = """
SELECT to_char(d."on", 'DD/MM/YYYY'), sum(e.amount), (d.totals->>'posted')::numeric
FROM company_dayclose d
JOIN ledger_series s ON true
LEFT JOIN ledger_entry e ON e.series_id = s.id
    AND e.number <= ((d.totals->>'numbers')::jsonb->>s.code)::bigint
GROUP BY d.id HAVING coalesce(sum(e.amount), 0) <> (d.totals->>'posted')::numeric
ORDER BY d.id LIMIT 50
"""


def accounts_of(*roles: Role) -> list[str]:
    """The codes of the accounts that the posting map gives to roles, and of those it gave them."""
    house = Company.objects.first()
    template = house.chart if house and house.chart in chart_names() else None
    first = [read_chart(template).posting.get(role) for role in roles] if template else []
    changed = SettingChange.objects.filter(setting="posting_rule", name__in=roles, state="done")
    today = PostingRule.objects.filter(role__in=roles).values_list("account__code", flat=True)
    codes = {*today, *changed.values_list("value", flat=True), *first}
    return sorted(code for code in codes if code)


def differences(sql: str, *roles: Role) -> Iterator[Finding]:
    """Clients whose balance under some roles is not what their sub-ledger says."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"codes": accounts_of(*roles)})
        rows = cursor.fetchall()
    for client, booked, kept in rows:
        yield Finding(str(client), str(booked), str(kept))


def _by_client(sql: str, *roles: Role) -> Callable[[], Iterator[Finding]]:
    return partial(differences, sql, *roles)


CHECKS = (
    Check(
        "receivable_by_client",
        _("El saldo de las cesiones de cada cliente es el de su cuenta por cobrar"),
        find=_by_client(RECEIVABLE, Role.RECEIVABLE),
        daily=True,
    ),
    Check(
        "payable_by_client",
        _("Lo que es de cada cliente o de terceros es el saldo de lo que está por pagarse"),
        find=_by_client(PAYABLE, *OWED),
        daily=True,
    ),
    Check(
        "claims_by_client",
        _("Los cargos pendientes de cada cliente son el saldo de su cuenta"),
        find=_by_client(CLAIMS, Role.CLAIMS),
        daily=True,
    ),
    Check(
        "cheques_in_hand_by_cheque",
        _("Los cheques por acreditar de cada cliente son el saldo de su cuenta"),
        find=_by_client(CHEQUES_IN_HAND, Role.CHEQUES_IN_HAND),
        daily=True,
    ),
    Check(
        "cheques_to_apply_by_cheque",
        _("Lo que está por aplicarse de cada cliente son sus cheques por acreditar"),
        find=_by_client(CHEQUES_TO_APPLY, Role.CHEQUES_TO_APPLY),
        daily=True,
    ),
    Check(
        "banks_by_account",
        _("Lo depositado y lo entregado por banco es el saldo de su cuenta"),
        BANK,
        daily=True,
    ),
    Check(
        "closes_hold_what_was_posted",
        _("El total de cada cierre es el de las partidas que había"),
        CLOSES,
    ),
)
