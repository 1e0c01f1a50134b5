"""Computers on which something is missing, full or odd."""

import json
import os
import subprocess
import tempfile
import unittest

from choosers import choose_file
from digits import DIGITS
from driver import PROGRAM, WindowTest, wait_for, xdotool
from pictures import make_picture


class Environment(WindowTest):
    def draws_and_reads(self, app):
        app.draw(DIGITS[7])
        if app.result != "7":
            self.needs_model()
            app.expect_result("7")

    def test_a_locale_that_is_not_installed(self):
        self.draws_and_reads(self.start(environment={"LC_ALL": "xx_YY.UTF-8", "LANGUAGE": "xx"}))

    def test_no_session_bus(self):
        app = self.start()
        app.close()
        place = app.to_screen(0.5, 0.5, box=(12, 60, 700, 500))
        # Nothing can be asked without the bus: what is drawn is found in the file that keeps it.
        app.process = subprocess.Popen(
            [PROGRAM], env={**app.environment, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}, stdout=app.log, stderr=app.log)
        wait_for(app.x_windows, "the window")
        kept = os.path.join(app.home, "data", "scrawl", "canvas.scrawl")

        def is_kept_after_a_click():
            xdotool("mousemove", *place, "click", 1)
            return os.path.exists(kept) and os.path.getsize(kept) > 60

        wait_for(is_kept_after_a_click, "a dot is kept")

    def test_a_style_of_high_contrast(self):
        self.draws_and_reads(self.start(environment={"GTK_THEME": "HighContrast"}))

    def test_folders_that_cannot_be_made(self):
        folder = self.path("home")
        open(folder, "w").close()
        app = self.start(environment={"HOME": folder, "XDG_DATA_HOME": folder + "/data", "XDG_CONFIG_HOME": folder + "/config"})
        app.expect_message("Not a directory")
        self.draws_and_reads(app)
        app.expect_message("not kept for the next start")
        app.press("Clear")
        app.expect_message("Canvas cleared")
        app.press("History")
        wait_for(lambda: app.find("The history can't be shown"), "the reason in the window")

    def test_saving_and_exporting_into_a_folder_whose_name_is_not_utf8(self):
        folder = os.fsencode(self.path("caf")) + b"\xe9"
        os.mkdir(folder)
        home = tempfile.mkdtemp(prefix="scrawl-window-")
        os.makedirs(os.path.join(home, "config", "scrawl"))
        with open(os.path.join(home, "config", "scrawl", "settings.json"), "w") as file:
            json.dump({"saveFolder": f"file://{self.path('caf')}%E9/"}, file)
        app = self.start(home=home)
        app.draw(DIGITS[7])
        app.press("Recognize")
        app.press("Save")
        self.accept(app, app.wait_find("Save the Canvas"), "seven.png", "Save", 1)
        app.expect_message("Saved as “seven.png”")
        app.press("History")
        wait_for(lambda: len(app.x_windows()) == 2, "the history's window")
        wait_for(lambda: app.find("Entries") and app.find("Entries").children, "an entry")
        app.key("ctrl+e")
        self.accept(app, app.wait_find("Export 1 Entry"), "entries", "Export", 2)
        wait_for(lambda: os.path.exists(folder + b"/entries"), "the export")
        self.assertEqual(sorted(os.listdir(folder)), [b"entries", b"seven.png"])
        self.assertEqual(sorted(os.listdir(folder + b"/entries")), [b"history.csv", b"pictures"])

    @staticmethod
    def accept(app, chooser, name, button, windows):
        """Names a file in the folder that a chooser has opened in."""
        wait_for(lambda: len(app.x_windows()) > windows, "the chooser's window")
        entry = wait_for(lambda: chooser.find(role="text"), "the name entry")
        entry.set_text(name)
        accept = wait_for(lambda: chooser.find(f"_{button} {button}", role="push button"), button)
        wait_for(lambda: accept.enabled, button + " can be pressed")
        accept.press()
        wait_for(lambda: len(app.x_windows()) == windows, "the chooser has closed")

    def test_a_home_of_its_own(self):
        home = self.path("home")
        os.mkdir(home)
        app = self.start(environment={"HOME": home, "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": ""})
        app.find("Brush Size").set_value(33)
        wait_for(lambda: app.find("33 px"), "the brush size")
        app.draw(DIGITS[7])
        wait_for(lambda: os.path.exists(os.path.join(home, ".local/share/scrawl/canvas.scrawl")), "the drawing is kept")
        app.press("Save")
        wait_for(lambda: app.find("home"), "the home in the chooser's path bar")
        app.key("Escape")
        wait_for(lambda: len(app.x_windows()) == 1, "the chooser has closed")
        app.close()
        with open(os.path.join(home, ".config/scrawl/settings.json")) as file:
            self.assertEqual(json.load(file)["brushSize"], 33)

    def test_several_starts_at_once_make_one_window(self):
        app = self.start()
        app.close()
        made = make_picture(self.path("4.png"), 4)
        starts = [subprocess.Popen([PROGRAM, made], env=app.environment) for _ in range(4)]
        app.process = starts[0]
        wait_for(lambda: sum(start.poll() is None for start in starts) == 1, "one is left")
        app.process = next(start for start in starts if start.poll() is None)
        self.assertEqual([start.returncode for start in starts if start is not app.process], [0, 0, 0])
        wait_for(lambda: len(app.x_windows()) == 1, "its window")
        app.root = wait_for(app._find_root, "the app in the accessibility tree")
        wait_for(lambda: app.canvas and app.find("Undo").enabled, "the picture")


class FullDisk(WindowTest):
    """A disk of its own for the test, with hardly any room."""

    def setUp(self):
        super().setUp()
        self.disk = tempfile.mkdtemp(prefix="scrawl-disk-")
        self.addCleanup(os.rmdir, self.disk)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", self.disk], capture_output=True).returncode:
            self.skipTest("a disk can only be made by root")
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.disk], check=True)
        subprocess.run(["convert", "-size", "600x600", "plasma:", self.path("large.png")], check=True, capture_output=True)

    def test_saving_says_so_and_leaves_nothing(self):
        app = self.start(self.path("large.png"))
        wait_for(lambda: app.find("Undo").enabled, "the picture is on the canvas")
        app.press("Save")
        choose_file(app, os.path.join(self.disk, "large.png"), "Save")
        app.expect_message("the disk is full")
        self.assertEqual(os.listdir(self.disk), [])

    def test_what_is_not_kept_is_told(self):
        app = self.start(self.path("large.png"), environment={"XDG_DATA_HOME": self.disk})
        app.expect_message("not kept for the next start. No space left on device")
        app.press("Undo")
        wait_for(lambda: app.find("Redo").enabled, "the picture was taken back")
        app.draw(DIGITS[7])
        wait_for(lambda: app.ink() > 1000, "drawing goes on")


if __name__ == "__main__":
    unittest.main()
