"""The `assessor` command: one file per group of commands.

Wires with bootstrap, calls services, prints; no rules here.
"""

from assessor.cli.main import main

__all__ = ["main"]
