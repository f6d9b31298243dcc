"""What commands prove is remembered between runs, and confronted with what was attacked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from command_line import process, refused, run

from symbolic.asking import provers
from symbolic.core.errors import Unsound


def test_a_second_run_says_the_same_and_takes_its_answers_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOSSPROOF_CACHE", str(tmp_path))
    monkeypatch.setattr("properties.command.cache.WORTH_KEEPING", 0)
    first = run("family", "poisson", "--no-attack").stdout
    (file,) = tmp_path.iterdir()
    before = file.read_bytes()

    def fail(_: Any) -> None:
        raise RuntimeError("a prover was asked again")

    monkeypatch.setattr("symbolic.asking.provers", lambda: tuple((name, fail) for name, _ in provers()))
    assert run("family", "poisson", "--no-attack").stdout == first
    assert file.read_bytes() == before
    assert "a prover was asked again" in run("family", "poisson", "--no-attack", "--no-cache").stderr


def test_a_damaged_cache_is_ignored_with_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOSSPROOF_CACHE", str(tmp_path))
    (tmp_path / "verdicts.json").write_text("{", encoding="utf-8")
    result = run("prove", "kl_to_mle", "--no-attack")
    assert result.exit_code == 0
    (warning,) = result.stderr.splitlines()
    assert warning.startswith("lossproof: warning: ") and "it is damaged" in warning
    assert run("prove", "kl_to_mle", "--no-attack").stderr == ""


def test_a_cache_that_is_no_absolute_path_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOSSPROOF_CACHE", "here")
    assert "LOSSPROOF_CACHE=here is no absolute path" in refused("prove", "kl_to_mle")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_an_unsound_proof_is_loud_and_keeps_its_counterexample(
    monkeypatch: pytest.MonkeyPatch, options: Sequence[str]
) -> None:
    def veto(*_: Any) -> None:
        raise Unsound("bug in lossproof: kl_to_mle, step 1 was proved:\n  n = 1\n  x = (0)")

    monkeypatch.setattr("properties.attacks.confront", veto)
    result = run("prove", "kl_to_mle", "--examples", "1", *options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "lossproof: BUG IN LOSSPROOF (Unsound): kl_to_mle, step 1 was proved:\n  n = 1\n  x = (0)\n"


def test_every_attack_is_held_against_what_was_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    confronted: list[str] = []
    monkeypatch.setattr("properties.attacks.confront", lambda theorem, reports: confronted.append(theorem.name))
    run("prove", "kl_to_mle", "limit_is_an_equality", "--examples", "1")
    assert confronted == ["kl_to_mle", "limit_is_an_equality"]


@pytest.mark.slow
def test_no_directory_is_left_behind(tmp_path: Path) -> None:
    assert process("prove", "kl_to_mle", "--examples", "2", cwd=tmp_path).returncode == 0
    assert os.listdir(tmp_path) == []
