"""A cached article beside the same bytes from nginx, one core each."""

import http.client
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import installation
from bench.base import SERVER_CORE, Result, Row, Skip, on_core, process, wrk
from tests.serve.running import free_port

TARGET = 0.5

NGINX = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  open_file_cache max=100;
  types {{ text/html html; }}
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {folder};
  }}
}}
"""


def measure(quick: bool) -> Result:
    """`dateline web` and nginx by turns, each on the same one core, wrk on the other."""
    if not shutil.which("nginx"):
        raise Skip("nginx is missing (apt install nginx-light)")
    seconds, turns = (2, 2) if quick else (4, 3)
    data = installation.archive(installation.SMALL)
    port, other = free_port(), free_port()
    web = [*on_core(SERVER_CORE), *installation.COMMAND, "web", "--port", str(port), "--data", str(data)]
    with tempfile.TemporaryDirectory(prefix="dateline-nginx-") as name:
        folder = Path(name)
        with process(web):
            wait_for(port)
            path, body = article_of(port)
            # nginx's worker is another user where this one is root.
            folder.chmod(0o755)
            (folder / "page.html").write_bytes(body)
            (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=other))
            nginx = [*on_core(SERVER_CORE), "nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
            with subprocess.Popen(nginx) as running:
                try:
                    wait_for(other)
                    ours, theirs = [], []
                    for _ in range(turns):
                        theirs.append(wrk(f"http://127.0.0.1:{other}/page.html", seconds))
                        ours.append(wrk(f"http://127.0.0.1:{port}{path}", seconds))
                finally:
                    running.terminate()
    ratio = max(ours) / max(theirs)
    return Result(
        f"{max(ours):,.0f} requests/s of {len(body) / 1024:.1f} KB",
        f"nginx {max(theirs):,.0f} requests/s",
        f"{ratio:.2f}",
        ratio >= TARGET,
    )


def article_of(port: int) -> tuple[str, bytes]:
    """An article of the site and its page, asked for until it comes from memory."""
    import re

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/buitenland/")
    found = re.search(rb'href="(/buitenland/[^"?]+-[0-9a-z]{12})"', connection.getresponse().read())
    if not found:
        raise RuntimeError("no article on the page of its section")
    path = found[1].decode()
    for _ in range(3):
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status}")
    return path, body


def wait_for(port: int) -> None:
    """Return as soon as something answers at a port."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing answers at {port}")


ROW = Row("cached article, one process on one core, beside nginx with the same bytes", f"{TARGET} of nginx", measure)

if __name__ == "__main__":
    print(measure("--quick" in sys.argv))
