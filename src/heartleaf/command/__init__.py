"""The command line: a third door, for people at a terminal and for scripts."""

from __future__ import annotations

import sys
from typing import Any

import click

from heartleaf import __version__
from heartleaf.command.speaking import Problem, say_problem


class Words(click.Group):
    """Tells every expected problem in a sentence, and any other without its insides."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Problem as problem:
            say_problem(str(problem))
        except Exception as error:
            say_problem(_sentence(error))
        sys.exit(1)


def _sentence(error: Exception) -> str:
    """What an unexpected error says: the kind and the place, never what was in it."""
    import django
    from django.apps import apps
    from django.db import OperationalError

    if not apps.ready:  # it went wrong before anything of ours was needed: a zip that is cut, say
        django.setup(set_prefix=False)
    from heartleaf.archive.importers.problems import ImportProblem
    from heartleaf.archive.marker import NotOurs
    from heartleaf.vault import VaultError

    if isinstance(error, OperationalError):
        reason = (str(error).splitlines() or ["?"])[0]
        return f"The database could not be read or written ({reason}). Nothing was overwritten."
    if isinstance(error, (NotOurs, VaultError, ImportProblem)):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.strerror or type(error).__name__}. Nothing was overwritten."
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"Something went wrong on our side ({type(error).__name__} at {where})."


@click.group(cls=Words)
@click.version_option(__version__, prog_name="heartleaf")
def cli() -> None:
    """A private, lasting place for families whose baby died."""


from heartleaf.command import (
    backing,
    benching,
    checking,
    days,
    ending,
    exporting,
    families,
    serving,
    support,
    things,
)
