"""``cartera paper``: a printed form as PDF, and whether a paper in hand is one that was issued."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cartera.config.failures import CommandFailure
from cartera.kernel.numbers import named_number

if TYPE_CHECKING:
    from cartera.papers.models import Paper

SUMMARY = "Imprime un formato en PDF: cartera paper FORM-22 --assignment 12 -o estado.pdf."
NEEDS_DJANGO = True
NOT_FOUND_STATUS = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which form, of what, to which file."""
    parser.add_argument("form", nargs="?", default="", metavar="FORMATO", help="como FORM-22 o CCF")
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--assignment", type=int, metavar="NÚMERO", help="número de la cesión")
    whose.add_argument(
        "--case", metavar="NÚMERO", help="caso del procedimiento que lo emite: 12, o PCI-F09.12"
    )
    whose.add_argument("--day", type=_day, metavar="AAAA-MM-DD", help="día de los abonos")
    whose.add_argument("--number", type=int, metavar="NÚMERO", help="número del papel")
    whose.add_argument(
        "--verify", metavar="HUELLA", help="decir qué papel emitido tiene esa huella"
    )
    parser.add_argument(
        "--as-of", type=_day, metavar="AAAA-MM-DD", help="FORM-22 a ese día, aunque no se emitiera"
    )
    parser.add_argument(
        "--known-on", type=_day, metavar="AAAA-MM-DD", help="solo lo registrado hasta ese día"
    )
    parser.add_argument("-o", "--output", metavar="ARCHIVO", help="PDF que se escribe")


def run(args: argparse.Namespace) -> int:
    """Write the PDF, or say what paper a hash is of."""
    if args.verify:
        return _verify(args)
    written = _written(args)
    if args.json:
        print(json.dumps({"written": [str(path) for path in written]}, ensure_ascii=False))
    else:
        print("\n".join(map(str, written)))
    return 0


def _written(args: argparse.Namespace) -> list[Path]:
    from cartera.papers.printing import print_paper

    code = args.form.upper()
    output = Path(args.output or f"{code or args.number}.pdf")
    if args.as_of:
        return [_write(output, _statement(code, args))]
    papers = _papers(code, args)
    paths = [output] if len(papers) == 1 else _numbered(output, len(papers))
    return [_write(path, print_paper(one)) for path, one in zip(paths, papers, strict=True)]


def _papers(code: str, args: argparse.Namespace) -> list["Paper"]:
    from cartera.papers.models import Paper
    from cartera.papers.refusals import NothingIssued
    from cartera.papers.registry import form_of
    from cartera.papers.selectors import last_issued

    if args.number is not None:
        found = list(Paper.objects.filter(pk=args.number).select_related("case"))
        if not found:
            raise CommandFailure(f"no hay un papel {args.number}", status=NOT_FOUND_STATUS)
        return found
    form_of(code)
    cases, what = _cases(code, args)
    papers = last_issued(code, cases)
    if not papers:
        raise NothingIssued(code=code, what=what)
    return papers


def _cases(code: str, args: argparse.Namespace) -> tuple[list[int], str]:
    """The cases asked for, and what they are called."""
    from cartera.papers.selectors import cases_of_assignment, cases_of_day

    if args.assignment is not None:
        return cases_of_assignment(args.assignment), f"la cesión {args.assignment}"
    if args.day is not None:
        return cases_of_day(args.day), f"los abonos del {args.day:%d/%m/%Y}"
    if args.case is not None:
        return [_case(code, args.case)], f"el caso {args.case}"
    raise CommandFailure(
        "diga de qué: --assignment, --case, --day o --number", status=NOT_FOUND_STATUS
    )


def _case(code: str, named: str) -> int:
    """The case of that number in the procedure named, or in the only one that makes the form."""
    from cartera.control.workflow.models import Case
    from cartera.control.workflow.registry import procedures

    makers = [p.code for p in procedures() if any(code in step.makes for step in p.steps)]
    procedure, _, figures = named.rpartition(".")
    number = named_number(figures)
    if number is None:
        raise CommandFailure(f"«{named}» no nombra un caso", status=NOT_FOUND_STATUS)
    if not procedure and len(makers) != 1:
        names = ", ".join(makers) or "ninguno"
        raise CommandFailure(
            f"diga también el procedimiento ({names}), como {makers[0] if makers else 'PCI-F01'}"
            f".{number}",
            status=NOT_FOUND_STATUS,
        )
    case = Case.objects.filter(procedure=procedure.upper() or makers[0], number=number).first()
    if case is None:
        raise CommandFailure(f"no hay un caso {named}", status=NOT_FOUND_STATUS)
    return case.pk


def _statement(code: str, args: argparse.Namespace) -> bytes:
    from cartera.credit.assignments.models import Assignment
    from cartera.papers.printing import print_statement

    if code != "FORM-22" or args.assignment is None:
        raise CommandFailure(
            "--as-of es del estado de cuenta: FORM-22 --assignment NÚMERO", status=NOT_FOUND_STATUS
        )
    assignment = Assignment.objects.filter(number=args.assignment).select_related("client").first()
    if assignment is None:
        raise CommandFailure(f"no hay una cesión {args.assignment}", status=NOT_FOUND_STATUS)
    return print_statement(assignment, args.as_of, args.known_on)


def _verify(args: argparse.Namespace) -> int:
    from cartera.papers.selectors import papers_by_hash

    found = papers_by_hash(args.verify)
    if not found:
        raise CommandFailure(
            "ningún papel emitido tiene esa huella: lo que dice no es lo que se emitió",
            status=NOT_FOUND_STATUS,
        )
    rows = [
        {
            "form": paper.form,
            "number": paper.pk,
            "case": str(paper.case),
            "title": paper.title,
            "issued_on": paper.issued_on.isoformat(),
            "hash": paper.content_hash,
        }
        for paper in found
    ]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(_told, found)))
    return 0


def _told(paper: "Paper") -> str:
    issued_on = f"{paper.issued_on:%d/%m/%Y}"
    title = f" ({paper.title})" if paper.title else ""
    return f"{paper.form} n.º {paper.pk:06}{title} de {paper.case}, emitido {issued_on}"


def _write(path: Path, pdf: bytes) -> Path:
    path.write_bytes(pdf)
    return path


def _numbered(output: Path, count: int) -> list[Path]:
    """One file for each of several papers of one form: out-1.pdf, out-2.pdf ..."""
    stem = output.with_suffix("")
    suffix = output.suffix or ".pdf"
    return [Path(f"{stem}-{n}{suffix}") for n in range(1, count + 1)]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"«{text}» no es una fecha AAAA-MM-DD") from error
