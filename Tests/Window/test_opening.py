"""Files and links of every kind, given to a Scrawl that runs."""

import os
import shutil
import subprocess
import unittest

from driver import PROGRAM, WindowTest, wait_for
from pictures import make_picture


class Opening(WindowTest):
    def open(self, app, *addresses):
        subprocess.run([PROGRAM, *addresses], env=app.environment, check=True, timeout=60)

    def test_names_of_every_kind(self):
        self.needs_model()
        app = self.start()
        names = ["x" * 251 + ".png", "100 % #1? é 中.png", "-dash.png", os.fsdecode(b"caf\xe9.png"), "no ending", "two\nlines.png"]
        for number, name in enumerate(names):
            with self.subTest(name):
                digit = (4, 6)[number % 2]
                make_picture(self.path("made.png"), digit)
                shutil.move(self.path("made.png"), self.path(name))
                self.open(app, self.path(name))
                app.expect_result(str(digit))

    def test_what_is_no_picture_is_named(self):
        os.mkdir(self.path("folder.png"))
        os.mkfifo(self.path("pipe.png"))
        os.symlink(self.path("nothing"), self.path("dangling.png"))
        with open(self.path("drawing.svg"), "w") as file:
            file.write("<svg xmlns='http://www.w3.org/2000/svg'/>")
        app = self.start()
        for address, reason in [
            (self.path("folder.png"), "“folder.png” is a folder"),
            (self.path("pipe.png"), "“pipe.png” is not an ordinary file"),
            ("/dev/zero", "“zero” is not an ordinary file"),
            (self.path("dangling.png"), "“dangling.png” does not exist"),
            (self.path("drawing.svg"), "an SVG drawing"),
            ("file:///nowhere.png", "“nowhere.png” does not exist"),
            ("ftp://127.0.0.1/a.png", "begin with “ftp:”"),
            ("data:image/png;base64,AAAA", "does not lead to a picture"),
            ("http:", "not a link"),
        ]:
            with self.subTest(address):
                self.open(app, address)
                app.expect_message(reason)
        self.assertEqual(app.result, "Nothing drawn")

    def test_pictures_of_a_few_pixels(self):
        app = self.start()
        undo = app.wait_find("Undo", role="push button")
        for size, color in (("1x1", "white"), ("1x1", "black"), ("9000x1", "white"), ("1x9000", "black"), ("2x3", "gray")):
            with self.subTest(f"{size} {color}"):
                subprocess.run(["convert", "-size", size, "xc:" + color, self.path("small.png")], check=True, capture_output=True)
                self.open(app, self.path("small.png"))
                wait_for(lambda: undo.enabled, "the picture is on the canvas")
                wait_for(lambda: app.result in ("Nothing drawn", "Not a digit"), "its reading")
                app.key("ctrl+plus", "ctrl+0", "ctrl+z")
                wait_for(lambda: not undo.enabled, "it was taken back")

    def test_of_several_the_first_is_opened_and_that_is_told(self):
        self.needs_model()
        app = self.start(make_picture(self.path("a.png"), 6), make_picture(self.path("b.png"), 7))
        app.expect_message("the first of 2 was opened")
        app.expect_result("6")


if __name__ == "__main__":
    unittest.main()
