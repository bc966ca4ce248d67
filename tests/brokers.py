"""A broker as a process of its own, started again whenever it ends, as the demo does it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assessor.bootstrap import forget_installation
from assessor.broker.client import BrokerClient
from assessor.cli.demo.processes import Supervised
from assessor.folders import broker_socket

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0
"""Seconds until a broker listens; far more than it takes on an idle machine."""


@dataclass
class RunningBroker:
    """The process, and a web process's way to it."""

    home: Path
    supervised: Supervised
    client: BrokerClient

    def kill(self) -> None:
        """As the kernel does it when memory runs out."""
        process = self.supervised.process
        process.kill()
        process.wait()

    @property
    def log(self) -> str:
        return (self.home / "broker.log").read_text()


@contextmanager
def broker(home: Path) -> Iterator[RunningBroker]:
    """A broker whose home is `home`; nothing of it is left."""

    def start() -> subprocess.Popen[bytes]:
        environ = {**os.environ, "ASSESSOR_HOME": str(home)}
        with (home / "broker.log").open("ab") as log:
            command = [sys.executable, "-m", "assessor.cli", "broker"]
            return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)

    socket = broker_socket(home)
    supervised = Supervised(start)
    client = BrokerClient(socket, connect_seconds=PATIENCE)
    try:
        yield RunningBroker(home, supervised, client)
    finally:
        client.close()
        process = supervised.release()
        process.terminate()
        process.wait(PATIENCE)
        forget_installation(home)
