"""What templates may use beyond Jinja's own: filters that are plain functions, and strict undefined names."""

from __future__ import annotations

from flask import Flask
from flask_babel import LazyString
from jinja2 import StrictUndefined

from assessor.domain import competencies
from assessor.web import (
    badges,
    changes,
    designs,
    format,
    markdown,
    plans,
    qr,
    radar,
    reporting,
    rulewords,
    sentences,
    sqltext,
    timeline,
    workbars,
)
from assessor.web.current import application


def init_app(app: Flask) -> None:
    """Install filters, tests and options."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.globals["sends_mail"] = lambda: application().settings.sends_mail
    env.globals["sign_on"] = lambda: application().sign_on()
    env.trim_blocks = env.lstrip_blocks = True
    env.globals |= {"verdicts": badges.VERDICTS, "attempt_states": badges.ATTEMPT_STATES}
    # Of WTForms' errors those that are texts, not those of nested fields; `string` knows no lazy ones.
    env.tests["text"] = lambda value: isinstance(value, str | LazyString)
    env.filters |= {
        "markdown": markdown.render,
        "design_markdown": markdown.render_design,
        "design_answer": designs.parts,
        "file_name": changes.file_name,
        "code_line": changes.code_line,
        "change_lines": changes.lines,
        "sql": sqltext.highlight,
        "with_values": sqltext.with_values,
        "number": format.number,
        "compact": format.compact,
        "duration": format.duration,
        "minutes": format.minutes,
        "seconds": format.seconds,
        "plural": format.plural,
        "instant": format.instant,
        "level": format.level,
        "kind": format.kind,
        "relation": sentences.relation,
        "run_summary": sentences.run_summary,
        "plan_rows": plans.rows,
        "plan_facts": plans.facts,
        "work_bars": workbars.bars,
        "qr": qr.qr,
        "radar": radar.radar,
        "picture": reporting.picture,
        "rule_words": rulewords.words,
        "timeline": timeline.entries,
        "competency": competencies.title,
        "competency_group": competencies.group,
    }
