"""The operators: one family of mistakes per file. To add one: a file, a line here, and its cases."""

from assessor.grading.mutation.operator import Operator
from assessor.grading.mutation.operators import (
    aggregates,
    antijoins,
    arithmetic,
    cases,
    columns,
    comparisons,
    conditions,
    connectives,
    constants,
    dates,
    distinct,
    functions,
    grouping,
    joins,
    limits,
    membership,
    null_tests,
    nulls,
    ordering,
    rounding,
    sets,
    windows,
)

OPERATORS: tuple[Operator, ...] = (
    joins.OPERATOR,
    conditions.OPERATOR,
    comparisons.OPERATOR,
    null_tests.OPERATOR,
    connectives.OPERATOR,
    membership.OPERATOR,
    antijoins.OPERATOR,
    aggregates.OPERATOR,
    grouping.OPERATOR,
    distinct.OPERATOR,
    nulls.OPERATOR,
    cases.OPERATOR,
    windows.OPERATOR,
    ordering.OPERATOR,
    limits.OPERATOR,
    sets.OPERATOR,
    dates.OPERATOR,
    constants.OPERATOR,
    arithmetic.OPERATOR,
    rounding.OPERATOR,
    functions.OPERATOR,
    columns.OPERATOR,
)

__all__ = ["OPERATORS"]
