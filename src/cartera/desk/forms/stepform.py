"""The form of a step, whether it opens a case or goes on with one: built, read, imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from pydantic import ValidationError

from cartera.control.workflow.definitions import Step
from cartera.control.workflow.inputs import model_of, sentence_of
from cartera.desk.forms.fields import Field, fields_of
from cartera.desk.forms.form import Form, Mistake
from cartera.desk.forms.offers import options_of, preset_of
from cartera.desk.forms.sheets import MOST_BYTES, Cells, rows_of_file, rows_of_text
from cartera.desk.forms.typed import read_form
from cartera.desk.refusals import FileTooLarge
from cartera.entrance.visitor import Visitor
from cartera.kernel.refusals import Refusal

MOST_KEY = 100
MOST_FILLED = 200


@dataclass(frozen=True, slots=True)
class Posted:
    """What came with a post: what is asked of it, and the form as typed."""

    asks: str
    form: Form
    inputs: Mapping[str, Any]
    key: str | None
    seen: str | None


def blank_form(step: Step, subject: Any, visitor: Visitor) -> Form:
    """The form before anybody typed."""
    fields = fields_of(step.act)
    preset = preset_of(step, subject, visitor)
    return Form(fields, preset=preset, options=options_of(fields, subject, visitor))


def fill_in(form: Form, asked: Mapping[str, str]) -> None:
    """Fill a blank form with what the address says by field: a link that knows what it is about."""
    known = {field.name for field in form.fields if field.kind != "table"}
    said = {name: text[:MOST_FILLED] for name, text in asked.items() if name in known}
    form.preset = {**form.preset, **said}


def posted_form(request: HttpRequest, step: Step, subject: Any, visitor: Visitor) -> Posted:
    """The form as posted.

    What was pasted or uploaded joins the rows of its table and is shown before it counts: `asks`
    is then "read", whichever button was pressed.
    """
    return read_posted(request, blank_form(step, subject, visitor), visitor)


def read_posted(request: HttpRequest, form: Form, visitor: Visitor) -> Posted:
    """Any form as posted, its tables' pastes and files with it; as `posted_form`."""
    tables = [asked for asked in form.fields if asked.kind == "table"]
    more: dict[str, list[Cells]] = {}
    failed: list[Refusal] = []
    for asked in tables:
        try:
            more[asked.name] = _imported(request, asked, visitor.house.locale)
        except Refusal as refusal:
            failed.append(refusal.at(asked.name))
    preset = frozenset(asked.name for asked in tables if form.preset.get(asked.name))
    form.typed = read_form(form.fields, request.POST, visitor.house.locale, preset, more)
    for wrong in (*failed, *form.typed.refusals):
        form.take(wrong)
    asks = request.POST.get("_asks", "do")
    form.wants_more_rows = asks == "more"
    form.typed_again = request.POST.get("_amount", "")
    if failed or (any(more.values()) and asks == "do"):
        asks = "read"
    key = request.POST.get("_key", "")[:MOST_KEY] or None
    return Posted(asks, form, form.typed.inputs, key, request.POST.get("_seen") or None)


def check_rows(form: Form, step: Step) -> None:
    """Say of each row what the act's signature says of it, before the act is asked."""
    if form.typed is None:
        return
    tables = {asked.name for asked in form.fields if asked.kind == "table"}
    try:
        model_of(step.act).model_validate(form.typed.inputs)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            place = [str(part) for part in found["loc"]]
            if len(place) > 1 and place[0] in tables:
                form.add(Mistake(".".join(place), sentence_of(found)))


def _imported(request: HttpRequest, asked: Field, locale: str) -> list[Cells]:
    """The rows that were pasted or uploaded for a table."""
    pasted = request.POST.get(f"{asked.name}__paste", "").strip("\r\n")
    upload = request.FILES.get(f"{asked.name}__file")
    rows = rows_of_text(pasted, asked.columns) if pasted.strip() else []
    if isinstance(upload, UploadedFile):
        if upload.size is None or upload.size > MOST_BYTES:
            raise FileTooLarge(most=MOST_BYTES // 1024 // 1024)
        rows += rows_of_file(upload.name or "", upload.read(), asked.columns, locale)
    return rows
