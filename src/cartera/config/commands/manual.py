"""``cartera manual``: the procedures as they run, to read or for a machine."""

import argparse
import json

SUMMARY = "Muestra el manual: cada procedimiento con sus pasos, tal como funciona."
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether the house's own procedures are shown too."""
    parser.add_argument(
        "--all", action="store_true", help="también los procedimientos internos (INT-01 ...)"
    )


def run(args: argparse.Namespace) -> int:
    """Print the manual as text, or whole as JSON."""
    from cartera.procedures.manual import manual, manual_text

    if args.json:
        print(json.dumps(manual(with_house=args.all), ensure_ascii=False, indent=2))
    else:
        print(manual_text(with_house=args.all))
    return 0
