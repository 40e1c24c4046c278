"""The processes of a running Kimbilio: one supervisor, the web server's workers, background work.

The program is loaded once, here, and every other process is forked from it. So a start costs one
loading instead of four, and the processes share most of their memory.
"""

import ctypes
import gc
import http.client
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from multiprocessing.connection import wait
from multiprocessing.context import ForkContext, ForkProcess
from types import FrameType
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import structlog
from django.core.management import call_command
from django.db import connections
from django.urls import get_resolver

from kimbilio.operations import home

log = structlog.get_logger(__name__)
HOST = "127.0.0.1"
PATIENCE = 30.0  # seconds until a start or a stop counts as failed
Work = Callable[..., None]
TO_OUR_LOG = {"handlers": {}, "formatters": {}, "loggers": {"_granian": {"propagate": True}}}
COLLECT_AFTER = (20_000, 20, 20)  # a page makes some ten thousand objects, hardly any in circles
FORK: ForkContext = multiprocessing.get_context("fork")


class Stop(BaseException):
    """The service was asked to stop."""


def serve(*, port: int, workers: int, ready: Callable[[], None]) -> int:
    """Run until asked to stop; ``ready`` is called once an answer came. Gives the exit code."""
    load()
    server = spawn(web_server, port, workers)
    beside = {work: spawn(work) for work in (background_work, chores, helpline_post)}
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _raise_stop)
    try:
        if not wait_for_answer(port, server):
            log.error("the server did not answer", port=port)
            return 1
        ready()
        return watch(server, beside)
    except Stop:
        return 0
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        stop(server, *multiprocessing.active_children())


def load() -> None:
    """Load the whole program, then let go of what must not be shared between processes."""
    from kimbilio.wsgi import application  # noqa: F401  # settings are complete only now

    get_resolver()._populate()  # reads every module of pages
    for connection in connections.all():
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    gc.collect()
    gc.freeze()  # what was loaded is never looked at again, so its memory pages stay shared


def spawn(work: Work, *arguments: Any) -> ForkProcess:
    """Fork a process that does ``work`` and ends when this one does."""
    process = FORK.Process(target=_child, args=(os.getpid(), work, *arguments))
    process.start()
    return process


def _child(parent: int, work: Work, *arguments: Any) -> None:
    _end_on_signals()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG: no orphans
        if os.getppid() != parent:
            return
    work(*arguments)


def _end_on_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


def web_server(port: int, workers: int) -> None:
    """Serve the pages: one thread in each worker runs Python, so no two of them ever contend."""
    multiprocessing.set_start_method("fork", force=True)
    # A worker told to stop before it listens for that would else inherit deaf ears.
    os.register_at_fork(after_in_child=_end_on_signals)
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from kimbilio.wsgi import application

    gc.set_threshold(*COLLECT_AFTER)
    Server(
        "kimbilio.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=workers,
        blocking_threads=1,
        backlog=1024,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
        log_dictconfig=TO_OUR_LOG,
        respawn_failed_workers=True,
        workers_kill_timeout=int(PATIENCE) - 5,
    ).serve(target_loader=lambda: guarded(application), wrap_loader=False)


def guarded(application: WSGIApplication) -> WSGIApplication:
    """The program behind a last net: what even Django's error page cannot bear is logged safely."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception:  # the edge of the request
            log.exception("an error could not be shown")
            start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
            return [
                b"Something went wrong. Nothing was saved. Try again, or tell your administrator."
            ]

    return answer


def background_work() -> None:
    """Do queued work one after another, holding the lock by which ``doctor`` sees that we live."""
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["*"],
        interval=1.0,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{os.uname().nodename[:40]}-{os.getpid()}",
        excluded_queue_names=[],
    )
    with home.held("background"):
        worker.configure_signals()
        worker.run()


def chores() -> None:
    """Run what comes round again, such as sealing the audit trail."""
    call_command("tick")


def helpline_post() -> None:
    """Read what reached the helpline, and hand over what waits to be sent."""
    call_command("post")


def wait_for_answer(port: int, server: ForkProcess) -> bool:
    """Whether the server answers, without an error of its own, before patience ends."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.is_alive():
        if answers(port):
            return True
        time.sleep(0.02)
    return False


def answers(port: int) -> bool:
    """Whether a request gets an answer now."""
    line = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        line.request("GET", "/")
        return line.getresponse().status < 500
    except OSError:
        return False
    finally:
        line.close()


def watch(server: ForkProcess, beside: dict[Work, ForkProcess]) -> int:
    """Wait for the server to end; start what works beside it again whenever that ends before."""
    pause = 1.0
    while True:
        ended = wait([server.sentinel, *(process.sentinel for process in beside.values())])
        if server.sentinel in ended:
            log.error("the server ended by itself", code=server.exitcode)
            return 1
        time.sleep(pause)
        pause = min(pause * 2, 60.0)
        for work, process in beside.items():
            if not process.is_alive():
                log.error("work in the background ended and starts again", code=process.exitcode)
                beside[work] = spawn(work)


def stop(*processes: Any) -> None:
    """Ask each process to end, and end it if it does not."""
    for process in processes:
        process.terminate()
    until = time.monotonic() + PATIENCE
    for process in processes:
        process.join(max(0.0, until - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


def _raise_stop(number: int, frame: FrameType | None) -> None:
    raise Stop
