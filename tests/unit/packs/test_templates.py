"""What servers of a pack are born with."""

from assessor.packs.loader import Pack
from assessor.packs.templates import lab_databases, lab_template, sandbox_template
from sandbox.provider import DEFAULT_DATABASE, Access


def names(database):
    return [script.name for script in database.scripts]


def test_a_sandbox_has_the_visible_data_only(tiny):
    (database,) = sandbox_template(tiny).databases
    assert database.name == DEFAULT_DATABASE
    assert database.access is Access.OWNER
    assert names(database) == ["setup/schema.sql", "setup/visible.sql"]


def test_a_lab_has_every_graded_dataset_under_a_neutral_name(tiny):
    databases = lab_template(tiny).databases
    assert [database.name for database in databases] == ["d1", "d2", "d3", "d4"]
    assert {database.access for database in databases} == {Access.READ}
    assert lab_databases(tiny) == {"visible": "d1", "ties": "d2", "unmoved": "d3", "large": "d4"}
    assert names(databases[3]) == ["setup/schema.sql", "setup/generate.sql"]
    assert databases[3].scripts[1].settings == {"assessor.scale": "20", "assessor.seed": "7"}


def test_a_schema_that_is_named_is_not_run_twice(files):
    files["challenge.toml"] = files["challenge.toml"].replace(
        '["setup/ties.sql"]', '["setup/schema.sql", "setup/ties.sql"]'
    )
    assert names(lab_template(Pack.from_files(files)).databases[1]) == ["setup/schema.sql", "setup/ties.sql"]


def test_a_pack_may_do_without_a_schema_file(files):
    files["setup/tables.sql"] = files.pop("setup/schema.sql")
    files["challenge.toml"] = files["challenge.toml"].replace('setup = ["', 'setup = ["setup/tables.sql", "')
    assert names(sandbox_template(Pack.from_files(files)).databases[0]) == [
        "setup/tables.sql",
        "setup/visible.sql",
    ]


def test_a_statement_changes_no_server(tiny, files):
    files["statement.md"] += "One more word."
    other = Pack.from_files(files)
    assert other.hash != tiny.hash
    assert lab_template(other).key == lab_template(tiny).key
    assert sandbox_template(other).key == sandbox_template(tiny).key
