"""What outlives the window."""

import json
import os
import unittest

from digits import DIGITS
from driver import MODEL, WindowTest, wait_for
from pictures import make_picture


class Session(WindowTest):
    def canvas_file(self, app):
        return os.path.join(app.home, "data", "scrawl", "canvas.scrawl")

    def test_the_drawing_survives_a_kill(self):
        app = self.start()
        app.draw(DIGITS[5])
        ink = wait_for(app.finished_ink, "ink")
        wait_for(lambda: os.path.exists(self.canvas_file(app)) and os.path.getsize(self.canvas_file(app)) > 200, "the drawing is kept")
        app.kill()
        again = self.start(home=app.home)
        wait_for(lambda: abs(again.ink() - ink) < ink * 0.05, "the same drawing")

    def test_an_opened_picture_with_strokes_survives_a_kill(self):
        self.needs_model()
        app = self.start(make_picture(self.path("four.png"), 4))
        app.expect_result("4")
        app.stroke([(0.05, 0.95), (0.06, 0.95)])
        folder = os.path.dirname(self.canvas_file(app))
        wait_for(lambda: any(name.endswith(".picture") for name in os.listdir(folder)), "the picture is kept")
        wait_for(lambda: os.path.getsize(self.canvas_file(app)) > 100, "the stroke is kept")
        ink = app.ink()
        app.kill()
        again = self.start(home=app.home)
        wait_for(lambda: abs(again.ink() - ink) < ink * 0.05, "the same picture and stroke")

    def close_and_damage(self, app):
        app.close()
        with open(self.canvas_file(app), "r+b") as file:
            file.truncate(40)

    def closed_with_a_damaged_drawing(self):
        app = self.start()
        app.draw(DIGITS[1])
        wait_for(lambda: os.path.exists(self.canvas_file(app)), "the drawing is kept")
        self.close_and_damage(app)
        return app

    def test_a_damaged_drawing_is_set_aside(self):
        app = self.closed_with_a_damaged_drawing()
        again = self.start(home=app.home)
        again.expect_message("The last drawing could not be read. It was kept as “canvas-damaged-")
        self.assertEqual(again.ink(), 0)

    def test_each_damaged_drawing_is_kept_with_its_pictures(self):
        app = self.start(make_picture(self.path("2.png"), 2))
        folder = os.path.dirname(self.canvas_file(app))
        for count in (1, 2):
            wait_for(lambda: os.path.exists(self.canvas_file(app)) and any(name.endswith(".picture") for name in os.listdir(folder)), "a picture is kept")
            self.close_and_damage(app)
            app = self.start(make_picture(self.path("3.png"), 3), home=app.home)
            wait_for(lambda: len(self.aside(folder)) == count, f"{count} set aside")
        for aside in self.aside(folder):
            kept = os.listdir(os.path.join(folder, aside))
            self.assertEqual(os.path.getsize(os.path.join(folder, aside, "canvas.scrawl")), 40)
            self.assertEqual(sum(name.endswith(".picture") for name in kept), 1, kept)

    @staticmethod
    def aside(folder):
        return [name for name in os.listdir(folder) if name.startswith("canvas-damaged-")]

    def test_all_that_was_damaged_is_told(self):
        app = self.closed_with_a_damaged_drawing()
        data = os.path.dirname(self.canvas_file(app))
        for path in (os.path.join(data, "history.sqlite"), os.path.join(app.home, "config", "scrawl", "settings.json")):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(b"this is damaged" * 100)
        again = self.start(home=app.home)
        left = ["The settings were damaged", "The history was damaged", "The last drawing could not be read"]
        for count in range(3):
            text = wait_for(lambda: again.message if any(part in again.message for part in left) else None, f"one of {left}")
            left = [part for part in left if part not in text]
            if count == 1:
                # An answer takes the message's place, which comes again.
                again.key("ctrl+c")
                again.expect_message("There is no result to copy yet")
                again.press("Close Message")
                again.expect_message(text)
            again.press("Close Message")
        self.assertEqual(left, [])

    def test_brush_and_window_are_as_they_were_left(self):
        app = self.start()
        app.find("Brush Size").set_value(33)
        wait_for(lambda: app.find("33 px"), "the brush size")
        app.close()
        settings = json.load(open(os.path.join(app.home, "config", "scrawl", "settings.json")))
        self.assertEqual(settings["brushSize"], 33)
        settings["windowWidth"], settings["windowHeight"] = 1100, 640
        json.dump(settings, open(os.path.join(app.home, "config", "scrawl", "settings.json"), "w"))
        again = self.start(home=app.home)
        self.assertEqual(again.find("Brush Size").value, 33)
        # GTK counts the border that it draws itself where there is no window manager.
        width, height = again.find(role="frame").box[2:]
        self.assertAlmostEqual(width, 1100, delta=12)
        self.assertAlmostEqual(height, 640, delta=12)

    def test_a_second_start_opens_in_the_window_that_is_there(self):
        self.needs_model()
        import subprocess
        from driver import PROGRAM

        app = self.start()
        make_picture(self.path("nine.png"), 9)
        subprocess.run([PROGRAM, self.path("nine.png")], env=app.environment, check=True, timeout=30)
        app.expect_result("9")

    def test_a_narrow_window_shows_everything(self):
        app = self.start()
        app.close()
        path = os.path.join(app.home, "config", "scrawl", "settings.json")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        json.dump({"windowWidth": 380, "windowHeight": 760}, open(path, "w"))
        again = self.start(home=app.home)
        width, height = again.find(role="frame").box[2:]
        self.assertLessEqual(width, 420)
        for name in ("Open", "Paste Link", "Save", "History", "Undo", "Redo", "Clear", "Recognize", "Canvas", "Brush Size"):
            x, y, w, h = again.find(name).box
            self.assertTrue(x >= 0 and y >= 0 and x + w <= width and y + h <= height, f"{name} at {x},{y} {w}x{h}")


class Large(WindowTest):
    """200 % text, and a language that is written from right to left."""

    def check_controls(self, app):
        frame = app.find(role="frame").box
        boxes = {}
        for name in ("Open", "Paste Link", "Save", "History", "Undo", "Redo", "Clear", "Recognize", "Pen", "Eraser", "Brush Size"):
            boxes[name] = app.find(name).box
        for name, (x, y, width, height) in boxes.items():
            self.assertTrue(x >= 0 and x + width <= frame[2] and y >= 0 and y + height <= frame[3], f"{name} lies outside: {boxes[name]}")
            for other, (ox, oy, owidth, oheight) in boxes.items():
                if other > name:
                    apart = x + width <= ox or ox + owidth <= x or y + height <= oy or oy + oheight <= y
                    self.assertTrue(apart, f"{name} {boxes[name]} overlaps {other} {boxes[other]}")

    def test_text_of_twice_the_size(self):
        import tempfile

        home = tempfile.mkdtemp(prefix="scrawl-window-")
        os.makedirs(os.path.join(home, "config", "gtk-4.0"))
        with open(os.path.join(home, "config", "gtk-4.0", "settings.ini"), "w") as file:
            file.write("[Settings]\ngtk-font-name=Sans 20\n")
        app = self.start(home=home)
        self.assertGreater(app.find("Clear", role="label").box[3], 25, "the text is large")
        self.check_controls(app)

    def test_a_language_from_right_to_left(self):
        import subprocess

        subprocess.run(["localedef", "-i", "ar_EG", "-f", "UTF-8", self.path("ar_EG.UTF-8")], capture_output=True)
        if not os.path.isdir(self.path("ar_EG.UTF-8")):
            self.skipTest("the sources of an Arabic locale are not installed (package locales)")
        app = self.start(environment={"LOCPATH": self.folder, "LC_ALL": "ar_EG.UTF-8", "LANGUAGE": "ar"})
        self.assertLess(app.find("Recognize").box[0], app.find("Pen").box[0], "the tool bar is mirrored")
        self.check_controls(app)
        app.draw(DIGITS[7])
        if os.path.exists(MODEL):
            app.expect_result("7")


if __name__ == "__main__":
    unittest.main()
