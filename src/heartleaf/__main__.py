"""The `heartleaf` command. Exit 0 on success, 1 on a problem told in words, 2 on wrong usage."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heartleaf.settings")


def main() -> None:
    """Run the command line; no traceback reaches a person."""
    from heartleaf.command import cli

    cli(prog_name="heartleaf")


if __name__ == "__main__":
    main()
