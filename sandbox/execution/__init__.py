"""Run a candidate's text in a sandbox and bring back a bounded result.

What may not live here: starting servers, and any opinion on whether a result is right.
"""

from sandbox.execution.results import (
    Column,
    ResultSet,
    RunLimits,
    RunOutcome,
    RunResult,
    SqlError,
)
from sandbox.execution.runner import run

__all__ = ["Column", "ResultSet", "RunLimits", "RunOutcome", "RunResult", "SqlError", "run"]
