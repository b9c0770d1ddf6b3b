"""Joins the portions of a paper into one PDF that is still tagged and still PDF/A.

pikepdf copies pages; the structure tree (what makes a PDF readable aloud) is joined here: the trees
of the portions hang below one document, and the pages' keys into it are numbered anew.
"""

import io
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Pdf, String


def join(portions: Sequence[bytes]) -> bytes:
    """One PDF of all pages in order; the first portion gives title, dates and conformance."""
    whole = Pdf.open(io.BytesIO(portions[0]))
    tree = _Tree(whole)
    for n, data in enumerate(portions[1:], 2):
        with Pdf.open(io.BytesIO(data)) as part:
            tree.add(part, n)
    tree.write()
    out = io.BytesIO()
    whole.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    whole.close()
    return out.getvalue()


def count_pages(data: bytes) -> int:
    """How many pages a PDF has."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


class _Tree:
    """The structure tree of the whole, grown portion by portion."""

    def __init__(self, whole: Pdf) -> None:
        self.whole = whole
        self.root: Any = whole.Root.StructTreeRoot
        self.numbers: list[Any] = _pairs(self.root.ParentTree, "/Nums")
        self.names: list[Any] = _pairs(self.root.get("/IDTree"), "/Names")
        self.next_key = int(self.root.get("/ParentTreeNextKey", _after(self.numbers)))

    def add(self, part: Pdf, n: int) -> None:
        """Takes the pages of a portion and hangs its structure below the document's."""
        shift, first_new = self.next_key, len(self.whole.pages)
        prefix = f"p{n}."
        _rename(part, prefix)
        self.whole.pages.extend(part.pages)
        for page in self.whole.pages[first_new:]:
            _shift_keys(page.obj, shift)
        theirs: Any = self.whole.copy_foreign(part.Root.StructTreeRoot)
        pairs = _pairs(theirs.ParentTree, "/Nums")
        self.numbers += [item + shift if i % 2 == 0 else item for i, item in enumerate(pairs)]
        for name, element in _couples(_pairs(theirs.get("/IDTree"), "/Names")):
            self.names += [_prefixed(prefix, name), element]
        self.next_key = shift + int(theirs.get("/ParentTreeNextKey", _after(pairs)))
        self._hang(theirs)

    def write(self) -> None:
        """Stores the joined key and name trees as one flat leaf each."""
        self.root.ParentTree = self.whole.make_indirect(Dictionary(Nums=Array(self.numbers)))
        self.root.ParentTreeNextKey = self.next_key
        if self.names:
            pairs = sorted(_couples(self.names), key=lambda couple: bytes(couple[0]))
            flat = [item for couple in pairs for item in couple]
            limits = Array([pairs[0][0], pairs[-1][0]])
            leaf = self.whole.make_indirect(Dictionary(Names=Array(flat), Limits=limits))
            self.root.IDTree = Dictionary(Kids=Array([leaf]))

    def _hang(self, theirs: Any) -> None:
        document = _only_child(self.root)
        other = _only_child(theirs)
        children = _list(document.K)
        for child in _list(other.K):
            if isinstance(child, Dictionary):
                child.P = document
            children.append(child)
        document.K = Array(children)


def _rename(part: Pdf, prefix: str) -> None:
    """Ids of table headers are unique in a portion only."""
    for node in part.objects:
        if not isinstance(node, Dictionary):
            continue
        if "/S" in node and "/ID" in node:
            node.ID = _prefixed(prefix, node.ID)
        for attributes in _list(node.get("/A")):
            if isinstance(attributes, Dictionary) and "/Headers" in attributes:
                attributes.Headers = Array([_prefixed(prefix, i) for i in attributes.Headers])


def _prefixed(prefix: str, name: Any) -> String:
    return String(prefix.encode() + bytes(name))


def _shift_keys(page: Any, shift: int) -> None:
    if "/StructParents" in page:
        page.StructParents = int(page.StructParents) + shift
    for annotation in _list(page.get("/Annots")):
        if "/StructParent" in annotation:
            annotation.StructParent = int(annotation.StructParent) + shift


def _pairs(tree: Any, leaf: str) -> list[Any]:
    """The flat key, value, key, value of a number or name tree, whose branches are `/Kids`."""
    if tree is None:
        return []
    found = list(tree.get(leaf, []))
    for kid in tree.get("/Kids", []):
        found += _pairs(kid, leaf)
    return found


def _couples(flat: list[Any]) -> list[tuple[Any, Any]]:
    return list(zip(flat[::2], flat[1::2], strict=True))


def _after(numbers: list[Any]) -> int:
    return max((int(n) for n in numbers[::2]), default=-1) + 1


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _only_child(root: Any) -> Any:
    return _list(root.K)[0]
