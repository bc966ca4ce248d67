"""Templates are compiled once in a process, and not once for each test's application."""

from __future__ import annotations

from typing import ClassVar

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from assessor.app import create_app


class Compiled(BytecodeCache):
    """In memory; a template whose source changed is another one."""

    known: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        found = self.known.get(f"{bucket.key} {bucket.checksum}")
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[f"{bucket.key} {bucket.checksum}"] = bucket.bytecode_to_string()


def app_for(application: object) -> Flask:
    """What create_app makes of an application, or of what passes for one."""
    made = create_app(application)  # type: ignore[arg-type]  # some tests have fakes with what pages ask for
    made.jinja_env.bytecode_cache = Compiled()
    return made
