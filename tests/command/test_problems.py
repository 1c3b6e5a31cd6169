"""Whatever goes wrong at a terminal is told in a sentence."""

import subprocess
import sys


def test_a_zip_that_was_cut_is_told_before_anything_of_a_place_is_there(empty_house, tmp_path):
    cut, passphrase = tmp_path / "cut.zip", tmp_path / "pass.txt"
    cut.write_bytes(b"PK\x03\x04 and no more")
    passphrase.write_text("a lantern under the old linden")
    words = ["import", cut, "--email", "ada@example.org", "--passphrase-file", passphrase]

    ended = subprocess.run(
        [sys.executable, "-m", "heartleaf", *words], env=empty_house, capture_output=True, text=True
    )

    assert ended.returncode == 1
    assert "it was cut off on the way" in ended.stderr
    assert "Traceback" not in ended.stderr
