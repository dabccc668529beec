"""OpenAPI 3.1, made from the schemas and views: ``python -m service.web.openapi > openapi.yaml`` writes it down."""

import json
import sys
from typing import Any

import flask_smorest  # type: ignore[import-untyped]
import yaml
from flask import Flask

from service import __version__

from . import batch, operations, quotes
from .blueprint import HEADERS

DESCRIPTION = """\
Raw article text in; each quotation, its speaker, and the speaker's role and affiliation out.

Within `/v1` fields and values may be added (pass over what you do not know), and none is renamed, removed or given another
meaning. Every response carries `X-Request-ID`; every 4xx and 5xx is a problem document (RFC 9457)."""


SCHEMES = {
    "key": {"type": "http", "scheme": "bearer", "description": "Asked for where the service is set to."},
    "password": {"type": "http", "scheme": "basic", "description": "The key as the password, with any name."},
}


class Api(flask_smorest.Api):  # type: ignore[misc]
    """flask-smorest's description of the service. It registers an error handler too, which ``problems`` takes the place of."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def document(self) -> dict[str, Any]:
        """Return the description in plain types."""
        document: dict[str, Any] = json.loads(json.dumps(self.spec.to_dict()))
        schemas = document["components"]["schemas"]
        # Exactly one of the two, for which marshmallow has no word.
        schemas["Article"]["oneOf"] = [{"required": ["text"]}, {"required": ["html"]}]
        # flask-smorest's own, of which nothing here makes use.
        del schemas["Error"], schemas["PaginationMetadata"]
        return document

    def yaml(self) -> str:
        """Return the description as the text of ``openapi.yaml``."""
        return yaml.dump(self.document(), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


class _Dumper(yaml.SafeDumper):
    """YAML for people: paragraphs stay paragraphs, and nothing is written as a reference to something above."""

    def ignore_aliases(self, _: object) -> bool:
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _Dumper.represent_text)


def init_app(app: Flask) -> Api:
    """Register the views, and describe them."""
    app.config.update(API_TITLE="Quoth", API_VERSION=__version__, OPENAPI_VERSION="3.1.1")
    info = {"description": DESCRIPTION, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
    # A key or none: whether one is asked for is a setting.
    api = Api(app, spec_kwargs={"info": info, "security": [{}, *({name: []} for name in SCHEMES)]})
    for name, scheme in SCHEMES.items():
        api.spec.components.security_scheme(name, scheme)
    for name, header in HEADERS.items():
        api.spec.components.header(name, header)
    api.register_blueprint(quotes.blueprint)
    api.register_blueprint(batch.blueprint)
    api.register_blueprint(operations.blueprint)
    return api


if __name__ == "__main__":
    sys.stdout.write(init_app(Flask("service")).yaml())
