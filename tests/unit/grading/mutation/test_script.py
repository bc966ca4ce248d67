"""Mutants of scripts: what is code is changed, what is not is left alone."""

from __future__ import annotations

from assessor.grading.mutation.script import mutate_script

FUNCTION = """\
-- a < b AND c
CREATE FUNCTION f(p integer) RETURNS text LANGUAGE plpgsql STABLE SET search_path = public AS $body$
BEGIN
    IF p >= 10 THEN
        RAISE EXCEPTION 'more than 10 and < 20' USING ERRCODE = '22023';
    END IF;
    RETURN format('%I', p);
END $body$;
GRANT EXECUTE ON FUNCTION f(integer) TO caller;
CREATE POLICY mine ON item USING (owner = (SELECT current_user));
"""


def changes(text, most=1_000):
    return {(one.operator, one.change.partition(" in ")[0]) for one in mutate_script(text, most).mutants}


def test_what_is_changed():
    found = changes(FUNCTION)
    assert {
        ("sign", ">= became >"),
        ("number", "10 became 11"),
        ("number", "10 became 9"),
        ("word", "STABLE became VOLATILE"),
        ("format", "%I became %s"),
        ("search_path", "SET search_path = public became nothing"),
        ("condition", "p >= 10 became false"),
        ("grantee", "caller became PUBLIC"),
        ("using", "(owner = (SELECT current_user)) became (true)"),
        ("statement", "GRANT EXECUTE ON FUNCTION f(integer) TO caller became nothing"),
        ("statement", "CREATE POLICY mine ON item USING (owner = (SELECT current_user)) became nothing"),
    } <= found
    assert any(change.startswith("RAISE EXCEPTION") and change.endswith("became NULL") for _, change in found)


def test_what_is_no_code_is_left_alone():
    untouched = ("-- a < b AND c\n", "'more than 10 and < 20'")
    for one in mutate_script(FUNCTION).mutants:
        if one.operator not in ("statement",):
            assert all(part in one.sql for part in untouched), one.change


def test_each_has_a_name_of_its_own_and_they_are_bounded():
    twice = "SELECT 1 < 2;\nSELECT 1 < 2;\n"
    mutation = mutate_script(twice)
    keys = [(one.operator, one.change) for one in mutation.mutants]
    assert len(keys) == len(set(keys)) == mutation.found
    assert len(mutate_script(FUNCTION, 5).mutants) == 5
