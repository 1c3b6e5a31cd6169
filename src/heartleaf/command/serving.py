"""Serving: the real place, and a sample one."""

from __future__ import annotations

import os
import signal
import sys

import click

from heartleaf.command import cli
from heartleaf.command.speaking import Problem, ready, say, say_problem


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option("--begin-anew", is_flag=True, help="Begin a new archive where one was expected.")
@click.option("--without-backup", is_flag=True, help="Upgrade without making a backup first.")
def serve(host: str, port: int, no_browser: bool, begin_anew: bool, without_backup: bool) -> None:
    """Serve the pages and run the clock.

    Example: heartleaf serve --port 8123 --no-browser
    """
    ready(begin_anew=begin_anew, without_backup=without_backup)
    _tell_of_corrections()
    _end_in_order()
    from heartleaf.web import serving

    serve_pages(serving, host, port, browse=not no_browser)
    # An import under way ends here, not when it is done: nothing of it is half there, and it
    # goes on when its person comes back.
    sys.stdout.flush()
    os._exit(0)


def serve_pages(  # type: ignore[no-untyped-def]
    serving, host: str, port: int, *, browse: bool, path: str = "/", clock: bool = True
) -> None:
    """Serve until told to stop, with the clock beside it; `path` is where the browser begins."""
    from heartleaf.family.models import Family
    from heartleaf.jobs import end_clock, start_clock
    from heartleaf.web.welcome import ONE_TIME_CODE

    # Passkeys and secure cookies know this machine by its name, not its number.
    name = "localhost" if host in {"127.0.0.1", "::1", "0.0.0.0"} else host  # noqa: S104
    address = f"http://{name}:{port}{path}"

    def ready() -> None:
        say(f"Heartleaf is open at {address}")
        if not Family.objects.exists():
            say(f"From another device the first page asks for this code: {ONE_TIME_CODE}")
        say("Ctrl-C closes it.")
        sys.stdout.flush()
        if clock:
            start_clock()
        if browse:
            serving.open_browser(address)

    try:
        serving.serve(host, port, ready=ready)
    except serving.CannotListen as error:
        raise Problem(f"{error} Try --port with another number.") from error
    except KeyboardInterrupt:
        pass
    end_clock()
    say("Closed.")


def _tell_of_corrections() -> None:
    """What is wrong in a host's own files stops nothing, and is told at the start."""
    from heartleaf.care.support import directory
    from heartleaf.days import observances

    for problem in (*observances.current().problems, *directory.current().problems):
        say_problem(problem)


@cli.command()
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
def work(once: bool) -> None:
    """Run the clock alone, for a host with several web processes.

    Example: heartleaf work --once
    """
    ready()
    _tell_of_corrections()
    from django.utils import timezone

    from heartleaf.jobs import end_clock, run_due, start_clock

    _end_in_order()
    try:
        if once:
            run_due({}, timezone.now())
        else:
            start_clock().join()
    except KeyboardInterrupt:
        end_clock()


def _end_in_order() -> None:
    """Being told to end is as Ctrl-C: a message that is on its way arrives."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@cli.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
def demo(port: int, no_browser: bool) -> None:
    """Show a sample family in a throw-away folder, signed in by one click.

    Example: heartleaf demo --port 8124
    """
    from heartleaf.command.sample import serve_sample

    serve_sample(port, browse=not no_browser)
