"""A paper of hundreds of rows is made in portions and is still one paper."""

import io
import re
from typing import Any

import pikepdf
import pytest

from cartera.papers import rendering
from cartera.papers.joining import count_pages
from cartera.papers.portions import Portion, count_rows, payload_of
from cartera.papers.tests.reading import pages_of, print_paper, printed_sample, words_of
from cartera.papers.tests.samples import SAMPLES

LONG = {"FORM-21": "Q-", "FORM-18": "CES-", "FORM-07": "CES-", "FORM-16": "CES-"}


@pytest.fixture(params=LONG)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_six_hundred_rows_are_all_there_once_and_in_order() -> None:
    found = re.findall(r"Q-\d+", words_of(printed_sample("FORM-21", 600)))
    assert found == [f"Q-{2587 + n}" for n in range(600)]


def test_pages_are_numbered_through(code: str) -> None:
    pages = pages_of(printed_sample(code, 600))
    assert len(pages) > 10
    for number, text in enumerate(pages, 1):
        assert f"Página {number} de {len(pages)}" in text


def test_totals_and_signatures_come_once_at_the_end(code: str) -> None:
    pages = pages_of(printed_sample(code, 600))
    closing = [n for n, text in enumerate(pages, 1) if re.search(r"Total (general|del rep)", text)]
    signing = [n for n, text in enumerate(pages, 1) if "Autorizó" in text]
    assert len(closing) == len(signing) == 1
    assert closing[0] >= len(pages) - 1
    assert signing[0] == len(pages)


def test_full_pages_are_full_where_portions_meet() -> None:
    pages = pages_of(printed_sample("FORM-18", 600))
    rows = [len(re.findall(r"CES-\d+ (?:Abono|Interés)", text)) for text in pages[1:-2]]
    assert min(rows) > 40


def test_each_subtotal_comes_once_though_its_group_is_cut() -> None:
    text = words_of(printed_sample("FORM-18", 600))
    for code in range(100, 105):
        assert text.count(f"Total cliente 00{code}") == 1


def test_portions_give_the_text_that_one_piece_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    payload = SAMPLES["FORM-21"](130)
    whole = print_paper("FORM-21", payload)
    monkeypatch.setattr(rendering, "ROWS_A_PORTION", 50)
    assert words_of(print_paper("FORM-21", payload)) == words_of(whole)


@pytest.mark.parametrize("portion", [7, 30, 41])
def test_any_size_of_portion_keeps_every_row(monkeypatch: pytest.MonkeyPatch, portion: int) -> None:
    monkeypatch.setattr(rendering, "ROWS_A_PORTION", portion)
    pdf = print_paper("FORM-05", SAMPLES["FORM-05"](90))
    text = words_of(pdf)
    assert sorted(set(re.findall(r"Q-\d+", text))) == [f"Q-{2587 + n}" for n in range(90)]
    assert text.count("Total del deudor") == 4
    assert f"Página {count_pages(pdf)} de {count_pages(pdf)}" in text


def test_a_joined_paper_is_still_tagged_and_archivable() -> None:
    with pikepdf.open(io.BytesIO(printed_sample("FORM-21", 600))) as pdf:
        root: Any = pdf.Root.StructTreeRoot
        numbers = list(root.ParentTree.Nums)
        parents = {int(key): kids for key, kids in zip(numbers[::2], numbers[1::2], strict=True)}
        keys = [int(page.obj.StructParents) for page in pdf.pages]
        assert len(set(keys)) == len(pdf.pages)
        for key, page in zip(keys, pdf.pages, strict=True):
            owners = [e.Pg.objgen for e in parents[key] if e is not None and "/Pg" in e]
            assert owners
            assert set(owners) == {page.obj.objgen}
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfuaid:part"]) == ("2", "1")


def test_table_headers_of_joined_portions_keep_ids_of_their_own() -> None:
    with pikepdf.open(io.BytesIO(printed_sample("FORM-21", 600))) as pdf:
        (leaf,) = pdf.Root.StructTreeRoot.IDTree.Kids
        names = [bytes(name) for name in list(leaf.Names)[::2]]
        assert names == sorted(set(names))
        referred = {
            bytes(name)
            for node in pdf.objects
            if isinstance(node, pikepdf.Dictionary) and isinstance(node.get("/A"), pikepdf.Array)
            for one in node.A
            if "/Headers" in one
            for name in one.Headers
        }
        assert referred <= set(names)


def test_a_long_paper_has_the_same_bytes_each_time() -> None:
    payload = SAMPLES["FORM-07"](600)
    assert print_paper("FORM-07", payload) == printed_sample("FORM-07", 600)


def test_rows_are_counted_and_cut_within_groups() -> None:
    payload = {"clients": [{"rows": [1, 2, 3]}, {"rows": []}, {"rows": [4, 5]}], "total": "5"}
    path = ("clients", "rows")
    assert count_rows(payload, path) == 5
    first = payload_of(payload, path, Portion(0, 2, first=True, last=False))
    rest = payload_of(payload, path, Portion(2, 5, first=False, last=True))
    assert [(c["rows"], c["_opens"], c["_closes"]) for c in first["clients"]] == [
        ([1, 2], True, False)
    ]
    assert [(c["rows"], c["_opens"], c["_closes"]) for c in rest["clients"]] == [
        ([3], False, True),
        ([], True, True),
        ([4, 5], True, True),
    ]


@pytest.mark.parametrize("movements", range(36, 43))
def test_no_total_stands_alone_on_a_page(movements: int) -> None:
    pages = pages_of(print_paper("FORM-22", SAMPLES["FORM-22"](movements)))
    (page,) = [text for text in pages if re.search(r"^Totales ", text, re.MULTILINE)]
    assert "Banco Agrícola ch." in page
