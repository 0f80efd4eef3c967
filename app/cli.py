"""The command `autotrack`."""

import argparse
import sys

from app.commands import modules_for
from core.settings import SettingsError


def main() -> None:
    """Parse the arguments and run the command; exit status 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="autotrack", description="Vehicle care in a chat.")
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", dest="command")
    for command in modules_for(sys.argv[1:]):
        command.add_parser(subparsers)
    arguments = parser.parse_args()
    try:
        status = int(arguments.run(arguments))
    except SettingsError as error:
        print(f"autotrack: settings cannot be used:\n{error}", file=sys.stderr)
        status = 2
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
