"""assessor finds out how good a PostgreSQL developer really is.

Layers, each importing only what stands to its right:
(app | worker | cli) -> (web | jobs) -> services -> (storage | packs | kinds | grading | reports) -> domain
"""

__version__ = "0.1.0"
