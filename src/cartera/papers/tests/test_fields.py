"""Every field that a form must carry is printed: what is looked for, field by field.

The order is that of the list of forms that the project was given, which a test holds against it
where it is at hand.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cartera.papers.registry import FORMS
from cartera.papers.tests.fields_others import HEAD, OF_OTHERS, REPRESENTATIVE
from cartera.papers.tests.reading import printed_sample, words_of

LISTED = Path(__file__).resolve().parents[5] / "shared" / "spec" / "forms.toml"

ENTRY_LINE = ("Código Cuenta Referencia Cargo Abono", "10301 Almacenes Quezaltepeque", "cs 118")

FIELDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "FORM-01": (
        HEAD,
        ("Señores Factoraje Cuscatlán, S.A. de C.V. Presente",),
        ("desembolso por US$ 1,000.00",),
        ("plazo de 45 días",),
        ("Cuenta n.º 1519104950", "Banco Banco Agrícola", "A nombre de Textiles Izalco"),
        (
            "Quedan n.º Deudor Fecha de cobro Valor",
            "Q-2587 Almacenes Quezaltepeque, S.A. de C.V. 04/02/2026 1,000.00",
            "Total US$ 1,000.00",
        ),
        REPRESENTATIVE,
    ),
    "FORM-02": (
        HEAD,
        ("Señores Almacenes Quezaltepeque, S.A. de C.V. 2.ª Calle Poniente",),
        ("ha cedido a Factoraje Cuscatlán, S.A. de C.V.",),
        (
            "Quedan n.º Fecha de cobro Valor",
            "Q-2587 04/02/2026 1,000.00",
            "Total US$ 1,000.00",
        ),
        ("únicamente al personal que Factoraje Cuscatlán, S.A. de C.V. autorice",),
        REPRESENTATIVE,
    ),
    "FORM-03": (
        ("Logotipo del deudor", "Almacenes Quezaltepeque, S.A. de C.V."),
        ("Señores: Textiles Izalco, S.A. de C.V.",),
        ("facturas siguientes (1)", "F-10450"),
        ("Por la cantidad de US$ 10,000.00", "diez mil 00/100 dólares"),
        ("Fecha de pago 19 de febrero de 2026",),
        ("Lugar y fecha de emisión Santa Ana, 5 de enero de 2026",),
    ),
    "FORM-04": (
        ("PAGARÉ SIN PROTESTO POR US$ 21,000.00", "veintiún mil 00/100 dólares"),
        ("el día 19 de febrero de 2026",),
        ("a la orden de Factoraje Cuscatlán, S.A. de C.V.",),
        ("interés ordinario del 24.00 % anual sobre saldos, pagadero cada mes",),
        ("interés moratorio del 36.00 % anual",),
        ("en la ciudad de San Salvador", "domicilio especial la ciudad de San Salvador"),
        (
            "Suscriptor Textiles Izalco, S.A. de C.V.",
            "NIT 0614-010190-101-3",
            "Dirección Km 8½",
        ),
        (
            "Representante legal Ana María Guardado de Peña",
            "DUI 02495046-3",
            "NIT del representante 0614-150575-102-1",
            "Firma del representante legal",
            "Sello de la sociedad",
        ),
    ),
    "FORM-05": (
        ("Cliente Textiles Izalco, S.A. de C.V.",),
        ("Cesión n.º CES-000118",),
        ("Deudor verificado: Almacenes Quezaltepeque, S.A. de C.V.",),
        (
            "Tipo de documento Número Fecha de emisión Fecha de cobro Monto",
            "Quedan Q-2587 02/01/2026 14/02/2026 1,000.00",
            "Total del deudor 1,000.00",
        ),
        ("Información proporcionada por", "Licda. Marta Alicia Cornejo"),
        ("Observaciones Confirma fecha de pago",),
        ("Verificó Carlos Roberto Mejía", "Fecha y hora 05/01/2026 09:20", "Firma"),
    ),
    "FORM-06": (
        ("Cesión de factoraje n.º CES-000118",),
        ("Fecha 05/01/2026", "Hora 10:05"),
        ("Cliente Textiles Izalco, S.A. de C.V.",),
        ("Categoría de riesgo A2",),
        ("Fecha de inicio 05/01/2026", "Plazo 45 días", "Vence 19/02/2026"),
        ("Interés mensual 2.00 %",),
        ("Comisión 1.00 %", "(−) Comisión 9.00"),
        ("Porcentaje de anticipo 90.00 %",),
        ("Mora anual 36.00 %",),
        ("Monto del desembolso (financiado) 900.00", "Cheque n.º"),
        ("Saldo adeudado US$ 12,500.00", "Disponibilidad US$ 187,500.00"),
        ("Banco Banco Agrícola", "Abonar a la cuenta n.º 1519104950"),
        ("La cantidad US$ 739.83", "Moneda dólares de los Estados Unidos de América"),
        ("Monto nominal US$ 1,000.00",),
        ("Monto de línea aprobada US$ 200,000.00",),
        ("Abono a otra cesión y deducciones", "Abono a la cesión CES-000097: 150.00"),
        ("Neto a entregar US$ 739.83",),
        (
            "Deudor Tipo de documento Número Monto nominal Monto financiado",
            "Almacenes Quezaltepeque, S.A. de C.V. Quedan Q-2587 1,000.00 900.00",
            "Total de documentos cedidos (1) 1,000.00 900.00",
        ),
        ("Comentarios Primera operación",),
        ("Ejecutivo de negocios responsable Lucía Beatriz Renderos", "Autorización Dentro"),
    ),
    "FORM-07": (
        (
            "Cliente 0001 · Cliente Almacenes Quezaltepeque",
            "Cuenta por acreditar Fecha de aplicación Monto abonado Observación",
            "1519104900 · Banco Agrícola 05/01/2026 1,000.00 Abono cesión CES-000118",
            "Subtotal cliente 0001 1,000.00",
        ),
        ("Total general US$ 1,000.00",),
        ("Firma autorizada",),
    ),
    "FORM-08": (
        ("Partida de egreso n.º 000041",),
        ("Fecha 05/01/2026",),
        (*ENTRY_LINE, "50202 Comisión por desembolso cs 118 10.00"),
        ("Total 1,000.00 1,000.00",),
    ),
    "FORM-09": (
        ("Día 5 de enero de 2026", "Zona Centro", "Fecha de emisión 05/01/2026"),
        ("Opera- ción", "4100 118"),
        ("Cesión", "118 Q-25870"),
        ("Documento", "Q-25870 0100"),
        ("D001 · Almacenes Quezaltepeque, S.A. de C.V.",),
        ("0100 · Cliente Almacenes Quezaltepeque, S.A. de C.V.",),
        ("Monto a cobrar", "1,000.00", "Total deudor D001 1,000.00", "Total de la ruta 1,000.00"),
        ("Monto cobrado",),
        ("Banco",),
        ("N.º de cheque",),
        ("Gestor que recibe Óscar Armando Villalta", "Autorizó", "Gerencia general"),
    ),
    "FORM-10": (
        ("Fecha 05/01/2026",),
        (
            "Cliente 0001 · Textiles Izalco, S.A. de C.V.",
            "118 D-017 Almacenes Quezaltepeque, S.A. de C.V.",
            "45001 1,000.00 990.00 -10.00 Banco Agrícola 0010001",
            "retención del 1 %",
        ),
        (
            "Total cliente 0001 1,000.00 990.00 -10.00",
            "Total del reporte 1,000.00 990.00 -10.00",
        ),
    ),
    "FORM-11": (
        ("Fecha 05/01/2026",),
        (
            "Cliente 0001 · Textiles Izalco, S.A. de C.V.",
            "118 D-017 Almacenes Quezaltepeque, S.A. de C.V.",
            "45001 1,000.00 990.00 -10.00 Banco Agrícola 0010001",
            "retención del 1 %",
        ),
        (
            "Total cliente 0001 1,000.00 990.00 -10.00",
            "Total del reporte 1,000.00 990.00 -10.00",
        ),
    ),
    "FORM-12": (
        (
            "Cliente 0001 · Textiles Izalco, S.A. de C.V.",
            "118 D-017 Almacenes Quezaltepeque, S.A. de C.V.",
            "45001 1,000.00 990.00 -10.00 Q-2587 0010001",
        ),
        ("Documento Nota n.º",),
        ("Total del reporte 1,000.00 990.00 -10.00",),
    ),
    "FORM-18": (
        ("Fecha de emisión 05/01/2026", "Hora de emisión 14:32"),
        (
            "Cliente 00100 · Cliente Almacenes Quezaltepeque",
            "Monto cobrado sin IVA IVA Total Saldo final de capital",
            "05/01/2026 CES-000118 Abono a capital 1,000.00 0.00 1,000.00 4,180.00",
            "Un saldo final negativo es dinero del cliente",
        ),
        ("Total cliente 00100 1,000.00 0.00 1,000.00", "Total del reporte 1,000.00 0.00 1,000.00"),
    ),
    "FORM-19": (
        (
            "Caja general 100.00",
            "10201 Banco Agrícola 2,490.60",
            "10202 Banco Cuscatlán 400.00",
            "Total remesas 2,990.60",
        ),
        ("Aplicaciones de capital por cliente", "10301 Cliente Almacenes Quezaltepeque"),
        ("Liquidaciones por pagar a clientes", "Textiles Izalco, S.A. de C.V. CES-000118 778.20"),
        (
            "11502 Intereses por cobrar 41.80",
            "50201 Intereses del mes 180.00",
            "50602 Moratorios factoraje 12.35",
            "50601 Moratorios arrendamiento 0.00",
            "11505 Refinanciamientos 0.00",
            "Total intereses 234.15",
        ),
        ("Documentos ajenos", "Textiles Izalco, S.A. de C.V. DA-00031 950.00"),
        ("50203 Comisión por ampliación 25.00",),
        ("2206 IVA débito fiscal 3.25",),
        ("Créditos refinanciados 0.00",),
        (
            "Total cargos 2,990.60",
            "Total abonos 2,990.60",
            "Diferencia (debe ser cero) 0.00",
        ),
    ),
    "FORM-20": (
        ("Partida de ingreso n.º 000077",),
        ("Fecha 05/01/2026",),
        (*ENTRY_LINE, "102 Bancos cs 118 990.00"),
        ("Total 1,000.00 1,000.00",),
    ),
    "FORM-21": (
        (
            "Código de cliente 0001",
            "Cliente Textiles Izalco, S.A. de C.V.",
            "Fecha de emisión 05/01/2026",
        ),
        (
            "CES-000118 45001 D-017 Almacenes Quezaltepeque, S.A. de C.V. Q-2587 1,000.00",
            "1,000.00 05/01/2026 04/02/2026 Sí",
            "Cobrado",
        ),
        ("Total del reporte 1,000.00",),
    ),
    "FORM-22": (
        (
            "Cliente Textiles Izalco, S.A. de C.V.",
            "Cesión n.º CES-000118",
            "Fecha de emisión 05/01/2026",
        ),
        (
            "Valor nominal US$ 10,000.00",
            "Monto otorgado US$ 9,000.00",
            "Comisión (1.00 %) US$ 90.00",
            "IVA US$ 11.70",
            "Neto desembolsado US$ 8,898.30",
        ),
        (
            "Tasa mensual 2.00 %",
            "Porcentaje financiado 90.00 %",
            "Plazo 45 días",
            "Fecha de inicio 05/01/2026",
            "Fecha de vencimiento 19/02/2026",
        ),
        ("04/02/2026 Banco Agrícola ch. 2455 9,958.20 180.00 0.00 9,778.20 9,000.00 -778.20",),
        ("Totales 9,958.20 180.00 0.00 9,778.20", "US$ 778.20 por liquidar al cliente"),
    ),
    "FORM-23": (
        ("Código de cliente 0001", "Cliente Textiles Izalco", "Dirección Km 8½"),
        ("Fecha 20/02/2026", "Cesión n.º CES-000118", "Fecha del último abono 19/02/2026"),
        ("Monto nominal de documentos recibidos 10,000.00",),
        ("Total cobrado 10,000.00",),
        ("(−) Valor financiado 9,000.00",),
        ("(−) Intereses ordinarios 221.80", "(−) Intereses moratorios 0.00"),
        ("Valor nominal de la liquidación 778.20",),
        ("(+) Otros abonos 0.00", "(−) Otros cargos 0.00"),
        (
            "(−) Cargo por cheque rechazado 0.00",
            "(−) Intereses por cheque rechazado 0.00",
            "(−) IVA 0.00",
        ),
        ("Descuento: Abono a la cesión CES-000097 10.00", "(−) Total descuentos 10.00"),
        ("Valor a devolver US$ 768.20",),
        (
            "Forma de pago Abono a la cuenta",
            "Observaciones Documentos cobrados",
            "Garantías de la cesión que se devuelven Pagaré",
        ),
        (
            "Elaboró",
            "Autorizó",
            "Recibido por el cliente: nombre y firma",
            "Fecha de recibido",
        ),
    ),
    **OF_OTHERS,
    "CCF": (
        (
            "COMPROBANTE DE CRÉDITO FISCAL N.º 000512",
            "NIT 0614-020288-105-7 · NRC 98765-4",
            "NIT 0614-010190-101-3 NRC 12345-6 Giro Fabricación",
            "Comisión por desembolso CES-000118 0.00 90.00",
            "Neto gravado 90.00",
            "IVA (13.00 %) 11.70",
            "Ventas exentas 0.00",
            "Total US$ 101.70",
            "Son ciento un 70/100 dólares",
        ),
    ),
}


@pytest.mark.parametrize("code", FORMS)
def test_every_field_is_printed(code: str) -> None:
    text = words_of(printed_sample(code, 1))
    missing = [label for field in FIELDS[code] for label in field if label not in text]
    assert not missing


@pytest.mark.parametrize("code", FORMS)
def test_every_paper_has_the_frame_of_all_papers(code: str) -> None:
    text = words_of(printed_sample(code, 1))
    for always in ("Factoraje Cuscatlán", code, "Página 1 de 1", "Elaboró", "Revisó", "Autorizó"):
        assert always in text


@pytest.mark.skipif(not LISTED.exists(), reason="the list of forms is not on this machine")
@pytest.mark.parametrize("code", FORMS)
def test_no_listed_field_is_left_out(code: str) -> None:
    forms: dict[str, Any] = tomllib.loads(LISTED.read_text())
    listed = {**forms.get(forms[code].get("same_as", ""), {}), **forms[code]}
    assert len(FIELDS[code]) == len(listed["fields"])
    assert FORMS[code].title == listed["name"]


def test_what_waits_to_be_paid_for_a_document_not_assigned_has_its_number() -> None:
    text = words_of(printed_sample("FORM-16", 60))
    assert "DA-00032 05/01/2026 8,919.37 0.00 8,919.37" in text
