"""Which addresses may be asked: none of ours, of a private network, or of a cloud's metadata."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from assessor.errors import InvalidInput

MAX_URL = 2000
_TUNNELS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""NAT64, 6to4 and Teredo: global addresses behind which any other may stand."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotPublic(InvalidInput):
    """This address is not public, or is not known."""


@dataclass(frozen=True)
class Target:
    """A URL in parts."""

    secure: bool
    host: str
    port: int
    path: str
    """With the query."""


def parse(url: str, *, loopback: bool = False) -> Target:
    """The parts of an https URL; with `loopback`, for development, also of an http one. Raises InvalidInput."""
    if len(url) > MAX_URL or not url.isascii() or any(letter.isspace() for letter in url):
        raise InvalidInput("The address is too long, or has characters that no address has.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InvalidInput("This is no address.") from None
    schemes = ("https", "http") if loopback else ("https",)
    if parts.scheme not in schemes or not parts.hostname or parts.username is not None or parts.fragment:
        raise InvalidInput("Enter an address that begins with https://, without a name, password or #.")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(secure, parts.hostname, port or (443 if secure else 80), path)
    if (literal := _literal(target.host)) is not None:
        _require_public(literal, loopback=loopback)
    return target


def resolve(target: Target, *, loopback: bool = False) -> str:
    """One address of the host to connect to, after every one of them was looked at. Raises NotPublic.

    Whoever connects to this very address, and not to the name, is not fooled by a name that changes in between.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotPublic("The name of the host is not known.") from None
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    for address in addresses:
        _require_public(address, loopback=loopback)
    return str(addresses[0])


def is_public(address: Address) -> bool:
    """Whether an address is of the public Internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in net for net in _TUNNELS):
            return False
    return address.is_global and not address.is_multicast


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _require_public(address: Address, *, loopback: bool) -> None:
    if not is_public(address) and not (loopback and address.is_loopback):
        raise NotPublic("Addresses of private networks are not asked.")
