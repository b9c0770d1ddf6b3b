"""What may be mailed: first what is made of it, then every refusal."""

from datetime import timedelta

import pytest

from cartera.control.mail.refusals import (
    EnclosureHasNothing,
    EnclosuresTooHeavy,
    MailAddressUnreadable,
    MailBodyMissing,
    MailBodyTooLong,
    SubjectMissing,
    SubjectTooLong,
    TooManyEnclosures,
)
from cartera.control.mail.rules import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    MEGABYTE,
    MOST_ENCLOSURES,
    TRYING,
    Draft,
    NewEnclosure,
    Recipient,
    check_address,
    drafted,
)
from cartera.kernel.refusals import Refusal

ANA = Recipient("Ana Rivas", "ana@izalco.example")
LETTER = NewEnclosure("carta.pdf", "application/pdf", b"%PDF-1.7")


def draft(
    subject: str = "Carta", body: str = "Adjunta.", *files: NewEnclosure, to: Recipient = ANA
) -> Draft:
    return drafted(to, subject, body, files)


@pytest.mark.parametrize(
    "address",
    ["ana@izalco.example", "a.b+c@x-y.com.sv", "o'hara@sub.dominio.org", "7@xn--bcher-kva.ch"],
)
def test_an_address_that_a_server_takes_is_taken(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "ana@izalco",
        "@izalco.example",
        "ana@",
        "ana@@izalco.example",
        "ana..r@izalco.example",
        ".ana@izalco.example",
        "ana@-x.example",
        "ana@izalco.example ",
        "ana@izalco.example\n",
        "ana@izalco.example\r\nBcc: otro@x.example",
        "ana@izalco.example,otro@x.example",
        "Ana <ana@izalco.example>",
        '"ana"@izalco.example',
        "añá@izalco.example",
        "ana@[127.0.0.1]",
        f"{'a' * 65}@izalco.example",
        f"a@{'b.' * 126}example",
    ],
)
def test_any_other_address_is_refused_in_one_sentence(address: str) -> None:
    with pytest.raises(MailAddressUnreadable) as refused:
        check_address(address)
    assert "\n" not in str(refused.value)


def test_names_and_subject_are_one_line_whatever_is_in_them() -> None:
    made = draft(
        "Aviso\r\nBcc: otro@x.example\u202e \x00fin",
        to=Recipient("Ana\nCc: otro@x.example", ANA.address),
    )
    assert made.subject == "Aviso Bcc: otro@x.example fin"
    assert made.to.name == "Ana Cc: otro@x.example"


def test_the_body_keeps_its_lines_and_nothing_unseen() -> None:
    assert draft(body=" Uno \r\ndos\x00\r\n\r\ntres\n\n").body == "Uno\ndos\n\ntres"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\carta.pdf", "carta.pdf"),
        ('car"ta\r\nX: 1.pdf', "car_ta X_ 1.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("", "documento"),
        ("con.pdf", "_con.pdf"),
        ("a" * 300 + ".pdf", "a" * 96 + ".pdf"),
    ],
)
def test_names_of_enclosures_are_made_harmless(name: str, kept: str) -> None:
    made = draft("Carta", "Adjunta.", NewEnclosure(name, "application/pdf", b"x"))
    assert made.enclosures[0].name == kept


def test_the_hash_is_of_all_that_is_read() -> None:
    other = NewEnclosure("otra.pdf", LETTER.media_type, LETTER.content)
    drafts = [
        draft("Carta", "Adjunta.", LETTER),
        draft("Carta", "Adjunta.", other),
        draft("Carta", "Adjunta.", LETTER, other),
        draft("Carta", "Adjunta.", other, LETTER),
        draft("Carta", "Adjunta."),
        draft("Carta ", "adjunta."),
        draft("Otra", "Adjunta."),
        draft(to=Recipient("Ana", ANA.address)),
        draft(to=Recipient("Ana Rivas", "ana@x.example")),
    ]
    assert len({each.content_hash for each in drafts}) == len(drafts)
    assert draft("Carta", "Adjunta.").content_hash == drafts[4].content_hash


@pytest.mark.parametrize(
    ("subject", "body", "files", "refusal"),
    [
        (" \r\n", "x", (), SubjectMissing),
        ("s" * (LONGEST_SUBJECT + 1), "x", (), SubjectTooLong),
        ("s", " \n ", (), MailBodyMissing),
        ("s", "x" * (LONGEST_BODY + 1), (), MailBodyTooLong),
        ("s", "x", (LETTER,) * (MOST_ENCLOSURES + 1), TooManyEnclosures),
        ("s", "x", (NewEnclosure("a.pdf", "application/pdf", b""),), EnclosureHasNothing),
        (
            "s",
            "x",
            (NewEnclosure("a.pdf", "application/pdf", b"x" * (16 * MEGABYTE)),),
            EnclosuresTooHeavy,
        ),
    ],
)
def test_too_much_or_nothing_is_refused(
    subject: str, body: str, files: tuple[NewEnclosure, ...], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        drafted(ANA, subject, body, files)


@pytest.mark.parametrize("media_type", ["", "pdf", "a/b; x=1", "a/b\r\nX: 1", "A/B"])
def test_a_media_type_that_is_none_is_a_mistake_of_the_builder(media_type: str) -> None:
    with pytest.raises(ValueError, match="media type"):
        draft("s", "x", NewEnclosure("a", media_type, b"x"))


def test_sending_is_tried_for_a_day() -> None:
    rests = [TRYING.wait_after(n) for n in range(1, TRYING.tries)]
    assert timedelta(hours=20) <= sum(rests, timedelta()) < timedelta(hours=26)
