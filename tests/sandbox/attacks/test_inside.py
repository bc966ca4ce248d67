"""Code that runs in the container, as the user of postgres: assume that somebody gets there."""

from __future__ import annotations

import errno
import os
import platform
import stat
from pathlib import Path

import pytest

pytestmark = pytest.mark.docker

NUMBERS = {
    "x86_64": {
        "socket": 41, "ptrace": 101, "chroot": 161, "mount": 165, "init_module": 175, "keyctl": 250, "unshare": 272,
        "perf_event_open": 298, "memfd_create": 319, "bpf": 321, "userfaultfd": 323, "io_uring_setup": 425,
    },
    "aarch64": {
        "mount": 40, "chroot": 51, "unshare": 97, "init_module": 105, "ptrace": 117, "socket": 198, "keyctl": 219,
        "perf_event_open": 241, "memfd_create": 279, "bpf": 280, "userfaultfd": 282, "io_uring_setup": 425,
    },
}  # fmt: skip
CALLS = {
    "a namespace of users": ("unshare", "0x10000000"),
    "a namespace of networks": ("unshare", "0x40000000"),
    "AF_INET": ("socket", "2, 1, 0"),
    "AF_INET6": ("socket", "10, 1, 0"),
    "AF_NETLINK": ("socket", "16, 3, 0"),
    "AF_PACKET": ("socket", "17, 3, 0"),
    "AF_ALG": ("socket", "38, 5, 0"),
    "AF_VSOCK": ("socket", "40, 1, 0"),
    "io_uring": ("io_uring_setup", "8, $room"),
    "a mount": ("mount", "$room, $room, $room, 0, 0"),
    "tracing": ("ptrace", "16, 1, 0, 0"),
    "bpf": ("bpf", "0, $room, 64"),
    "perf": ("perf_event_open", "$room, 0, -1, -1, 0"),
    "keys": ("keyctl", "0, 0, 0"),
    "userfaultfd": ("userfaultfd", "0"),
    "another root": ("chroot", "$room"),
    "a module": ("init_module", "$room, 0, $room"),
    "a file that is nowhere": ("memfd_create", "$room, 0"),
}
NEEDED = ("socket", "1, 1, 0")
"""What PostgreSQL does itself: the refusals are the profile's and not the probe's."""

REFUSALS = {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EAFNOSUPPORT}
FORKS = "while (defined(my $p = fork)) { $p or sleep 60; push @p, $p; last if @p > 500 }"
COUNTED = "print scalar(@p), qq( $!); kill 9, @p; waitpid $_, 0 for @p"
"""Waited for: an orphan would be the postmaster's, which takes its end for a crash of its own and begins anew."""


def called(arena, calls):
    """What the kernel says to each call from inside: "OK" or the number of its error."""
    numbers = NUMBERS[platform.machine()]
    probes = [f"syscall({numbers[name]}, {arguments})" for name, arguments in calls]
    told = "; ".join(f"print {probe} < 0 ? $! + 0 : qq(OK), qq(\\n)" for probe in probes)
    return arena.perl(f'my $room = "\\0" x 256; {told}')


def test_attack_37_code_in_the_container(arena):
    """No namespace, no network, no mount, no way into the kernel that PostgreSQL does not need; few processes."""
    *said, needed = called(arena, [*CALLS.values(), NEEDED])
    assert needed == "OK"
    assert {name: told for name, told in zip(CALLS, said, strict=True) if int(told) not in REFUSALS} == {}
    (forked,) = arena.perl(f"my @p; {FORKS} {COUNTED}")
    count, reason = forked.split(" ", 1)
    assert 0 < int(count) < 64
    assert reason == "Resource temporarily unavailable"


def test_attack_38_the_folder_of_the_socket(arena):
    """It can neither be filled nor changed; so nobody puts another socket or a link in its place."""
    folder = Path(arena.victim.state["sockets"])
    before = sorted(path.name for path in folder.iterdir())
    said = arena.shell(
        "for t in 'touch /run/sandbox/x' 'ln -s /etc /run/sandbox/l' 'rm -f /run/sandbox/.s.PGSQL.5432'"
        " 'mv /run/sandbox/.s.PGSQL.5432 /run/sandbox/y' 'chmod 777 /run/sandbox'; do $t 2>&1 || echo refused; done"
    )
    assert said.count("refused") == 5
    assert all("ermission denied" in line or "not permitted" in line for line in said if line != "refused")
    assert sorted(path.name for path in folder.iterdir()) == before
    assert stat.S_ISSOCK((folder / ".s.PGSQL.5432").lstat().st_mode)
    assert (folder.stat().st_uid, stat.S_IMODE(folder.stat().st_mode)) == (os.geteuid(), 0o711)
