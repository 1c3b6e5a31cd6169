"""Confining: what a process gives up before it opens a stranger's file. Standard library only.

Everywhere: limits on memory, time, files. On Linux also: no new privileges, no capabilities, its
own empty network, no process of its own (seccomp), and (Landlock, Linux 5.13 and later) no file of
the disk, no look into another process, no signal to one. What a system does not offer is left out
without a word: each is one of several fences, and on macOS the limit on memory may not hold.

Numbers are from the kernel's headers: prctl.h, landlock.h, capability.h, seccomp.h. Since Linux 5.1
new system calls have one number on every kind of processor Python runs on but alpha, which we leave
out.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import resource
import signal
import struct
import sys

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None

_PDEATHSIG, _NO_NEW_PRIVS = 1, 38
_CAPABILITY_VERSION_3 = 0x20080522
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
_SET_SECCOMP, _ALLOW, _REFUSE, _CLONE_THREAD = 22, 0x7FFF0000, 0x00050000, 0x00010000
_LOAD, _EQUAL, _AT_LEAST, _HAS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# AUDIT_ARCH, the calls that fork, and clone: from linux/audit.h and each asm/unistd.h.
_CALLS = {"x86_64": (0xC000003E, (57, 58), 56), "aarch64": (0xC00000B7, (), 220)}


def leave_the_network() -> None:
    """Move to a network of one's own, without a way out. Call it while there is one thread."""
    for flags in (_flag("CLONE_NEWNET"), _flag("CLONE_NEWUSER") | _flag("CLONE_NEWNET")):
        with contextlib.suppress(OSError, AttributeError):
            os.unshare(flags)
            return


def _flag(name: str) -> int:
    return int(getattr(os, name, 0))


def die_with(parent: int) -> None:
    """Be killed when the process `parent`, which forked this one, ends."""
    if _libc is not None:
        _libc.prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def confine(memory: int, seconds: int) -> None:
    """Give everything up, for good. `memory` in bytes, `seconds` of processor time."""
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_NOFILE", 16)
    _limit("RLIMIT_CPU", seconds, seconds + 1)
    _limit("RLIMIT_AS", memory)
    _limit("RLIMIT_DATA", memory)
    if _libc is not None:
        _libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
        _leave_the_files(_libc)
        _drop_capabilities(_libc)
        _have_no_children(_libc)


def _limit(name: str, most: int, hard: int | None = None) -> None:
    with contextlib.suppress(AttributeError, ValueError, OSError):
        resource.setrlimit(getattr(resource, name), (most, most if hard is None else hard))


def _leave_the_files(libc: ctypes.CDLL) -> None:
    """Landlock: every right this kernel knows is handled, and none is granted."""
    abi = libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if abi < 1:
        return
    files = (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(abi, 16)) - 1
    network, scopes = (3 if abi >= 4 else 0), (3 if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    rules = (ctypes.c_uint64 * 3)(files, network, scopes)
    ruleset = libc.syscall(_LANDLOCK_CREATE, ctypes.byref(rules), size, 0)
    if ruleset >= 0:
        libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0)
        os.close(ruleset)


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    libc.capset(ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)()))


def _have_no_children(libc: ctypes.CDLL) -> None:
    """Seccomp: threads, and no process that would outlive the clock. A filter for the kernel's own
    little machine (seccomp(2), linux/filter.h, linux/seccomp.h): each line is an instruction, how
    far to jump if it holds and if not, and a number."""
    machine = os.uname().machine
    if machine not in _CALLS:
        return
    arch, forks, clone = _CALLS[machine]
    lines = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, arch), (_RETURN, 0, 0, _ALLOW), (_LOAD, 0, 0, 0)]
    # From here on the same calls come once more, under other numbers (x32).
    lines += [(_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _REFUSE | errno.EPERM)]
    for call in forks:
        lines += [(_EQUAL, 0, 1, call), (_RETURN, 0, 0, _REFUSE | errno.EPERM)]
    # glibc tries clone3 first, whose flags cannot be looked at, and then clone.
    lines += [(_EQUAL, 0, 1, 435), (_RETURN, 0, 0, _REFUSE | errno.ENOSYS)]
    lines += [(_EQUAL, 0, 3, clone), (_LOAD, 0, 0, 16), (_HAS, 1, 0, _CLONE_THREAD)]
    lines += [(_RETURN, 0, 0, _REFUSE | errno.EPERM), (_RETURN, 0, 0, _ALLOW)]
    program = b"".join(struct.pack("@HBBI", *line) for line in lines)
    held = ctypes.create_string_buffer(program, len(program))
    filter = _Program(len(lines), ctypes.addressof(held))
    libc.prctl(_SET_SECCOMP, 2, ctypes.byref(filter), 0, 0)


class _Program(ctypes.Structure):
    _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.c_void_p)]
