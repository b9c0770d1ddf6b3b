"""``cartera verify``: walks the audit chain and proves every kept total anew."""

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cartera.procedures.verification import Answer

SUMMARY = "Verifica los libros: la cadena de auditoría y cada saldo guardado."
NEEDS_DJANGO = True
DAMAGED_STATUS = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    """Ask every check; status 0 where all is well, 1 where anything is not."""
    from cartera.procedures.verification import verify

    answers = verify() if args.json else verify(_tell)
    damaged = [answer for answer in answers if not answer.holds]
    if args.json:
        print(json.dumps(_as_json(answers), ensure_ascii=False, indent=2))
    else:
        print(_summary(len(answers), len(damaged)))
    return DAMAGED_STATUS if damaged else 0


def _tell(answer: "Answer") -> None:
    mark = "bien" if answer.holds else "MAL "
    print(f"{mark}  {answer.check.name}: {answer.check.title}", flush=True)
    for finding in answer.findings:
        print(f"        {finding}")


def _summary(asked: int, damaged: int) -> str:
    if not damaged:
        return f"Los libros están bien: se cumplen las {asked} comprobaciones."
    return f"Hay daño: no se cumplen {damaged} de {asked} comprobaciones."


def _as_json(answers: "list[Answer]") -> dict[str, object]:
    return {
        "clean": all(answer.holds for answer in answers),
        "checks": [
            {
                "name": answer.check.name,
                "title": answer.check.title,
                "holds": answer.holds,
                "findings": [
                    {"where": f.where, "found": f.found, "expected": f.expected}
                    for f in answer.findings
                ],
            }
            for answer in answers
        ],
    }
