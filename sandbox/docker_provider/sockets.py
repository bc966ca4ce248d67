"""The host's side of each container's socket directory."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection
from pathlib import Path

from sandbox.disk import passable_folder, short_folder
from sandbox.docker_provider.hardening import UID

ID_LENGTH = 12
FLEET = ".fleet"
"""Behind a server's id in the name of the folder that the nodes of its fleet share."""

BAKE_SECONDS = 3600.0
"""What is younger may belong to a server that is started, or filled, by another process."""


class SocketFolders:
    """One folder per server below `runtime_dir` (or a short substitute where socket paths would get too long)."""

    def __init__(self, runtime_dir: Path) -> None:
        self.root = short_folder(runtime_dir, room=ID_LENGTH)

    def of(self, sandbox_id: str) -> Path:
        """Where the server's socket is."""
        return self.root / sandbox_id

    def create(self, sandbox_id: str) -> Path:
        """A folder in which the server may make its socket: nobody else can reach it, except by its random name."""
        folder = passable_folder(self.of(sandbox_id))
        if os.geteuid() == 0:
            os.chown(folder, UID, UID)
            folder.chmod(0o700)
        else:
            folder.chmod(0o777)
        return folder

    def lock(self, sandbox_id: str) -> None:
        """Take the folder away from the server, before the first stranger's SQL runs there: code in the container
        can then neither fill it nor put another socket or a link in its place. A crash restart still works."""
        folder = self.of(sandbox_id)
        if os.geteuid() == 0:
            os.chown(folder, 0, 0)
        folder.chmod(0o711)

    def sweep(self, existing: Collection[str]) -> None:
        """Remove folders that belong to no server, nor to one that is being started or baked."""
        for folder in self.root.iterdir():
            server = folder.name.removesuffix(FLEET)
            ours = len(server) == ID_LENGTH and server.isalnum()
            if ours and server not in existing and time.time() - folder.stat().st_ctime > BAKE_SECONDS:
                self.remove(folder.name)

    def remove(self, sandbox_id: str) -> None:
        """Remove the folder with its sockets; already gone is success."""
        shutil.rmtree(self.of(sandbox_id), ignore_errors=True)
