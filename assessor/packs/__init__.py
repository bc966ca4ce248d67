"""Packs: folders that describe one challenge and prove themselves.

Here: the strict spec, the loader with its content hash, and the verify rules (one rule per file). No grading logic
(assessor.kinds), no database, no Flask.
"""
