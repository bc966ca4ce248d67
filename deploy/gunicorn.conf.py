"""gunicorn for the web process: threads, since a request mostly waits for PostgreSQL.

A run holds its thread for as long as the candidate's statement does (bounded by the run limits), so there are more
threads than processors.
"""

import os
import sys
from typing import Any

from assessor.config import load_settings
from assessor.errors import ConfigurationError

wsgi_app = "assessor.app:create_wsgi()"
bind = f"{os.environ.get('ASSESSOR_HOST', '0.0.0.0')}:{os.environ.get('ASSESSOR_PORT', '8000')}"  # noqa: S104 - in a container; the proxy in front is the only one that reaches it
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "64"))

# Longer than the longest run, shorter than a candidate's patience.
timeout = 60
graceful_timeout = 30
# Longer than a proxy keeps its connections (nginx: 60 s), so that it never sends into one that is being closed.
keepalive = 75

accesslog = "-"
errorlog = "-"
# No query strings and no referrers: invitation links are secrets.
access_log_format = '%(h)s "%(m)s" %(s)s %(b)s %(M)sms'


def on_starting(server: Any) -> None:
    """Say what is wrong with the settings before any worker starts: as sentences, not as a traceback for each."""
    del server
    try:
        load_settings(os.environ)
    except ConfigurationError as problem:
        sys.exit(f"assessor: {problem}")
