"""The real Varnish, Debian's, with the rules of docs/examples in front of a site."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import REPO

PROGRAM = "/usr/sbin/varnishd"


def is_there() -> bool:
    """Whether it is installed."""
    return shutil.which(PROGRAM) is not None


@contextmanager
def in_front_of(port: int, folder: Path) -> Iterator[int]:
    """Varnish in front of what answers at a port of this machine, with its files in a folder; gives its own port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        own = free.getsockname()[1]
    rules = (REPO / "docs" / "examples" / "varnish.vcl").read_text()
    (folder / "site.vcl").write_text(rules.replace('.port = "8000"', f'.port = "{port}"'))
    command = [PROGRAM, "-F", "-n", str(folder / "varnish"), "-a", f"127.0.0.1:{own}", "-f", str(folder / "site.vcl")]
    if socket.getfqdn() and Path("/proc/self/status").read_text().find("\nUid:\t0\t") >= 0:
        command += ["-j", "none"]  # as root it would change to a user who cannot read this folder
    process = subprocess.Popen([*command, "-s", "malloc,16m"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(own, process)
        yield own
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "varnishd has ended"
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("varnishd does not answer")
