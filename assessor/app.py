"""The Flask application: `create_app` puts it together, `create_wsgi` is what gunicorn calls."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from assessor import collector
from assessor.bootstrap import Application, bootstrap
from assessor.resources import resource
from assessor.web import (
    access,
    assets,
    errors,
    heartbeat,
    languages,
    login,
    security,
    templating,
    throttle,
    uploads,
)
from assessor.web.api import api, greenhouse
from assessor.web.auth import auth
from assessor.web.candidate import candidate, workbench
from assessor.web.public import public
from assessor.web.settings import flask_settings
from assessor.web.shared import shared
from assessor.web.staff import staff


def create_app(application: Application) -> Flask:
    """The web application on top of a wired application."""
    app = Flask("assessor.web", template_folder=str(resource("templates")))
    app.extensions["assessor"] = application
    app.config.update(flask_settings(application.settings.secret_key, application.settings.production))
    for part in (errors, assets, templating, login, access, uploads, security):
        part.init_app(app)
    settings = application.settings
    languages.init_app(app, settings.translations or resource("translations"), settings.language)
    for blueprint in (public, shared, auth, candidate, workbench, staff, api, greenhouse):
        app.register_blueprint(blueprint)
    throttle.init_app(app, application.settings.api_rate)
    proxies = application.settings.trusted_proxies
    if proxies:
        # Only what the trusted ones added counts: a client can write any address into the header itself.
        fixed = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)
        app.wsgi_app = fixed  # type: ignore[method-assign]  # Flask's documented way to wrap an application
    return app


def create_wsgi() -> Flask:
    """The entry point for a WSGI server: settings come from the environment."""
    application = bootstrap()
    app = create_app(application)
    collector.settle()
    heartbeat.start(application)
    return app
