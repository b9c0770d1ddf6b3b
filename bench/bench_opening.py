"""Opening balances: a workbook of 100,000 documents looked at, then brought in and posted.

`CARTERA_BENCH_DOCUMENTS` asks for another number.
"""

import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter
from typing import Any

import scene

DOCUMENTS = int(os.environ.get("CARTERA_BENCH_DOCUMENTS", "100000"))
PER_ASSIGNMENT = 4
CLIENTS = 400
DEBTORS = 2000
CUT_ON = date(2026, 1, 5)
MOST_SECONDS = 180


def main() -> int:
    """Measure and report; missed where the whole takes longer than three minutes."""
    with scene.fresh_database():
        found = _measure()
    times = [f"{name} {found[f'{name}_s']} s" for name in ("examine", "propose", "post", "verify")]
    kept = "kept" if found["kept"] else "missed"
    rate = f"{found['documents_per_second']:,} documents a second from the file to the books"
    lines = [
        f"{DOCUMENTS:,} documents in {found['megabytes']} MB: {', '.join(times)}",
        f"{rate}; goal {MOST_SECONDS} s, {kept}; verification clean: {found['verify_clean']}",
    ]
    scene.report("opening", found, lines)
    return 0 if found["kept"] and found["verify_clean"] else 1


def _measure() -> dict[str, Any]:
    from cartera.kernel.clock import FixedClock, use_clock
    from cartera.procedures.opening.examining import examine
    from cartera.procedures.opening.tests.portfolios import authorise, propose_file
    from cartera.procedures.opening.writing import write_book
    from cartera.procedures.players import COMPANY_OF_PLAYERS, Players
    from cartera.procedures.setup import set_up_company, set_up_people
    from cartera.procedures.verification import verify

    with use_clock(FixedClock(scene.datetime(2026, 1, 5, 15, tzinfo=scene.UTC))):
        set_up_company(from_on=date(2026, 1, 1), to_on=date(2026, 12, 31))
        users = set_up_people(COMPANY_OF_PLAYERS, from_on=CUT_ON)
        players, content = Players(users), write_book(_portfolio())
        _found, examined = _timed(lambda: examine(content, CUT_ON))
        case_id, proposed = _timed(lambda: propose_file(players, content, CUT_ON))
        _done, posted = _timed(lambda: authorise(players, case_id))
        answers, verified = _timed(verify)
    return {
        "documents": DOCUMENTS,
        "megabytes": len(content) // 1024 // 1024,
        "examine_s": round(examined, 1),
        "propose_s": round(proposed, 1),
        "post_s": round(posted, 1),
        "verify_s": round(verified, 1),
        "documents_per_second": int(DOCUMENTS / posted),
        "kept": proposed + posted <= MOST_SECONDS,
        "verify_clean": all(answer.holds for answer in answers),
    }


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = perf_counter()
    return work(), perf_counter() - began


def _portfolio() -> dict[str, list[dict[str, Any]]]:
    face, advanced = Decimal("1000.00"), Decimal("900.00")
    clients = [f"C{n}" for n in range(CLIENTS)]
    until = CUT_ON + timedelta(days=300)
    return {
        "clients": [{"code": code, "name": f"Cliente {code}"} for code in clients],
        "accounts": [{"client": c, "bank": "Banco", "number": f"1-{c}"} for c in clients],
        "debtors": [
            {"code": f"D{n}", "name": f"Deudor {n}", "limit_amount": face} for n in range(DEBTORS)
        ],
        "lines": [
            {"client": c, "amount_approved": face * 10**6, "from_on": CUT_ON, "expires_on": until}
            for c in clients
        ],
        "assignments": [
            {
                "number": n + 1,
                "client": clients[n % CLIENTS],
                "disbursed_on": CUT_ON - timedelta(days=20),
                "matures_on": CUT_ON + timedelta(days=40),
                "capital": advanced * PER_ASSIGNMENT,
                "charged_to": CUT_ON - timedelta(days=20),
            }
            for n in range(DOCUMENTS // PER_ASSIGNMENT)
        ],
        "documents": [
            {
                "assignment": n // PER_ASSIGNMENT + 1,
                "debtor": f"D{n % DEBTORS}",
                "number": f"Q-{n}",
                "amount": face,
                "amount_advanced": advanced,
                "due_on": CUT_ON + timedelta(days=30),
            }
            for n in range(DOCUMENTS // PER_ASSIGNMENT * PER_ASSIGNMENT)
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
