"""What can be found, and by what: each way one walk of an index (`migrations/0002_indexes.py`)."""

from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _
from cartera.reports.cases import CASE_NAME, CASE_WRITTEN
from cartera.reports.finding import Asked, Seeker, add_seeker
from cartera.reports.listing import Condition
from cartera.reports.lists.recovery_third_party import operation_meant
from cartera.reports.matching import (
    NONE,
    REFERENCE_KEY,
    TAIL,
    TAX_DIGITS,
    begins,
    by_number,
    by_whole,
    by_words,
)

_CLIENTS = "(SELECT id FROM parties_client WHERE code = ANY(%s))"
_OF_CLIENT = "{0}.assignment_id IN (SELECT id FROM assignments_assignment WHERE client_id IN {1})"
_FEWEST_DIGITS = 4


def _amount(column: str, asked: Asked) -> Condition:
    return Condition(f"{column} = %s", (asked.amount,)) if asked.amount is not None else NONE


def _numbers(column: str, key: str, asked: Asked) -> list[Condition]:
    """The number itself; what begins as typed; what ends in figures that begin as typed."""
    typed = number_key(asked.text)
    if not typed:
        return []
    ways = [
        by_number(column, key, asked.text, entire=True),
        Condition(f"{key} LIKE %s", (begins(typed),)),
    ]
    if typed.isdigit() and typed.strip("0"):
        tail = TAIL.format(column=column)
        ways.append(Condition(f"{tail} LIKE %s", (begins(typed.lstrip("0")),)))
    return ways


def _assignment(asked: Asked) -> list[Condition]:
    return [
        by_whole("a.number", asked.text),
        _amount("a.amount_advanced", asked),
        _amount("a.amount_net", asked),
    ]


def _document(asked: Asked) -> list[Condition]:
    return [*_numbers("d.number", "d.number_key", asked), _amount("d.amount", asked)]


def _foreign(asked: Asked) -> list[Condition]:
    operation = operation_meant(asked.text)
    numbers = _numbers("v.number", "v.number_key", asked)
    return [operation, *numbers, _amount("v.amount", asked)]


def _payment(asked: Asked) -> list[Condition]:
    key = REFERENCE_KEY.format(column="p.reference")
    return [*_numbers("p.reference", key, asked), _amount("p.amount", asked)]


def _party(asked: Asked) -> list[Condition]:
    digits = "".join(letter for letter in asked.text if letter.isascii() and letter.isdigit())
    ways = [Condition("p.code = %s", (asked.text.upper(),)), by_words("p.search_name", asked.text)]
    if len(digits) >= _FEWEST_DIGITS and number_key(asked.text).isdigit():
        ways.append(Condition(f"{TAX_DIGITS.format(table='p')} LIKE %s", (begins(digits),)))
    return ways


def _client(asked: Asked) -> list[Condition]:
    key = number_key(asked.text)
    if not key.isdigit():
        return _party(asked)
    registry = "regexp_replace(p.registry_id, '[^0-9]', '', 'g') COLLATE \"C\""
    return [*_party(asked), Condition(f"{registry} = %s", (key,))]


def _case(asked: Asked) -> list[Condition]:
    named = CASE_NAME.fullmatch(asked.text)
    if not named or not named[2]:
        return []
    return [Condition("k.procedure = %s AND k.number = %s", (named[1].upper(), int(named[2])))]


def _receipt(asked: Asked) -> list[Condition]:
    return [by_whole("t.number", asked.text), _amount("t.total", asked)]


def _entry(asked: Asked) -> list[Condition]:
    return [by_whole("e.number", asked.text), _amount("e.amount", asked)]


def _slip(asked: Asked) -> list[Condition]:
    return [by_whole("r.number", asked.text), _amount("r.total", asked)]


_JOINED_CLIENT = "LEFT JOIN parties_client c ON c.id = a.client_id"

for _seeker in (
    Seeker(
        "assignment", _("Cesiones"), "assignment", "assignments_assignment a", "a.id",
        f"JOIN assignments_assignment a ON a.id = hit.id {_JOINED_CLIENT}",
        "a.number", "a.number::text", "c.name", _assignment, "a.amount_advanced",
        f"a.client_id IN {_CLIENTS}",
    ),
    Seeker(
        "document", _("Documentos"), "case", "assignments_assigneddocument d", "d.id",
        "JOIN assignments_assigneddocument d ON d.id = hit.id"
        f" JOIN assignments_assignment a ON a.id = d.assignment_id {_JOINED_CLIENT}"
        " JOIN parties_debtor b ON b.id = d.debtor_id",
        "a.case_id", "d.number", "b.name || ' · ' || c.name", _document, "d.amount",
        _OF_CLIENT.format("d", _CLIENTS),
    ),
    Seeker(
        "foreign", _("Documentos ajenos"), "case", "third_party_foreigndocument v", "v.id",
        "JOIN third_party_foreigndocument v ON v.id = hit.id"
        " JOIN parties_client c ON c.id = v.client_id JOIN parties_debtor b ON b.id = v.debtor_id",
        "v.case_id", "v.number", "b.name || ' · ' || c.name", _foreign, "v.amount",
    ),
    Seeker(
        "client", _("Clientes"), "client", "parties_client p", "p.id",
        "JOIN parties_client p ON p.id = hit.id", "p.code", "p.name",
        "concat_ws(' · ', p.code, nullif(p.tax_id, ''))", _client,
    ),
    Seeker(
        "debtor", _("Deudores"), "debtor", "parties_debtor p", "p.id",
        "JOIN parties_debtor p ON p.id = hit.id", "p.code", "p.name",
        "concat_ws(' · ', p.code, nullif(p.tax_id, ''))", _party,
    ),
    Seeker(
        "payment", _("Abonos"), "assignment", "payments_payment p", "p.id",
        "JOIN payments_payment p ON p.id = hit.id"
        f" JOIN assignments_assignment a ON a.id = p.assignment_id {_JOINED_CLIENT}",
        "a.number", "coalesce(nullif(p.reference, ''), p.kind)",
        "concat_ws(' · ', nullif(p.bank, ''), c.name)", _payment, "p.amount",
    ),
    Seeker(
        "case", _("Casos"), "case", "workflow_case k", "k.id",
        "JOIN workflow_case k ON k.id = hit.id", "k.id", CASE_WRITTEN,
        "k.title", _case, own="k.client_code <> '' AND k.client_code = ANY(%s)",
    ),
    Seeker(
        "receipt", _("Comprobantes"), "case", "tax_taxreceipt t", "t.id",
        "JOIN tax_taxreceipt t ON t.id = hit.id", "t.case_id", "t.kind || ' ' || t.number",
        "t.client_name", _receipt, "t.total",
    ),
    Seeker(
        "entry", _("Partidas"), "entry", "ledger_entry e", "e.id",
        "JOIN ledger_entry e ON e.id = hit.id JOIN ledger_series s ON s.id = e.series_id", "e.id",
        "s.code || ' ' || e.number", "e.description", _entry, "e.amount",
    ),
    Seeker(
        "slip", _("Remesas"), "case", "banking_depositslip r", "r.id",
        "JOIN banking_depositslip r ON r.id = hit.id"
        " JOIN banking_bankaccount b ON b.id = r.bank_account_id",
        "r.case_id", "r.number::text", "b.bank_name", _slip, "r.total",
    ),
):  # fmt: skip
    add_seeker(_seeker)
