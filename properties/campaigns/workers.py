"""Who does the work of a campaign: processes of this machine, or those of a scheduler that the user names, over Dask.

Dask distributes, and nothing else: what a piece finds is for `properties.campaigns.results`. A piece whose worker died runs
again; one that killed several runs alone, and once more kills its worker, or was only near when another one did.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from threading import Event, Thread
from typing import Any

from properties.campaigns.pieces import WorkPiece
from properties.campaigns.results import CRASH, PieceFinding, PieceResult, run
from properties.errors import InputError

Done = tuple[WorkPiece, PieceResult]
Runner = Callable[[Iterable[WorkPiece]], Iterator[Done]]

MISSING = "campaigns on several processes need Dask: pip install 'lossproof[distributed]'. `--workers 0` does without."
AHEAD = 2  # pieces that are sent for each thread: the next one is there when one ends
DEATHS = 1  # of workers, that a piece survives before it has to run alone
LOOK = 0.5  # seconds between two looks at a process
START = 120  # seconds, until processes of this machine are there
PATIENCE = 30  # seconds, until a scheduler has answered and has a worker
SETTINGS = {
    "distributed.scheduler.allowed-failures": DEATHS,
    "distributed.scheduler.worker-ttl": None,  # who computes is not dead
    "distributed.admin.system-monitor.interval": "10s",
}


@contextmanager
def processes(workers: int) -> Iterator[Runner]:
    """As many processes of this machine, each of which is replaced when it ends.

    They see loopback alone, and what they keep meanwhile is taken away. Raises InputError where they do not start.
    """
    dask, distributed = _dask()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lossproof-", ignore_cleanup_errors=True))
        stack.enter_context(dask.config.set({**SETTINGS, "temporary-directory": folder}))
        cluster = stack.enter_context(
            distributed.LocalCluster(
                n_workers=0,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                scheduler_kwargs={"dashboard": False},
                silence_logs=logging.CRITICAL,
            )
        )
        client = stack.enter_context(distributed.Client(cluster, set_as_default=False))
        stack.enter_context(_kept_alive(workers, _command(cluster.scheduler_address, folder)))
        try:
            client.wait_for_workers(workers, timeout=START)
        except TimeoutError:
            raise InputError(f"the worker processes do not start within {START} seconds: try --workers 0.") from None
        yield lambda pieces: _spread(client, pieces)


def _command(address: str, folder: str) -> list[str]:
    """What starts a worker. Dask's own nannies miss one that dies before they know that it has begun: none is used."""
    options = {
        "nthreads": "1",
        "memory-limit": "0",
        "host": "127.0.0.1",
        "local-directory": folder,
        "death-timeout": "60",
    }
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard", *given]


@contextmanager
def _kept_alive(many: int, command: Sequence[str]) -> Iterator[None]:
    """So many processes, while it lasts; one that ends is started anew. Ctrl-C in the terminal does not reach them."""
    single = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    quiet = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
    surroundings = {**os.environ, **single, **quiet, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def start() -> subprocess.Popen[bytes]:
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(
            command, env=surroundings, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
        )

    running, ended = [start() for _ in range(many)], Event()

    def watch() -> None:
        while not ended.wait(LOOK):
            running[:] = [process if process.poll() is None else start() for process in running]

    watching = Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        ended.set()
        watching.join()
        for process in running:
            process.kill()
            process.wait()


@contextmanager
def scheduler(address: str) -> Iterator[Runner]:
    """The workers of a running scheduler, such as tcp://HOST:8786. Raises InputError where it does not answer."""
    _, distributed = _dask()
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(f"--scheduler {address}: no scheduler answers: {error}.") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise InputError(
                f"--scheduler {address}: it has no workers: start some with `dask worker {address}`."
            ) from None
        yield lambda pieces: _spread(client, pieces)


def _spread(client: Any, pieces: Iterable[WorkPiece]) -> Iterator[Done]:
    """The results of pieces as they come in, from all workers that there are at the time."""
    _, distributed = _dask()
    left, running = iter(pieces), distributed.as_completed(loop=client.loop)
    pending: dict[Any, WorkPiece] = {}
    suspects: list[WorkPiece] = []

    def send() -> None:
        with _reached():
            threads = max(1, sum(client.nthreads().values()))  # workers come and go, and one will come
            for piece in islice(left, max(0, AHEAD * threads - len(pending))):
                future = client.submit(run, piece, pure=False)
                pending[future] = piece
                running.add(future)

    try:
        send()
        while pending:
            future = next(running)
            piece = pending.pop(future)
            result = _result(future)
            if result is None:
                suspects.append(piece)
            else:
                yield piece, result
            if suspects and not pending:
                yield from _alone(client, suspects)
                suspects.clear()
            if not suspects:
                send()
    finally:
        with suppress(Exception):
            client.cancel(list(pending))


def _alone(client: Any, suspects: Iterable[WorkPiece]) -> Iterator[Done]:
    """Pieces whose workers died, one at a time: whether it is the piece that kills them."""
    lost = set()
    for piece in sorted(suspects, key=lambda one: one.number):
        if piece.subject in lost:
            continue  # an earlier piece of it has said it
        with _reached():
            future = client.submit(run, piece, pure=False)
        result = _result(future)
        if result is None:
            lost.add(piece.subject)
            text = "the process that ran this piece ended, each time: it crashed, or was stopped for want of memory"
            result = PieceResult(finding=PieceFinding(CRASH, text))
        yield piece, result


def _result(future: Any) -> PieceResult | None:
    """What a future holds; None where its workers died. Raises InputError where it is lost."""
    _, distributed = _dask()
    with _reached():
        try:
            found: PieceResult = future.result()
        except distributed.KilledWorker:
            return None
    return found


@contextmanager
def _reached() -> Iterator[None]:
    """Whatever is asked of a scheduler. Raises InputError where it is gone."""
    _, distributed = _dask()
    try:
        yield
    except (distributed.CancelledError, distributed.client.ClosedClientError, OSError) as error:
        raise InputError("the scheduler is gone: what is finished is kept, and the same command goes on.") from error


def _dask() -> tuple[Any, Any]:
    """Dask and its scheduler, quiet. Raises InputError where it is not installed."""
    try:
        import dask
        import distributed
    except ImportError:
        raise InputError(MISSING) from None
    for name in ("distributed", "tornado", "asyncio", *logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
    return dask, distributed
