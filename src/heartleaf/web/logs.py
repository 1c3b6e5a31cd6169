"""Logs that say where something broke and never what was in it."""

from __future__ import annotations

import logging
import traceback


class NothingPrivate(logging.Formatter):
    """The kind of an error and the lines it passed through; no message, address or value.

    A path may hold the id of a keepsake and an error's message may hold its words.
    """

    def format(self, record: logging.LogRecord) -> str:
        when = self.formatTime(record, "%Y-%m-%d %H:%M:%S")
        if not record.exc_info or record.exc_info[0] is None:
            name = record.name if record.args else record.getMessage()
            return f"{when} {record.levelname} {name}"
        kind, _, trace = record.exc_info
        frames = traceback.extract_tb(trace)
        lines = [f"    {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        return "\n".join([f"{when} {record.levelname} {kind.__qualname__}", *lines])
