"""Running an answer in a lab, comparing results and measuring work.

No packs, kinds, storage or web here: databases, texts and tables come in as values, verdicts go out as values.
"""
