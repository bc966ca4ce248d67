"""Linux's mounts and loop devices by system calls: about 1 ms each, where `mount` and `losetup` take 10 and leave
devices behind. A device goes with its mount (autoclear). Every function raises OSError; mounting needs root.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import struct
import time
from pathlib import Path

_LOOP_CTL_GET_FREE = 0x4C82
_LOOP_CONFIGURE = 0x4C0A
_LOOP_INFO = struct.Struct("=5Q4I64s64s32s2Q")
_AUTOCLEAR, _DIRECT_IO = 4, 16
_BLOCK = 4096
_NOSUID, _NODEV, _NOEXEC, _NOATIME = 2, 4, 8, 1024
_DETACH = 2
_TRIES = 100
_SUPERBLOCK, _STATE_OFFSET, _CLEAN = 1024, 0x3A, 1
_INCOMPATIBLE_OFFSET, _RECOVER = 0x60, 4
"""Set from the mount until the proper end of one that has a journal."""

_libc = ctypes.CDLL(None, use_errno=True)


def mount_image(image: Path, target: Path) -> None:
    """Mount a file that holds an ext4. What is freed in it is given back to the host's file system."""
    number, device = _attach(image)
    try:
        _mount(f"/dev/loop{number}", target, "ext4", "discard,noinit_itable")
    finally:
        # The mount holds the device now; without a mount it goes at once.
        os.close(device)


def mount_overlay(lower: Path, upper: Path, work: Path, target: Path) -> None:
    """`lower` stays as it is; what is written below `target` goes to `upper`."""
    folders = {"lowerdir": lower, "upperdir": upper, "workdir": work}
    _mount(
        "overlay", target, "overlay", ",".join(f"{name}={_escaped(path)}" for name, path in folders.items())
    )


def unmount(target: Path) -> None:
    """Not mounted is success. A mount that is in use for longer than a moment goes as soon as it is not."""
    for _ in range(_TRIES):
        if not os.path.ismount(target):
            return
        if _umount(target, 0) == 0:
            return
        time.sleep(0.01)
    if _umount(target, _DETACH) != 0:
        raise _error(target)


def is_attached(image: Path) -> bool:
    """Whether a loop device has this file open: it may outlive its mount for as long as another namespace has one."""
    found = Path("/sys/block").glob("loop*/loop/backing_file")
    return any(_read(file) == str(image) for file in found)


def is_clean(image: Path) -> bool:
    """Whether the ext4 in a file that is not mounted was unmounted properly when it was mounted last."""
    with image.open("rb") as file:
        file.seek(_SUPERBLOCK)
        block = file.read(_SUPERBLOCK)
    (state,) = struct.unpack_from("<H", block, _STATE_OFFSET)
    (incompatible,) = struct.unpack_from("<I", block, _INCOMPATIBLE_OFFSET)
    return bool(state & _CLEAN) and not incompatible & _RECOVER


def _attach(image: Path) -> tuple[int, int]:
    """Give the file a free loop device; its number and an open descriptor that keeps it."""
    backing = os.open(image, os.O_RDWR | os.O_CLOEXEC)
    control = os.open("/dev/loop-control", os.O_RDWR | os.O_CLOEXEC)
    try:
        for attempt in range(_TRIES):
            number = fcntl.ioctl(control, _LOOP_CTL_GET_FREE)
            device = os.open(f"/dev/loop{number}", os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.ioctl(device, _LOOP_CONFIGURE, _loop_config(backing))
                return number, device
            except OSError:
                # Somebody else took it in between.
                os.close(device)
                if attempt == _TRIES - 1:
                    raise
    finally:
        os.close(backing)
        os.close(control)
    raise AssertionError("the last try returns or raises")


def _loop_config(backing: int) -> bytes:
    # Direct I/O: what is cached of the files in the image is not cached a second time as blocks of the image.
    info = _LOOP_INFO.pack(*[0] * 5, 0, 0, 0, _AUTOCLEAR | _DIRECT_IO, b"", b"", b"", 0, 0)
    return struct.pack("=2I", backing, _BLOCK) + info + bytes(64)


def _mount(source: str, target: Path, kind: str, data: str) -> None:
    flags = _NOSUID | _NODEV | _NOEXEC | _NOATIME
    arguments = (source.encode(), os.fsencode(target), kind.encode(), ctypes.c_ulong(flags), data.encode())
    if _libc.mount(*arguments) != 0:
        raise _error(target)


def _umount(target: Path, flags: int) -> int:
    return int(_libc.umount2(os.fsencode(target), flags))


def _error(target: Path) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number), str(target))


def _escaped(path: Path) -> str:
    return "".join(f"\\{letter}" if letter in "\\:," else letter for letter in str(path))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError:
        return ""
