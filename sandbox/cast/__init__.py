"""Sessions of an author's roles that bring a server into trouble and live with it: actors, and clients that suffer.

Used by labs, which judge what an answer makes of the trouble, and by sandboxes, where a candidate meets it.
"""

from sandbox.cast.plot import Actor, Client, Plot
from sandbox.cast.scene import Scene, Unsettled

__all__ = ["Actor", "Client", "Plot", "Scene", "Unsettled"]
