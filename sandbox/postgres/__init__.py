"""PostgreSQL on this machine: finding its binaries and running a server of our own on a data folder.

Used for the application's embedded database and by the process provider. What may not live here: Docker,
templates, sandboxes and anything of assessor.
"""

from sandbox.postgres.binaries import Binaries, find_binaries
from sandbox.postgres.launcher import LocalServer

__all__ = ["Binaries", "LocalServer", "find_binaries"]
