"""``diagnose`` answers with the contract, in three forms, and exits with what it found."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from ikewizard.cli import run
from tests.conftest import Golden

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "cases"
pytestmark = pytest.mark.usefixtures("eighty_columns")
SECRET = "Zq9-planted-secret"


def diagnosed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """Return the exit status and the object that was printed."""
    status = run(["diagnose", "--format", "json", *arguments])
    told = capsys.readouterr()
    assert told.err == ""
    found = json.loads(told.out)
    assert isinstance(found, dict)
    return status, found


def log_of(case: str, side: str) -> str:
    """Return the name of a recorded log."""
    return str(CORPUS / case / f"{side}.log")


RECORDED = [
    ("noresp-drop-v1aggr-ss", "initiator", 1, ["peer-unreachable"]),
    ("noresp-wrongaddr-v2-ss", "initiator", 1, ["peer-unreachable"]),
    ("psk-v1main-ss", "initiator", 1, ["psk-mismatch"]),
    ("psk-v1main-ss", "responder", 1, ["psk-mismatch"]),
    (
        "p1-enc-v2-ss",
        "initiator",
        1,
        ["phase1-dh-group-mismatch", "phase1-proposal-mismatch", "no-matching-sa"],
    ),
    ("p1-enc-v2-ss", "responder", 1, ["phase1-proposal-mismatch"]),
    ("ok-v2-transport-ss", "initiator", 0, []),
    ("ok-v1aggr-psk-ss", "responder", 0, []),
]


@pytest.mark.parametrize(("case", "side", "status", "causes"), RECORDED)
def test_a_recorded_log_of_a_real_daemon(
    case: str, side: str, status: int, causes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Retransmits without an answer, a differing secret, a refused proposal, a healthy tunnel."""
    exited, found = diagnosed(capsys, f"--{side}", log_of(case, side))
    ids = [cause["id"] for cause in found["causes"]]
    assert exited == status
    assert ids[:1] == causes[:1]
    assert set(causes) <= set(ids)


def test_the_object_holds_what_the_contract_names(capsys: pytest.CaptureFixture[str]) -> None:
    """Every key of the contract is there, with the types that it promises."""
    _, found = diagnosed(capsys, "--responder", log_of("p1-enc-v2-ss", "responder"))
    assert set(found) == {"verdict", "causes", "differences", "next_question", "connections", "lines"}
    cause = found["causes"][0]
    assert set(cause) == {"id", "title", "scenario", "certainty", "because", "steps"}
    assert set(cause["because"][0]) == {"source", "file", "line", "text", "means"}
    assert {"id", "text", "where", "how", "verify"} <= set(cause["steps"][0])
    assert {"device", "text"} <= set(cause["steps"][0]["how"][0])
    connection = found["connections"][0]
    assert {"name", "peer", "verdict", "causes"} <= set(connection)
    assert connection["reached"] == "phase1-failed"
    assert connection["because"] == cause["because"]
    lines = found["lines"]
    assert lines["read"] == lines["understood"] + lines["ignored"] + lines["unknown"] > 0


def test_each_of_several_tunnels_stands_once_with_its_own_proof(capsys: pytest.CaptureFixture[str]) -> None:
    """Two logs of five tunnels make five rows; the broken one has its causes, the others theirs: none."""
    logs = [f"--{side}={log_of('mixed-psk-v1main-ss', side)}" for side in ("initiator", "responder")]
    _, found = diagnosed(capsys, *logs)
    told = {each["name"]: each for each in found["connections"]}
    assert len(found["connections"]) == len(told) == 5
    assert {name for name, each in told.items() if each["verdict"] != "established"} == {"bergen"}
    assert told["bergen"]["causes"] == ["psk-mismatch"]
    assert {reason["file"] for reason in told["bergen"]["because"]} == {"initiator.log", "responder.log"}
    assert {each["reached"] for name, each in told.items() if name != "bergen"} == {"phase2-up"}
    assert all(each["because"] for each in told.values())


def test_two_broken_tunnels_are_both_told_in_full(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The text is about the one that matters most, and then about the other, with the lines of each."""
    first, second = (
        Path(log_of(case, "initiator")).read_text(encoding="utf-8")
        for case in ("mixed-psk-v1main-ss", "mixed-noresp-v1main-ss")
    )
    for site in ("oslo", "bergen", "kiel", "gent", "lyon"):
        second = second.replace(site, f"{site}-2")
    log = tmp_path / "gw.log"
    log.write_text(first + second.replace("203.0.113.", "192.0.2."), encoding="utf-8")
    _, found = diagnosed(capsys, "--initiator", str(log))
    bad = {each["name"]: each["causes"][0] for each in found["connections"] if each["causes"]}
    assert bad == {"bergen": "psk-mismatch", "oslo-2": "peer-unreachable"}
    assert run(["diagnose", "--initiator", str(log)]) == 1
    told = capsys.readouterr().out
    assert "What follows is about bergen." in told
    assert "The tunnel oslo-2: several causes are possible" in told
    assert "establishing IKE_SA failed, peer not responding" in told


def test_both_values_of_what_does_not_agree_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The setting that a log shows to differ is named with both values, in words, as data and as a table."""
    log = log_of("p1-dh-v2-ss", "responder")
    _, found = diagnosed(capsys, "--responder", log)
    assert found["differences"] == [
        {
            "setting": "phase1-dh-group",
            "initiator": "Group 14 (2048-bit MODP)",
            "responder": "Group 15 (3072-bit MODP)",
            "agree": "no",
            "why": "The units have no phase 1 DH group in common.",
        }
    ]
    because = found["causes"][0]["because"][0]
    assert because["text"] == (
        "Phase 1 DH group: initiator Group 14 (2048-bit MODP), responder Group 15 (3072-bit MODP)"
    )
    assert because["line"]
    run(["diagnose", "--responder", log])
    text = capsys.readouterr().out
    assert "What does not agree" in text
    assert "Phase 1 DH group  Group 14 (2048-bit MODP)  Group 15 (3072-bit MODP)" in text


def test_nothing_known_is_undetermined(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A log of something else claims no cause, and names the question to begin with."""
    log = tmp_path / "web.log"
    log.write_text("GET / 200\nGET /favicon.ico 404\n", encoding="utf-8")
    status, found = diagnosed(capsys, str(log))
    assert (status, found["verdict"], found["causes"]) == (3, "undetermined", [])
    assert found["next_question"]["node"] == "symptom"
    assert found["lines"]["unknown"] == 2


def test_a_stated_symptom_leads_a_healthy_log_on(capsys: pytest.CaptureFixture[str]) -> None:
    """A tunnel that came up and carries nothing leads through NAT discovery to the third scenario."""
    log = log_of("esp-blocked-v2-ss", "initiator")
    assert diagnosed(capsys, "--initiator", log)[0] == 0
    status, found = diagnosed(capsys, "--initiator", log, "--fact", "symptom=no-traffic")
    assert (status, found["causes"][0]["scenario"]) == (1, "no-traffic")
    assert "esp-blocked" in [cause["id"] for cause in found["causes"]]


@pytest.mark.parametrize(
    ("symptom", "told"),
    [
        ("no-traffic", 'line 28 of initiator.log, shows "Phase 1 did not come up"'),
        ("no-response", 'line 28 of initiator.log, shows "The peer chose no proposal (NO_PROPOSAL_CHOSEN)"'),
        ("negotiation-fails", ""),
    ],
)
def test_a_symptom_that_the_log_does_not_bear_out_is_told(
    symptom: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was stated and what a line shows are both told; a symptom that fits the log is not."""
    log = log_of("p1-enc-v2-ss", "initiator")
    assert run(["diagnose", "--initiator", log, "--fact", f"symptom={symptom}"]) == 1
    text = " ".join(capsys.readouterr().out.split())
    assert ("What contradicts itself" in text) is bool(told)
    assert told in text


@pytest.mark.parametrize("case", ["dead-v2-sw", "rekey-lost-v1main-lsw", "esp-blocked-v2-ss"])
def test_a_tunnel_that_was_up_may_pass_no_traffic(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """That a tunnel was lost, or is up, does not contradict somebody who says that no traffic passes."""
    for side in ("initiator", "responder"):
        run(["diagnose", f"--{side}", log_of(case, side), "--fact", "symptom=no-traffic"])
        assert "What the tunnel does: the command line says" not in " ".join(capsys.readouterr().out.split())


def test_settings_are_facts_like_any_other(capsys: pytest.CaptureFixture[str]) -> None:
    """Two settings that disagree name the cause, with both values, in whatever spelling they came."""
    facts = [
        "symptom=negotiation-fails",
        "initiator.phase1-dh-group=modp2048",
        "responder.phase1-dh-group=group 2",
    ]
    status, found = diagnosed(capsys, *(part for fact in facts for part in ("--fact", fact)))
    cause = found["causes"][0]
    assert (status, cause["id"], cause["certainty"]) == (1, "phase1-dh-group-mismatch", "certain")
    assert any("14" in reason["text"] and "2" in reason["text"] for reason in cause["because"])


def test_a_log_through_a_pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A dash reads standard input."""
    data = Path(log_of("psk-v1main-ss", "responder")).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    _, found = diagnosed(capsys, "-")
    assert found["causes"][0]["id"] == "psk-mismatch"
    assert found["causes"][0]["because"][0]["file"] == "standard input"


def test_both_logs_together_agree_on_one_cause(capsys: pytest.CaptureFixture[str]) -> None:
    """The responder's word settles what the initiator's log leaves open."""
    logs = [
        part for side in ("initiator", "responder") for part in (f"--{side}", log_of("p1-enc-v2-ss", side))
    ]
    _, found = diagnosed(capsys, *logs)
    assert found["causes"][0]["id"] == "phase1-proposal-mismatch"
    assert {reason["source"] for reason in found["causes"][0]["because"]} >= {"responder log"}


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_the_diagnosis_for_people(form: str, golden: Golden, capsys: pytest.CaptureFixture[str]) -> None:
    """The text and Markdown forms hold the evidence, the causes and every step."""
    assert run(["diagnose", "--responder", log_of("psk-v1main-ss", "responder"), "--format", form]) == 1
    golden(f"psk-v1main-ss.{'md' if form == 'markdown' else 'txt'}", capsys.readouterr().out)


def test_unknown_lines_can_be_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What nothing explains is shown with its line number, not passed over in silence."""
    log = tmp_path / "unit.log"
    log.write_text("something new\n", encoding="utf-8")
    run(["diagnose", "--show-unknown", str(log)])
    assert "unit.log:1: something new" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_neither_secrets_nor_escapes_come_out(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log that holds a secret and a terminal escape is quoted without either."""
    log = tmp_path / "unit.log"
    log.write_text(
        'id=firewall msg="IKE Responder: ESP Perfect Forward Secrecy mismatch" '
        f'psk="{SECRET}" \x1b]0;owned\x07\n'
        f"a line with psk = {SECRET} and \x1b[2J\n",
        encoding="utf-8",
    )
    run(["diagnose", "--responder", str(log), "--format", form, "--show-unknown"])
    out = capsys.readouterr().out
    assert "Perfect Forward Secrecy mismatch" in out
    assert SECRET not in out
    assert "\x1b" not in out
    assert "\\u001b" not in out


def test_two_spellings_of_a_value_are_no_contradiction(capsys: pytest.CaptureFixture[str]) -> None:
    """What one unit calls MODP2048 and the other MODP_2048 is the same, and neither log is doubted."""
    case = "pfs-group-v1main-lsw-ss"
    logs = ("--initiator", log_of(case, "initiator"), "--responder", log_of(case, "responder"))
    assert run(["diagnose", *logs]) == 1
    text = capsys.readouterr().out
    assert "Group 14 (2048-bit MODP)" in text
    assert "contradicts" not in text


def test_a_step_that_several_causes_share_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    """The text has each step under the first cause that has it, and says so; the JSON has it under each."""
    log = log_of("p1-enc-v2-ss", "initiator")
    _, found = diagnosed(capsys, log)
    steps = [step["text"] for cause in found["causes"] for step in cause["steps"]]
    assert len(steps) > len(set(steps))
    run(["diagnose", "--format", "markdown", log])
    told = capsys.readouterr().out.replace("\\", "")
    assert {step: told.count(step) for step in set(steps)} == dict.fromkeys(steps, 1)
    assert "Steps that stand under a cause above are not told again." in told


def test_a_configuration_among_the_logs_is_told_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing in it is a log's line: it says how to hand a configuration in; a log says nothing of it."""
    case = CORPUS / "p1-enc-v2-ss"
    run(["diagnose", str(case / "initiator.log"), str(case / "responder.conf")])
    told = capsys.readouterr().err
    assert "responder.conf looks like a configuration" in told
    assert "--responder-config" in told
    assert "initiator.log" not in told


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_a_tunnel_that_was_taken_down_is_told_so(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It came up, so the verdict stays; but who took it down is told, with the line that says so."""
    log = CORPUS / "cert-clock-v2-sw59" / "responder.log"
    assert run(["diagnose", "--responder", str(log), "--format", form]) == 0
    told = capsys.readouterr().out
    assert "received DELETE for IKE_SA" in told
    if form == "json":
        (tunnel,) = json.loads(told)["connections"]
        assert (tunnel["verdict"], tunnel["taken_down"]) == ("established", "initiator")
    else:
        assert "The tunnel came up, and was taken down by the initiator" in told
