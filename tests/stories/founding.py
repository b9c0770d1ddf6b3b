"""A company that tests found: who works there, and what is answered at each step."""

from typing import Any

# Who works in the new company: full name, username, roles.
STAFF = (
    ("Nora Magaña", "nora", ("ADM_ACC", "EJ_NEG")),
    ("Ernesto Guirola", "ernesto", ("G_GRAL",)),
    ("Rolando Cañas", "rolando", ("G_OP", "J_COB")),
    ("Marta Iraheta", "marta", ("CONTAB",)),
    ("Gloria Escalante", "gloria", ("AP_AB",)),
    ("Fátima Ventura", "fatima", ("AP_AB",)),
    ("Delmy Chacón", "delmy", ("R_CUST", "AUX_C")),
    ("Patricia Henríquez", "patricia", ("AUX_D", "REC")),
    ("Ana Barrera", "ana", ("J_OP",)),
    ("Rebeca Zelaya", "rebeca", ("AUD_INT",)),
)
ANSWERS: dict[str, dict[str, Any]] = {
    "pais": {"country": "SV", "currency": "USD", "timezone": "America/El_Salvador"},
    "empresa": {
        "name": "Factoraje Nuevo, S.A. de C.V.",
        "tax_id": "0614-050707-104-8",
        "registry_id": "123456-7",
        "activity": "Factoraje",
        "address": "Calle Arce 1020, San Salvador",
        "place": "San Salvador",
    },
    "calendario": {"weekend": ["5", "6"], "closing_days": "24/12/2026 Nochebuena\n"},
    "libros": {
        "from_month": "2026-01",
        "to_month": "2026-12",
        "bank_1": "Banco Agrícola",
        "number_1": "5010-1",
        "bounce_charge": "15.00",
    },
    "personas": {
        f"{column}_{n}": value
        for n, (name, user, roles) in enumerate(STAFF)
        for column, value in (
            ("name", name),
            ("user", user),
            ("email", f"{user}@nuevo.example"),
            ("roles", list(roles)),
        )
    },
    "primero": {
        "client_code": "0001",
        "client_name": "Distribuidora Izalco, S.A. de C.V.",
        "client_bank": "Banco Agrícola",
        "client_account": "15191",
        "debtor_code": "D001",
        "debtor_name": "Comercial Sonsonate, S.A.",
        "debtor_limit_amount": "50,000.00",
    },
}
