"""Another language, and the command line."""

import os
import subprocess
import tempfile
import unittest

from driver import PROGRAM, WindowTest, wait_for
from pictures import make_picture


class German(WindowTest):
    def setUp(self):
        super().setUp()
        subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", self.path("de_DE.UTF-8")], capture_output=True)
        if not os.path.isdir(self.path("de_DE.UTF-8")):
            self.skipTest("the sources of a German locale are not installed (package locales)")
        self.german = {"LOCPATH": self.folder, "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"}

    def test_the_window_and_its_errors_speak_german(self):
        with open(self.path("text.png"), "wb") as file:
            file.write(b"%PDF-1.7\n" * 9)
        app = self.start(self.path("text.png"), environment=self.german, canvas="Zeichenfläche", message="Meldung")
        app.expect_message("Dies ist kein Bild, sondern ein PDF-Dokument.")
        app.wait_find("Öffnen", role="push button")
        subprocess.run([PROGRAM, self.path("nirgends.png")], env=app.environment, check=True, timeout=30)
        app.expect_message("„nirgends.png“ gibt es nicht.")
        subprocess.run([PROGRAM, "http://127.0.0.1:1/a.png"], env=app.environment, check=True, timeout=30)
        app.expect_message("„127.0.0.1“ lehnt die Verbindung ab.")

    def test_tenths_are_written_with_a_comma(self):
        self.needs_model()
        app = self.start(
            make_picture(self.path("vier.png"), 4), environment=self.german, canvas="Zeichenfläche", message="Meldung")
        wait_for(lambda: (node := app.find(description="Ergebnis")) and node.text == "4", "a 4")
        self.assertRegex(app.find(description="Sicherheit").text, r"^\d+,\d %$")


class CommandLine(unittest.TestCase):
    def run_program(self, *arguments):
        with tempfile.TemporaryDirectory() as home:
            return subprocess.run([PROGRAM, *arguments], env={**os.environ, "HOME": home}, capture_output=True, text=True, timeout=30)

    def test_help_and_version_name_the_program(self):
        shown = self.run_program("--help")
        self.assertEqual(shown.returncode, 0)
        self.assertIn("scrawl [OPTION…] [FILE|LINK]", shown.stdout)
        self.assertNotIn("io.github", shown.stdout)
        self.assertEqual(self.run_program("--version").stdout.split()[0], "scrawl")

    def test_wrong_usage_is_told(self):
        wrong = self.run_program("--no-such-option")
        self.assertEqual((wrong.returncode, wrong.stdout), (2, ""))
        self.assertIn("scrawl --help", wrong.stderr)


if __name__ == "__main__":
    unittest.main()
