"""A candidate's browser, as far as the demo needs one: cookies, forms with their CSRF token, JSON."""

from __future__ import annotations

import json
import re
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from assessor.errors import PlatformFault

TIMEOUT = 60.0
_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')


class Browser:
    """Speaks HTTP with one site."""

    def __init__(self, base_url: str) -> None:
        """`base_url` without a slash at its end."""
        self.base_url = base_url
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self._csrf = ""
        self.url = base_url
        """Where the last request ended, redirects followed."""

    def get(self, path: str) -> str:
        """A page. Raises PlatformFault for any error status."""
        return self._remember(self._send(Request(self._absolute(path))))  # noqa: S310 - _absolute keeps to our own http site

    def submit(self, path: str, **fields: str) -> str:
        """Post a form of the last page."""
        body = urlencode({"csrf_token": self._csrf, **fields}).encode()
        return self._remember(self._send(Request(self._absolute(path), data=body, method="POST")))  # noqa: S310 - as in get

    def send_json(self, method: str, path: str, **fields: Any) -> Any:
        """Speak to the JSON routes as the workbench does."""
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "X-CSRFToken": self._csrf,
        }
        body = None if method == "GET" else json.dumps(fields).encode()
        request = Request(self._absolute(path), data=body, headers=headers, method=method)  # noqa: S310 - as in get
        return json.loads(self._send(request))

    def _absolute(self, path: str) -> str:
        return path if path.startswith(self.base_url) else self.base_url + path

    def _send(self, request: Request) -> str:
        request.add_header("Referer", self.url)
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                self.url = response.url
                return str(response.read().decode())
        except HTTPError as error:
            body = error.read().decode(errors="replace")[:500]
            raise PlatformFault(f"{request.method} {request.full_url} gave {error.code}: {body}") from error

    def _remember(self, page: str) -> str:
        found = _TOKEN.search(page)
        self._csrf = found.group(1) if found else self._csrf
        return page
