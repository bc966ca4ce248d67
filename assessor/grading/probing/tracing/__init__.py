"""Values looked for in tables whose names nobody knows: what must be true of a fact wherever an answer keeps it.

One rule, one function; each gives a complaint that names the answer's own tables and no value, or "". No packs, kinds,
storage or web here.
"""

from assessor.grading.probing.tracing.look import look
from assessor.grading.probing.tracing.sessions import Sessions

__all__ = ["Sessions", "look"]
