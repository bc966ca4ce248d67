"""Tuning a database by a script of allowed statements, and measuring a workload on it: work, WAL, bytes of indexes.

No packs, kinds, storage or web here.
"""

from assessor.grading.workload.lab import WorkloadLab
from assessor.grading.workload.ran import Asked, Ran
from assessor.grading.workload.script import Tuning, read_script

__all__ = ["Asked", "Ran", "Tuning", "WorkloadLab", "read_script"]
