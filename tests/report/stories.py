"""A small tree with its causes, and sessions over it: what the tests of the reports tell about."""

from __future__ import annotations

from ikewizard.core.causes import Cause, Device, How, RecordedCase, Step
from ikewizard.core.conditions import Condition
from ikewizard.core.events import (
    Answered,
    Event,
    EvidenceGiven,
    Finished,
    SettingGiven,
    Started,
    Tried,
    Verified,
    WentBack,
)
from ikewizard.core.facts import FactBook, FactSpec, FactValue, Finding, Source
from ikewizard.core.playbook import Playbook
from ikewizard.core.tree import Ask, Candidate, Choice, Conclude, DontKnow, Form, Tree

EVIL = "\x1b[2J<img src=x onerror=alert(1)> @everyone [click](http://evil.example) ``` | # x"


def _ask(node: str, fact: str, ask: str, choices: tuple[Choice, ...], otherwise: str) -> Ask:
    return Ask(node, "ask", fact, ask, ask, "", "", choices, DontKnow("Look there", otherwise))


TREE = Tree(
    "says",
    {
        "says": _ask(
            "says",
            "responder.says",
            "What does the responder's log complain of?",
            (
                Choice("nothing", "Nothing at all", "settings"),
                Choice("pfs", "Perfect Forward Secrecy does not match", "pfs-end"),
                Choice("phase2", "The phase 2 proposal does not match", "phase2-end"),
            ),
            "settings",
        ),
        "settings": Form(
            "settings", "form", "Compare the settings of both units", "", "", "", ("pfs",), "phase2-end"
        ),
        "pfs-end": Conclude(
            "pfs-end",
            "conclude",
            "Phase 2 fails because the units do not agree on PFS.",
            (Candidate("pfs-mismatch", "certain"),),
        ),
        "phase2-end": Conclude(
            "phase2-end",
            "conclude",
            "Phase 2 fails on a setting.",
            (Candidate("pfs-mismatch", "likely"), Candidate("phase2-mismatch", "possible")),
            decide="Read the responder's log: it names the setting.",
        ),
    },
)
CAUSES = {
    "pfs-mismatch": Cause(
        "pfs-mismatch",
        "PFS differs",
        "negotiation-failure",
        "one unit asks for a new key exchange in phase 2, and the other does not",
        (
            Step("compare-pfs", "Compare PFS on both units", "both", verify="the next attempt comes up"),
            Step("restart", "Start the tunnel anew", "initiator"),
        ),
        "Send a ping through the tunnel.",
        (RecordedCase("pfs", {"responder.says": "pfs"}),),
        "the administrator of the responder",
        ruled_out_when=Condition(fact="responder.pfs", equals="no"),
        ruled_out_because="the responder does not ask for it",
    ),
    "phase2-mismatch": Cause(
        "phase2-mismatch",
        "The phase 2 proposals differ",
        "negotiation-failure",
        "no proposal of the one is accepted by the other",
        (Step("compare-phase2", "Compare phase 2 on both units", "responder"),),
        "Send a ping through the tunnel.",
        (RecordedCase("phase2", {"responder.says": "phase2"}, first=False),),
        "the administrator of the responder",
    ),
}
DEVICES = {
    "sonicwall": Device(
        "sonicwall",
        "SonicWall",
        How("Log > View", "guide"),
        {"compare-pfs": How("VPN > Settings > Configure > Proposals", unverified=True)},
    ),
    "strongswan": Device(
        "strongswan",
        "strongSwan",
        How("journalctl", "man"),
        {"compare-pfs": How("esp_proposals in swanctl.conf", "swanctl.conf(5)")},
    ),
}
PLAYBOOK = Playbook(
    TREE,
    CAUSES,
    {
        "responder.says": FactSpec(
            "responder.says",
            "What the responder's log complains of last",
            (FactValue("nothing", "Nothing at all"), FactValue("pfs", "PFS does not match")),
        )
    },
    DEVICES,
    setting_titles={"pfs": "Perfect Forward Secrecy"},
)

START = Started("2026-03-01T23:58:10Z", "abcdef", "0.1.0", "3f2a9c")
LOG = EvidenceGiven(
    "2026-03-02T00:01:00Z",
    "evidence-1",
    "east.log",
    "responder",
    (
        Finding(
            "responder.says",
            "pfs",
            Source(
                "log", "responder", "east.log", 14, "IKE Responder: PFS mismatch", "PFS differs", "s2r-pfs"
            ),
        ),
        Finding(
            "phase1.state",
            "up",
            Source("log", "responder", "east.log", 12, "IKE phase 1 complete", "phase 1 came up", "p1-up"),
        ),
        Finding(
            "responder.device", "sonicwall", Source("log", "responder", "east.log", text="sonicwall log")
        ),
    ),
    ("SonicWall log, 14 of 20 lines understood.",),
    "sonicwall",
)
HOSTILE_LOG = EvidenceGiven(
    "2026-03-01T23:59:00Z",
    "evidence-1",
    EVIL,
    "responder",
    (Finding("responder.says", "pfs", Source("log", "responder", EVIL, 1, EVIL, EVIL, "x")),),
    (EVIL,),
    EVIL,
)

STORIES: dict[str, tuple[Event, ...]] = {
    "solved-after-a-contradiction": (
        START,
        Answered("2026-03-01T23:59:00Z", "says", "phase2"),
        WentBack("2026-03-01T23:59:30Z", "says"),
        Answered("2026-03-01T23:59:40Z", "says", "nothing"),
        LOG,
        Tried("2026-03-02T00:05:00Z", "pfs-mismatch", "compare-pfs", "fixed"),
        Verified("2026-03-02T00:06:00Z", "pfs-mismatch", "compare-pfs", works=False),
        Tried("2026-03-02T00:08:00Z", "pfs-mismatch", "restart", "fixed"),
        Verified("2026-03-02T00:09:15Z", "pfs-mismatch", "restart", works=True),
        Finished("2026-03-02T01:09:15Z", "solved"),
    ),
    "escalated-without-a-log": (
        START,
        Answered("2026-03-01T23:59:00Z", "says", "unknown"),
        SettingGiven("2026-03-02T00:00:00Z", "initiator", "pfs", "yes"),
        SettingGiven("2026-03-02T00:00:20Z", "responder", "pfs", "no"),
        Answered("2026-03-02T00:00:30Z", "settings", "done"),
        Tried("2026-03-02T00:05:00Z", "phase2-mismatch", "compare-phase2", "cannot-check"),
        Finished("2026-03-02T00:10:00Z", "escalated"),
    ),
    "left-at-the-first-question": (START,),
    "hostile-log": (START, HOSTILE_LOG),
    "of-trees-that-changed": (
        START,
        Answered("2026-03-01T23:59:00Z", "gone-node", "yes"),
        Answered("not a time", "says", "gone-value"),
        Tried("2026-03-02T00:05:00Z", "gone-cause", "gone-step", "did-not-help"),
    ),
}


def book(**devices: str) -> FactBook:
    """Return a book that knows the makes of the units."""
    source = Source("answer")
    return FactBook().add(Finding(f"{unit}.device", device, source) for unit, device in devices.items())
