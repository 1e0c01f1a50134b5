"""The result that follows the strokes."""

import unittest

from digits import DIGITS
from driver import WindowTest, wait_for
from pictures import make_line


class Reading(WindowTest):
    def setUp(self):
        super().setUp()
        self.needs_model()

    def open_menu_switch(self, app, name):
        app.key("F10")
        item = app.wait_find(name, role="check menu item")
        item.press()
        wait_for(lambda: app.find(name, role="check menu item") is None or not app.find("Live Reading"), "the menu has closed")

    def test_the_result_follows_each_stroke(self):
        app = self.start()
        app.draw(DIGITS[1], width=0.4)
        app.expect_result("1")
        app.draw(DIGITS[7], left=0.5, width=0.4)
        app.expect_result("17")
        app.press("Undo")
        app.expect_result("1")
        app.press("Redo")
        app.expect_result("17")

    def test_live_reading_can_be_switched_off_and_recognize_still_works(self):
        app = self.start()
        self.open_menu_switch(app, "Live Reading")
        app.draw(DIGITS[3])
        app.expect_result("Press Recognize")
        app.key("Return")
        app.expect_result("3")

    def test_several_digits_are_framed_and_one_is_chosen(self):
        app = self.start()
        app.draw(DIGITS[4], width=0.4, height=0.6)
        app.draw(DIGITS[2], left=0.5, width=0.4, height=0.6)
        app.expect_result("42")
        guess = lambda: app.find(description="Second Guess").text
        self.assertEqual(guess(), "digit 1 of 2")
        app.key("Right")
        wait_for(lambda: guess() == "digit 2 of 2", "the second digit is chosen")
        app.key("Left")
        wait_for(lambda: guess() == "digit 1 of 2", "the first digit is chosen")
        # The label over the second digit stands on its frame's corner: a press on it chooses the digit and draws nothing.
        ink = app.ink()
        blue = self.labels(app)
        self.assertEqual(len(blue), 2)
        x, y = blue[1]
        app.click_pixel(x + 5, y + 5)
        wait_for(lambda: guess() == "digit 2 of 2", "a press on the label chooses")
        wait_for(lambda: app.find("Probability of 2").value > 0.5 > app.find("Probability of 4").value, "the second digit's own bars")
        self.assertAlmostEqual(app.ink(), ink, delta=ink * 0.02)
        # Without frames nothing but ink is on the paper.
        self.open_menu_switch(app, "Frames over Digits")
        wait_for(lambda: not self.labels(app), "the frames are gone")

    def test_a_press_on_the_line_of_a_frame_chooses_its_digit(self):
        app = self.start()
        app.draw(DIGITS[4], width=0.4, height=0.6)
        app.draw(DIGITS[2], left=0.5, width=0.4, height=0.6)
        app.expect_result("42")
        guess = lambda: app.find(description="Second Guess").text
        ink = app.ink()
        left, top, _, height = app.canvas.box
        # The frame keeps a little away from the ink; its right side stands beside the end of the second digit.
        right = app.ink_box()[2]
        app.click_pixel(left + right + 6, top + round(0.3 * height))
        wait_for(lambda: guess() == "digit 2 of 2", "the second digit is chosen")
        self.assertAlmostEqual(app.ink(), ink, delta=ink * 0.02)
        # Past the line the paper is free to be drawn on.
        app.click_pixel(left + right + 30, top + round(0.3 * height))
        wait_for(lambda: app.ink() > ink + 100, "a dot")

    def test_the_labels_of_a_line_that_lies_on_its_side_stand_beside_it(self):
        digits = (3, 5, 2, 4, 7, 2)
        app = self.start(make_line(self.path("line.png"), digits, options=["-rotate", "90"]))
        app.expect_result("".join(str(digit) for digit in digits))
        labels = self.labels(app)
        self.assertEqual(len(labels), len(digits))
        right = app.canvas.box[0] + app.ink_box()[2]
        for x, _ in labels:
            self.assertGreaterEqual(x, right - 30)

    def test_the_labels_of_many_digits_leave_each_other_free(self):
        digits = (2, 3) * 18
        app = self.start(make_line(self.path("line.png"), digits))
        app.expect_result("".join(str(digit) for digit in digits))

        def most():
            """How many labels a row of pixels crosses at most: the line of a frame is thinner."""
            data, _, _, width, height = app.colors()
            blue = [self.is_label(data, index) for index in range(width * height)]
            rows = ("".join("#" if all(blue[(y + dy) * width + x] for dy in range(3)) else " " for x in range(width)) for y in range(height - 3))
            return max(sum(12 <= len(run) <= 22 for run in row.split()) for row in rows)

        wait_for(lambda: most() == len(digits), "a label for each digit")

    def labels(self, app):
        """Top left corners of the filled labels over the digits, on the screen: runs of the label's blue, 12 pixels wide."""
        data, left, top, width, height = app.colors()
        corners = []
        for y in range(height):
            x = 0
            while x < width - 12:
                if all(self.is_label(data, (y * width + x + i)) for i in (0, 3, 6, 9, 11)):
                    near = any(abs(left + x - cx) < 40 and abs(top + y - cy) < 40 for cx, cy in corners)
                    framed = all(self.is_label(data, ((y + i) * width + x)) for i in (3, 6) if y + 6 < height)
                    if not near and framed:
                        corners.append((left + x, top + y))
                    x += 40
                else:
                    x += 1
        return sorted(corners)

    @staticmethod
    def is_label(data, index):
        red, green, blue = data[3 * index:3 * index + 3]
        return abs(red - 26) < 14 and abs(green - 94) < 14 and abs(blue - 181) < 14

    def test_the_bars_say_their_share(self):
        app = self.start()
        app.draw(DIGITS[8])
        app.expect_result("8")
        bar = app.find("Probability of 8")
        self.assertGreater(bar.value, 0.5)
        self.assertLess(app.find("Probability of 1").value, 0.5)

    def test_a_copied_result_can_be_pasted(self):
        app = self.start()
        app.draw(DIGITS[9])
        app.expect_result("9")
        app.key("ctrl+c")
        app.expect_message("Copied")
        app.key("ctrl+l")
        entry = app.wait_find("Link", role="text")
        wait_for(lambda: len(app.x_windows()) == 2, "the dialog's window")
        app.key("ctrl+v")
        wait_for(lambda: entry.text == "9", "the copied digit")


if __name__ == "__main__":
    unittest.main()
