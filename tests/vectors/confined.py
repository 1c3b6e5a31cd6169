"""A nursery for tests: a craft warmed once, then a confined child for each file.

Run as `python -m tests.vectors.confined CRAFT`; on its standard input are pickled pairs of a name
and bytes, written by the test itself. For each it prints a line of JSON: how its child ended.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import pickle
import signal
import subprocess
import sys
import time
import traceback

from heartleaf.keepsakes.developing.decoder import _environment

KINDS = {"papers": "pdf", "ultrasound": "dicom"}
MEMORY, SECONDS = 1536 * 2**20, 10


def outcomes(craft: str, files: dict[str, bytes]) -> dict[str, dict]:
    """How each file went: a result or a reason, seconds, megabytes."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.vectors.confined", craft],
        input=pickle.dumps(files),
        capture_output=True,
        timeout=240,
        check=False,
        env=os.environ | _environment(),
    )
    assert ran.returncode == 0, ran.stderr.decode()
    return {line["name"]: line for line in map(json.loads, ran.stdout.decode().splitlines())}


def main(craft: str) -> None:
    module = importlib.import_module(f"heartleaf.keepsakes.developing.{craft}")
    module.warm()
    for name, data in pickle.load(sys.stdin.buffer).items():  # noqa: S301  (the test wrote it)
        began = time.monotonic()
        ours, theirs = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(ours)
            _be_the_child(module, KINDS[craft], data, theirs)
        os.close(theirs)
        with os.fdopen(ours, "rb") as answer:
            said = answer.read()
        _, status, usage = os.wait4(pid, 0)
        killed = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else ""
        line = {
            "name": name,
            "killed": killed,
            "seconds": round(time.monotonic() - began, 2),
            "megabytes": usage.ru_maxrss // 1024,
            **json.loads(said or b"{}"),
        }
        print(json.dumps(line), flush=True)


def _be_the_child(module, kind: str, data: bytes, answer: int) -> None:
    from heartleaf.keepsakes.developing import confining
    from heartleaf.keepsakes.developing.looks import MOST_PIXELS, Unreadable

    said: dict[str, object] = {"reason": "crashed"}
    try:
        confining.confine(MEMORY, SECONDS)
        try:
            look = module.look(io.BytesIO(data), kind, MOST_PIXELS)
            said = {"size": [look.width, look.height], "pages": look.pages, "partial": look.partial}
            if look.plays:
                out = io.BytesIO()
                module.play(io.BytesIO(data), kind, look.frame, out, lambda _: None)
                said["played"] = len(out.getvalue())
            if look.pages > 1:
                module.page(io.BytesIO(data), kind, look.pages - 1, MOST_PIXELS)
        except Unreadable as reason:
            said = {
                "reason": type(reason).__name__,
                "why": "".join(traceback.format_exception(reason))[-1500:],
            }
        except BaseException as error:
            said = {"reason": "crashed", "why": repr(error)}
    finally:
        os.write(answer, json.dumps(said).encode())
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
