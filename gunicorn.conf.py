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

from service import logs  # noqa: E402
from service.settings import Settings  # noqa: E402

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
    from gunicorn.workers.base import Worker  # type: ignore[import-untyped]

_settings = Settings.from_environment()

wsgi_app = "service.app:create_app()"
bind = _settings.bind
proc_name = "quoth"

# The model is loaded once, before the fork: the processes share its memory, and a replaced one starts at once.
preload_app = True
workers = _settings.processes
worker_class = "service.web.worker.Worker"
threads = _settings.threads
worker_connections = _settings.connections

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

loglevel = _settings.log_level
accesslog = "-"
logger_class = "service.logs.Logger"
logconfig_dict = logs.configuration(_settings.log_format, _settings.log_level)


def pre_fork(server: "Arbiter", worker: "Worker") -> None:
    """Give the process the first row of the metrics that no living one has."""
    taken = {other.row for other in server.WORKERS.values()}
    worker.row = next(row for row in range(len(taken) + 1) if row not in taken)


def post_fork(_server: "Arbiter", worker: "Worker") -> None:
    """Count in that row."""
    worker.app.wsgi().extensions["quoth"].metrics.take(worker.row)


def child_exit(server: "Arbiter", worker: "Worker") -> None:
    """Forget what a process had in hand that is gone: it may have been killed."""
    server.app.wsgi().extensions["quoth"].metrics.forget(worker.row)


def post_worker_init(worker: "Worker") -> None:
    """Try the model in the very process that will use it, before it takes a connection."""
    worker.wsgi.extensions["quoth"].desk.open()
