"""Zooming, moving, copying, pasting, dropping."""

import os
import unittest

from choosers import choose_file
from digits import DIGITS
from driver import WindowTest, wait_for
from pictures import make_picture, picture_size


class Canvas(WindowTest):
    def test_zoom_makes_ink_larger_and_reset_brings_it_back(self):
        app = self.start()
        app.stroke([(0.5, 0.45), (0.5, 0.55)])
        ink = wait_for(app.finished_ink, "ink")
        app.key("ctrl+plus")
        wait_for(lambda: app.ink() > 1.3 * ink, "more ink")
        self.assertIsNotNone(app.find("125 %"))
        app.key("ctrl+0")
        wait_for(lambda: app.ink() == ink, "as before")
        app.key("ctrl+minus")
        wait_for(lambda: app.ink() < 0.8 * ink, "less ink")
        app.key("ctrl+0")

    def test_the_middle_button_and_the_wheel_move_the_page(self):
        app = self.start()
        app.stroke([(0.5, 0.45), (0.5, 0.55)])
        before = wait_for(app.ink_box, "ink")
        app.stroke([(0.2, 0.2), (0.4, 0.3)], button=2)
        after = wait_for(lambda: app.ink_box() if app.ink_box() != before else None, "the page has moved")
        width, height = app.canvas.box[2:]
        self.assertAlmostEqual(after[0] - before[0], 0.2 * width, delta=3)
        self.assertAlmostEqual(after[1] - before[1], 0.1 * height, delta=3)
        app.key("ctrl+0")
        wait_for(lambda: app.ink_box() == before, "as before")
        app.stroke([(0.5, 0.7)], button=5)
        wait_for(lambda: app.ink_box()[1] < before[1], "the wheel moves the page up")

    def test_a_stroke_on_a_moved_page_lies_where_it_was_drawn(self):
        app = self.start()
        app.stroke([(0.2, 0.2), (0.4, 0.3)], button=2)
        app.key("ctrl+plus")
        app.find("Brush Size").set_value(10)
        app.stroke([(0.6, 0.4), (0.6, 0.7)])
        box = wait_for(app.ink_box, "ink")
        left, top, width, height = app.canvas.box
        self.assertAlmostEqual((box[0] + box[2]) / 2, 0.6 * width, delta=3)
        self.assertAlmostEqual(box[1], 0.4 * height - 6, delta=4)

    def test_a_copied_picture_is_pasted(self):
        self.needs_model()
        app = self.start()
        app.draw(DIGITS[2])
        app.expect_result("2")
        app.key("ctrl+shift+c")
        app.expect_message("Picture copied")
        app.press("Clear")
        app.expect_result("Nothing drawn")
        app.key("ctrl+v")
        app.expect_result("2")

    def test_a_copied_link_is_pasted(self):
        self.needs_model()
        picture = make_picture(self.path("six.png"), 6)
        app = self.start()
        app.key("ctrl+l")
        entry = app.wait_find("Link", role="text")
        wait_for(lambda: len(app.x_windows()) == 2, "the dialog's window")
        entry.set_text("file://" + picture)
        app.key("ctrl+a", "ctrl+c", "Escape")
        wait_for(lambda: len(app.x_windows()) == 1, "the dialog has closed")
        app.key("ctrl+v")
        app.expect_result("6")

    def test_pasting_what_is_no_picture_says_so(self):
        app = self.start()
        app.key("ctrl+v")
        app.expect_message("no picture")

    def test_a_dense_screen_gets_dense_pixels(self):
        app = self.start(scale=2)
        app.find("Brush Size").set_value(30)
        app.stroke([(0.5, 0.5)])
        # A disc of 30 logical pixels is one of 60: 2827 pixels.
        wait_for(lambda: 2600 < app.ink() < 2900, "a dot of twice the pixels")
        app.press("Save")
        choose_file(app, self.path("dense.png"), "Save")
        wait_for(lambda: os.path.exists(self.path("dense.png")), "the file")
        width, height = app.canvas.box[2:]
        self.assertEqual(picture_size(self.path("dense.png")), (2 * width, 2 * height))


if __name__ == "__main__":
    unittest.main()
