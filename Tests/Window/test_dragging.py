"""Drag and drop, copying and pasting between Scrawl and another program."""

import contextlib
import glob
import os
import subprocess
import sys
import unittest

from digits import DIGITS
from driver import HERE, NotMet, WindowTest, wait_for, x_windows, xdotool
from pictures import make_picture, picture_size, read_bytes
from servers import Server


class Dragging(WindowTest):
    def start_partner(self, app, *offer):
        """Another program's window, beside Scrawl's; returns its middle on the screen."""
        self.partner = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "partner.py"), self.folder, *offer],
            env={**os.environ, "GSK_RENDERER": "cairo", "GSETTINGS_BACKEND": "memory"})
        self.addCleanup(self.partner.wait)
        self.addCleanup(self.partner.kill)
        window = wait_for(lambda: x_windows(self.partner.pid), "the partner's window")[-1]
        xdotool("windowmove", window, 1040, 20)
        wait_for(lambda: "X=1040" in xdotool("getwindowgeometry", "--shell", window), "the partner's place")
        for own in (window, app.x_windows()[-1]):
            # What a window manager writes on windows that it manages: GTK drops on no others.
            subprocess.run(["xprop", "-id", own, "-f", "WM_STATE", "32c", "-set", "WM_STATE", "1"], check=True)
        return 1140, 120

    def end_partner(self):
        self.partner.kill()
        self.partner.wait()

    def copy(self, partner):
        """Clicks the other program's area, which copies what it offers."""
        copied = self.path("copied")

        def click():
            # From elsewhere: where the mouse is already there, a new window may not know that it is. One that is still being put up takes no click.
            xdotool("mousemove", partner[0], partner[1] + 300, "mousemove", *partner, "mousemove_relative", 2, 2, "click", 1)
            with contextlib.suppress(NotMet):
                return wait_for(lambda: os.path.exists(copied), "it has copied", 2)

        wait_for(click, "the other program has copied")
        os.unlink(copied)

    def drag(self, start, end):
        """Presses, moves as a hand does, and lets go when the other side has answered."""
        words = ["mousemove", *start, "mousedown", 1]
        for step in range(1, 31):
            words += ["mousemove", *(round(a + (b - a) * step / 30) for a, b in zip(start, end)), "sleep", "0.01"]
        xdotool(*words)
        for wiggle in range(8):
            xdotool("mousemove", end[0] + wiggle % 2, end[1], "sleep", "0.05")
        xdotool("mouseup", 1)

    def test_the_canvas_is_dragged_into_another_program(self):
        app = self.start()
        app.draw(DIGITS[4])
        partner = self.start_partner(app)
        left, top, width, height = app.wait_find("Drag Picture").box
        self.drag((left + width // 2, top + height // 2), partner)
        dropped = self.path("dropped.png")
        wait_for(lambda: os.path.exists(dropped), "the picture in the other program")
        for size, expected in zip(picture_size(dropped), app.canvas.box[2:]):
            # AT-SPI rounds the sides of a widget in its own way.
            self.assertAlmostEqual(size, expected, delta=1)

    def test_a_drag_over_the_canvas_leaves_no_window_behind(self):
        app = self.start()
        app.draw(DIGITS[4])
        left, top, width, height = app.wait_find("Drag Picture").box
        start = (left + width // 2, top + height // 2)
        for count in range(24):
            # Faster than any hand, or the app on a busy machine; to the canvas, the rest of the window and beside it.
            steps, end = 1 + count % 6, (20 + 200 * (count % 5), 60 + 90 * (count % 7))
            path = [[round(a + (b - a) * step / steps) for a, b in zip(start, end)] for step in range(1, steps + 1)]
            words = ["mousemove", *start, "mousedown", 1]
            for step, place in enumerate(path):
                words += ["mousemove", *place, *(["sleep", "0.01"] if (step + count) % 3 == 0 else [])]
            xdotool(*words, "mouseup", 1)
            wait_for(lambda: len(app.x_windows()) == 1, f"the end of drag {count}")

    def test_a_folder_dragged_in_the_chooser_leaves_no_window_behind(self):
        app = self.start()
        app.draw(DIGITS[4])
        app.press("Save")
        chooser = app.wait_find("Save the Canvas")
        windows = wait_for(lambda: len(app.x_windows()) > 1 and app.x_windows(), "the chooser's window")
        for count in range(8):
            left, top, width, height = wait_for(lambda: chooser.find(os.path.basename(app.home)), "the folder in the path bar").box
            words = ["mousemove", left + width // 2, top + height // 2, "mousedown", 1]
            for step in range(1, 30):
                words += ["mousemove", left + width // 2 + 4 * step, top + height // 2 + 2 * step]
            xdotool(*words)
            wait_for(lambda: len(app.x_windows()) > 2, "the drag's window")
            xdotool("mouseup", 1)
            wait_for(lambda: app.x_windows() == windows, f"the drag's window has gone after drag {count}")

    @staticmethod
    def watched(app):
        """The numbers of the files and folders that the app is told changes of."""
        numbers = set()
        for path in glob.glob(f"/proc/{app.process.pid}/fdinfo/*"):
            # A file may have been closed since it was listed.
            with contextlib.suppress(FileNotFoundError), open(path) as file:
                numbers.update(int(line.split("ino:")[1].split()[0], 16) for line in file if line.startswith("inotify"))
        return numbers

    def test_a_chooser_closes_while_the_mouse_is_down_on_a_file(self):
        # Memory that was freed is overwritten at once: its use shows.
        app = self.start(environment={"G_SLICE": "always-malloc", "MALLOC_PERTURB_": "165"})
        for count in range(12):
            make_picture(os.path.join(app.home, f"{count}.png"), 1)
        app.draw(DIGITS[1])
        folder = os.stat(app.home).st_ino
        self.assertNotIn(folder, self.watched(app))
        app.press("Save")
        chooser = app.wait_find("Save the Canvas")
        window = wait_for(lambda: app.x_windows()[1:], "the chooser's window")[0]
        wait_for(lambda: chooser.find(os.path.basename(app.home)), "the folder in the path bar")
        wait_for(lambda: folder in self.watched(app), "the folder is watched")
        left, top, width, height = wait_for(lambda: chooser.find("GtkTreeView"), "the list of files").box
        x, y = left + width // 3, top + height // 2
        words = ["mousemove", x, y, "mousedown", 1]
        for step in range(1, 30):
            words += ["mousemove", x + 4 * step, y + 2 * step]
        xdotool(*words, "windowfocus", window, "key", "Escape")
        wait_for(lambda: window not in app.x_windows(), "the chooser has closed")
        xdotool("mouseup", 1)
        wait_for(lambda: len(app.x_windows()) == 1, "no window of a drag is left")
        wait_for(lambda: folder not in self.watched(app), "the folder is no longer watched")
        make_picture(os.path.join(app.home, "new.png"), 1)
        app.press("Clear")
        app.press("Undo")
        app.expect_result("1")

    def test_a_file_is_dropped(self):
        self.needs_model()
        app = self.start()
        partner = self.start_partner(app, make_picture(self.path("six.png"), 6))
        self.drag(partner, app.to_screen(0.5, 0.5))
        app.expect_result("6")

    def test_of_several_files_the_first_is_opened_and_that_is_told(self):
        self.needs_model()
        app = self.start()
        files = [make_picture(self.path(f"{digit}.png"), digit) for digit in (4, 6, 7)]
        partner = self.start_partner(app, *files)
        self.drag(partner, app.to_screen(0.5, 0.5))
        app.expect_message("the first of 3 was opened")
        app.expect_result("4")
        app.press("Undo")
        app.expect_result("Nothing drawn")

    def test_a_picture_is_dropped(self):
        self.needs_model()
        app = self.start()
        partner = self.start_partner(app, "texture:" + make_picture(self.path("six.png"), 6))
        self.drag(partner, app.to_screen(0.5, 0.5))
        app.expect_result("6")

    def test_what_is_no_picture_is_dropped(self):
        app = self.start()
        partner = self.start_partner(app, "seven")
        self.drag(partner, app.to_screen(0.5, 0.5))
        app.expect_message("no picture and no link")

    def test_a_link_is_dropped(self):
        self.needs_model()
        with Server(read_bytes(make_picture(self.path("five.png"), 5))) as server:
            app = self.start()
            partner = self.start_partner(app, server.link("picture.png"))
            self.drag(partner, app.to_screen(0.5, 0.5))
            app.expect_result("5")

    def test_a_copied_file_and_a_copied_picture_are_pasted(self):
        self.needs_model()
        app = self.start()
        for kind, digit in (("", 4), ("texture:", 6)):
            partner = self.start_partner(app, kind + make_picture(self.path(f"{digit}.png"), digit))
            self.copy(partner)
            app.key("ctrl+v")
            app.expect_result(str(digit))
            self.end_partner()

    def test_a_copied_path_is_pasted(self):
        self.needs_model()
        app = self.start()
        make_picture(self.path("my six.png"), 6)
        for text, outcome in ((f"'{self.path('my six.png')}'", "6"), (self.path("nothing.png"), "“nothing.png” does not exist"), ("seven", "no picture")):
            self.copy(self.start_partner(app, "text:" + text))
            app.key("ctrl+v")
            app.expect_result(outcome) if outcome == "6" else app.expect_message(outcome)
            self.end_partner()

    def test_what_was_copied_has_gone_with_its_program(self):
        app = self.start()
        self.copy(self.start_partner(app, "text:" + make_picture(self.path("4.png"), 4)))
        self.end_partner()
        app.key("ctrl+v")
        app.expect_message("no picture")
        self.assertEqual(app.result, "Nothing drawn")

    def test_a_copied_link_is_in_the_entry_at_once(self):
        app = self.start()
        self.copy(self.start_partner(app, "text:http://127.0.0.1:1/a.png"))
        app.key("ctrl+l")
        entry = app.wait_find("Link", role="text")
        wait_for(lambda: entry.text == "http://127.0.0.1:1/a.png", "the link in the entry")
        wait_for(lambda: len(app.x_windows()) == 2, "the dialog's window")
        app.key("Return")
        wait_for(lambda: any("refuses" in node.name for node in app.root.walk() if node.role == "label"), "the link was followed")


if __name__ == "__main__":
    unittest.main()
