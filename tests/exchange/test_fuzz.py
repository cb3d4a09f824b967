from __future__ import annotations

import json
import subprocess
import sys

import pytest

from supportmap.analysis.network import Network
from supportmap.exchange.formats import Reading
from supportmap.exchange.report import Refused
from tests import fuzz_documents
from tests.exchange.mutations import CONTACTS, DOCUMENT, VALUES
from tests.fuzz_documents import main, mutants, survives


def test_every_mutant_ends_in_a_reading_or_a_refusal() -> None:
    accepted = sum(isinstance(survives(data), Reading) for data in mutants(2_000, seed=7))
    assert 200 < accepted < 1_800, "the mutants are all good or all bad: they test nothing"


def test_the_same_seed_makes_the_same_mutants() -> None:
    assert list(mutants(99, seed=3)) == list(mutants(99, seed=3)) != list(mutants(99, seed=4))


def test_the_unharmed_inputs_are_accepted() -> None:
    outcomes = [survives(json.dumps(value).encode()) for value in VALUES] + [survives(CONTACTS)]
    assert [isinstance(outcome, Reading) and outcome.report.refused for outcome in outcomes] == [()] * 4


def test_an_analysis_is_run_on_what_is_accepted() -> None:
    seen: list[Network] = []
    outcome = survives(CONTACTS, seen.append)
    assert isinstance(outcome, Reading)
    assert seen == [outcome.network]


def test_the_script_runs_and_stays_small() -> None:
    """It has a process of its own, so the memory it measures is its own too."""
    command = [sys.executable, "-m", "tests.fuzz_documents", "--count", "800", "--seed", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, '{"read": 800, "seed": 2, "faults": 0}\n'), done.stderr


@pytest.mark.parametrize("fault", [ValueError("planted"), RecursionError("planted"), MemoryError("planted")])
def test_a_planted_fault_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: Exception
) -> None:
    def broken(*_: object) -> Reading:
        raise fault

    monkeypatch.setattr(fuzz_documents, "read_bytes", broken)
    assert main(["--count", "3"]) == 1
    assert capsys.readouterr().err.count("planted") == 3


def test_a_message_that_tells_a_value_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def talkative(*_: object) -> Reading:
        raise Refused("client.label", f"not {DOCUMENT['client']}")

    monkeypatch.setattr(fuzz_documents, "read_bytes", talkative)
    with pytest.raises(AssertionError, match="a value of the file is told"):
        survives(b"{}")
