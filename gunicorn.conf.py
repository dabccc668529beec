"""How gunicorn serves Quoth: ``gunicorn`` in this folder reads it. What may be set is in ``service/settings.py``.

What gunicorn's command line says (``--bind``, ``--workers``) comes before this file.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

# One article at a time in each process, and a process for each processor: threads inside the mathematics would only get into
# each other's way, and those of OpenMP do not survive the fork. To be said before numpy is imported.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from service.settings import Settings  # noqa: E402

if TYPE_CHECKING:
    from gunicorn.http.message import Request  # type: ignore[import-untyped]
    from gunicorn.workers.base import Worker  # type: ignore[import-untyped]

_settings = Settings.from_environment()

wsgi_app = "service.app:create_app()"
bind = _settings.bind
proc_name = "quoth"

# The model is loaded once, before the fork: the processes share its memory, and a replaced one starts at once.
preload_app = True
workers = _settings.processes
worker_class = "gthread"
threads = _settings.threads

max_requests = _settings.recycle
max_requests_jitter = _settings.recycle // 10

# No limit on a request (that is the limit on its text) but on a process that has stopped answering its master: the longest text
# keeps the interpreter busy, but never for so long at a stretch.
timeout = 120
graceful_timeout = round(_settings.grace)
keepalive = 15

# A heartbeat on a disk that stalls would get healthy processes killed.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a file of its own in it

# gunicorn 25 and later would open a control socket under the home folder.
control_socket_disable = True

# Path without query (an id may be private), status, bytes, milliseconds, request id. Never a word of an article.
loglevel = _settings.log_level
accesslog = "-"
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms %({x-request-id}o)s'


def pre_request(_worker: "Worker", request: "Request") -> None:
    """Bound how long a client may keep a thread waiting in the middle of a body: gunicorn itself would wait for ever."""
    request.unreader.sock.settimeout(15)


def post_worker_init(worker: "Worker") -> None:
    """Try the model in the very process that will use it, before it takes a connection."""
    worker.wsgi.extensions["quoth"].desk.open()
