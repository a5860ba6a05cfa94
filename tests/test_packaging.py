"""The wheel holds everything, and runs outside the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from the checkout, without fetching a build environment."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_trees_and_the_type_marker(wheel: Path) -> None:
    """Every data file of the checkout is inside the package, and nothing of the tests is."""
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {f"ikewizard/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "trees").rglob("*.yaml")}
    page = {"ikewizard/web/page.css", "ikewizard/web/page.js"}
    assert data | page | {"ikewizard/py.typed"} <= names
    assert not any(name.startswith("tests") for name in names)


def test_the_wheel_runs_in_a_new_environment(wheel: Path, tmp_path: Path) -> None:
    """Installed elsewhere, with no checkout in sight, it finds its trees and diagnoses a log."""
    home = tmp_path / "env"
    venv.create(home, with_pip=False)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python")]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    # The libraries come from this environment: what is tested is our wheel, not a package index.
    (packages,) = home.rglob("site-packages")
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
    log = tmp_path / "responder.log"
    log.write_text('id=firewall fw=192.0.2.1 msg="IKE Responder: ESP Perfect Forward Secrecy mismatch"\n')
    run = subprocess.run(
        [scripts / "ikewizard", "diagnose", "--responder", log, "--format", "json"],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (1, "")
    assert json.loads(run.stdout)["causes"][0]["id"] == "pfs-mismatch"
