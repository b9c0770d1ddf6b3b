"""Names made harmless, and who a text names."""

import pytest

from cartera.control.dossiers.rules import clean_name, extension_of, people_named

NAMES = {
    "quedan 12.pdf": "quedan 12.pdf",
    "../../etc/passwd": "passwd",
    "C:\\Users\\ana\\carta.docx": "carta.docx",
    "factura\u202efdp.exe": "facturafdp.exe",
    "a\x00b\r\nc.pdf": "ab c.pdf",
    '"><script>.pdf': "___script_.pdf",
    "nombre;rm -rf $(x).txt": "nombre_rm -rf _(x).txt",
    ".htaccess": "htaccess",
    "  ...  ": "documento",
    "": "documento",
    "CON.txt": "_CON.txt",
    "Año ñandú.pdf": "Año ñandú.pdf",
    "nfd e\u0301.pdf": "nfd é.pdf",
    "a" * 200 + ".pdf": "a" * 96 + ".pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_made_harmless(name: str) -> None:
    assert clean_name(name) == NAMES[name]


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.PDF", "pdf"), ("a", ""), (".bashrc", ""), ("a.tar.gz", "gz"), ("a.", "")],
)
def test_an_extension_is_what_follows_the_last_dot(name: str, extension: str) -> None:
    assert extension_of(name) == extension


def test_people_are_named_by_an_at_sign_and_mail_is_not() -> None:
    text = "@g_op vea esto, y @aux_c. también (@j.cob) @g_op; correo ana@example.com @@no"
    assert people_named(text) == ["g_op", "aux_c", "j.cob"]
    assert people_named("nada @ nadie") == []
