"""Templates and routes are compiled once in a process, and not once for each test's application."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

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


Builder = Callable[..., tuple[str, str]]


class CompiledRule(Rule):
    """A route whose addresses are built by the code that another application's same route has."""

    built: ClassVar[dict[str, Builder]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        key = f"{self._trace} {self.defaults} {append_unknown}"
        if key not in self.built:
            self.built[key] = super()._compile_builder(append_unknown)
        return self.built[key]


Flask.url_rule_class = CompiledRule


def app_for(application: object) -> Flask:
    """What create_app makes of an application, or of what passes for one."""
    made = create_app(application)  # type: ignore[arg-type]  # some tests have fakes with what pages ask for
    made.jinja_env.bytecode_cache = Compiled()
    return made
