"""The command itself, and how its failures read."""

from __future__ import annotations

import errno
import sys
from importlib import import_module

import click
import psycopg

from assessor import __version__
from assessor.errors import AssessorError
from sandbox.errors import SandboxError

INTERRUPTED = 130
"""The exit status of a command that Ctrl-C ended, as shells have it."""


COMMANDS = {
    "demo": "demo:demo_command",
    "web": "serve:web_command",
    "worker": "serve:worker_command",
    "broker": "serve:broker_command",
    "database": "database:database_group",
    "sandbox": "sandbox:sandbox_group",
    "pack": "pack:pack_group",
    "regrade": "grading:regrade_command",
    "verdict": "grading:verdict_command",
    "user": "user:user_group",
    "mail": "mail:mail_group",
    "audit": "audit:audit_group",
    "candidate": "candidate:candidate_group",
}
"""Where each command is, below assessor.cli: only the one that is asked for is imported."""


class Commands(click.Group):
    """Imports a command when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(import_module(f"assessor.cli.{module}"), name)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="assessor")
def assessor() -> None:
    """Find out how good a PostgreSQL developer really is.

    Settings come from the environment; docs/configuration.md lists them.
    """


def main() -> None:
    """Run the command; whatever goes wrong is a sentence on standard error and an exit status, never a traceback."""
    try:
        assessor(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _fail("Stopped.", INTERRUPTED)
    except (AssessorError, SandboxError) as error:
        _fail(str(error))
    except psycopg.OperationalError as error:
        _fail(f"The application database does not answer: {error}".strip())
    except OSError as error:
        _fail(_explain(error))


def _fail(message: str, status: int = 1) -> None:
    click.echo(f"assessor: {message}", err=True)
    sys.exit(status)


def _explain(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"There is no disk space left{where}. Free some, then try again."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Permission denied{where}. Set ASSESSOR_HOME to a folder that is yours."
    return f"{error.strerror or error}{where}"
