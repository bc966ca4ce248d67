"""What authors must know is written down: every key, every verify rule."""

from pathlib import Path

import pytest

from assessor.grading.compare import Rule as ComparisonRule
from assessor.kinds.design_rules import RULES as DESIGN_RULES
from assessor.kinds.incident_rules import incident_rules
from assessor.kinds.operations_rules import operations_rules
from assessor.kinds.probe_rules import probe_rules
from assessor.kinds.query_rules import query_rules
from assessor.kinds.query_secrets import Secrets, secrets_rule
from assessor.kinds.review_rules import RULES as REVIEW_RULES
from assessor.kinds.schema_rules import schema_rules
from assessor.kinds.security import TWO_SIDED
from assessor.packs import spec
from assessor.packs.spec import Strict
from assessor.packs.verify import DATA_RULES, RULES

GUIDE = (Path(__file__).parents[3] / "docs" / "authors.md").read_text(encoding="utf-8")


def _models(base):
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


MODELS = [model for model in _models(Strict) if model.__module__.startswith(spec.__name__)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key(model):
    assert [key for key in model.model_fields if f"`{key}`" not in GUIDE] == []


def test_every_verify_rule():
    made = Secrets(None, None, 2, None)
    rules = [
        *RULES,
        *DATA_RULES,
        *DESIGN_RULES,
        *REVIEW_RULES,
        *query_rules(lambda pack, labs: None),
        secrets_rule(made),
    ]
    rules += [
        *probe_rules(None),
        TWO_SIDED,
        *schema_rules(None),
        *operations_rules(None, None),
        *incident_rules(None, None),
    ]
    assert [rule.name for rule in rules if f"- {rule.name}" not in GUIDE] == []


def test_every_rule_of_comparison_that_a_candidate_can_break():
    assert [
        rule for rule in ComparisonRule if rule.value not in GUIDE and rule is not ComparisonRule.NAMES
    ] == []
