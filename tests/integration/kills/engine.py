"""A Docker Engine of a test's own: its data, sockets and processes touch no other engine, and it can be killed."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sandbox.docker_provider import Engine, build_image
from sandbox.docker_provider.debian_base import DEBIAN_BASE

START_SECONDS = 60.0
STOP_SECONDS = 30.0

CONTAINERD = """
version = 2
root = "{folder}/containerd/root"
state = "{folder}/containerd/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "{folder}/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
path = "{folder}/containerd/opt"
"""


@dataclass
class PrivateEngine:
    """dockerd and its containerd on a folder. As with Debian's package the daemon may die and containerd lives on."""

    folder: Path
    containerd: subprocess.Popen[bytes] | None = None
    daemon: subprocess.Popen[bytes] | None = None

    @property
    def host(self) -> str:
        return f"unix://{self.folder}/docker.sock"

    def start(self) -> None:
        """Start it, and return once it answers."""
        if self.containerd is None:
            (self.folder / "containerd.toml").write_text(CONTAINERD.format(folder=self.folder))
            self.containerd = self._spawn("containerd", "--config", f"{self.folder}/containerd.toml")
            self._wait_for(Path(f"{self.folder}/containerd.sock").is_socket, self.containerd)
        (self.folder / "pid").unlink(missing_ok=True)
        options = {
            "data-root": f"{self.folder}/data",
            "exec-root": f"{self.folder}/exec",
            "containerd": f"{self.folder}/containerd.sock",
            "pidfile": f"{self.folder}/pid",
            "host": self.host,
            "bridge": "none",
            "iptables": "false",
        }
        self.daemon = self._spawn("dockerd", *(f"--{name}={value}" for name, value in options.items()))
        self._wait_for(lambda: self.docker("version").returncode == 0, self.daemon)

    def _spawn(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)

    def _wait_for(self, answers: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not answers():
            said = (self.folder / "log").read_text(errors="replace")[-2000:]
            assert time.monotonic() < deadline, f"no answer:\n{said}"
            assert process.poll() is None, f"it ended:\n{said}"
            time.sleep(0.1)

    def docker(self, *arguments: str, stdin: int | None = None) -> subprocess.CompletedProcess[bytes]:
        environ = {**os.environ, "DOCKER_HOST": self.host}
        return subprocess.run(
            ["docker", *arguments], env=environ, stdin=stdin, capture_output=True, check=False
        )

    def load(self, *images: str) -> None:
        """Copy images of the machine's engine, under their names."""
        environ = {name: value for name, value in os.environ.items() if name != "DOCKER_HOST"}
        with subprocess.Popen(["docker", "save", *images], env=environ, stdout=subprocess.PIPE) as saved:
            assert saved.stdout is not None
            loaded = self.docker("load", stdin=saved.stdout.fileno())
        assert loaded.returncode == 0, loaded.stderr

    def kill(self) -> None:
        """kill -9 of the daemon alone."""
        assert self.daemon is not None
        self.daemon.kill()
        self.daemon.wait()

    def stop(self) -> None:
        """End the daemon in peace: it stops its containers first."""
        assert self.daemon is not None
        _end(self.daemon)

    def end(self) -> None:
        """Everything of it: containers, both processes, files."""
        if self.daemon is not None and self.daemon.poll() is not None:
            with contextlib.suppress(AssertionError):
                self.start()
        left = self.docker("ps", "--all", "--quiet").stdout.decode().split()
        if left:
            self.docker("rm", "--force", "--volumes", *left)
        for process in (self.daemon, self.containerd):
            if process is not None:
                _end(process)
        self._unmount()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _unmount(self) -> None:
        mounts = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
        for mount in reversed([each for each in mounts if each.startswith(str(self.folder))]):
            subprocess.run(["umount", "--lazy", mount], check=False)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
    process.kill()
    process.wait()


@contextlib.contextmanager
def private_engine() -> Iterator[PrivateEngine]:
    """An engine with the server image, built from the same base as the machine's."""
    engine = Engine()
    try:
        server_image = build_image(engine=engine)
    finally:
        engine.close()
    folder = Path(tempfile.mkdtemp(prefix="sbx-engine-"))
    folder.chmod(0o711)
    made = PrivateEngine(folder)
    try:
        made.start()
        made.load(DEBIAN_BASE, server_image)
        yield made
    finally:
        made.end()
