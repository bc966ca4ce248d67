"""Whether a server can listen where it should."""

from __future__ import annotations

import errno
import socket

from assessor.errors import ConfigurationError


def require_free(host: str, port: int) -> None:
    """Raise ConfigurationError if something listens there already or the address is not this machine's."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            problem = f"{host}:{port} cannot be used: {error.strerror}."
            if error.errno == errno.EADDRINUSE:
                problem = f"Port {port} on {host} is in use. Choose another with --port or ASSESSOR_PORT."
            raise ConfigurationError([problem]) from error


def free_port(host: str = "127.0.0.1") -> int:
    """A port on which nothing listens now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
