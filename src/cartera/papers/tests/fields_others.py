"""What is looked for on the papers of what others collect, lend or own, and on FORM-24."""

HEAD = ("San Salvador, 5 de enero de 2026",)
REPRESENTATIVE = (
    "Representante legal de Textiles Izalco",
    "Ana María Guardado",
    "Firma y nombre",
    "Sello de la sociedad",
)

OF_OTHERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "FORM-13": (
        HEAD,
        ("Señores Factoraje Cuscatlán, S.A. de C.V. Presente",),
        (
            "Cliente Deudor Documento Valor",
            "Textiles Izalco, S.A. de C.V. Almacenes Quezaltepeque, S.A. de C.V. Q-2587 1,000.00",
            "Total US$ 1,000.00",
        ),
        ("devolver los cheques con que se paguen", "dentro de 48 horas"),
        ("Rosa Cañas", "Jefe de cobros de Crédito Centroamericano", "Sello de la sociedad"),
    ),
    "FORM-14": (
        ("Cliente 0001 · Textiles Izalco",),
        ("NC-00301",),
        ("Deudor D001 · Almacenes Quezaltepeque",),
        ("Q-2587",),
        ("1,000.00 1,000.00 0.00", "Total cobrado US$ 1,000.00"),
        ("Vence Fecha de cobro", "05/01/2026"),
        (
            "Subtotal deudor D001 1,000.00",
            "Total cliente 0001 1,000.00",
            "Total del reporte 1,000.00 1,000.00 0.00",
        ),
    ),
    "FORM-15": (
        ("Fecha de emisión 05/01/2026",),
        ("0001 · Textiles", "118", "Q-2587", "45001", "Almacenes"),
        ("1,000.00 1,000.00", "Banco Agrícola", "0010001", "F01"),
        ("Totales 1,000.00 1,000.00",),
    ),
    "FORM-16": (
        ("Fecha 05/01/2026",),
        ("Cliente 0001 · Cliente Almacenes Quezaltepeque",),
        ("Cesión n.º Documento ajeno n.º", "CES-000118"),
        ("CES-000118 05/01/2026",),
        ("Monto Deducción Saldo", "1,000.00 178.25 821.75"),
        (
            "Abono a la cesión CES-000097: nota de abono 0010001: 150.00",
            "Cargo por cheque rechazado: 28.25",
            "Retenido: cliente con documentos en mora",
        ),
        (
            "Saldo total del cliente 0001 1,000.00 178.25 821.75",
            "Total del reporte 1,000.00 178.25 821.75",
            "Saldo total US$ 821.75",
        ),
    ),
    "FORM-17": (
        ("Cliente 0001 · Cliente Almacenes", "Fecha de emisión 05/01/2026"),
        (
            "CES-000118 Q-2587 Almacenes Quezaltepeque, S.A. de C.V.",
            "1,000.00 999.99 -0.01 05/01/2026",
        ),
        ("DA-00031",),
        ("Total cobrado US$ 999.99", "Total del reporte 1,000.00 999.99 -0.01"),
        ("pagado con el mismo cheque",),
    ),
    "FORM-24": (
        HEAD,
        (
            "Documento Operación Deudor Valor",
            "Cesión n.º 118",
            "Q-2587 45001 Almacenes Quezaltepeque, S.A. de C.V. 1,000.00",
            "Subtotal cesión n.º 118 1,000.00",
            "Total US$ 1,000.00",
        ),
        ("en un plazo de 2 días hábiles", "devolver", "los cheques con que se paguen"),
        REPRESENTATIVE,
        ("Resolución", "Aprobada", "Denegada", "Jorge Alberto Sandoval", "Gerencia general"),
    ),
}
