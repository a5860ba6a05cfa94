"""The server: uvicorn, without a word of its own, and without a log that would hold the secret address."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from ikewizard.web.app import MOST_WATCHERS


class Server(uvicorn.Server):
    """Serves an application until ``should_exit`` is set. Signals are the caller's business."""

    def __init__(self, app: ASGIApp, cert: str = "", key: str = "") -> None:
        super().__init__(
            uvicorn.Config(
                app,
                access_log=False,
                log_config=None,
                log_level="critical",
                server_header=False,
                proxy_headers=False,
                http="h11",
                ws="none",
                lifespan="off",
                limit_concurrency=2 * MOST_WATCHERS,
                h11_max_incomplete_event_size=16 * 1024,
                timeout_keep_alive=5,
                timeout_graceful_shutdown=2,
                ssl_certfile=cert or None,
                ssl_keyfile=key or None,
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield
