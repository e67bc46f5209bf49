"""``python -m sandbox`` as a process of its own."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from tests.sandbox.conftest import COMPANY, TOKEN

ROOT = Path(__file__).parents[2]


def test_it_prints_its_page_first_and_ends_well_on_a_signal(tmp_path: Path) -> None:
    scene = tmp_path / "company.json"
    scene.write_text(json.dumps(COMPANY, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "sandbox", "--scene", str(scene), "--token", TOKEN]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        origin = re.fullmatch(r"(http://127\.0\.0\.1:\d+)/\n", process.stdout.readline())
        assert origin
        with urlopen(f"{origin[1]}/bot{TOKEN}/getMe") as answer:
            assert json.load(answer)["result"]["username"] == "gendan_bot"
        with urlopen(f"{origin[1]}/") as page:
            assert b"<html" in page.read()
        stream = urlopen(f"{origin[1]}/sim/events")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        stream.close()


def test_a_scene_that_is_wrong_is_a_wrong_setting(tmp_path: Path) -> None:
    scene = tmp_path / "company.json"
    scene.write_text('{"people": []}')
    command = [sys.executable, "-m", "sandbox", "--scene", str(scene)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stderr) == (2, "sandbox: Scene has no people\n")
