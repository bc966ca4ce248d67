"""A scorecard as a file in one of its forms, for staff and for who has a link."""

from __future__ import annotations

import base64
import json
import re

from flask import Response, render_template
from markupsafe import Markup

from assessor.reports.as_json import scorecard_json
from assessor.reports.pdf import to_pdf
from assessor.reports.scorecard import Scorecard
from assessor.reports.tables import checks_csv

FORMS = {"pdf": "application/pdf", "json": "application/json", "csv": "text/csv"}


def as_file(card: Scorecard, form: str) -> Response:
    """The scorecard as "pdf", "json" or "csv", to be kept. Raises PdfUnavailable."""
    if form == "pdf":
        body: bytes | str = to_pdf(render_template("reports/scorecard.html", card=card))
    elif form == "json":
        body = json.dumps(scorecard_json(card), ensure_ascii=False, indent=2, default=str)
    else:
        body = "\ufeff" + checks_csv(card)
    answer = Response(body, mimetype=FORMS[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{_name(card)}.{form}"'
    return answer


def _name(card: Scorecard) -> str:
    """Readable, and nothing in it that a header or a folder would not take."""
    person = "blind" if card.blind else card.candidate.name
    words = re.sub(r"[^a-z0-9]+", "-", f"scorecard {person}".lower()).strip("-")
    return words[:80]


def picture(svg: str, title: str) -> Markup:
    """An SVG as an image with a text in its place: in a PDF only those can be read aloud."""
    data = base64.b64encode(svg.strip().encode()).decode()
    return Markup('<img class="picture" alt="{}" src="data:image/svg+xml;base64,{}">').format(title, data)
