"""Runs the app under granian: one process, four threads, a clean end on Ctrl-C or SIGTERM.

The shop is opened in the worker process: its threads and connections must not cross a fork.
"""

import errno
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from multiprocessing.util import Finalize
from typing import Any

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from indexer.errors import XunhuoError
from indexer.settings import Settings
from web.app import create_app
from web.services import Services

__all__ = ["ServingError", "serve"]

# A page takes most of its time outside the GIL: four threads fill two to four cores.
_THREADS = 4
_STOP_SECONDS = 10
_LAST_PORT = 65_535
# What an orphan has to end in order. What it leaves after that is what a killed server leaves.
_ORPHAN_SECONDS = 5
# New objects between two searches for garbage: a page makes thousands, and next to none in cycles.
_SELDOM = 50_000

_REASONS = {
    errno.EADDRINUSE: "端口已被占用",
    errno.EACCES: "没有权限",
    errno.EADDRNOTAVAIL: "这台机器没有这个地址",
}

_LOGGING = {
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # It tells every attempt with a traceback; the error at the end says it in a line.
        "elastic_transport": {"level": "ERROR"},
        "granian.access": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}


class ServingError(XunhuoError):
    """The server cannot be started."""


def serve(settings: Settings, *, host: str, port: int) -> None:
    """Serve the shop until a signal ends it. Raises ServingError for an address that is taken."""
    _check_free(host, port)
    server: Any = Granian(
        "web.app:create_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=_THREADS,
        workers_kill_timeout=_STOP_SECONDS,
        log_level=LogLevels.error,
        log_dictconfig=_LOGGING,
    )

    stopping = threading.Event()

    def stop(*signalled: object) -> None:
        server.signal_handler_interrupt(*signalled)
        if not stopping.is_set():  # a terminal's Ctrl-C comes from the launcher as well
            stopping.set()
            _tell("正在收尾……")  # the demo's events may be half read

    # A closed terminal (SIGHUP) ends the shop; the server would take it for a wish to reload.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            server.on_startup(partial(signal.signal, getattr(signal, name), stop))
    _tell("正在开门……")
    server.serve(target_loader=partial(_load, settings, host, port), wrap_loader=False)
    _tell("寻货已打烊，数据都在。")


def _tell(text: str) -> None:
    """Say it where somebody may still listen: a closed terminal takes nothing."""
    with suppress(OSError):
        click.echo(text, err=True)


def _load(settings: Settings, host: str, port: int) -> Flask:
    """In the worker: the app of an open, followed shop."""
    _listen_to_parent_alone()
    try:
        services = Services.open(settings)
        published = services.published()
        app = create_app(services)
        services.lexicon_keeper.begin()
    except XunhuoError as error:
        click.echo(f"错误：{error}", err=True)
        sys.exit(1)
    services.follower.start()
    services.mover.start()
    # The worker is a process of multiprocessing, which knows no other end than this one. What a
    # killed worker leaves is moved by the next.
    Finalize(None, services.close, exitpriority=0)
    services.slow_follower.start()
    services.behavior_follower.start()
    # What lives as long as the server is not searched for garbage again: each full search of it
    # held up a page by tens of milliseconds.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"寻货已开张：http://{shown}:{port}/ （按 Ctrl-C 停止）", err=True)
    if published is None:
        click.echo(
            "店里还没有商品。导入：python -m indexer import products 文件"
            f" --data {settings.data}，导入后刷新网页即可。",
            err=True,
        )
    return app


def _check_free(host: str, port: int) -> None:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
            if os.name == "posix":
                # As the server does: a port whose last user has just gone is free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror)
        another = port + 1 if port < _LAST_PORT else port - 1
        message = f"不能在 {host}:{port} 上监听：{reason}。换一个：--port {another}"
        raise ServingError(message) from error


def _listen_to_parent_alone() -> None:
    """Have the worker end when its parent says so or is gone, and for no other signal.

    A Ctrl-C of the terminal that also reached the worker would be its second signal: the server
    can hang on that until it is killed. A killed parent must not leave a worker that holds the
    port and the index's write lock: one that does not end in order ends anyway. (A signal that
    meets the main thread as it begins to wait for signals makes it wait for itself, for ever.)
    """
    if hasattr(os, "setsid"):
        os.setsid()
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait(joined: Callable[[], None]) -> None:
        joined()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_ORPHAN_SECONDS)
        os._exit(1)

    threading.Thread(target=wait, args=(parent.join,), name="parent", daemon=True).start()
