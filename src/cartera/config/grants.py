"""What the application's role may do with each table: one declaration, given after each migration.

A table without a place here stops the migration. TRUNCATE, REFERENCES, TRIGGER, temporary tables
and any way to make a table are given to nobody but the owner; sequences may be drawn from and never
set.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from cartera.config import database

EVIDENCE = ("SELECT", "INSERT")
STATE = ("SELECT", "INSERT", "UPDATE")
WORKING = ("SELECT", "INSERT", "UPDATE", "DELETE")
READ = ("SELECT",)

# Written once: its own triggers stop the owner too.
_EVIDENCE_TABLES = """
    assignments_debtverification
    audit_checkpoint audit_event
    cheques_chequeevent
    custody_movement custody_shelving
    direct_payments_refund
    dossiers_comment dossiers_filecontent dossiers_retraction
    ledger_entry ledger_line ledger_periodevent
    mail_attempt mail_content mail_enclosure mail_outcome
    opening_brought opening_openingfile
    papers_paper
    payments_application payments_charge
    routes_rescheduling routes_routecheque routes_visit routes_visitphoto
    routes_visittakenback
    tax_taxreceipt tax_taxreceiptline tax_taxreceiptvoid
    workflow_approval workflow_performer
"""

# Rows that move from state to state and never go away.
_STATE_TABLES = """
    assignments_assigneddocument assignments_assignment assignments_counter
    audit_head
    banking_bankaccount banking_deposititem banking_depositslip banking_issuedcheque
    banking_slipseries
    cheques_batchedcheque cheques_cheque cheques_chequebatch cheques_chequecover
    cheques_chequerejection
    claims_claim claims_deduction
    company_closingday company_company company_dayclose company_legalceiling company_taxedconcept
    custody_handedoriginal custody_handover custody_original custody_ownerreturn custody_place
    custody_vaultcount
    direct_payments_directpayment
    delegations_borrowing delegations_broughtcheque delegations_delegateddocument
    delegations_delegation delegations_documentloan delegations_factorquestion
    delegations_factorsearch delegations_guaranteereturn
    disbursements_disbursement
    dossiers_attachment dossiers_mention
    ledger_account ledger_period ledger_postingrule ledger_series
    lines_line
    mail_message
    opening_openingbatch opening_openingundoing
    parties_client parties_creditaccount parties_debtor parties_factor parties_representative
    payments_bounce payments_payment payments_paymentday payments_payout
    payments_payoutreturn
    people_rolegrant people_standin people_user
    procedures_dayclosing procedures_periodclosing procedures_reopening procedures_settingchange
    differences_difference
    routes_route routes_routeitem
    settlements_documentreturn settlements_settlement
    tax_receiptseries
    third_party_foreigndocument third_party_paperreturn third_party_valuepayment
    tokens_token
    webhooks_delivery webhooks_progress webhooks_subscription
    workflow_accessrequest workflow_case workflow_casecounter workflow_departure
    workflow_invitation workflow_request workflow_task workflow_undoable
"""

# Rows of no lasting worth: sessions, addresses and second factors that are replaced, counters.
_WORKING_TABLES = """
    account_emailaddress account_emailconfirmation
    config_cache django_session mfa_authenticator usersessions_usersession
    procrastinate_events procrastinate_jobs procrastinate_periodic_defers procrastinate_workers
    opening_openingwork
    workflow_snooze
    reports_savedview
"""

# Django's own tables that nothing here writes: roles are people_rolegrant, not permissions.
_READ_TABLES = """
    auth_group auth_group_permissions auth_permission
    django_content_type django_migrations
    people_user_groups people_user_user_permissions
"""

GRANTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_EVIDENCE_TABLES.split(), EVIDENCE),
    **dict.fromkeys(_STATE_TABLES.split(), STATE),
    **dict.fromkeys(_WORKING_TABLES.split(), WORKING),
    **dict.fromkeys(_READ_TABLES.split(), READ),
}

_TABLES = """
    SELECT relname FROM pg_class
     WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
     ORDER BY relname
"""


class UnclassifiedTable(Exception):
    """A table that GRANTS says nothing of."""


def tables_of(connection: BaseDatabaseWrapper) -> list[str]:
    """Every table and view that is there, from PostgreSQL's own catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [row[0] for row in cursor.fetchall()]


def apply_grants(connection: BaseDatabaseWrapper) -> None:
    """Take every right from the application's role and give what GRANTS says, all at once.

    ``connection`` is the owner's. A table without a class raises UnclassifiedTable, and nothing has
    changed.
    """
    tables = tables_of(connection)
    unknown = [table for table in tables if table not in GRANTS]
    if unknown:
        raise UnclassifiedTable(f"no class in cartera.config.grants for: {', '.join(unknown)}")
    role = sql.Identifier(database.app_role())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = sql.Identifier(cursor.fetchone()[0])
        for statement in _statements(tables, schema, role):
            cursor.execute(statement)


def _statements(
    tables: list[str], schema: sql.Identifier, role: sql.Identifier
) -> Iterator[sql.Composed]:
    names = {"schema": schema, "role": role}
    for taken in ("TABLES", "SEQUENCES"):
        revoke = f"REVOKE ALL ON ALL {taken} IN SCHEMA {{schema}} FROM {{role}}, PUBLIC"
        yield sql.SQL(revoke).format(**names)
    yield sql.SQL("REVOKE CREATE ON SCHEMA {schema} FROM {role}, PUBLIC").format(**names)
    yield sql.SQL("GRANT USAGE ON SCHEMA {schema} TO {role}").format(**names)
    yield sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}").format(**names)
    for rights in sorted({GRANTS[table] for table in tables}):
        chosen = [sql.Identifier(table) for table in tables if GRANTS[table] == rights]
        yield sql.SQL("GRANT {} ON TABLE {} TO {}").format(
            sql.SQL(", ").join(map(sql.SQL, rights)), sql.SQL(", ").join(chosen), role
        )
