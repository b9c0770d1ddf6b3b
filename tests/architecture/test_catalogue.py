"""Cartera speaks English whole to whom asks for it, and keeps what it keeps in Spanish."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import zip_longest
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.test import Client
from django.utils import translation

from cartera.accounting.banking.models import DepositItem
from cartera.accounting.ledger.refusals import EntryUnbalanced
from cartera.config.catalogue import gather, read, read_libraries, untranslated, updated, written
from cartera.control.workflow.refusals import RoleMissing
from cartera.credit.assignments.refusals import DocumentPastDue, PapersMissing
from cartera.desk.tests.office import at_desk, text_of
from cartera.entrance.words import said
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusals
from cartera.papers.models import Paper
from cartera.procedures.players import Players
from tests.cast import (
    CLIENT,
    OPENING,
    a_company,
    a_document,
    a_live_assignment,
    a_payment,
)

# Names of papers and taxes of the country, and words that English writes alike.
ALIKE = {
    "IVA",
    "IVA, %",
    "NIT",
    "NRC",
    "PDF",
    "quedan",
    "cheque",
    "simple",
    "total",
    "1 cheque",
} | {
    "cartera",
    "cheques",
    "{n} cheques",
    "original",
    "roles",
    "roles:",
    "no",
}
_PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[^{}]*\}|</?\w[^>]*>")


@pytest.fixture(autouse=True)
def _language_is_put_back() -> Iterator[None]:
    """A page asked for in English leaves its thread in English; the next test's must not be."""
    with translation.override("es-sv"):
        yield


def _pairs(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Each Spanish sentence with its English, the plurals one by one."""
    for message in catalogue:
        if message.id:
            yield from zip_longest(_forms(message.id), _forms(message.string), fillvalue="")


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (text or "",)


def _places(text: str) -> list[str]:
    return sorted(_PLACE.findall(text))


def _other_places(catalogue: Catalog) -> list[str]:
    return [told for told, english in _pairs(catalogue) if _places(told) != _places(english)]


def _left_in_spanish(catalogue: Catalog) -> list[str]:
    pairs = ((told, english) for told, english in _pairs(catalogue) if told == english)
    return [told for told, _ in pairs if told not in ALIKE and told.lower() not in ALIKE]


def _planted(spanish: str | tuple[str, str], english: str | tuple[str, str]) -> Catalog:
    catalogue = Catalog(locale="en", fuzzy=False)
    catalogue.add(spanish, english)
    return catalogue


def test_no_sentence_is_without_its_english() -> None:
    assert untranslated() == []


def test_a_sentence_without_english_is_told() -> None:
    kept = read()
    forgotten = next(message for message in kept if message.id == "Mi bandeja")
    forgotten.string = ""
    assert untranslated(kept) == ["Mi bandeja"]


def test_a_guess_is_no_translation() -> None:
    kept = read()
    kept.add("Mi bandeja", "My tray", flags=["fuzzy"])
    assert untranslated(kept) == ["Mi bandeja"]


def test_nothing_gone_is_kept() -> None:
    now = {_key(message) for message in gather()}
    assert [message.id for message in read() if message.id and _key(message) not in now] == []


def _key(message: Message) -> tuple[object, str | None]:
    return message.id, message.context


def test_what_is_filled_in_is_the_same_in_both() -> None:
    assert _other_places(read()) == []


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("Falta {what}", "Missing"),
        ("Falta {what}", "{that} is missing"),
        ("%(where)s: hecho.", "done."),
        (("%(n)s fila", "%(n)s filas"), ("%(n)s row", "rows")),
        ("<b>Falta</b>", "Missing"),
    ],
)
def test_a_lost_place_is_told(
    spanish: str | tuple[str, str], english: str | tuple[str, str]
) -> None:
    assert len(_other_places(_planted(spanish, english))) == 1


def test_no_sentence_was_left_in_spanish() -> None:
    assert _left_in_spanish(read()) == []
    assert _left_in_spanish(_planted("Casos", "Casos")) == ["Casos"]


def test_gathering_again_changes_nothing() -> None:
    once = written(updated(read()))
    assert written(updated(read_po(BytesIO(once), locale="en"))) == once


def test_a_refusal_speaks_english_with_its_details() -> None:
    uneven = EntryUnbalanced(debits=Decimal("1000.00"), credits=Decimal("900.00"), difference=1)
    late = DocumentPastDue(number="Q-2587", due_on=date(2026, 1, 5))
    assert said(late) == "El documento Q-2587 vence el 05/01/2026: no es posterior a hoy."
    with translation.override("en"):
        assert said(late) == "Document Q-2587 falls due on 05/01/2026: that is not after today."
        assert "debits add up to 1,000.00 and credits to 900.00" in said(uneven)
    assert "los cargos suman 1,000.00" in str(uneven)


def test_what_a_refusal_names_is_in_english_too() -> None:
    missing = PapersMissing(missing="carta solicitud, pagaré")
    with translation.override("en"):
        assert said(missing).startswith("Missing: letter of request, promissory note. ")
        assert said(RoleMissing(role="Jefe de cobros")).startswith(
            "This step belongs to Head of collections;"
        )
        both = Refusals([missing, DocumentPastDue(number="Q-1", due_on=date(2026, 1, 5))])
        assert said(both).startswith("2 values are not accepted; the first: Missing: letter")


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


@pytest.mark.django_db
def test_the_inbox_is_in_spanish_until_the_person_chooses_english(players: Players) -> None:
    players.request(CLIENT, [a_document()], "9000.00", 45)
    browser = at_desk(players, "rec")
    spanish = text_of(browser.get("/", headers={"accept-language": "en"}))
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = text_of(browser.get("/"))
    assert '<html lang="es"' in spanish
    assert "Mi bandeja" in spanish
    assert '<html lang="en"' in english
    for words in ("My inbox", "Step 2", "1 pending", "Who may do what", "Reception"):
        assert words in english
    for words in ("Mi bandeja", "Paso", "pendiente", "Salir"):
        assert words not in english


@pytest.mark.django_db
def test_a_person_chooses_the_language_at_the_foot_of_any_page(players: Players) -> None:
    browser = at_desk(players, "rec")
    assert 'name="language" value="en"' in text_of(browser.get("/casos/"))
    chosen = browser.post("/idioma/", {"language": "en", "next": "/casos/"})
    assert chosen["Location"] == "/casos/"
    page = text_of(browser.get("/casos/"))
    assert "What it is about" in page
    assert 'name="language" value="es-sv"' in page
    browser.post("/idioma/", {"language": "es-sv", "next": "/casos/"})
    assert "De qué trata" in text_of(browser.get("/casos/"))


def test_the_language_is_not_chosen_by_following_a_link() -> None:
    assert Client().get("/idioma/?language=en").status_code == 405


@pytest.mark.django_db
def test_what_is_kept_is_spanish_though_who_acts_reads_english(players: Players) -> None:
    with translation.override("en"):
        a_live_assignment(players)
        players.receive_and_apply([a_payment(1, "2000.00", OPENING.date())])
    assert DepositItem.objects.get().reference == "endoso"
    kept = str(list(Paper.objects.values_list("title", "content")))
    assert "omisión por desembolso" in kept
    assert "isbursement commission" not in kept


def test_what_the_libraries_say_is_theirs() -> None:
    """A sentence that no library says any longer would be translated for nobody."""
    said_by_them = {told for path in _libraries_catalogues() for told in _sentences(path)}
    assert [told for told in _told(read_libraries()) if told not in said_by_them] == []


def _libraries_catalogues() -> Iterator[Path]:
    for library in (django, allauth):
        yield from Path(str(library.__file__)).parent.rglob("locale/es/LC_MESSAGES/django.po")


def _sentences(path: Path) -> list[str]:
    with path.open("rb") as file:
        return _told(read_po(file))


def _told(catalogue: Catalog) -> list[str]:
    return [_forms(message.id)[0] for message in catalogue if message.id]


def test_the_libraries_speak_as_the_desk_does() -> None:
    told = " ".join(password_validators_help_texts())
    assert "Al menos 12 caracteres." in told
    assert "ontraseña" not in told + translation.gettext("Forgot your password?")
    with translation.override("en"):
        assert translation.gettext("Forgot your password?") == "Forgot your password?"
