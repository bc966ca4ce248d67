"""Every error of this package.

SandboxError
├── ProviderUnavailable   no engine or no PostgreSQL binaries answer
├── UnsupportedServer     the server is too old to run strangers' SQL
├── NoDiskSpace           the host cannot hold another server
├── SeedFailed            a template's SQL failed while it was baked
├── StartFailed           the server could not be started
│   └── NeverReady        it started but never answered
├── SandboxGone           the server does not exist any more, or its data is lost
└── ConnectionLost        the server went away under a session
"""


class SandboxError(Exception):
    """The sandbox could not do what was asked."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class ProviderUnavailable(SandboxError):
    """No Docker Engine and no PostgreSQL binaries answer on this machine."""


class UnsupportedServer(SandboxError):
    """This PostgreSQL is too old to run strangers' SQL: use at least 18.7, 17.12, 16.16 or 15.20."""


class NoDiskSpace(SandboxError):
    """There is not enough free disk for another PostgreSQL server."""


class SeedFailed(SandboxError):
    """A template's SQL failed while it was baked."""


class StartFailed(SandboxError):
    """The PostgreSQL server could not be started."""


class NeverReady(StartFailed):
    """The PostgreSQL server started but did not answer in time."""


class SandboxGone(SandboxError):
    """The PostgreSQL server does not exist any more, or its data is lost: only a new one helps."""


class ConnectionLost(SandboxError):
    """The PostgreSQL server went away under the session."""
