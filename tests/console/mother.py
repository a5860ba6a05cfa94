"""A process that has imported what a wizard needs, and bears wizards: each is there at once.

``python -m tests.console.mother ORDERS``: on the socket ORDERS comes one order after another, a line of JSON
(what follows ``python``, and the environment) with a terminal and the end of a pipe. The terminal becomes
that of a new process, which runs what was ordered. Its id is written into the pipe, and how it ended.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import socket
import sys
from importlib import import_module
from typing import NamedTuple, NoReturn

WANTED = (
    "ikewizard.cli.configs",
    "ikewizard.cli.hand_in",
    "ikewizard.cli.logs",
    "ikewizard.cli.parser",
    "ikewizard.cli.resuming",
    "ikewizard.cli.wizard",
    "ikewizard.console.intake",
    "ikewizard.console.loop",
    "ikewizard.console.paste_input",
    "ikewizard.console.questionary_screen",
    "ikewizard.console.treat",
    "ikewizard.knowledge.readpart",
    "ikewizard.logs.reading",
    "ikewizard.report.text",
    "prompt_toolkit.key_binding.bindings.search",
)
"""What is imported: nothing of it is run before there is a child."""

LARGEST = 1 << 16


class Order(NamedTuple):
    """What a child is to run: what follows ``python`` on a command line, in which environment."""

    arguments: list[str]
    env: dict[str, str]


def bear(orders: socket.socket) -> Order | None:
    """Bear a child for each order. Returns the order in the child, and None in the mother in the end."""
    while True:
        data, given, *_ = socket.recv_fds(orders, LARGEST, 2)
        if not data:
            return None
        while not data.endswith(b"\n"):
            data += orders.recv(LARGEST)
        terminal, report = given
        if os.fork():
            os.close(terminal)
            os.close(report)
            _bury()
            continue
        orders.close()
        child = os.fork()
        if child:
            os.close(terminal)
            _mind(child, report)
        os.close(report)
        os.login_tty(terminal)
        return Order(**json.loads(data))


def _mind(child: int, report: int) -> NoReturn:
    os.write(report, f"{child}\n".encode())
    _, status = os.waitpid(child, 0)
    os.write(report, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _bury() -> None:
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                return
        except ChildProcessError:
            return


def live(order: Order) -> None:
    """Run what was ordered, as Python does when it is started with it."""
    os.environ.clear()
    os.environ.update(order.env)
    how, what, *arguments = order.arguments
    sys.argv = [how, *arguments]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})


if __name__ == "__main__":
    for _name in WANTED:
        import_module(_name)
    gc.freeze()
    _order = bear(socket.socket(fileno=int(sys.argv[1])))
    if _order:
        live(_order)
