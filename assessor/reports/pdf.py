"""HTML to a tagged PDF (PDF/UA-1): readable aloud, text can be searched and copied. Fetches nothing from anywhere."""

from __future__ import annotations

from assessor.errors import PdfUnavailable

VARIANT = "pdf/ua-1"


def to_pdf(html: str) -> bytes:
    """The document; its title and language are those of the HTML. Pictures may only be data: addresses.

    Raises PdfUnavailable where the libraries that draw text are not installed.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise PdfUnavailable() from error
    page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=["data"]))
    document: bytes = page.write_pdf(pdf_variant=VARIANT)
    return document
