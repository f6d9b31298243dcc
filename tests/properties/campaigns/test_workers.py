"""Processes over Dask: what is found does not depend on how many there are, on which die, or on who interrupts."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from command_line import write

from properties.campaigns.campaign import Campaign
from properties.campaigns.parts import subjects
from properties.campaigns.pieces import cut
from properties.campaigns.results import here
from properties.campaigns.workers import processes, scheduler
from properties.errors import InputError

distributed = pytest.importorskip("distributed", reason="campaigns on processes need Dask: pip install distributed")
psutil = pytest.importorskip("psutil", reason="it comes with Dask")

FILE = """\
import os, numpy
from lossproof import conforms
from symbolic.derivations.poisson_regression import chain as _poisson

def right(y, z):
    return numpy.exp(z) - y * z

def dies(y, z):
    os._exit(3)

conforms(right, _poisson, reading={"y": "y", "z": "f"}, within={"y": (0, 9), "z": (-9, 9)})
conforms(dies, _poisson, reading={"y": "y", "z": "f"})
"""


def children() -> list[psutil.Process]:
    return [
        p
        for p in psutil.Process().children()
        if p.status() != psutil.STATUS_ZOMBIE and any("dask_worker" in part for part in p.cmdline())
    ]


def done(pieces, runner, after=lambda number: None):
    campaign = Campaign(pieces, {})
    for number, (piece, result) in enumerate(runner(campaign.todo())):
        campaign.add(piece, result)
        after(number)
    return campaign.reports()


@pytest.mark.slow
def test_one_worker_two_workers_and_none_find_the_same():
    pieces = cut([s for n in ("kl_is_symmetric", "exponential") for s in subjects(n)], 4000, 3)
    found = done(pieces, here)
    assert any(r.fails for r in found) and sum(r.examples for r in found) > 1000
    for workers in (1, 2):
        with processes(workers) as runner:
            assert len(children()) == workers
            assert done(pieces, runner) == found
    assert not children()


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing():
    small = [replace(s, most=200) for s in subjects("normal_to_squared_error")]
    pieces = cut(small, 6000, 0)
    killed = []

    def kill(number: int) -> None:
        if number in (2, 12):  # a worker that is in the middle of a piece
            victim = children()[number % 2]
            killed.append(victim.pid)
            victim.kill()

    with processes(2) as runner:
        found = done(pieces, runner, kill)
    assert len(set(killed)) == 2
    assert found == done(pieces, here) and sum(r.pieces for r in found) == len(pieces)


@pytest.mark.slow
def test_what_kills_its_worker_is_a_finding_and_nothing_beside_it_is_blamed(tmp_path):
    pieces = cut(subjects(write(tmp_path, "losses.py", FILE)), 8000, 0)
    with processes(1) as runner:  # there is none at all for a while
        right, dies = done(pieces, runner)
    assert right.finding is None and right.pieces == 5 and right.examples > 1000
    assert dies.finding.kind == "crash" and dies.fails and dies.planned == 1
    assert "crashed" in dies.finding.text


@pytest.mark.slow
def test_a_scheduler_that_runs_already_does_the_work(tmp_path):
    pieces = cut(subjects("kl_is_symmetric"), 90, 0)
    here_alone = {"protocol": "tcp", "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=3, processes=False, **here_alone) as cluster,
        scheduler(cluster.scheduler_address) as runner,
    ):
        found = done(pieces, runner)
    assert found == done(pieces, here)


@pytest.mark.slow
def test_a_scheduler_that_goes_away_while_pieces_are_sent_is_said_too(monkeypatch):
    """The end of a campaign whose scheduler ends just after a result came in, and before the next piece is sent."""
    asked, ask = [], distributed.Client.nthreads

    def gone(client):
        asked.append(client)
        if len(asked) > 1:
            raise distributed.comm.CommClosedError("in <TCP>: Stream is closed")
        return ask(client)

    monkeypatch.setattr(distributed.Client, "nthreads", gone)
    here_alone = {"protocol": "tcp", "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, **here_alone) as cluster,
        scheduler(cluster.scheduler_address) as runner,
        pytest.raises(InputError, match="the scheduler is gone"),
    ):
        done(cut(subjects("kl_is_symmetric"), 90, 0), runner)
    assert len(asked) == 2


def test_a_scheduler_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setattr("properties.campaigns.workers.PATIENCE", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(InputError, match=f"--scheduler {address}: no scheduler answers"), scheduler(address):
        pass
    with pytest.raises(InputError, match="no scheduler answers"), scheduler("nonsense://"):
        pass


@pytest.mark.slow
def test_a_scheduler_that_goes_away_is_said_quietly(tmp_path):
    port = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(tmp_path / "where.json"))
    place = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TMPDIR": str(tmp_path)}
    quiet = {"cwd": tmp_path, "env": place, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_scheduler", *port], **quiet)
    while not (tmp_path / "where.json").exists():
        assert server.poll() is None
        time.sleep(0.1)
    address = json.loads((tmp_path / "where.json").read_text(encoding="utf-8"))["address"]
    worker = subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-dashboard"], **quiet)
    command = [sys.executable, "-m", "properties.command.cli", "campaign", "kl_to_mle", "--examples", "90000"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = subprocess.Popen([*command, "--scheduler", address], cwd=tmp_path, env=place, **pipes)
    journal = tmp_path / "campaign.jsonl"
    while running.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") >= 2):
        time.sleep(0.1)
    server.kill()
    out, err = running.communicate(timeout=120)
    worker.kill()
    server.wait(), worker.wait()
    assert (running.returncode, out) == (2, "")
    assert err.splitlines()[-1].startswith("lossproof: the scheduler is gone: ") and "Traceback" not in err


def test_without_dask_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'lossproof\[distributed\]'"), processes(1):
        pass


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="Ctrl-C is sent to a group of processes, as a terminal does")
def test_an_interrupt_ends_it_within_seconds_and_the_same_command_goes_on(tmp_path):
    command = [sys.executable, "-m", "properties.command.cli", "campaign", "kl_to_mle", "--examples"]
    place = {**os.environ, "PYTHONPATH": os.getcwd(), "TMPDIR": str(tmp_path / "kept")}
    (tmp_path / "kept").mkdir()

    def start(examples: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*command, examples, "--workers", "2", "-o", str(tmp_path / "c.jsonl")],
            cwd=tmp_path, env=place, stdout=pipe, stderr=pipe, text=True, start_new_session=True,
        )  # fmt: skip

    running = start("27000")
    journal = tmp_path / "c.jsonl"
    while running.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") >= 3):
        time.sleep(0.1)
    os.killpg(running.pid, signal.SIGINT)
    sent = time.monotonic()
    out, err = running.communicate(timeout=60)
    assert time.monotonic() - sent < 20 and running.returncode == 130 and out == ""
    *_, last = err.strip().splitlines()
    assert last.startswith("lossproof: interrupted: ") and last.endswith("the same command goes on from there.")
    assert "Traceback" not in err and "distributed" not in err
    kept = journal.read_bytes().count(b"\n") - 1
    assert list((tmp_path / "kept").iterdir()) == []
    again = start("27000")
    out, err = again.communicate(timeout=300)
    assert again.returncode == 0 and f"{kept} of 27 pieces are in" in err and "27,000 examples" in out
    assert journal.read_bytes().count(b"\n") == 28
    assert sorted(p.name for p in tmp_path.iterdir()) == ["c.jsonl", "kept"]
