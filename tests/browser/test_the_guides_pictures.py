"""The pictures of the guide are what the pages look like; a page that changed asks for new ones.

With CARTERA_PICTURES=take (`make pictures`) they are taken again instead of compared.
"""

import io
import os
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops, ImageStat

from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import Assignment
from cartera.desk.guide.reading import PICTURES
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players, usual_answers
from tests.browser.people import Office
from tests.cast import CLIENT, a_company, a_document, a_live_assignment, a_payment, move_to

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

pytestmark = pytest.mark.browser

TAKES = os.environ.get("CARTERA_PICTURES") == "take"
SIZE: "ViewportSize" = {"width": 1200, "height": 800}
# Of 255, on average over the picture: other fonts' smoothing is below it, another layout above.
MOST_DIFFERENCE = 8


class Camera:
    """Takes the pictures of one story, each as somebody sees an address."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.stale: list[str] = []

    def shoot(self, name: str, username: str, address: str) -> None:
        """One picture: taken where they are taken, else compared with the one that is kept."""
        page = self.office.page(username)
        page.set_viewport_size(SIZE)
        page.goto(f"{self.office.site}{address}")
        page.wait_for_load_state("networkidle")
        seen = _small(page)
        kept = PICTURES / f"{name}.png"
        if TAKES:
            seen.save(kept, optimize=True)
        elif not kept.exists() or _differs(seen, Image.open(kept)):
            self.stale.append(name)


def _small(page: "Page") -> Image.Image:
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    return shot.convert("P", palette=Image.Palette.ADAPTIVE, colors=64)


def _differs(seen: Image.Image, kept: Image.Image) -> bool:
    if seen.size != kept.size:
        return True
    between = ImageChops.difference(seen.convert("L"), kept.convert("L"))
    return ImageStat.Stat(between).mean[0] > MOST_DIFFERENCE


@pytest.fixture
def camera(office: Office) -> Camera:
    """A camera in an office."""
    return Camera(office)


def test_the_guide_shows_the_pages_as_they_are(camera: Camera, clock: FixedClock) -> None:
    players = a_company(clock)
    _a_request_grows(camera, players)
    _the_day_ends_with_a_settlement(camera, players, clock)
    assert camera.stale == [], "`make pictures` takes the guide's pictures again; look at them"


def _a_request_grows(camera: Camera, players: Players) -> None:
    camera.shoot("cte-1", "cte", "/nuevo/PCI-F01/")
    case_id = players.request(CLIENT, [a_document(), a_document("Q-2588")], "20000.00", 45)
    camera.shoot("bandeja-1", "rec", "/")
    answers = usual_answers(["Q-2587", "Q-2588"])
    for step, who in ((2, "rec"), (4, "aux_c"), (6, "ej_neg"), (7, "aux_d"), (11, "g_op")):
        players.play_through(case_id, answers, upto=step - 1)
        camera.shoot(f"{who}-1", who, _waiting(case_id))
    players.play_through(case_id, answers, upto=11)
    camera.shoot("g_gral-1", "g_gral", _waiting(case_id))
    players.play_through(case_id, answers)
    camera.shoot("casos-1", "aud_int", f"/casos/{case_id}/")


def _the_day_ends_with_a_settlement(camera: Camera, players: Players, clock: FixedClock) -> None:
    claimed = {"client": CLIENT, "reason": "Abono recibido por el cliente", "amount": "120.00"}
    claim = players.open("INT-07", "AUX_C", claimed | {"kind": "direct_payment"})
    camera.shoot("j_cob-1", "j_cob", _waiting(claim))
    players.play_through(claim)
    live = a_live_assignment(players, a_document("Q-3001", "5000.00"))
    number = Assignment.objects.get(case_id=live).number or 0
    move_to(clock, date(2026, 2, 19))
    paid = a_payment(number, "5000.00", date(2026, 2, 19), document="Q-3001")
    day = players.open("PCI-F09", "AP_AB", {"payments": [paid]})
    players.play_through(day, upto=2)
    camera.shoot("ap_ab-1", "ap_ab", _waiting(day))
    players.play_through(day)
    settlement = Case.objects.get(procedure="PCI-F10").pk
    usual = {3: {"documents_out": True}, 4: {"promissory_note": True}}
    players.play_through(settlement, usual, upto=4)
    camera.shoot("r_cust-1", "r_cust", _waiting(settlement))
    players.play_through(settlement, usual, upto=7)
    camera.shoot("j_op-1", "j_op", _waiting(settlement))
    players.settle(settlement)
    camera.shoot("aud_int-1", "aud_int", f"/casos/{settlement}/#historia")
    camera.shoot("contab-1", "contab", "/cierre/")
    camera.shoot("adm_acc-1", "adm_acc", "/personas/")


def _waiting(case_id: int) -> str:
    return f"/tarea/{Task.objects.get(case_id=case_id, state='open').pk}/"
