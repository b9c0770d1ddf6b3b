"""Settings of the company: asked for by one person, authorised by another (INT-11)."""

from base64 import b64decode
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any, Literal

from cartera.accounting.banking.acts import open_bank_account
from cartera.accounting.banking.models import BankAccount
from cartera.accounting.ledger.acts import map_role, open_periods
from cartera.accounting.ledger.models import Account, Period
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.selectors import account_by_code, account_for
from cartera.company.models import ClosingDay, Company, LegalCeiling, TaxedConcept
from cartera.company.selectors import company
from cartera.control.workflow.definitions import Act
from cartera.control.workflow.inputs import Label, Note, Text
from cartera.control.workflow.refusals import ValueTooLarge
from cartera.credit.lines.rules import VAT_CONCEPTS
from cartera.kernel.money import parse_amount, parse_percentage
from cartera.kernel.tax_ids import normalise_tax_id
from cartera.kernel.text import gettext_noop as _
from cartera.papers.frames import image_svg
from cartera.procedures.checks_books import OWED, PROVED, accounts_of
from cartera.procedures.models import SettingChange
from cartera.procedures.refusals import (
    AccountInUse,
    PeriodsOutOfReach,
    SettingIncomplete,
    SettingValueUnknown,
)

Setting = Literal[
    "closing_day",
    "legal_ceiling",
    "vat",
    "bounce_charge",
    "bank_account",
    "posting_rule",
    "company",
    "logo",
    "periods",
]


# What of the company's identity may change, as it is asked for.
IDENTITY = {
    _("nombre"): "name",
    _("NIT"): "tax_id",
    _("NRC"): "registry_id",
    _("giro"): "activity",
    _("dirección"): "address",
    _("teléfono"): "telephone",
    _("lugar"): "place",
}
MOST_MONTHS = 24


def request_setting(
    change: SettingChange | None,
    act: Act,
    *,
    setting: Annotated[Setting, Label(_("Ajuste"))],
    reason: Annotated[Text, Label(_("Motivo"))],
    on: Annotated[date | None, Label(_("Día o desde cuándo"))] = None,
    name: Annotated[
        str,
        Label(_("Nombre"), _("motivo del cierre, segmento, concepto, banco, rubro o dato")),
    ] = "",
    value: Annotated[
        str, Label(_("Valor"), _("tasa, sí o no, monto, cuenta, el dato nuevo de la empresa"))
    ] = "",
) -> None:
    """Ask for a closing day, a legal ceiling, IVA from a day, a charge, a bank account, a posting
    rule, another name or address of the company, its logo (a PNG or JPEG in base64), or the months
    up to a day (INT-11 step 1). Refuses what could not be put into force."""
    change = change or SettingChange(case_id=act.case_id)
    change.setting, change.on, change.name, change.value = setting, on, name, value
    change.image = None
    if setting == "logo":
        change.image = image_of(value)
        change.value = sha256(change.image).hexdigest()
    change.reason = reason
    _CHECKS[setting](change)
    change.save()


def approve_setting(
    change: SettingChange,
    act: Act,
    *,
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> None:
    """Put it into force (INT-11 step 2)."""
    if change.setting == "periods":
        open_next_periods(change, act.actor_id)
    else:
        _APPLIES[change.setting](change)
    SettingChange.objects.filter(pk=change.pk).update(state="done")


def reject_setting(change: SettingChange, act: Act, reason: str) -> None:
    """Leave things as they are."""
    SettingChange.objects.filter(pk=change.pk).update(state="rejected")


def content_of_setting(change: SettingChange) -> dict[str, Any]:
    """What is signed."""
    return {
        "setting": change.setting,
        "on": change.on and change.on.isoformat(),
        "name": change.name,
        "value": change.value,
    }


def _day(change: SettingChange) -> date:
    if change.on is None:
        raise SettingIncomplete(field="on")
    return change.on


def _named(change: SettingChange) -> str:
    if not change.name:
        raise SettingIncomplete(field="name")
    return change.name


def _closing_day(change: SettingChange) -> tuple[date, str]:
    return _day(change), _named(change)


def _rate(change: SettingChange) -> tuple[date, Decimal]:
    return _day(change), parse_percentage(change.value, company().locale)


def _vat(change: SettingChange) -> tuple[date, bool]:
    if _named(change) not in VAT_CONCEPTS:
        raise SettingValueUnknown(allowed=", ".join(VAT_CONCEPTS), field="name")
    if change.value not in ("sí", "no"):
        raise SettingValueUnknown(allowed="sí, no", field="value")
    return _day(change), change.value == "sí"


def _charge(change: SettingChange) -> Decimal:
    return parse_amount(change.value, company().locale, field="value")


def _bank(change: SettingChange) -> tuple[str, str]:
    if not change.value:
        raise SettingIncomplete(field="value")
    return _named(change), change.value


def _rule(change: SettingChange) -> tuple[Role, str]:
    if _named(change) not in Role.values:
        raise SettingValueUnknown(allowed=", ".join(Role.values), field="name")
    role, account = Role(change.name), account_by_code(change.value)
    _check_alone(role, account)
    return role, account.code


def _check_alone(role: Role, account: Account) -> None:
    """Refuse an account of another amount, where sub-ledgers are held against one of the two.

    An account that was the role's own before is its own still.
    """
    if account.code in accounts_of(role):
        return
    mine = _above(account)
    for other in Role:
        if other != role and {role, other} & PROVED and {role, other} != set(OWED):
            for theirs in Account.objects.filter(code__in=_codes(other)):
                if theirs.code in mine or account.code in _above(theirs):
                    raise AccountInUse(code=account.code, role=other.label, field="value")


def _codes(role: Role) -> set[str]:
    banks = BankAccount.objects.values_list("ledger_account__code", flat=True)
    return {*accounts_of(role), *(banks if role == Role.BANK else ())}


def _above(account: Account) -> set[str]:
    """The account's code and those of every heading over it."""
    over: Account | None = account
    codes = set()
    while over:
        codes.add(over.code)
        over = over.parent
    return codes


def _identity(change: SettingChange) -> tuple[str, str]:
    """Which column of the company, and its new text, read as its country writes it."""
    column = IDENTITY.get(_named(change), change.name)
    if column not in IDENTITY.values():
        raise SettingValueUnknown(allowed=", ".join(IDENTITY), field="name")
    if not change.value and column in ("name", "address"):
        raise SettingIncomplete(field="value")
    longest = getattr(Company._meta.get_field(column), "max_length", 0)  # noqa: SLF001 (Django's public API)
    if len(change.value) > longest:
        raise ValueTooLarge(field="value")
    if column == "tax_id" and change.value:
        return column, normalise_tax_id(company().country, change.value, field="value")
    return column, change.value


def _logo(change: SettingChange) -> bytes:
    if not change.image:
        raise SettingIncomplete(field="value")
    return bytes(change.image)


def image_of(text: str) -> bytes:
    """The picture that base64 carries. Refuses what papers could not print."""
    try:
        image = b64decode(text, validate=True)
    except ValueError:
        image = b""
    image_svg(image)
    return image


def _months(change: SettingChange) -> tuple[date, date]:
    """From the last month that is there to the one asked for. Refuses a day before it, and more
    than two years at once: a slip of the keyboard."""
    until, last = _day(change), Period.objects.order_by("-year", "-month").first()
    first = date(last.year, last.month, 1) if last else until
    if not 0 < until.year * 12 + until.month - first.year * 12 - first.month <= MOST_MONTHS:
        raise PeriodsOutOfReach(last=str(last), most=MOST_MONTHS, field="on")
    return first, until


def open_next_periods(change: SettingChange, by_id: int) -> None:
    """Open the months after the last one, up to the day's."""
    first, until = _months(change)
    open_periods(first, until, by_id=by_id)


def _apply_identity(change: SettingChange) -> None:
    column, text = _identity(change)
    Company.objects.update(**{column: text})


def _apply_logo(change: SettingChange) -> None:
    Company.objects.update(logo=_logo(change))


def _apply_closing_day(change: SettingChange) -> None:
    on, name = _closing_day(change)
    ClosingDay.objects.update_or_create(on=on, defaults={"name": name})


def _apply_ceiling(change: SettingChange) -> None:
    on, rate = _rate(change)
    LegalCeiling.objects.update_or_create(
        segment=change.name, from_on=on, defaults={"rate_pct": rate}
    )


def _apply_vat(change: SettingChange) -> None:
    on, carries = _vat(change)
    TaxedConcept.objects.update_or_create(
        concept=change.name, from_on=on, defaults={"carries_vat": carries}
    )


def _apply_charge(change: SettingChange) -> None:
    Company.objects.update(bounce_charge=_charge(change))


def _apply_bank(change: SettingChange) -> None:
    bank, number = _bank(change)
    currency = company().currency
    ledger_code = account_for(Role.BANK).code
    open_bank_account(bank_name=bank, number=number, ledger_code=ledger_code, currency=currency)


def _apply_rule(change: SettingChange) -> None:
    map_role(*_rule(change))


_CHECKS: dict[str, Callable[[SettingChange], object]] = {
    "closing_day": _closing_day,
    "legal_ceiling": _rate,
    "vat": _vat,
    "bounce_charge": _charge,
    "bank_account": _bank,
    "posting_rule": _rule,
    "company": _identity,
    "logo": _logo,
    "periods": _months,
}
_APPLIES: dict[str, Callable[[SettingChange], None]] = {
    "closing_day": _apply_closing_day,
    "legal_ceiling": _apply_ceiling,
    "vat": _apply_vat,
    "bounce_charge": _apply_charge,
    "bank_account": _apply_bank,
    "posting_rule": _apply_rule,
    "company": _apply_identity,
    "logo": _apply_logo,
}
