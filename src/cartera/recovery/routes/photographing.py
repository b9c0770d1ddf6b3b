"""Photos of the cheque or note that a visit brought: evidence in the dossier of its route."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from cartera.control.dossiers.acts import attach_file
from cartera.control.dossiers.bare import bare
from cartera.control.dossiers.sniffing import KINDS, kind_of
from cartera.control.people.models import User
from cartera.control.workflow.refusals import KeyReused
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.routes.models import Route, Visit, VisitPhoto
from cartera.recovery.routes.refusals import NotAPhoto, PhotosEnough, PhotoThereAlready

PHOTOS = ("jpeg", "png")
MOST_OF_A_VISIT = 6  # both sides of a cheque or a note, and some to spare
NOTE = _("Foto de la visita a {debtor}")


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture without what its telephone wrote beside it; when it was taken, if that was said."""

    content: bytes
    kind: str
    device_at: datetime | None = None


def photo_of(name: str, content: bytes, device_at: datetime | None = None) -> Photo:
    """A photo as it is kept. Refuses a file that is none, as every attachment is refused."""
    kind = kind_of(content, name)
    if kind not in PHOTOS:
        raise NotAPhoto(found=KINDS[kind].name, field="photo")
    return Photo(bare(content, kind), kind, device_at)


def keep_photo(visit: Visit, actor: User, photo: Photo) -> VisitPhoto:
    """Put a visit's photo in the dossier of its route; the same one again is there once.

    Refuses another one for the same visit: the first stays, and `add_photo` adds to it.
    """
    try:
        return _keep(visit, actor, photo, f"visita {visit.key}")
    except KeyReused:
        raise PhotoThereAlready(field="photo") from None


def add_photo(visit: Visit, actor: User, photo: Photo) -> VisitPhoto:
    """Add a photo to a visit that stands; the same one again is there once.

    Refuses more than a visit may have: its route is held meanwhile, so that two are counted.
    """
    digest = sha256(photo.content).hexdigest()
    with transaction.atomic():
        Route.objects.select_for_update(of=("self",)).get(pk=visit.route_id)
        same = visit.photos.filter(attachment__content=digest).first()
        if same is None and visit.photos.count() >= MOST_OF_A_VISIT:
            raise PhotosEnough(most=MOST_OF_A_VISIT, field="photo")
        return same or _keep(visit, actor, photo, f"visita {visit.key} {digest[:16]}")


def _keep(visit: Visit, actor: User, photo: Photo, key: str) -> VisitPhoto:
    with transaction.atomic():
        added = attach_file(
            visit.route.case_id,
            actor,
            f"foto-visita-{visit.pk}.{KINDS[photo.kind].extensions[0]}",
            photo.content,
            note=NOTE.format(debtor=visit.debtor.name)[:200],
            by_step=True,
            key=key,
        )
        kept, _is_new = VisitPhoto.objects.get_or_create(
            attachment_id=added.id,
            defaults={"visit": visit, "device_at": photo.device_at or visit.device_at},
        )
    return kept
