"""What a process that opens a stranger's file can no longer do."""

import json
import os
import subprocess
import sys
from functools import cache

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these fences are Linux's")

CAPTIVE = """
import json, os, resource, socket, sys, tempfile, threading
from heartleaf.keepsakes.developing import confining
parent = os.getppid()
confining.leave_the_network()
confining.confine(512 * 2**20, 20)

def outcome(act):
    try:
        act()
        return "done"
    except (OSError, MemoryError) as error:
        return type(error).__name__

def hog():
    bytearray(600 * 2**20)

print(json.dumps({
    "read": outcome(lambda: open("/etc/passwd").read()),
    "read the program": outcome(lambda: open(f"/proc/{parent}/mem", "rb").read(1)),
    "write": outcome(lambda: open("/tmp/heartleaf-escaped", "w").write("x")),
    "list": outcome(lambda: os.listdir("/")),
    "fork": outcome(os.fork),
    "thread": outcome(lambda: threading.Thread(target=int).start()),
    "run": outcome(lambda: os.execv("/bin/true", ["true"])),
    "connect": outcome(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1)),
    "signal": outcome(lambda: os.kill(parent, 0)),
    "hog": outcome(hog),
    "core": resource.getrlimit(resource.RLIMIT_CORE)[1],
    "landlock": confining._libc.syscall(444, None, 0, 1),
    "capabilities": outcome(lambda: os.chroot("/")),
}))
"""


@cache
def captive():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        told = subprocess.run(
            [sys.executable, "-c", CAPTIVE, port], capture_output=True, text=True, check=True
        )
    return json.loads(told.stdout)


def needs_landlock(version):
    if captive()["landlock"] < version:
        pytest.skip(f"this kernel has no Landlock of version {version}")


@pytest.mark.parametrize("act", ["read", "read the program", "write", "list", "run"])
def test_it_reaches_no_file_and_no_other_process(act):
    needs_landlock(1)

    assert captive()[act] == "PermissionError"


def test_it_sends_no_signal_to_the_program():
    needs_landlock(6)

    assert captive()["signal"] == "PermissionError"


def test_it_reaches_no_server_of_this_computer():
    needs_landlock(4)

    assert captive()["connect"] != "done"


def test_it_gets_no_more_memory_than_it_may():
    assert captive()["hog"] == "MemoryError"


def test_it_leaves_no_image_of_its_memory_behind():
    assert captive()["core"] == 0


def test_it_keeps_no_power_of_root():
    assert os.geteuid() != 0 or captive()["capabilities"] == "PermissionError"


@pytest.mark.skipif(os.uname().machine not in {"x86_64", "aarch64"}, reason="not known there")
def test_it_leaves_nobody_behind_who_would_outlive_the_clock():
    assert captive()["fork"] == "PermissionError"


def test_it_may_still_work_with_several_threads():
    assert captive()["thread"] == "done"
