"""Keeps candidates' sessions open between runs, in a process per host that may die without losing a text.

What may not live here: the application's database, the Docker Engine, any opinion on who may run what. It is handed the
address of a server by a web process, whose services have checked that.
"""

from assessor.broker.sessions import Kept, Key, Scope, SessionRun, Sessions, Target

__all__ = ["Kept", "Key", "Scope", "SessionRun", "Sessions", "Target"]
