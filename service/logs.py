"""What gunicorn logs, and how: a JSON object a line, or lines for people. Never a word of an article.

Of each request: method, path without its query (an id may be private), status, bytes, milliseconds, the address, and the id
that was returned.
"""

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger as GunicornLogger  # type: ignore[import-untyped]

_LONGEST_PATH = 200  # code points; a longer one is no address of this service
_LINE = '%(asctime)s %(remote)s "%(method)s %(path)s" %(status)s %(bytes)s %(milliseconds)sms %(request_id)s'
_TIME = "%Y-%m-%dT%H:%M:%S%z"


class Logger(GunicornLogger):  # type: ignore[misc]
    """gunicorn's logger, whose access log has fields."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:  # noqa: ARG002 - the names are gunicorn's
        """Log a request that was answered."""
        if not self.access_log_enabled:
            return
        names = {name.lower(): value for name, value in resp.headers}
        fields = {
            "remote": environ.get("REMOTE_ADDR", "-"),
            "method": environ.get("REQUEST_METHOD", "-"),
            "path": _printable(environ.get("PATH_INFO", "-")[:_LONGEST_PATH]),
            "status": int(str(resp.status).split(maxsplit=1)[0]),
            "bytes": getattr(resp, "sent", 0),
            "milliseconds": round(request_time / timedelta(milliseconds=1)),
            "request_id": names.get("x-request-id", "-"),
        }
        if environ.get("quoth.trace"):
            fields["trace_id"] = environ["quoth.trace"]
        self.access_log.info("request", extra=fields)


def _printable(path: str) -> str:
    """Keep a path from breaking the line or reaching a terminal as commands."""
    return "".join(c if c.isprintable() else "?" for c in path)


def configuration(form: str, level: str) -> dict[str, Any]:
    """Return what gunicorn's ``logconfig_dict`` takes, for the form ``json`` or ``text``."""
    event = {"format": "%(asctime)s %(levelname)s %(message)s", "datefmt": _TIME}
    access = {"format": _LINE, "datefmt": _TIME}
    fields = {
        "()": "pythonjsonlogger.json.JsonFormatter",
        "format": "%(levelname)s %(name)s %(process)d %(message)s",
        "rename_fields": {"levelname": "level", "name": "logger", "process": "pid"},
        "timestamp": True,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"event": event, "access": access} if form == "text" else {"event": fields, "access": fields},
        "handlers": {
            "event": {"class": "logging.StreamHandler", "formatter": "event", "stream": "ext://sys.stderr"},
            "access": {"class": "logging.StreamHandler", "formatter": "access", "stream": "ext://sys.stdout"},
        },
        "root": {"level": level.upper(), "handlers": ["event"]},
        "loggers": {
            "gunicorn.error": {"level": level.upper(), "handlers": ["event"], "propagate": False},
            "gunicorn.access": {"level": "INFO", "handlers": ["access"], "propagate": False},
        },
    }
