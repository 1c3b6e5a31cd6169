"""Run apart: look at and play each file given, in a child of its own with little memory, and say
how that ended, as the process that opens foreign files does.

Standard input: lines of JSON, a kind and a file in base64. Standard output: for each how looking
ended, how playing ended, and the most memory it took in MiB; or by which signal it died.
"""

import base64
import io
import json
import os
import resource
import sys
from pathlib import Path

from heartleaf.keepsakes.developing import confining, films
from heartleaf.keepsakes.developing.looks import UNFRAMED, Unreadable

MEMORY, SECONDS = 1536 * 2**20, 20


def outcome(kind, data):
    words = []
    for act in (look, play):
        try:
            words.append(act(kind, data))
        except Unreadable as reason:
            words.append(type(reason).__name__)
    return [*words, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]


def look(kind, data):
    found = films.look(io.BytesIO(data), kind, 120_000_000)
    return "partial" if found.partial else "whole"


def play(kind, data):
    out = io.BytesIO()
    films.play(io.BytesIO(data), kind, UNFRAMED, out, lambda share: None)
    return len(out.getvalue())


def be_the_child(kind, data):
    confining.confine(MEMORY, SECONDS)
    sys.stdout.write(json.dumps(outcome(kind, base64.b64decode(data))) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    films.warm()
    if len(list(Path("/proc/self/task").glob("*"))) > 1:
        sys.exit("a thread was started before there was a file")
    for line in sys.stdin:
        if (pid := os.fork()) == 0:
            be_the_child(*json.loads(line))
        _, status = os.waitpid(pid, 0)
        if status:
            print(json.dumps(["died", os.waitstatus_to_exitcode(status), 0]), flush=True)
