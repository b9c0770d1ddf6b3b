"""What cheques in hand stand for until they clear: an account for companies that have a chart."""

from django.db import migrations, models

# Beside what is held for others: 206 in El Salvador's chart, 281510 in Colombia's; in a chart of
# its own the heading's with 99.
ACCOUNT = """
WITH beside AS (
    SELECT a.parent_id, p.code AS under FROM ledger_postingrule r
    JOIN ledger_account a ON a.id = r.account_id JOIN ledger_account p ON p.id = a.parent_id
    WHERE r.role = 'foreign_funds'
), made AS (
    INSERT INTO ledger_account (code, name, nature, parent_id, takes_postings, client_code)
    SELECT code, 'Cheques por aplicar', 'liability', parent_id, true, ''
    FROM (SELECT parent_id, CASE under WHEN '2' THEN '206' WHEN '2815' THEN '281510'
            ELSE under || '99' END AS code FROM beside) b
    WHERE NOT EXISTS (SELECT FROM ledger_account x WHERE x.code = b.code)
    RETURNING id
)
INSERT INTO ledger_postingrule (role, account_id)
SELECT 'cheques_to_apply', made.id FROM made
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_closed_days"),
    ]

    operations = [
        migrations.AlterField(
            model_name="postingrule",
            name="role",
            field=models.CharField(
                choices=[
                    ("bank", "Bancos"),
                    ("cash", "Caja"),
                    ("cheques_in_hand", "Cheques en mano, por acreditar"),
                    ("receivable", "Cuentas por cobrar a clientes"),
                    ("claims", "Cargos por cobrar a clientes"),
                    ("interest_receivable", "Intereses por cobrar"),
                    ("refinancing", "Refinanciamientos"),
                    ("loss_allowance", "Estimación para cuentas incobrables"),
                    ("payable_to_client", "Liquidaciones por pagar a clientes"),
                    ("cheques_to_apply", "Cheques por aplicar"),
                    ("foreign_funds", "Valores ajenos por pagar"),
                    ("vat", "IVA débito fiscal"),
                    ("vat_credit", "IVA crédito fiscal"),
                    ("interest", "Intereses del mes"),
                    ("commission", "Comisión por desembolso"),
                    ("extension_commission", "Comisión por ampliación de plazo"),
                    ("default_interest", "Intereses moratorios de factoraje"),
                    ("leasing_default_interest", "Intereses moratorios de arrendamiento"),
                    ("charges", "Cargos por cheques rechazados"),
                    ("loss_expense", "Pérdida por cuentas incobrables"),
                    ("bank_expense", "Gastos bancarios"),
                    ("own_receivable", "Clientes por facturas propias"),
                    ("own_income", "Ingresos por facturas propias"),
                    ("opening", "Saldos de apertura"),
                ],
                max_length=32,
                unique=True,
                verbose_name="concepto",
            ),
        ),
        migrations.RunSQL(ACCOUNT, migrations.RunSQL.noop),
    ]
