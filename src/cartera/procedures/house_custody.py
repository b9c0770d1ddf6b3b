"""The vault's own procedures, which the manual takes for granted: papers handed in and out by two
people, counted, given back to their client, put in their place (INT-17 to INT-21)."""

from cartera.control.people.roles import ROLES
from cartera.control.workflow.definitions import Procedure, Step, checker
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.cheques_and_money import return_guarantees
from cartera.recovery.custody import counting, handing, returning
from cartera.recovery.custody.acts import CUSTODIAN
from cartera.recovery.custody.models import HandOver, OwnerReturn, Shelving, VaultCount

_AREA = (_("recuperación"),)
_STAFF = tuple(code for code, role in ROLES.items() if not role.is_external and code != CUSTODIAN)

INT_17 = register(
    Procedure(
        code="INT-17",
        title=_("Ingreso de originales a la bóveda"),
        areas=_AREA,
        subject=HandOver,
        subject_with=("giver", "receiver"),
        describe=handing.describe,
        on_reject=handing.give_up,
        house=True,
        steps=(
            Step(
                1,
                "REC",
                _("Entrega originales a custodia; responde por ellos hasta que se acepten"),
                act=handing.give_to_custody,
                shared_with=tuple(role for role in _STAFF if role != "REC"),
            ),
            checker(
                2,
                CUSTODIAN,
                _("Cuenta lo recibido y lo guarda en su lugar de la bóveda"),
                handing.store_in_vault,
            ),
        ),
    )
)

INT_18 = register(
    Procedure(
        code="INT-18",
        title=_("Salida de originales de la bóveda"),
        areas=_AREA,
        subject=HandOver,
        subject_with=("giver", "receiver"),
        describe=handing.describe,
        on_reject=handing.give_up,
        house=True,
        steps=(
            Step(
                1,
                CUSTODIAN,
                _("Saca originales de la bóveda para una persona, que los recibe"),
                act=handing.give_from_custody,
            ),
            checker(
                2,
                "J_OP",
                _("Cuenta lo recibido y responde por ello desde ahora"),
                handing.receive_from_custody,
                shared_with=tuple(role for role in _STAFF if role != "J_OP"),
                waits_for=lambda hand_over: hand_over.receiver_id,
            ),
        ),
    )
)

INT_19 = register(
    Procedure(
        code="INT-19",
        title=_("Arqueo de la bóveda"),
        areas=_AREA,
        subject=VaultCount,
        subject_with=("place",),
        describe=lambda count: (f"{count.place} · {count.counted_at:%d/%m/%Y}", ""),
        on_reject=counting.void_count,
        house=True,
        steps=(
            Step(
                1,
                CUSTODIAN,
                _("Cuenta los originales de un lugar y explica lo que difiere del libro"),
                act=counting.count_place,
            ),
            checker(
                2,
                "J_OP",
                _("Confirma el arqueo"),
                counting.confirm_count,
                approves=counting.content_of_count,
            ),
        ),
    )
)

INT_20 = register(
    Procedure(
        code="INT-20",
        title=_("Devolución de originales al cliente"),
        areas=_AREA,
        subject=OwnerReturn,
        subject_with=("assignment__client", "hand_over__receiver"),
        describe=lambda back: (
            f"{back.assignment} · {back.assignment.client.name}",
            back.assignment.client.code,
        ),
        on_reject=returning.keep_originals,
        house=True,
        steps=(
            Step(
                1,
                "REC",
                _("Recibe de custodia los originales que se devuelven"),
                act=returning.receive_for_owner,
            ),
            Step(
                2,
                "REC",
                _("Los entrega al cliente, con el nombre de quien recibe"),
                act=returning.deliver_to_owner,
                then=return_guarantees,
            ),
        ),
    )
)

INT_21 = register(
    Procedure(
        code="INT-21",
        title=_("Originales a su lugar de la bóveda"),
        areas=_AREA,
        subject=Shelving,
        subject_with=("place",),
        describe=lambda shelving: (f"{shelving.place} · {shelving.count} · {shelving.reason}", ""),
        house=True,
        steps=(
            Step(
                1,
                CUSTODIAN,
                _("Guarda en un lugar lo que tiene en sus manos o estaba en otro"),
                act=returning.shelve,
            ),
        ),
    )
)
