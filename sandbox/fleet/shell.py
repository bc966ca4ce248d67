"""Run scripts on the nodes of a fleet, over the sockets of their agents (see agent.pl)."""

from __future__ import annotations

import errno
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.errors import ConnectionLost

MOST_SCRIPT_BYTES = 100_000
"""Linux takes no longer argument than 128 KB."""

_SPARE_SECONDS = 10.0
_TURN = struct.pack("ll", 10, 0)
"""A timeval of ten seconds."""
_HEAD_BYTES = 80


@dataclass(frozen=True)
class Ran:
    """What one script gave."""

    exit: int | None
    """None: it was stopped when its time was over."""
    output: str
    """Both of its streams as they came; not UTF-8 is replaced."""
    cut: int = 0
    """Bytes of the output that are not kept."""

    @property
    def ended(self) -> str:
        """How it ended, in two words."""
        return "stopped: out of time" if self.exit is None else f"exit {self.exit}"


def nodes_of(state: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the nodes that the state of a handle tells of; none where it has no fleet."""
    return tuple(state.get("fleet_nodes", "").split())


def all_listen(state: Mapping[str, str]) -> bool:
    """Whether the agent of each node takes connections; also where there are none."""
    nodes = nodes_of(state)
    return not nodes or all(map(Shell(state).listens, nodes))


class Shell:
    """The agents of one fleet. `state` is that of its server's handle."""

    def __init__(self, state: Mapping[str, str]) -> None:
        self._folder, self._token = Path(state["fleet"]), state["fleet_token"]
        self.nodes = nodes_of(state)

    def listens(self, node: str) -> bool:
        """Whether a node's agent takes connections."""
        with socket.socket(socket.AF_UNIX) as connection:
            # A queue of connections that is full is somebody's who listens.
            return connection.connect_ex(str(self._folder / node)) in (0, errno.EAGAIN)

    def run(self, node: str, script: str, seconds: float = 30.0, most_bytes: int = 64_000) -> Ran:
        """Run a script with bash on a node, for so long at most. Raises ConnectionLost; ValueError for one too long.

        What it leaves running in the background runs on.
        """
        sent = script.encode("utf-8", "surrogateescape")
        if len(sent) > MOST_SCRIPT_BYTES or b"\0" in sent:
            raise ValueError(f"A script has at most {MOST_SCRIPT_BYTES} bytes, none of them 0.")
        head = f"{self._token} {seconds:g} {most_bytes} {len(sent)}\n".encode()
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                # Waits for its turn in the queue of connections, where a socket with Python's timeout gives up at once.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _TURN)
                connection.connect(str(self._folder / node))
                connection.settimeout(seconds + _SPARE_SECONDS)
                connection.sendall(head + sent)
                answered = _read_all(connection, most_bytes + _HEAD_BYTES)
        except OSError as error:
            raise ConnectionLost(f"The node {node} does not answer: {error}") from error
        return _ran(node, answered)


def _read_all(connection: socket.socket, most: int) -> bytes:
    """Everything until the other side closes; a node that sends more than it may is not listened to any longer."""
    kept = b""
    while len(kept) <= most and (part := connection.recv(65536)):
        kept += part
    return kept


def _ran(node: str, answered: bytes) -> Ran:
    head, _, output = answered.partition(b"\n")
    words = head.split()
    if len(words) != 3:
        raise ConnectionLost(f"The shell of {node} was ended.")
    code, length, cut = (int(word) for word in words)
    return Ran(code if code >= 0 else None, output[:length].decode("utf-8", "replace"), cut)
