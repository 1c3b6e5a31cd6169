"""What a program asked of the disk, as strace saw it, and what a disk may hold if the power goes.

Recorded are the writes into files of one folder, their flushes, and what happens to names: made,
renamed, linked, removed. A state of the disk is built from what was there before and a part of
that. Whatever was flushed is on it. Of all else the worst is taken: bytes that were not flushed are
gone, and of names that were not flushed none, or all without their bytes, or some by chance.

Not covered: what a file system of its own makes worse, such as flushed bytes that a disk loses all
the same; the middle of a single write; memory that is mapped (SQLite's `-shm`, which it makes
anew); and other programs.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

CALLS = (
    "openat,write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,link,linkat,"
    "unlink,unlinkat,mkdir,mkdirat,rmdir,sendfile,copy_file_range,writev,pwritev"
)
LINE = re.compile(r"^([\d.]+) (\w+)\((.*)\)\s+= (-?\d+)(?:<([^>]*)>)?")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
HANDLE = re.compile(r"^(-?\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True)
class Call:
    at: float
    name: str
    args: str
    result: int
    opened: str


def record(words, environment, folder):
    """Run a command to its end; every call it made, in order."""
    log = folder / "calls"
    log.mkdir()
    strace = ["strace", "-ff", "-ttt", "-y", "-xx", "-s", "9000000", "-e", f"trace={CALLS}"]
    done = subprocess.run(
        [*strace, "-o", str(log / "log"), *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    calls = [_call(line) for path in log.iterdir() for line in path.open()]
    return sorted((one for one in calls if one), key=lambda one: one.at)


def _call(line):
    found = LINE.match(line)
    if not found or int(found[4]) < 0:
        return None
    return Call(float(found[1]), found[2], found[3], int(found[4]), _plain(found[5] or ""))


def _plain(hexed):
    return bytes.fromhex(hexed.replace("\\x", "")).decode(errors="replace")


def _bytes(hexed):
    return bytes.fromhex(hexed.replace("\\x", ""))


@dataclass
class File:
    """`now` is what programs see, `safe` what was flushed."""

    now: bytearray = field(default_factory=bytearray)
    safe: bytes = b""
    at: dict = field(default_factory=dict)


class Disk:
    """The files of one folder, by their names, while calls are played to it."""

    def __init__(self, root: Path):
        self.root = root
        self.names: dict[str, File] = {}
        for path in root.rglob("*"):
            if path.is_file() and not path.name.endswith("-shm"):
                data = path.read_bytes()
                self.names[str(path)] = File(bytearray(data), data)
        self.safe_names = dict(self.names)

    def play(self, call):
        args, name = call.args, call.name
        handle = HANDLE.match(args)
        path = _plain(handle[2]).removesuffix(" (deleted)") if handle else ""
        texts = [match[1] for match in TEXT.finditer(args)]
        if name == "openat":
            self._open(call)
        elif name in {"write", "pwrite64"} and path in self.names:
            self._write(name, path, handle[1], _bytes(texts[0]), args)
        elif name == "ftruncate" and path in self.names:
            size = int(args.rsplit(",", 1)[1])
            now = self.names[path].now
            now[:] = now[:size] + bytes(max(0, size - len(now)))
        elif name in {"fsync", "fdatasync"}:
            self._flush(path)
        elif name in {"sendfile", "copy_file_range", "writev", "pwritev"} and path in self.names:
            raise AssertionError(f"{name} is not played here")
        elif name.startswith(("rename", "link")):
            old, new = (self._full(args, text) for text in texts[:2])
            if old in self.names:
                self.names[new] = self.names[old]
                if name.startswith("rename"):
                    del self.names[old]
        elif name.startswith("unlink"):
            self.names.pop(self._full(args, texts[0]), None)

    def worst(self, how, chance):
        """A state that the disk may be in now: names and the bytes in each."""
        if how == "no names":
            names = self.safe_names
        elif how == "names without bytes":
            names = self.names
        else:
            every = {*self.safe_names, *self.names}
            names = {}
            for name in every:
                source = self.names if chance.random() < 0.5 else self.safe_names
                if name in source:
                    names[name] = source[name]
        some = how == "some"
        return {
            name: bytes(file.now) if some and chance.random() < 0.5 else file.safe
            for name, file in names.items()
        }

    def _open(self, call):
        if call.opened.startswith(f"{self.root}/") and Path(call.opened).suffix:
            if call.opened.endswith("-shm"):
                return
            if call.opened not in self.names and "O_CREAT" in call.args:
                self.names[call.opened] = File()
            if call.opened in self.names:
                file = self.names[call.opened]
                if "O_TRUNC" in call.args:
                    file.now.clear()
                file.at[str(call.result)] = 0

    def _write(self, name, path, handle, data, args):
        file = self.names[path]
        if name == "pwrite64":
            at = int(args.rsplit(",", 1)[1])
        else:
            at = file.at.get(handle, 0)
            file.at[handle] = at + len(data)
        if len(file.now) < at:
            file.now.extend(bytes(at - len(file.now)))
        file.now[at : at + len(data)] = data

    def _flush(self, path):
        if path in self.names:
            self.names[path].safe = bytes(self.names[path].now)
            return
        for name in {*self.names, *self.safe_names}:  # a folder: the names in it
            if str(Path(name).parent) == path:
                if name in self.names:
                    self.safe_names[name] = self.names[name]
                else:
                    del self.safe_names[name]

    def _full(self, args, text):
        plain = _plain(text)
        if plain.startswith("/"):
            return plain
        handle = re.search(r"(?:AT_FDCWD|\d+)<((?:\\x[0-9a-f]{2})*)>", args)
        return f"{_plain(handle[1])}/{plain}" if handle else plain


def lay(state, root, at):
    """The same as files, in another place."""
    for name, data in state.items():
        path = at / Path(name).relative_to(root)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (at / "vault").mkdir(parents=True, exist_ok=True)


def copied(folder, to):
    shutil.copytree(folder, to)
    return to
