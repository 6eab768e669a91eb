"""Sends a day as badly as it can be sent: shuffled, repeated, under other names, by pushes that are torn off."""

import hashlib
import http.client
import os
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count

from chaos.newsroom import Installation
from chaos.stories import PUSHED, Sent

REPEATED = 0.25
"""How many of all deliveries come again, as a part of one."""

TORN = 0.1
"""How many pushes are first torn off in the middle."""

PUSHERS = 3
STEP = 0.01
AHEAD = 0.1
"""How far the sending may be ahead of the violence, as a part of the whole."""

AGAIN_AFTER = 0.15
PATIENCE = 120.0
"""Seconds for which a push is tried again; then it counts as refused."""


def order(sent: Sequence[Sent], rng: random.Random) -> list[Sent]:
    """All deliveries in any order, some more than once."""
    found = [*sent, *rng.choices(sent, k=round(len(sent) * REPEATED))]
    rng.shuffle(found)
    return found


class Sender:
    """Sends in threads of its own. `acknowledged` counts by (source, SHA-256) the pushes that were answered by 202.

    `progress` says how far the violence has come, from 0 to 1: the plan keeps step with it. To go on with repeats until
    the violence is over would hide what was lost.
    """

    def __init__(
        self,
        at: Installation,
        ports: Sequence[int],
        sent: Sequence[Sent],
        rng: random.Random,
        progress: Callable[[], float],
    ) -> None:
        self.acknowledged: Counter[tuple[str, str]] = Counter()
        self.refused: list[str] = []
        self.count = 0
        self._at, self._ports, self._rng, self._progress = at, ports, rng, progress
        plan = order(sent, rng)
        self._files = [one for one in plan if one.source != PUSHED]
        self._pushes = [one for one in plan if one.source == PUSHED]
        self._names = count()
        self._lock = threading.Lock()
        self._just_sent = threading.Condition()
        self._threads: list[threading.Thread] = []

    def start(self, seconds: float) -> None:
        """Begins to send; it takes about so many seconds, or as long as the violence."""
        files = (self._files, seconds / max(1, len(self._files)), self._put)
        pushes = (self._pushes, seconds * PUSHERS / max(1, len(self._pushes)), self._push)
        for plan, pause, send in (files, *[pushes] * PUSHERS):
            thread = threading.Thread(target=self._send, args=(plan, pause, send), daemon=True)
            thread.start()
            self._threads.append(thread)

    def await_next(self, seconds: float) -> None:
        """Waits until something is being sent, for so long at the most."""
        with self._just_sent:
            self._just_sent.wait(seconds)

    def finish(self) -> None:
        """Waits until all is sent."""
        for thread in self._threads:
            thread.join()

    def _send(self, plan: list[Sent], pause: float, send: Callable[[Sent], None]) -> None:
        size = len(plan)
        while True:
            while 1 - len(plan) / max(1, size) > self._progress() + AHEAD:
                time.sleep(STEP)
            with self._lock:
                if not plan:
                    return
                one = plan.pop()
                wait = pause * self._rng.uniform(0.2, 1.8) if self._progress() < 1 else 0.0
            with self._just_sent:
                self._just_sent.notify_all()
            send(one)
            time.sleep(wait)

    def _put(self, one: Sent) -> None:
        folder = self._at.folder(one.source)
        name = f"{next(self._names):06d}-{one.name}"
        draft = folder / f".{name}.part"
        draft.write_bytes(one.data)
        os.rename(draft, folder / name)
        with self._lock:
            self.count += 1

    def _push(self, one: Sent) -> None:
        if self._chance(TORN):
            self._tear(one)
        until = time.monotonic() + PATIENCE
        said = ""
        while time.monotonic() < until:
            try:
                status, said = self._post(one)
            except (OSError, http.client.HTTPException) as error:
                status, said = 0, repr(error)
            if status == 202:
                with self._lock:
                    self.acknowledged[one.source, hashlib.sha256(one.data).hexdigest()] += 1
                    self.count += 1
                return
            if status not in (0, 429, 500, 502, 503):
                break
            time.sleep(AGAIN_AFTER)
        self.refused.append(f"{one.name} was not taken: {status} {said}")

    def _post(self, one: Sent) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port(), timeout=20)
        try:
            connection.request("POST", f"/intake/{one.source}", body=one.data, headers=self._headers(one))
            response = connection.getresponse()
            return response.status, response.read().decode("utf-8", "replace")[:200]
        finally:
            connection.close()

    def _tear(self, one: Sent) -> None:
        """A push whose sender dies in the middle of its body."""
        head = [f"POST /intake/{one.source} HTTP/1.1", "Host: localhost", f"Content-Length: {len(one.data)}"]
        head += [f"{name}: {value}" for name, value in self._headers(one).items()]
        try:
            with socket.create_connection(("127.0.0.1", self._port()), timeout=5) as line:
                line.sendall("\r\n".join([*head, "", ""]).encode() + one.data[: len(one.data) // 2])
        except OSError:
            pass

    def _headers(self, one: Sent) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self._at.secret}",
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f'attachment; filename="{one.name}"',
        }

    def _chance(self, part: float) -> bool:
        with self._lock:
            return self._rng.random() < part

    def _port(self) -> int:
        with self._lock:
            return self._rng.choice(self._ports)
