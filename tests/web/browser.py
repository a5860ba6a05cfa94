"""A real browser to look at the page with: Debian's chromium, driven by its own driver."""

from __future__ import annotations

import base64
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PATIENCE = 20.0
SOONEST, LATEST = 0.02, 0.2
"""Seconds between two looks, at first and where it takes long: a look keeps the whole browser busy."""
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
PHONE, DESKTOP = (390, 844), (1280, 900)


def chromium() -> tuple[str, str] | None:
    """Return the browser and its driver, or None where they are not installed."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


class Browser:
    """One browser, in which several pages may be open. What waits gives up with the page in the message."""

    def __init__(self, browser: str, driver: str, folder: Path) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = browser
        for flag in (*FLAGS, f"--user-data-dir={folder}"):
            options.add_argument(flag)
        # What the browser itself complains of (a policy that was broken) is looked at as well.
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self._driver = webdriver.Chrome(options, Service(driver))
        self._log: Callable[[str], list[dict[str, object]]] = self._driver.get_log

    def close(self) -> None:
        """End the browser."""
        self._driver.quit()

    def open(self, address: str, *, new: bool = False) -> None:
        """Load a page, in a window of its own if it is to be ``new``."""
        if new:
            self._driver.switch_to.new_window("tab")
        self._driver.get(address)

    def close_others(self) -> None:
        """Close all windows but the first."""
        first, *others = self._driver.window_handles
        for window in others:
            self._driver.switch_to.window(window)
            self._driver.close()
        self._driver.switch_to.window(first)

    def run(self, script: str, *arguments: object) -> Any:
        """Return what a script in the page gives."""
        return self._driver.execute_script(script, *arguments)

    def text(self, selector: str = "body") -> str:
        """Return the text of a part of the page, as a person sees it."""
        return str(self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector))

    def count(self, selector: str) -> int:
        """Return how many elements there are of a kind."""
        return int(self.run("return document.querySelectorAll(arguments[0]).length", selector))

    def wait(self, holds: Callable[[], bool], what: str, seconds: float = PATIENCE) -> float:
        """Wait until ``holds``; return how long that took."""
        began = time.monotonic()
        pause = SOONEST
        while not holds():
            if time.monotonic() - began > seconds:
                raise AssertionError(f"waited {seconds} s for {what}:\n{self.text()}")
            time.sleep(pause)
            pause = min(1.2 * pause, LATEST)
        return time.monotonic() - began

    def wait_for(self, selector: str, text: str, seconds: float = PATIENCE) -> float:
        """Wait until a part of the page says this."""
        return self.wait(lambda: text in self.text(selector), f"'{text}' in {selector}", seconds)

    def size(self, width: int, height: int) -> None:
        """Look through a window of this size, as a phone or a desktop does."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self._driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def colours(self, scheme: str) -> None:
        """Look at it ``light`` or ``dark``."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def scripts(self, allowed: bool) -> None:
        """Let pages run scripts, or not."""
        self._driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not allowed})

    def complaints(self) -> list[str]:
        """Return what the browser complained of since it was last asked, but for a missing icon."""
        found = [str(entry["message"]) for entry in self._log("browser")]
        return [text for text in found if "favicon.ico" not in text]

    def address(self) -> str:
        """Return the address of the page."""
        return self._driver.current_url

    def source(self) -> str:
        """Return the page as it stands."""
        return self._driver.page_source

    def obstacles(self) -> list[str]:
        """Return what axe-core finds in the page that keeps people from reading it."""
        if not self.run("return 'axe' in window"):
            self.run(AXE.read_text(encoding="utf-8"))
        script = "const done = arguments[0]; axe.run().then(found => done(JSON.stringify(found.violations)))"
        found = json.loads(self._driver.execute_async_script(script))
        return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]

    def picture(self, name: str) -> None:
        """Keep a picture of the whole page in the folder of IKEWIZARD_SCREENSHOTS, where that is set."""
        folder = os.environ.get("IKEWIZARD_SCREENSHOTS")
        if folder:
            shot = {"captureBeyondViewport": True}
            data = self._driver.execute_cdp_cmd("Page.captureScreenshot", shot)["data"]
            (Path(folder) / f"{name}.png").write_bytes(base64.b64decode(data))
