"""Sample payloads of every form, with as many documents as asked, and a frame to print them in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cartera.papers.frames import Frame, Signature
from cartera.papers.rendering import content_hash
from cartera.papers.tests import samples_disbursement as out
from cartera.papers.tests import samples_lent as lent
from cartera.papers.tests import samples_others as others
from cartera.papers.tests import samples_payment as back
from cartera.papers.tests import samples_recovery as recovery
from cartera.papers.tests import samples_route as route
from cartera.papers.tests.cast import FACTOR, ZONE

SAMPLES: dict[str, Callable[[int], Any]] = {
    "FORM-01": out.form_01_payload,
    "FORM-02": out.form_02_payload,
    "FORM-03": out.form_03_payload,
    "FORM-04": out.form_04_payload,
    "FORM-05": out.form_05_payload,
    "FORM-06": out.form_06_payload,
    "FORM-07": out.form_07_payload,
    "FORM-08": out.form_08_payload,
    "FORM-09": route.form_09_payload,
    "FORM-10": recovery.form_10_payload,
    "FORM-11": recovery.form_11_payload,
    "FORM-12": recovery.form_12_payload,
    "FORM-18": back.form_18_payload,
    "FORM-19": back.form_19_payload,
    "FORM-20": out.form_20_payload,
    "FORM-21": back.form_21_payload,
    "FORM-22": back.form_22_payload,
    "FORM-23": back.form_23_payload,
    "FORM-13": lent.form_13_payload,
    "FORM-14": lent.form_14_payload,
    "FORM-15": lent.form_15_payload,
    "FORM-16": others.form_16_payload,
    "FORM-17": others.form_17_payload,
    "FORM-24": lent.form_24_payload,
    "CCF": out.ccf_payload,
}


def sample_frame(code: str, payload: Any, **changes: Any) -> Frame:
    """The frame of a paper issued by the sample company."""
    parts: dict[str, Any] = {
        "company_name": FACTOR,
        "place": "San Salvador",
        "currency": "USD",
        "locale": "es_SV",
        "code": code,
        "number": "000118",
        "issued_at": datetime(2026, 1, 5, 14, 32, tzinfo=ZONE),
        "signatures": (
            Signature(
                "prepared",
                "Carlos Roberto Mejía",
                "Auxiliar de cobros",
                datetime(2026, 1, 5, 9, 20, tzinfo=ZONE),
            ),
            Signature(
                "authorised",
                "Rosa Elena Marroquín",
                "Gerencia de operaciones",
                datetime(2026, 1, 5, 11, 2, tzinfo=ZONE),
            ),
            Signature(
                "authorised",
                "Jorge Alberto Sandoval",
                "Gerencia general",
                datetime(2026, 1, 5, 11, 47, tzinfo=ZONE),
            ),
        ),
        "content_hash": content_hash(code, payload),
        "verify_url": "https://cartera.example.sv/verificar/",
    }
    return Frame(**{**parts, **changes})
