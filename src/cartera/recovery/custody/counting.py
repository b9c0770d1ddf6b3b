"""A place of the vault counted against the book: who counts, who confirms (INT-19)."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Note, Text
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.models import Place, VaultCount
from cartera.recovery.custody.refusals import BookChanged, DifferenceUnexplained
from cartera.recovery.custody.rules import Tally, label_of, number_of, tally
from cartera.recovery.custody.selectors import in_place, place_by_code

Seen = Annotated[
    list[str],
    Field(max_length=20_000),
    Label(_("Etiquetas contadas"), _("Leídas con el lector o escritas.")),
]


def count_place(
    count: VaultCount | None,
    act: Act,
    *,
    place: Annotated[Text, Label(_("Lugar de la bóveda"), options="vault_places")],
    seen: Seen,
    remarks: Annotated[str, Field(max_length=300), Label(_("Explicación"))] = "",
) -> Outcome:
    """Count what lies in a place, label by label, and hold it against the book (INT-19 step 1).

    Refuses a place that is not in use. What differs is named and waits for its explanation.
    """
    counted = place_by_code(place)
    found = _tally(counted, seen)
    count = count or VaultCount(case_id=act.case_id)
    count.place, count.counted_at, count.remarks = counted, act.at, remarks
    count.expected, count.seen = in_place(counted.pk).count(), len(set(map(_written, seen)))
    count.missing, count.strange = list(found.missing), list(found.strange)
    count.save()
    return Outcome(result={"missing": count.missing, "strange": count.strange})


def confirm_count(
    count: VaultCount, act: Act, *, remarks: Annotated[Note, Label(_("Observaciones"))] = ""
) -> None:
    """Another person confirms the count (INT-19 step 2).

    Refuses a difference that nobody has explained, and a place in which anything moved since.
    """
    if (count.missing or count.strange) and not count.remarks.strip():
        raise DifferenceUnexplained
    if in_place(count.place_id).filter(since_at__gt=count.counted_at).exists():
        raise BookChanged(place=str(count.place))
    if in_place(count.place_id).count() != count.expected:
        raise BookChanged(place=str(count.place))
    VaultCount.objects.filter(pk=count.pk).update(state="confirmed")


def void_count(count: VaultCount, act: Act, reason: str) -> None:
    """The count says nothing."""
    VaultCount.objects.filter(pk=count.pk).update(state="void")


def content_of_count(count: VaultCount) -> dict[str, Any]:
    """What the second person signs."""
    return {
        "place": count.place.code,
        "expected": count.expected,
        "seen": count.seen,
        "missing": count.missing,
        "strange": count.strange,
        "remarks": count.remarks,
    }


def _tally(place: Place, seen: Sequence[str]) -> Tally:
    book = in_place(place.pk).values_list("pk", flat=True)
    return tally(map(label_of, book), map(_written, seen))


def _written(label: str) -> str:
    """A label as it is printed, however it was typed; what proves wrong stays as it was typed."""
    number = number_of(label)
    return label.strip() if number is None else label_of(number)
