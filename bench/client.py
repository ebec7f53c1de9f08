"""A plain HTTP/1.1 client on raw sockets: cheap enough that it measures the server and not itself."""

import socket
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

Request = Callable[[int], bytes]


@dataclass(frozen=True)
class Figures:
    """What one operation cost: milliseconds for one client, requests a second for eight, CPU milliseconds a request."""

    p50_ms: float
    p95_ms: float
    rps: float
    cpu_ms: float


class Connection:
    """One kept-alive connection to 127.0.0.1:`port`."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Sends `request`, returns status and body. Understands Content-Length and chunked bodies."""
        self._socket.sendall(request)
        while b"\r\n\r\n" not in self._buffer:
            self._receive()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        status = int(head[9:12])
        lowered = head.lower()
        if b"\r\ntransfer-encoding: chunked" in lowered:
            return status, self._chunks()
        start = lowered.find(b"\r\ncontent-length:")
        length = int(lowered[start + 17 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
        return status, self._take(length)

    def close(self) -> None:
        """Ends the connection."""
        self._socket.close()

    def _receive(self) -> None:
        received = self._socket.recv(262_144)
        if not received:
            raise ConnectionError("The server closed the connection.")
        self._buffer += received

    def _take(self, length: int) -> bytes:
        while len(self._buffer) < length:
            self._receive()
        taken, self._buffer = self._buffer[:length], self._buffer[length:]
        return taken

    def _chunks(self) -> bytes:
        body = b""
        while True:
            while b"\r\n" not in self._buffer:
                self._receive()
            size, _, self._buffer = self._buffer.partition(b"\r\n")
            length = int(size, 16)
            body += self._take(length)
            self._take(2)
            if length == 0:
                return body


def build_request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """The bytes of one request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def cpu_seconds(processes: list[psutil.Process]) -> float:
    """User and system seconds of `processes` and all their children so far, those that have ended included."""
    total = 0.0
    for process in processes:
        for one in [process, *process.children(recursive=True)]:
            try:
                fields = Path(f"/proc/{one.pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            # utime, stime: fields 14 and 15 of proc(5); here counted from the one after the command's name.
            total += (int(fields[11]) + int(fields[12])) / 100
    return total


def measure(
    *, port: int, request: Request, expect: int, processes: list[psutil.Process], single: int, seconds: float
) -> Figures:
    """Runs `request(n)` `single` times by one client, then for `seconds` by eight at once.

    Raises `RuntimeError` when an answer has another status than `expect`.
    """
    connection = Connection(port)
    number = 0
    for _ in range(max(10, single // 10)):
        _checked(connection, request(number), expect)
        number += 1
    times = []
    for _ in range(single):
        payload = request(number)
        number += 1
        start = time.perf_counter()
        _checked(connection, payload, expect)
        times.append((time.perf_counter() - start) * 1000)
    connection.close()

    done = [0] * 8
    faults: list[OSError | RuntimeError] = []
    before, start = cpu_seconds(processes), time.perf_counter()

    def work(slot: int) -> None:
        own = Connection(port)
        try:
            while time.perf_counter() - start < seconds:
                _checked(own, request(number + slot + 8 * done[slot]), expect)
                done[slot] += 1
        except (OSError, RuntimeError) as fault:
            faults.append(fault)
        finally:
            own.close()

    threads = [threading.Thread(target=work, args=(slot,)) for slot in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - start
    if faults:
        raise faults[0]
    spent = cpu_seconds(processes) - before
    quantiles = statistics.quantiles(times, n=20)
    return Figures(
        p50_ms=statistics.median(times),
        p95_ms=quantiles[18],
        rps=sum(done) / elapsed,
        cpu_ms=spent * 1000 / max(1, sum(done)),
    )


def _checked(connection: Connection, payload: bytes, expect: int) -> None:
    status, body = connection.ask(payload)
    if status != expect:
        raise RuntimeError(f"Answered {status}, not {expect}: {body[:300]!r} to {payload[:200]!r}")
