"""A seal on the guarded child that machine code cannot break: a kernel filter of system calls (Linux, seccomp).

What a decoder never needs is refused: the network, other programs and processes, changes on the disk, other processes'
memory. Where the kernel has no filters, the audit hook and the limits of the child still stand.
"""

import ctypes
import platform
import struct
import sys

_SET_DEATH_SIGNAL, _SET_SECCOMP, _NO_NEW_PRIVILEGES, _FILTER, _KILL = 1, 22, 38, 2, 9
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOWED, _REFUSED, _UNKNOWN_CALL, _KILLED = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_CLONE_THREAD = 0x00010000
# Calls of another table of the same machine, which would slip through a filter by number.
_X32 = 0x40000000

# Numbers of: socket, socketpair, connect, bind, listen, accept, accept4, sendto, sendmsg, sendmmsg, recvfrom, recvmsg;
# execve, execveat, fork, vfork, ptrace, process_vm_readv and _writev, kill, tkill, pidfd_open, pidfd_send_signal;
# rename, link, unlink, symlink, mkdir, mknod, rmdir, truncate, chmod, chown and their kin, setxattr;
# mount, umount2, chroot, setns, unshare, bpf, keyctl, io_uring_setup, userfaultfd, perf_event_open, memfd_create.
_X86_64 = """
    41 53 42 49 50 43 288 44 46 307 45 47
    59 322 57 58 101 310 311 62 200 434 424
    82 264 316 86 265 87 263 88 266 83 258 133 259 84 76 90 91 268 92 93 94 260 188
    165 166 161 308 272 321 250 425 323 298 319
"""
_AARCH64 = """
    198 199 203 200 201 202 242 206 211 269 207 212
    221 281 117 270 271 129 130 434 424
    38 276 37 35 36 34 33 45 52 53 54 55 5
    40 39 51 268 97 280 219 425 282 241 279
"""
# The kernel's name of the machine, the numbers of `clone` and `clone3`, and what is refused.
_TABLES = {
    "x86_64": (0xC000003E, 56, 435, tuple(map(int, _X86_64.split()))),
    "aarch64": (0xC00000B7, 220, 435, tuple(map(int, _AARCH64.split()))),
}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def end_with_parent() -> None:
    """Have the kernel kill this process when the one that started it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, _KILL, 0, 0, 0)


def seal() -> bool:
    """Refuse every system call that a decoder has no use for; whether the kernel agreed."""
    table = _TABLES.get(platform.machine())
    if sys.platform != "linux" or table is None:
        return False
    code = _code(*table)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p).value)
    control = ctypes.CDLL(None, use_errno=True).prctl
    if control(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(control(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _code(architecture: int, clone: int, clone3: int, refused: tuple[int, ...]) -> bytes:
    """The filter as the kernel's little machine reads it; a jump counts the steps it leaves out."""
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_ANSWER, 0, 0, _KILLED),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_ANSWER, 0, 0, _REFUSED),
        # The C library falls back to `clone`, whose flags can be looked at.
        (_EQUAL, 0, 1, clone3),
        (_ANSWER, 0, 0, _UNKNOWN_CALL),
    ]
    for number in refused:
        steps += [(_EQUAL, 0, 1, number), (_ANSWER, 0, 0, _REFUSED)]
    steps += [
        (_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_ANY_BIT, 1, 0, _CLONE_THREAD),
        (_ANSWER, 0, 0, _REFUSED),
        (_ANSWER, 0, 0, _ALLOWED),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
