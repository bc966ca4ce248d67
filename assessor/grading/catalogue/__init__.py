"""Rules that the catalogue of an answer's database must keep, each a query for what breaks it: one rule, one file.

A query runs where none of the answer's objects is found by name, and calls no code of the answer's. Each row it gives
is a complaint in words that name the answer's own objects. No packs, kinds, storage or web here.
"""

from assessor.grading.catalogue import (
    duplicate_index,
    foreign_key_index,
    interface,
    primary_key,
    timestamptz,
    validated,
)
from assessor.grading.catalogue.rule import CatalogueQuery, asked

QUERIES: dict[str, CatalogueQuery] = {
    "interface": interface.QUERY,
    "primary-key": primary_key.QUERY,
    "foreign-key-index": foreign_key_index.QUERY,
    "timestamptz": timestamptz.QUERY,
    "validated": validated.QUERY,
    "duplicate-index": duplicate_index.QUERY,
}

__all__ = ["QUERIES", "CatalogueQuery", "asked"]
