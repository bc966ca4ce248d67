"""Small mistakes put into a query on purpose: whoever judges queries must notice each of them.

One family of mistakes per file in operators/. trial.py runs mutants on datasets, catalog.py reads what they need to
know of the tables; nothing else here needs a database.
"""

from assessor.grading.mutation.generate import LIMIT, Mutation, mutants, mutate
from assessor.grading.mutation.model import ColumnLike, Mutant, MutationUnsupported, TableColumn

__all__ = [
    "LIMIT",
    "ColumnLike",
    "Mutant",
    "Mutation",
    "MutationUnsupported",
    "TableColumn",
    "mutants",
    "mutate",
]
