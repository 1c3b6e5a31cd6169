"""The sample family's house: made for one showing, and thrown away after it."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import tempfile
from pathlib import Path

from heartleaf.command.speaking import Problem, say

# What a person has set for their own place; the sample must not come near it.
THEIRS = ("HEARTLEAF_", "DATABASE_URL", "DATABASE_PASSWORD", "EMAIL_URL")


def serve_sample(port: int, *, browse: bool) -> None:
    """Make the sample in a throw-away folder and show it until it is closed."""
    _make_sure_of(port)
    # A terminal that is closed throws it away too; and where a shell started it beside other work,
    # it was told to ignore Ctrl-C.
    for ending in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, ending):
            signal.signal(getattr(signal, ending), signal.default_int_handler)
    # Something may still be read in there while it goes; on Windows that is an error.
    with tempfile.TemporaryDirectory(prefix="heartleaf-demo-", ignore_cleanup_errors=True) as house:
        move_into(Path(house))
        _serve(port, browse=browse)


def _make_sure_of(port: int) -> None:
    """Before anything is drawn."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as error:
        raise Problem(f"Port {port} cannot be used ({error.strerror}). Try --port.") from error


def move_into(house: Path, **settings: str) -> None:
    """Set the environment for a Heartleaf whose whole world is this folder. Only before Django is
    loaded."""
    for name in [name for name in os.environ if name.startswith(THEIRS)]:
        del os.environ[name]
    os.environ |= {
        "HEARTLEAF_DATA": str(house / "data"),
        "XDG_CONFIG_HOME": str(house / "config"),
        "HEARTLEAF_SECRET_KEY": secrets.token_urlsafe(48),
        **settings,
    }


def _serve(port: int, *, browse: bool) -> None:
    from django.conf import settings

    settings.ROOT_URLCONF = "heartleaf.sample.urls"
    from heartleaf.web import serving  # loads the program

    say("Making a sample family. Its pictures are being drawn …")
    _make()
    from heartleaf.command.serving import serve_pages

    # Without the clock: it would still be at work in a house that is being thrown away.
    serve_pages(serving, "127.0.0.1", port, browse=browse, path="/demo/", clock=False)


def _make() -> None:
    from heartleaf.archive.marker import open_archive
    from heartleaf.sample.family import make_family
    from heartleaf.sample.stepping import PARENTS

    open_archive()
    PARENTS.update(make_family())
