"""A headless Chromium for the tests of pages: what it shows, what it says on its console, what it asks of the network."""

import base64
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
MISSING = None if CHROMIUM and DRIVER else "没有 chromium 或 chromedriver，看不了网页"
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
DESKTOP, PHONE = (1440, 900), (390, 844)


@dataclass
class Browser:
    """A running browser; `driver` is selenium's."""

    driver: Any

    def open(
        self, page: Path, fragment: str = "", size: tuple[int, int] = DESKTOP, dark: bool = False
    ) -> None:
        """Open a page anew, as on a screen of some width and in light or dark, and wait till its script has run."""
        self.driver.get("about:blank")
        self.size(size)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
        self.driver.get(page.as_uri() + fragment)
        self.wait("document.documentElement.dataset.ready === 'yes'")

    def size(self, size: tuple[int, int]) -> None:
        width, height = size
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
        )

    def wait(self, condition: str, seconds: float = 20) -> None:
        from selenium.webdriver.support.ui import WebDriverWait  # noqa: PLC0415

        WebDriverWait(self.driver, seconds, 0.02).until(
            lambda driver: driver.execute_script(f"return {condition}")
        )

    def run(self, script: str, *arguments: object) -> Any:
        """Return what a script of the test returns; it stands outside the page's own policy."""
        return self.driver.execute_script(script, *arguments)

    def keys(self, *pressed: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains  # noqa: PLC0415

        for key in pressed:
            ActionChains(self.driver).send_keys(key).perform()

    def complaints(self) -> list[str]:
        """Return what the console has said since last asked: errors, and what the page's policy forbade."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Return the addresses that the browser has asked for since last asked."""
        events = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        return [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Save what is seen, or the whole page, as PNG."""
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": whole})
        path.write_bytes(base64.b64decode(shot["data"]))

    def pdf(self) -> bytes:
        printed = self.driver.execute_cdp_cmd(
            "Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True}
        )
        return base64.b64decode(printed["data"])


@contextmanager
def browser(*, scripts: bool = True) -> Iterator[Browser]:
    """Start a browser with an empty profile; without scripts as one that forbids them."""
    from selenium import webdriver  # noqa: PLC0415
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415

    profile = tempfile.mkdtemp(prefix="bizenv-browser-")
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
        shutil.rmtree(profile, ignore_errors=True)
