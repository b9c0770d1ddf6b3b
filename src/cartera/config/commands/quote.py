"""``cartera quote``: what an operation costs and returns, from a JSON of its terms and payments."""

import argparse
import json

SUMMARY = "Cotiza una operación descrita en un JSON (archivo, o - para la entrada)."
NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file with the terms."""
    parser.add_argument("file", metavar="ARCHIVO", help="JSON con los términos; - lee la entrada")


def run(args: argparse.Namespace) -> int:
    """Print the quotation as a table, or whole as JSON."""
    from cartera.config.json_input import read_json
    from cartera.credit.settlements.quotation import quotation_table, quote

    quotation = quote(read_json(args.file))
    if args.json:
        print(json.dumps(quotation, ensure_ascii=False, indent=2, default=str))
    else:
        print(quotation_table(quotation))
    return 0
