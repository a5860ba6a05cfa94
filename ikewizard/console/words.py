"""Every word of the conversation that is not in the trees."""

from __future__ import annotations

from ikewizard.core.events import EvidenceGiven
from ikewizard.core.facts import UNKNOWN
from ikewizard.core.tree import Ask, Node

DONT_KNOW = "I don't know"
HAND_IN = "Log or configuration: hand one in"
CALL_ON = "Call mode: show what to read out on a call"
CALL_OFF = "Call mode off"
OTHER_SIDE = "Other side: a card with what to ask them"
BACK = "Back to an earlier answer"
QUIT = "Quit (what you answered is saved)"
CALL_IS_ON = (
    "Call mode is on. Read out what stands after Say. Q3, C or S2 is where we stand: whoever follows "
    "sees the same."
)
CALL_IS_OFF = "Call mode is off."
CALL_FIND_OUT = "That is all right. I tell you how to find it out."
WORDS_ON_SCREEN = "Words on this screen:"
WHERE_TO_LOOK = "Where to look:"

FIND_OUT = "How to find out"
ASK_AGAIN = "I looked: ask me again"
GO_ON_WITHOUT = "Go on without it"

BURST_BODY = "That looks like a paste, not like an answer, so nothing was answered with it."
BURST_TAKE = "Take it as a log or a configuration"
BURST_MORE = "Take it, and paste more"
BURST_DROP = "Throw it away"

PIPED = (
    "Standard input holds a log and no answers: it is taken as a log. "
    "To have one read without any question: ikewizard diagnose -"
)

HAND_IN_HOW = "How do you hand the log in?"
HAND_IN_BODY = (
    "The lines around one failed attempt are enough; more does no harm. Secrets in it are blotted out."
)
HAND_IN_PASTE = "Paste it here"
HAND_IN_FILE = "Name a file"
HAND_IN_NONE = "Never mind"
PASTE_BODY = "Paste the log now. It is taken as it comes; nothing in it can answer a question."
HINT = "What helps:"
FILE_NAME = "File name of the log"
FILE_BODY = "A path on this computer, or - to paste it. An empty line leads back to the question."

WHOSE_CONFIGURATION = "Whose configuration is it?"
WHOSE_CONFIGURATION_BODY = (
    "The initiator is the unit that starts the tunnel. If either may, take the one whose log you have."
)
WHICH_CONNECTION = "Which connection is it about?"
WHICH_BODY = "The configuration holds several; only one is looked at."
WHOSE_LOG = "Whose log is it?"
WHOSE_LOG_BODY = (
    "The lines do not say so for certain. The initiator is the unit that starts the negotiation, "
    "the responder the one that is asked."
)
WHOSE_LOG_FIRST = "That paste was not taken: say whose the first log is, then hand in the next."
INITIATOR_LOG = "The initiator's"
RESPONDER_LOG = "The responder's"
CONTRADICTION = "This contradicts what was said before"

BACK_WHERE = "Which answer do you want to take back?"
BACK_BODY = "Only what depended on it is asked again."
BACK_STAY = "None: stay here"

STEP_FIXED = "It fixed it"
STEP_DID_NOT_HELP = "It did not help"
STEP_CANNOT_CHECK = "I cannot check that"

VERIFY_TITLE = "Does traffic pass now?"
VERIFY_YES = "Yes, traffic passes through an active tunnel"
VERIFY_NO = "No, it still fails"
VERIFY_WHY = "A tunnel often looks mended before any packet went through it; only traffic proves the fix."

GO_ON_TITLE = "Go on to the steps?"
GO_ON = "Take the steps one by one, the likeliest first"
SET_ASIDE = "Set aside, since the log leads elsewhere (it can be taken back):"
TOLD = "Not asked any more, since the log tells:"

CARD_SIDE = "Which unit can you not reach?"
CARD_SIDE_BODY = "The card is for whoever can: to be read out, or to be sent."
CARD_INITIATOR = "The initiator, the unit that starts the tunnel"
CARD_RESPONDER = "The responder, the unit that is asked"
CARD_NEITHER = "Neither: back to the question"
CARD_NEXT = "What is to be done with the card?"
CARD_WRITE = "Write it to a file"
CARD_COPY = "Copy it, to paste it into a mail or a chat"
CARD_DONE = "Go back to the question"
CARD_NAME = "File name of the card"
CARD_NAME_BODY = "An empty line takes the name:"
CARD_WRITTEN = "The card is written:"

CLOSE_TITLE = "What next?"
CLOSE_BODY = "A further log, or another answer, may tell more."
CLOSE_FINISH = "Finish here"

FORM_DONE = "Done with these settings"
FORM_NONE = "I don't know any of them"
FORM_OTHER = "Another value"
FORM_CLEAR = "I don't know"
LINE_EMPTY = "An empty line means: I don't know."
LINE_KEEP = "An empty line keeps what is there, a single dash takes it back."
ACCEPTED = "What is taken:"
FORM_BODY = "Choose a setting to fill it in. Leave out what you do not know."

SHARE_KEY = "!"
SHARE_PAUSED = "Paused: those who follow see nothing new until you let it go on."
SHARE_GOES_ON = "It goes on: those who follow see what has happened meanwhile."
SHARE_OVER = "The page is closed. 'ikewizard share' in another window opens a new one."


def shared(watchers: int, state: str) -> str:
    """Return the entry about the page on which others follow."""
    count = "nobody follows" if not watchers else f"{watchers} follow{'s' if watchers == 1 else ''}"
    if state == "paused":
        return f"Share: paused, {count} ({SHARE_KEY} goes on)"
    return f"Share: {count} ({SHARE_KEY} pauses)" if state in ("live", "ended") else "Share: closed"


def burst_title(lines: int) -> str:
    """Return the question about a burst of keys that came at a menu."""
    return f"{lines} line{'s' if lines != 1 else ''} came in at once. What is it?"


def paste_name(number: int) -> str:
    """Return the name under which a pasted log is quoted."""
    return f"pasted log {number}"


def step_title(number: int, total: int) -> str:
    """Return the question about a step that was shown."""
    return f"Step {number} of {total}: what came of it?"


def solved(cause: str, step: str) -> str:
    """Return the sentence that ends a session well."""
    return f"Solved. The cause was: {cause}. What fixed it: {step}"


def earlier_answer(node: Node, value: str) -> str:
    """Return an earlier question with its answer, for the list of what can be taken back."""
    if not isinstance(node, Ask):
        return f"{getattr(node, 'ask', node.id)} (settings)"
    choice = node.choice(value)
    said = DONT_KNOW if value == UNKNOWN or choice is None else choice.label
    return f"{node.ask} {said}"


def earlier_step(step: str, result: str) -> str:
    """Return a step that was tried with its result, for the list of what can be taken back."""
    results = {"fixed": STEP_FIXED, "did-not-help": STEP_DID_NOT_HELP, "cannot-check": STEP_CANNOT_CHECK}
    return f"{step} {results.get(result, result)}"


def earlier_evidence(piece: EvidenceGiven) -> str:
    """Return a piece of evidence, for the list of what can be taken back."""
    return f"The evidence '{piece.name}' ({piece.side})"
