"""How does the one table of states read as a drawing and as tables (B4, F13)? Made from the table itself."""

from haversack.connections.presenters.words import REASONS, STATES
from haversack.connections.rules.states import LIVE, SIGNABLE, TABLE, Event, Reason, State

ABOUT = {
    State.INVESTIGATING: "nobody has looked at the portal yet, or it did not answer; looked at again by itself",
    State.REGISTERING: "the portal knows no app of this site’s; the operator has a task (`haversack register`)",
    State.READY: "the person may sign in there",
    State.CONNECTED: "records come, on a schedule and when asked for",
    State.SIGN_IN_AGAIN: "the permission ended",
    State.FAILING: "the permission holds, the portal does not answer as it should; asked again by itself",
    State.NOT_SUPPORTED: "no records can come from there, and the connection says why",
    State.DISCONNECTED: "the person ended it; what came stays",
}
EVENTS = {
    Event.FOUND: "a portal was found that this site is registered at",
    Event.UNKNOWN_THERE: "a portal was found, or says, that it does not know this site",
    Event.REGISTERED: "the operator entered the id that the portal gave",
    Event.UNREACHABLE: "the portal did not answer",
    Event.REFUSED: "no portal that records could come from",
    Event.STOPPED: "a sign-in did not succeed",
    Event.SIGNED_IN: "the person signed in at the portal and allowed access",
    Event.FETCHED: "a fetch came to its end",
    Event.FAILED: "a fetch failed",
    Event.ENDED: "the permission expired, was withdrawn, or was used up",
    Event.DISCONNECT: "the person ended the connection",
    Event.AGAIN: "the person wants it again",
}


def page(made: str) -> str:
    """The whole page, in Markdown with a Mermaid drawing."""
    return "\n".join(["# States of a connection", made, *_drawing(), *_states(), *_transitions(), *_reasons()]) + "\n"


def _drawing() -> list[str]:
    lines = [
        "What is not drawn cannot happen: the code has this one table, and a test makes this page again from it.\n",
        "```mermaid",
        "stateDiagram-v2",
    ]
    lines += [f'    state "{STATES[state]} ({state})" as {state}' for state in State]
    lines.append(f"    [*] --> {State.INVESTIGATING}: somebody names a portal")
    for state, line in TABLE.items():
        targets: dict[State, list[Event]] = {}
        for event, target in line.items():
            targets.setdefault(target, []).append(event)
        lines += [f"    {state} --> {target}: {', '.join(events)}" for target, events in targets.items()]
    return [*lines, "```\n"]


def _states() -> list[str]:
    rows = [
        f"| `{state}` | {STATES[state]} | {ABOUT[state]} | {_yes(state in SIGNABLE)} | {_yes(state in LIVE)} |"
        for state in State
    ]
    head = [
        "## States\n",
        "| state | on the page | what it means | may sign in | records come |",
        "|---|---|---|---|---|",
    ]
    return [*head, *rows, ""]


def _transitions() -> list[str]:
    head = ["## What may happen\n", f"| event | | {' | '.join(f'`{state}`' for state in State)} |"]
    rows = [
        f"| `{event}` | {EVENTS[event]} | {' | '.join(TABLE[state].get(event, '') for state in State)} |"
        for event in Event
    ]
    return [*head, "|---|---|" + "---|" * len(State), *rows, ""]


def _reasons() -> list[str]:
    head = ["## Why it is so, and what comes next\n", "Each reason has words of its own, in the reader’s language.\n"]
    rows = [
        f"| `{reason}` | {REASONS[reason].what} | {REASONS[reason].next} |" for reason in Reason if reason in REASONS
    ]
    return [*head, "| reason | what happened | what comes next |", "|---|---|---|", *rows]


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""
