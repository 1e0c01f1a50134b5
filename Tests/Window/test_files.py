"""Opening and saving files."""

import glob
import os
import re
import subprocess
import unittest

from choosers import choose_file
from digits import DIGITS
from driver import Atspi, Node, WindowTest, wait_for
from pictures import make_picture, picture_size, png_texts, read_bytes


def has_loader(name):
    """Whether gdk-pixbuf can read a format here."""
    return bool(glob.glob(f"/usr/lib*/*/gdk-pixbuf-2.0/*/loaders/*{name}*") or glob.glob(f"/usr/lib*/gdk-pixbuf-2.0/*/loaders/*{name}*"))


class Files(WindowTest):
    def test_a_saved_drawing_is_opened_and_read_as_the_same_digit(self):
        self.needs_model()
        app = self.start()
        app.draw(DIGITS[3])
        app.expect_result("3")
        app.press("Save")
        target = self.path("three.png")
        choose_file(app, target, "Save")
        app.expect_message("three.png")
        wait_for(lambda: os.path.exists(target), "the file")
        texts = png_texts(target)
        self.assertEqual(texts["Software"], "Scrawl")
        self.assertEqual(texts["Digits"], "3")
        self.assertRegex(texts["Confidence"], r"^\d+\.\d %$")
        self.assertEqual([name for name in os.listdir(self.folder) if "tmp" in name], [])
        app.press("Clear")
        app.expect_result("Nothing drawn")
        app.press("Open")
        choose_file(app, target)
        app.expect_result("3")
        self.assertGreater(app.ink(), 1000)

    def test_the_suggested_name_has_date_and_time_and_the_folder_is_remembered(self):
        app = self.start()
        app.stroke([(0.3, 0.3), (0.6, 0.6)])
        app.press("Save")
        name = wait_for(lambda: app.find("Name:", role="text"), "the name entry")
        self.assertTrue(re.fullmatch(r"Scrawl \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.png", name.text), name.text)
        choose_file(app, self.path("a.png"), "Save")
        wait_for(lambda: os.path.exists(self.path("a.png")), "the file")
        app.close()
        again = self.start(home=app.home)
        again.press("Save")
        wait_for(lambda: again.find(os.path.basename(self.folder)), "the folder of the last time in the path bar")
        again.key("Escape")
        wait_for(lambda: len(again.x_windows()) == 1, "the chooser has closed")

    def test_a_file_is_replaced_only_when_that_is_confirmed(self):
        app = self.start()
        app.stroke([(0.3, 0.3), (0.6, 0.6)])
        with open(self.path("kept.png"), "w") as file:
            file.write("precious")
        for answer, is_replaced in (("Cancel", False), ("Replace", True)):
            app.press("Save")
            dialog = app.wait_find("Save the Canvas")
            entry = wait_for(lambda: dialog.find("Name:", role="text"), "the name entry")
            entry.set_text(self.path("kept.png"))
            wait_for(lambda: entry.text == self.path("kept.png"), "the name")
            save = wait_for(lambda: dialog.find("_Save Save", role="push button"), "Save")
            wait_for(lambda: save.enabled, "Save can be pressed")
            save.press()
            question = wait_for(lambda: next((node for node in app.root.children if node.find("_Replace Replace")), None), "the question")
            wait_for(lambda: question.find(f"_{answer} {answer}", role="push button"), answer).press()
            if not is_replaced:
                wait_for(lambda: dialog.find("_Cancel Cancel", role="push button"), "the chooser's Cancel").press()
            wait_for(lambda: len(app.x_windows()) == 1, "the chooser has closed")
            if is_replaced:
                app.expect_message("kept.png")
            self.assertEqual(read_bytes(self.path("kept.png")) != b"precious", is_replaced)

    def test_saving_where_nothing_can_be_written_says_so(self):
        app = self.start()
        app.stroke([(0.3, 0.3), (0.6, 0.6)])
        app.press("Save")
        choose_file(app, "/proc/scrawl.png", "Save")
        app.expect_message("could not be saved")

    def test_broken_files_get_a_message_and_the_canvas_stays(self):
        whole = read_bytes(make_picture(self.path("whole.png")))
        files = {
            "truncated.png": (whole[: len(whole) // 2], "incomplete"),
            "text.png": (b"This is only text.\n" * 9, "not a picture"),
            "empty.png": (b"", "empty"),
            "huge.png": (whole[:16] + bytes([0, 1, 0, 0, 0, 1, 0, 0]) + whole[24:], "too large"),
        }
        app = self.start()
        app.stroke([(0.3, 0.2), (0.3, 0.6)])
        ink = wait_for(app.finished_ink, "ink")
        for name, (data, reason) in files.items():
            with open(self.path(name), "wb") as file:
                file.write(data)
            app.press("Open")
            choose_file(app, self.path(name))
            app.expect_message(reason)
            self.assertGreaterEqual(app.ink(), ink * 0.9, name)
        with open(self.path("over.png"), "wb") as file:
            file.write(whole)
            file.truncate((64 << 20) + 1)
        app.press("Open")
        choose_file(app, self.path("over.png"))
        app.expect_message("64 MiB")

    def test_formats_and_depths_are_read(self):
        self.needs_model()
        kinds = {
            "gray.png": ["-colorspace", "Gray"], "palette.png": ["-define", "png:format=png8"], "deep.png": ["-depth", "16"],
            "clear.png": ["-transparent", "white"], "photo.jpg": ["-quality", "85"], "scan.tiff": [], "old.bmp": [], "moving.gif": [],
        }
        if has_loader("webp"):
            kinds["new.webp"] = ["-quality", "90"]
        app = self.start()
        for number, (name, options) in enumerate(kinds.items()):
            digit = (2, 3, 5, 7)[number % 4]
            make_picture(self.path(name), digit, options=options)
            app.press("Open")
            choose_file(app, self.path(name))
            app.expect_result(str(digit))
        # Each picture is a step of undo.
        app.press("Undo")
        app.expect_result(str((2, 3, 5, 7)[(len(kinds) - 2) % 4]))

    def test_each_format_is_opened_from_the_command_line(self):
        self.needs_model()
        kinds = {"deep.png": ["-depth", "16"], "scan.tiff": [], "old.bmp": [], "moving.gif": []}
        if has_loader("webp"):
            kinds["new.webp"] = ["-quality", "90"]
        for number, (name, options) in enumerate(kinds.items()):
            digit = (2, 3, 5, 7)[number % 4]
            app = self.start(make_picture(self.path(name), digit, options=options))
            app.expect_result(str(digit))
            app.close()

    def test_a_chooser_opens_deep_in_the_file_system(self):
        app = self.start()
        folder = os.path.join(self.folder, *["in"] * 80)
        os.makedirs(folder)
        picture = make_picture(os.path.join(folder, "2.png"), 2)
        # The second opens where the first has chosen, and is painted before GTK has looked at all that it lies in.
        for _ in range(2):
            app.press("Open")
            choose_file(app, picture)

    def test_choosers_that_have_closed_are_gone(self):
        app = self.start()
        app.stroke([(0.3, 0.3), (0.6, 0.6)])
        windows = len(app.root.children)
        for button, dialog in (("Open", "Open a Picture"), ("Save", "Save the Canvas")) * 2:
            app.press(button)
            app.wait_find(dialog)
            wait_for(lambda: len(app.x_windows()) == 2, "the chooser's window")
            app.key("Escape")
            wait_for(lambda: len(app.x_windows()) == 1, "the chooser has closed")
            wait_for(lambda: len(app.root.children) == windows, "the chooser's widgets are gone")

    def test_a_window_is_asked_for_that_has_closed(self):
        app = self.start()
        app.press("Open")
        app.wait_find("Open a Picture")
        wait_for(lambda: len(app.x_windows()) == 2, "the chooser's window")
        windows = app.root.accessible.get_child_count()
        app.key("Escape")
        wait_for(lambda: len(app.x_windows()) == 1, "the chooser has closed")
        # As a screen reader does that counted the windows before; GTK answers with the last.
        for index in (windows - 1, windows, 99):
            last = Node(app.root.accessible.get_child_at_index(index))
            self.assertEqual((last.name, last.has(Atspi.StateType.VISIBLE)), ("Scrawl", True), index)
        self.assertEqual(app.root.accessible.get_child_count(), windows - 1)

    def test_quitting_while_a_picture_is_read_ends_well(self):
        for _ in range(3):
            app = self.start(make_picture(self.path("large.png"), 4, 2000, 1500, brush=90))
            app.close()

    def test_quitting_while_the_canvas_is_saved_waits_for_the_file(self):
        subprocess.run(["convert", "-size", "2400x1600", "plasma:", self.path("large.jpg")], check=True, capture_output=True)
        app = self.start(self.path("large.jpg"))
        wait_for(lambda: app.find("Undo").enabled, "the picture is on the canvas")
        app.press("Save")
        choose_file(app, self.path("large.png"), "Save")
        app.close()
        self.assertEqual(picture_size(self.path("large.png")), (2400, 1600))
        self.assertEqual(sorted(os.listdir(self.folder)), ["large.jpg", "large.png"])

    def test_a_turned_photo_stands_upright(self):
        self.needs_model()
        make_picture(self.path("turned.jpg"), 7, 240, 320, options=["-rotate", "-90"])
        data = bytearray(read_bytes(self.path("turned.jpg")))
        # An EXIF segment with nothing but orientation 6: turn by 90 degrees clockwise to show.
        exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
        data[2:2] = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
        with open(self.path("turned.jpg"), "wb") as file:
            file.write(data)
        app = self.start(self.path("turned.jpg"))
        app.expect_result("7")

    def test_a_file_named_on_the_command_line_is_opened_and_drawn_upon(self):
        self.needs_model()
        app = self.start(make_picture(self.path("one.png"), 1))
        app.expect_result("1")
        app.press("Save")
        choose_file(app, self.path("copy.png"), "Save")
        wait_for(lambda: os.path.exists(self.path("copy.png")), "the copy")
        self.assertEqual(picture_size(self.path("copy.png")), (300, 300))
        before = app.ink()
        app.stroke([(0.1, 0.9), (0.2, 0.9)])
        wait_for(lambda: app.ink() > before, "ink over the picture")

    def test_a_missing_file_on_the_command_line_is_told(self):
        app = self.start(self.path("nowhere.png"))
        app.expect_message("nowhere.png")


if __name__ == "__main__":
    unittest.main()
