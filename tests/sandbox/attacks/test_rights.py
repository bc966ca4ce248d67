"""What only a superuser may do, and what lies outside of the candidate's schema."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from assessor.packs.loader import Pack
from assessor.packs.templates import sandbox_template, seed_scripts
from sandbox.execution import RunOutcome
from tests.sandbox.grader_attacks.answers import TINY

pytestmark = pytest.mark.docker

CHALLENGES = sorted(path.parent for path in Path(__file__).parents[3].glob("challenges/*/challenge.toml"))

DANGEROUS = ("dblink", "postgres_fdw", "file_fdw", "pgcrypto", "adminpack", "plperlu", "plpython3u", "xml2")


def test_attack_01_files_and_programs_by_copy(arena):
    """COPY reaches neither files nor programs."""
    arena.refused(
        "COPY item TO PROGRAM 'true'",
        "COPY item FROM PROGRAM 'id'",
        "COPY item TO '/tmp/x'",
        "COPY item FROM '/etc/passwd'",
    )


def test_attack_02_files_by_function(arena):
    """No function reads a file or a folder of the server."""
    arena.refused(
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_read_file('postgresql.conf')",
        "SELECT pg_read_binary_file('/etc/passwd')",
        "SELECT pg_ls_dir('.')",
        "SELECT pg_stat_file('/etc/passwd')",
        "SELECT pg_ls_logdir()",
        "SELECT pg_ls_waldir()",
        "SELECT pg_ls_tmpdir()",
    )


def test_attack_03_files_by_large_object(arena):
    """Large objects neither come from files nor go to them."""
    arena.refused("SELECT lo_import('/etc/passwd')", "SELECT lo_export(1, '/tmp/x')")


def test_attack_04_extensions(arena):
    """What reaches out is not in the image at all; a trusted extension that is there needs a right nobody has."""
    arena.refused(*(f"CREATE EXTENSION {name}" for name in DANGEROUS), sqlstate=("42501", "0A000"))
    names = ", ".join(f"'{name}'" for name in DANGEROUS)
    assert arena.platform(f"SELECT name FROM pg_available_extensions WHERE name IN ({names})") == []
    trusted = arena.platform("SELECT DISTINCT name FROM pg_available_extension_versions WHERE trusted")
    assert trusted
    arena.refused(*(f'CREATE EXTENSION "{name}" CASCADE' for (name,) in trusted if name != "plpgsql"))


def test_attack_05_untrusted_languages(arena):
    """Functions in C or of the server's inside are refused, and other languages are not there."""
    arena.refused(
        "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'libc.so.6', 'system'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE internal AS 'int4pl'",
        "UPDATE pg_language SET lanpltrusted = true",
        "CREATE LANGUAGE mine HANDLER plpgsql_call_handler",
    )
    arena.refused("CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS 'x'", sqlstate="42704")


def test_attack_06_load(arena):
    """No library is loaded."""
    arena.refused("LOAD 'auto_explain'", "LOAD '/tmp/x.so'", "LOAD '$libdir/../x'")


def test_attack_07_alter_system(arena):
    """The server's configuration stays as it is."""
    arena.refused("ALTER SYSTEM SET archive_command = 'true'", sqlstate=("0A000", "42501"))
    arena.refused("SET archive_command = 'true'", sqlstate="55P02")


def test_attack_08_objects_of_the_whole_cluster(arena):
    """Nothing is made that lies outside of the challenge's schema."""
    function = "CREATE FUNCTION t() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'"
    arena.refused(
        f"{function}; CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION t()",
        "CREATE FOREIGN DATA WRAPPER w",
        "CREATE ROLE r",
        "CREATE DATABASE d",
        "CREATE TABLESPACE s LOCATION '/tmp'",
        "CREATE SCHEMA s",
        "CREATE PUBLICATION p FOR TABLE item",
        "CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p WITH (connect = false)",
        "ALTER DATABASE challenge RENAME TO mine",
        "SELECT pg_create_physical_replication_slot('x')",
    )


def test_attack_09_other_roles(arena):
    """The login's role is all there is."""
    arena.refused(
        "SET ROLE platform",
        "SET SESSION AUTHORIZATION platform",
        "SET ROLE challenge_owner",
        "SET ROLE pg_read_server_files",
        "GRANT platform TO candidate",
        "GRANT pg_execute_server_program TO candidate",
        "ALTER ROLE candidate SUPERUSER",
        "ALTER ROLE candidate CREATEROLE",
        "ALTER TABLE item OWNER TO platform",
    )


def test_attack_10_secrets_of_the_server(arena):
    """Passwords, rules and folders are not shown, nor what the platform runs."""
    arena.refused(
        "SELECT * FROM pg_authid",
        "SELECT * FROM pg_shadow",
        "SELECT * FROM pg_hba_file_rules",
        "SELECT * FROM pg_file_settings",
        "SELECT * FROM pg_statistic",
        "SHOW data_directory",
        "SHOW config_file",
        "SHOW unix_socket_directories",
    )
    with psycopg.connect(arena.victim.platform_dsn) as platform:
        platform.execute("SELECT 'secret of the platform'")
        seen = arena.holds("SELECT string_agg(query, ' ') FROM pg_stat_activity WHERE usename = 'platform'")
    assert "secret" not in str(seen.results[0].rows)


def test_attack_11_names_in_the_catalogue(arena):
    """Names and sizes of all tables can be seen by everybody: so nothing hidden may be in the cluster."""
    databases = "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1"
    assert arena.holds(databases).results[0].rows == (("challenge",), ("postgres",))
    own = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    assert arena.holds(own).results[0].rows == (("item",),)
    for folder in (TINY, *CHALLENGES):
        pack = Pack.from_folder(folder)
        if not pack.has_data:  # a design has no server
            continue
        (database,) = sandbox_template(pack).databases
        assert database.scripts == seed_scripts(pack, pack.visible)
        # With their settings: a generator may be shown whose seed and scale are not.
        shown = {repr(script) for script in database.scripts}
        graded = {repr(script) for dataset in pack.graded for script in seed_scripts(pack, dataset)}
        assert graded - shown


def test_attack_12_security_definer(arena):
    """A function runs with its owner's rights, and the platform owns none that says so."""
    mine = "CREATE FUNCTION f() RETURNS text SECURITY DEFINER LANGUAGE sql AS 'SELECT current_user::text'"
    result = arena.holds(f"BEGIN; {mine}; SELECT f(); ROLLBACK")
    assert result.results[2].rows == (("candidate",),)
    assert arena.platform("SELECT proname FROM pg_proc WHERE prosecdef AND oid < 16384") == []
    foreign = "SELECT proname FROM pg_proc WHERE prosecdef AND proowner <> 'candidate'::regrole"
    assert arena.platform(foreign) == []


def test_attack_13_ending_other_sessions(arena):
    """A candidate may end their own sessions; the platform's have another role."""
    others = "pid <> pg_backend_pid() AND usename"
    with psycopg.connect(arena.victim.platform_dsn, autocommit=True) as platform:
        arena.refused(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others} = 'platform'")
        arena.refused(f"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE {others} = 'platform'")
        assert platform.execute("SELECT 1").fetchone() == (1,)
    arena.refused("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IS NULL")
    own = arena.run("SELECT pg_terminate_backend(pg_backend_pid())")
    assert own.outcome is RunOutcome.INTERRUPTED
    assert "terminating connection due to administrator command" in own.message
