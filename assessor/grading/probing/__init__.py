"""Applying an answer that is a script to copies of a database, and probing what it built there.

Common to all kinds whose answers change a database. No packs, kinds, storage or web here.
"""

from assessor.grading.probing.lab import Answer, ProbeLab
from assessor.grading.probing.probe import Load, Probed, Script, Trace

__all__ = ["Answer", "Load", "ProbeLab", "Probed", "Script", "Trace"]
