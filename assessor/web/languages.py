"""The languages of the pages: one .po file each (docs/translating.md), chosen by what the reader's browser asks for.

Catalogues are read once, when the application starts. English is what the sources say and has none, so that its
pages cost no look-up but that of the locale.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, has_request_context, request, url_for
from flask_babel import Babel, Domain, get_locale

from assessor.errors import ConfigurationError

ENGLISH = Locale("en", "GB")
_NOTHING = NullTranslations()
_SCRIPTS = "assessor/web/frontend/"
_PERIOD = 100
"""No language's plurals ask for more of a large number than its last two digits."""


@dataclass(frozen=True)
class Language:
    """One translation: for pages, and as the script that has the words of the front end."""

    locale: Locale
    translations: Translations
    script: str
    digest: str


class Languages(Domain):
    """All languages there are, in the place where Flask-Babel looks for its catalogues."""

    def __init__(self, folder: Path, default: str) -> None:
        super().__init__()
        read = [read_language(file) for file in sorted(folder.glob("*.po"))]
        self.known = {str(language.locale): language for language in read}
        self._translations = {each.locale: each.translations for each in read}
        self._names = [*self.known, "en", str(ENGLISH)]
        if default not in self._names:
            raise ConfigurationError([f"ASSESSOR_LANGUAGE: there is no {folder / default}.po"])
        self.default = self._locale(default)

    def get_translations(self) -> NullTranslations:
        """The catalogue of the request at hand; an empty one for English and outside of requests."""
        # Asked for each text of a page, so English costs as little as can be.
        return self._translations.get(get_locale(), _NOTHING) if self._translations else _NOTHING

    def choose(self) -> Locale:
        """The reader's most wanted language, else the default."""
        # Staff's pages are not translated, and half of a page in another language helps nobody.
        if not self.known or request.blueprint == "staff":
            return ENGLISH
        wanted = [tag.replace("-", "_") for tag in request.accept_languages.values()]
        found = negotiate_locale(wanted, self._names)
        return self._locale(found) if found else self.default

    def _locale(self, name: str) -> Locale:
        return self.known[name].locale if name in self.known else ENGLISH


def read_language(file: Path) -> Language:
    """The language of a file like de.po or pt_BR.po. Raises ConfigurationError where it is no catalogue."""
    try:
        locale = Locale.parse(file.stem)
        with file.open("rb") as opened:
            catalogue = read_po(opened, locale=locale, abort_invalid=True)
    except (UnknownLocaleError, PoFileError, ValueError, OSError) as problem:
        raise ConfigurationError([f"{file} is no translation: {problem}"]) from problem
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    translations = Translations(compiled)
    script = script_of(catalogue, translations)
    return Language(locale, translations, script, hashlib.sha256(script.encode()).hexdigest()[:12])


def script_of(catalogue: Catalog, translations: Translations) -> str:
    """What frontend/words.ts reads: texts, and for each number which of the plural's forms it takes."""
    words: dict[str, str | list[str]] = {}
    for message in catalogue:
        ours = any(file.startswith(_SCRIPTS) for file, _ in message.locations)
        if not (ours and message.id and message.string) or message.fuzzy:
            continue
        if isinstance(message.id, str):
            words[message.id] = str(message.string)
        elif all(message.string):
            words[message.id[0]] = list(message.string)
    forms = "".join(str(translations.plural(number)) for number in range(2 * _PERIOD))
    return f"globalThis.assessorWords={json.dumps({'words': words, 'forms': forms})};\n"


def init_app(app: Flask, folder: Path, default: str = "en") -> None:
    """Offer the languages whose .po files are in a folder; `default` is for readers who want none of them."""
    languages = Languages(folder, default)
    babel = Babel(app, default_locale=str(languages.default), locale_selector=languages.choose)
    babel.domain_instance = languages
    # Without Flask-Babel's way to the domain, which takes longer than the rest of a look-up.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension i18n adds it
        lambda text: languages.get_translations().ugettext(text),
        lambda one, many, count: languages.get_translations().ungettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals |= {"words_url": words_url, "page_locale": locale}
    app.extensions["languages"] = languages


def locale() -> Locale:
    """The locale in which a page writes numbers and times; English where there is no request."""
    return (get_locale() if has_request_context() else None) or ENGLISH


def words_url() -> str | None:
    """Where the words of the front end are in the page's language; None for English, which the scripts speak."""
    found = current_app.extensions["languages"].known.get(str(locale()))
    if found is None:
        return None
    return url_for("public.words", language=str(found.locale), digest=found.digest)


def script(language: str, digest: str) -> str | None:
    """The script behind such an address; None where it is of another version."""
    found = current_app.extensions["languages"].known.get(language)
    return found.script if found is not None and found.digest == digest else None
