"""A visit recorded from a collector's page, with the photo of what it brought."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from cartera.control.dossiers.refusals import FileTooHeavy
from cartera.control.dossiers.sniffing import MEGABYTE, MOST_MEGABYTES
from cartera.control.people.models import User
from cartera.control.workflow.engine import perform
from cartera.control.workflow.models import Task
from cartera.kernel.refusals import Refusal
from cartera.recovery.routes.models import Visit
from cartera.recovery.routes.photographing import Photo, keep_photo, photo_of


def photo_in(request: HttpRequest) -> Photo | None:
    """The photo of a request, if one was chosen; one that is too heavy is not read at all."""
    upload = request.FILES.get("photo")
    if upload is None or isinstance(upload, list):
        return None
    if (upload.size or 0) > MOST_MEGABYTES * MEGABYTE:
        raise FileTooHeavy(most=MOST_MEGABYTES, field="photo")
    taken_at = _instant(request.POST.get("photo_at", ""))
    return photo_of(upload.name or "", upload.read(), taken_at)


def record(
    task: Task, user: User, inputs: Mapping[str, Any], photo: Photo | None
) -> Refusal | None:
    """Record a visit by its step, then keep its photo: why not, where that alone is refused."""
    done = perform(task.pk, user, inputs)
    return keep(Visit.objects.get(pk=done.result["visit"]), user, photo) if photo else None


def keep(visit: Visit, user: User, photo: Photo) -> Refusal | None:
    """Keep the photo of a visit that stands, whatever becomes of its photo: why not, if refused."""
    try:
        keep_photo(visit, user, photo)
    except Refusal as refusal:
        return refusal
    return None


def _instant(text: str) -> datetime | None:
    """An instant with its zone; None for what is none."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
