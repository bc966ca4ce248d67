"""Hold a running container against section 5 of the CIS Docker Benchmark 1.6.0 and against our own list.

What may not live here: changing anything, or running anything inside the container that is looked at (what must be
seen from inside its image is seen in a throwaway container without network).
"""

from sandbox.docker_provider.audit.start import CHECKS, audit

__all__ = ["CHECKS", "audit"]
