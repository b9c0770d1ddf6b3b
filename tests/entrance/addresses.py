"""An example address for every route of the site, by the name of its row.

From it the authorization table (S1), axe, the listener for the security policy and the random
requests run over all routes. A route without an example fails; `CLOSED` adds, for routes whose
address names something that goes from open to done, the address of one that is done.
"""

from collections.abc import Callable, Mapping

from tests.entrance.calls import CALLS, NARROWED_CALLS
from tests.entrance.house import House

Example = Callable[[House], str]

EXAMPLES: dict[str, Example] = {
    "inbox": lambda _house: "/",
    "inbox_pulse": lambda _house: "/bandeja/pulso/",
    "inbox_clients": lambda _house: "/bandeja/clientes/?cliente=izalco",
    "take_task": lambda house: f"/bandeja/{house.open_task}/tomar/",
    "hand_back": lambda house: f"/bandeja/{house.open_task}/devolver/",
    "snooze": lambda house: f"/bandeja/{house.open_task}/posponer/",
    "wake": lambda house: f"/bandeja/{house.open_task}/retomar/",
    "undo": lambda _house: "/deshacer/1/",
    "opening": lambda _house: "/nuevo/PCI-F01/",
    "task": lambda house: f"/tarea/{house.open_task}/",
    "suggestions": lambda _house: "/sugerencias/debtors/?q=com",
    "simulator": lambda _house: "/simulador/",
    "cases": lambda _house: "/casos/",
    "case": lambda house: f"/casos/{house.open_case}/",
    "comment": lambda house: f"/casos/{house.open_case}/comentar/",
    "attach": lambda house: f"/casos/{house.open_case}/adjuntar/",
    "attachment": lambda house: f"/adjuntos/{house.attachment}/",
    "withdraw": lambda house: f"/adjuntos/{house.attachment}/retirar/",
    "notice_read": lambda _house: "/avisos/1/leido/",
    "assignment": lambda house: f"/cesiones/{house.assignment}/",
    "client": lambda house: f"/clientes/{house.client}/",
    "debtor": lambda house: f"/deudores/{house.debtor}/",
    "line": lambda house: f"/lineas/{house.line}/",
    "dashboard": lambda _house: "/tablero/",
    "recovery": lambda _house: "/recuperacion/",
    "paper": lambda house: f"/formatos/{house.letter}/",
    "assignments": lambda _house: "/cesiones/?order=-amount_advanced",
    "documents": lambda _house: "/documentos/?state=live",
    "clients": lambda _house: "/clientes/",
    "debtors": lambda _house: "/deudores/",
    "lines": lambda _house: "/lineas/",
    "payments": lambda _house: "/pagos/",
    "slips": lambda _house: "/remesas/",
    "claims": lambda _house: "/cargos/",
    "originals": lambda _house: "/boveda/",
    "direct_payments": lambda _house: "/abonos-directos/",
    "cheques": lambda _house: "/cheques/",
    "cheque": lambda house: f"/cheques/{house.cheque}/",
    "original": lambda house: f"/boveda/{house.original}/",
    "original_labels": lambda house: f"/boveda/etiquetas/?o={house.original}",
    "routes": lambda _house: "/rutas/",
    "differences": lambda _house: "/diferencias/",
    "my_route": lambda _house: "/mi-ruta/",
    "my_visits": lambda _house: "/mi-ruta/enviar/",
    "my_worker": lambda _house: "/mi-ruta/sin-senal.js",
    "my_stop": lambda house: f"/mi-ruta/{house.open_case}/{house.debtor}/",
    "routes_due": lambda _house: "/rutas/por-cobrar/",
    "delegations": lambda _house: "/cobranza-delegada/?clock=late",
    "loans": lambda _house: "/prestamos/?clock=late",
    "borrowings": lambda _house: "/nos-prestan/?clock=late",
    "searches": lambda _house: "/los-tiene-otra/",
    "factor": lambda house: f"/factorajes/{house.factor}/",
    "values": lambda _house: "/valores-ajenos/?held=7",
    "factors": lambda _house: "/factorajes/",
    "receipts": lambda _house: "/comprobantes/",
    "entries": lambda _house: "/partidas/",
    "entry": lambda house: f"/partidas/{house.entry}/",
    "papers": lambda _house: "/formatos/",
    "mail": lambda _house: "/correo/?state=waiting",
    "message": lambda house: f"/correo/{house.message}/",
    "resend": lambda house: f"/correo/{house.message}/reenviar/",
    "enclosure": lambda house: f"/correo/{house.message}/adjuntos/1/",
    "search": lambda _house: "/buscar/?q=izalco",
    "saved_views": lambda _house: "/listas/documents/vistas/",
    "list_workbook": lambda _house: "/listas/documents/excel/",
    "list_paper": lambda _house: "/listas/documents/pdf/",
    "closing": lambda _house: "/cierre/",
    "access": lambda _house: "/quien-puede-que/",
    "look": lambda _house: "/componentes/",
    "appearance": lambda _house: "/apariencia/",
    "people": lambda _house: "/personas/",
    "person": lambda _house: "/personas/rec/",
    "invitation_link": lambda _house: "/personas/rec/enlace/",
    "welcome": lambda _house: "/bienvenida/no-lleva-a-nada/",
    "factor_answer": lambda _house: "/respuesta/no-lleva-a-nada/",
    "sessions": lambda _house: "/mis-sesiones/",
    "second_factor": lambda _house: "/segundo-factor/",
    "founding": lambda _house: "/empezar/",
    "company_settings": lambda _house: "/empresa/",
    "company_logo": lambda _house: "/empresa/logo.png",
    "company_logo_change": lambda _house: "/empresa/logo/",
    "opening_balances": lambda _house: "/saldos-iniciales/",
    "opening_upload": lambda _house: "/saldos-iniciales/traer/",
    "opening_template": lambda _house: "/saldos-iniciales/plantilla/",
    "opening_work": lambda _house: "/saldos-iniciales/trabajo/1/",
    "opening_export": lambda _house: "/saldos-iniciales/libro/",
    "guide": lambda _house: "/guia/",
    "guide_page": lambda _house: "/guia/rec/",
    "tokens": lambda _house: "/mis-llaves/",
    "webhooks": lambda _house: "/avisos-web/",
    "webhook": lambda _house: "/avisos-web/1/",
    "api_guide": lambda _house: "/api/guia/",
    **CALLS,
}

CLOSED: dict[str, Example] = {
    "task": lambda house: f"/tarea/{house.done_task}/",
    "case": lambda house: f"/casos/{house.closed_case}/",
}

# Rows whose view narrows them further by what the address names: the roles that it then lets in.
NARROWED: Mapping[str, frozenset[str]] = {
    "opening": frozenset({"CTE", "REC"}),  # the roles of PCI-F01's first step
    **NARROWED_CALLS,
}
