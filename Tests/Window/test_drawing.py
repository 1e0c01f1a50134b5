"""Drawing, undoing and reading."""

import unittest

from digits import DIGITS
from driver import WindowTest, wait_for


class Drawing(WindowTest):
    def test_each_digit_is_drawn_and_read(self):
        self.needs_model()
        app = self.start()
        app.expect_result("Nothing drawn")
        for digit, strokes in DIGITS.items():
            app.draw(strokes)
            app.press("Recognize")
            app.expect_result(str(digit))
            wait_for(lambda: app.confidence.endswith(" %"), "the confidence in per cent")
            app.press("Clear")
            app.expect_result("Nothing drawn")

    def test_clear_undo_and_redo(self):
        app = self.start()
        self.assertFalse(app.find("Undo").enabled)
        self.assertFalse(app.find("Clear").enabled)
        app.stroke([(0.3, 0.2), (0.3, 0.8)])
        one = wait_for(app.finished_ink, "ink on the canvas")
        app.stroke([(0.6, 0.2), (0.6, 0.8)])
        wait_for(lambda: app.ink() > 1.5 * one, "the second stroke")
        app.press("Clear")
        wait_for(lambda: app.ink() == 0, "a blank canvas")
        app.press("Undo")
        wait_for(lambda: app.ink() > 1.5 * one, "both strokes again")
        app.press("Undo")
        wait_for(lambda: 0 < app.ink() <= one, "one stroke")
        app.key("ctrl+z")
        wait_for(lambda: app.ink() == 0, "no stroke")
        app.press("Redo")
        wait_for(lambda: 0 < app.ink() <= one, "one stroke")
        app.press("Redo")
        wait_for(lambda: app.ink() > 1.5 * one, "two strokes")
        app.press("Redo")
        wait_for(lambda: app.ink() == 0 and not app.find("Redo").enabled, "cleared again")
        app.key("ctrl+z")
        wait_for(lambda: app.ink() > 1.5 * one, "both strokes again")
        app.key("Delete")
        wait_for(lambda: app.ink() == 0, "cleared by the Delete key")

    def test_a_click_leaves_a_dot_of_the_brushs_size(self):
        app = self.start()
        app.find("Brush Size").set_value(40)
        wait_for(lambda: app.find("Brush Size").value == 40, "the brush size")
        app.stroke([(0.5, 0.5)])
        # A disc of 40 pixels has 1257; its edge is soft.
        wait_for(lambda: 1100 < app.ink() < 1300, "a dot")

    def test_the_eraser_takes_ink_away(self):
        app = self.start()
        app.stroke([(0.2, 0.5), (0.8, 0.5)])
        before = wait_for(app.finished_ink, "ink")
        app.press("Eraser")
        # The slider follows the tool: the eraser is in hand when its width is shown.
        wait_for(lambda: app.find("36 px"), "the eraser's width")
        app.stroke([(0.5, 0.3), (0.5, 0.7)])
        wait_for(lambda: 0 < app.ink() < before * 0.95, "less ink")
        app.press("Undo")
        wait_for(lambda: app.ink() == before, "all ink again")

    def test_the_canvas_says_nothing_drawn_and_the_hint_goes_with_the_first_stroke(self):
        app = self.start()
        self.assertIsNotNone(app.find("Draw a digit"))
        app.stroke([(0.3, 0.3), (0.6, 0.6)])
        wait_for(lambda: app.find("Draw a digit") is None, "the hint is gone")
        app.press("Clear")
        wait_for(lambda: app.find("Draw a digit"), "the hint is back")


if __name__ == "__main__":
    unittest.main()
