"""The taxonomy."""

from assessor.domain import competencies


def test_every_code_has_a_group_and_a_title() -> None:
    assert {code[0] for code in competencies.COMPETENCIES} == set(competencies.GROUPS)
    assert competencies.title("B2") == "Window functions"
    assert competencies.group("B2") == "Querying"


def test_an_unknown_code_speaks_for_itself() -> None:
    assert (competencies.title("Z9"), competencies.group("Z9")) == ("Z9", "Z")
