"""A receiver of webhooks as a process of its own: writes each message to a file, on disk before it answers.

`python receiver.py PORT FILE SECONDS`: takes so long before each answer. It checks nothing: the test does.
"""

from __future__ import annotations

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Receiver(BaseHTTPRequestHandler):
    """Takes every POST."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        with Path(sys.argv[2]).open("a") as out:
            out.write(json.dumps({"headers": headers, "body": body}) + "\n")
            out.flush()
            os.fsync(out.fileno())
        time.sleep(float(sys.argv[3]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
