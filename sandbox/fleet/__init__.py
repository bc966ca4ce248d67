"""Several nodes of one private network: what they are born with, and how scripts are run on them.

Starting them is a provider's; here is what every provider, the workbench and the grader say to them.
"""

from sandbox.fleet.plan import FleetPlan
from sandbox.fleet.runbook import Section, sections_of
from sandbox.fleet.shell import Ran, Shell

__all__ = ["FleetPlan", "Ran", "Section", "Shell", "sections_of"]
