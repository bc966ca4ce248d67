"""The command itself, and how its failures read."""

from __future__ import annotations

import errno
import sys

import click
import psycopg

from assessor import __version__
from assessor.cli.database import database_group
from assessor.cli.demo import demo_command
from assessor.cli.grading import regrade_command, verdict_command
from assessor.cli.pack import pack_group
from assessor.cli.sandbox import sandbox_group
from assessor.cli.serve import broker_command, web_command, worker_command
from assessor.cli.user import user_group
from assessor.errors import AssessorError
from sandbox.errors import SandboxError

INTERRUPTED = 130
"""The exit status of a command that Ctrl-C ended, as shells have it."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="assessor")
def assessor() -> None:
    """Find out how good a PostgreSQL developer really is.

    Settings come from the environment; docs/configuration.md lists them.
    """


for command in (
    demo_command,
    web_command,
    worker_command,
    broker_command,
    database_group,
    sandbox_group,
    pack_group,
    regrade_command,
    verdict_command,
    user_group,
):
    assessor.add_command(command)


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
