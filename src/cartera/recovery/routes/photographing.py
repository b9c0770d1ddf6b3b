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
from cartera.recovery.routes.models import Visit, VisitPhoto
from cartera.recovery.routes.refusals import NotAPhoto, PhotoThereAlready

PHOTOS = ("jpeg", "png")
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
    """Add a photo to a visit that stands, as many as it takes; the same one again is there once."""
    digest = sha256(photo.content).hexdigest()
    same = visit.photos.filter(attachment__content=digest).first()
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
