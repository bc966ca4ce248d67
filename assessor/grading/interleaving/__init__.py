"""Playing steps of several real sessions in a scripted order, and seeing which of them wait for which.

On the copies of databases that assessor.grading.probing makes. No packs, kinds, storage or web here.
"""

from assessor.grading.interleaving.perform import perform
from assessor.grading.interleaving.play import Actor, Ending, Moment, Play, Played

__all__ = ["Actor", "Ending", "Moment", "Play", "Played", "perform"]
