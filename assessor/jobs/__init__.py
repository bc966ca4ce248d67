"""What the worker does, one job per file. A job only calls a service: no rule lives here, no Flask, no tables.

The names of the tasks are the words that services use when they defer: provision, warm, repair, suspend,
grade, shadow_regrade, apply_contest, expire, stop_sandboxes, remove_server, prepare, run_import; refill, watch, patrol,
find_idle, reap, sweep, send and remind come by themselves.
"""

from assessor.jobs.registry import JobContext, register

__all__ = ["JobContext", "register"]
