"""`dateline up`: one parent that loads the code once, and forks the processes that do the work."""

import gc
import importlib
import importlib.util
import os
import time
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import connections

from dateline.serve import logs, start
from dateline.serve.supervise import Child, Supervisor

LOADED_ONCE = (
    "dateline.serve.application",
    "dateline.urls",
    "dateline.site.fragments",
    "dateline.intake.worker",
    "granian",
)
"""What the children need, loaded before they are forked: once in memory, and at once when one is started again."""

FIRST_COPY_SECONDS = 5.0


def up(host: str, port: int, *, processes: int = 1, workers: int = 1, demo: bool = False) -> int:
    """Run everything until SIGTERM or SIGINT; gives the exit status. Raises CannotStart if something is in the way.

    `processes` answer at the port together; `workers` take in copy.
    """
    start.set_up()
    logs.configure("up")
    start.make_data(settings.DATA)
    who = f"process {os.getpid()}, which answers at port {port}"
    with start.claimed(settings.DATA, f"{who}\n{settings.BASE_URL}\n"):
        start.check_port(host, port)
        start.migrate()
        _say_where(port)
        _load(LOADED_ONCE)
        _catch_up()
        children = [*several("web", processes, lambda: _web(host, port, demo)), *several("work", workers, _work)]
        if demo:
            children.append(Child("demo", _demo))
        return _keep(children)


def web(host: str, port: int, processes: int) -> int:
    """Run several web processes at one port, and start again which dies; gives the exit status."""
    _load(("dateline.serve.application", "granian"))
    return _keep(several("web", processes, lambda: _web(host, port, False)))


def several(name: str, count: int, run: Callable[[], int]) -> list[Child]:
    """The children of a role: `web`, or `web-1`, `web-2` and so on."""
    return [Child(name if count == 1 else f"{name}-{n}", run) for n in range(1, count + 1)]


def _keep(children: list[Child]) -> int:
    connections.close_all()
    gc.collect()
    gc.freeze()  # what is loaded now stays shared with the children
    return Supervisor(children).run()


def _catch_up() -> None:
    """Removes again what a database that was put back has forgotten, before anybody is answered; seals anew what a
    secret key before has sealed.
    """
    from dateline.desk.people.sealing import seal_anew
    from dateline.serve import removed

    removed.clear()
    removed.catch_up()
    seal_anew()


def _web(host: str, port: int, demo: bool) -> int:
    from dateline.serve import web

    if demo:
        _await_first_copy()
    return web.serve(host, port)


def _work() -> int:
    from dateline.serve import work

    return work.work()


def _demo() -> int:
    from dateline.serve import work

    return work.play()


def _await_first_copy() -> None:
    """Wait for what a demonstration begins with: its first visitor should see a full site, not an empty one."""
    from dateline.newsroom.models import Delivery

    end = time.monotonic() + FIRST_COPY_SECONDS
    while time.monotonic() < end:
        if Delivery.objects.exists() and not Delivery.objects.filter(state=Delivery.State.PENDING).exists():
            break
        time.sleep(0.05)
    connections.close_all()


def _load(names: Iterable[str]) -> None:
    for name in names:
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name)


def _say_where(port: int) -> None:
    print(f"site  {settings.BASE_URL}/", flush=True)
    print(f"desk  {settings.BASE_URL}/desk/", flush=True)
    link = _first_link()
    if link:
        print(f"      to make the first account: {link}", flush=True)


def _first_link() -> str | None:
    """The address at which the first account is made, once; None where there is one, or no desk yet."""
    if importlib.util.find_spec("dateline.desk.first") is None:
        return None
    link: str | None = importlib.import_module("dateline.desk.first").first_link()
    return link
