"""One use case per file. A service reads through storage, lets the domain decide, and acts.

No Flask, no Docker, no SQL text here; a service takes a `Work` and never commits on its own, except where it must
not hold a transaction open while something slow happens (it then says so).
"""
