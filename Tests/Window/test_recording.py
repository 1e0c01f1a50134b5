"""What gets into the history."""

import json
import os
import unittest

from choosers import choose_file
from digits import DIGITS
from driver import wait_for
from history import HistoryTest


class Recording(HistoryTest):
    def test_a_saved_drawing_is_kept(self):
        self.needs_model()
        app = self.start()
        app.draw(DIGITS[3])
        app.expect_result("3")
        app.press("Save")
        choose_file(app, self.path("three.png"), "Save")
        app.expect_message("three.png")
        app.press("History")
        self.wait_window(app)
        self.expect_rows(app, ["3"])

    def test_a_recognition_is_kept(self):
        self.needs_model()
        app = self.start()
        app.draw(DIGITS[3])
        app.press("Recognize")
        app.expect_result("3")
        app.press("History")
        self.wait_window(app)
        self.expect_rows(app, ["3"])
        self.close_history(app)
        # The same drawing is kept once, whatever is pressed.
        app.press("Recognize")
        app.press("Clear")
        app.expect_result("Nothing drawn")
        app.draw(DIGITS[7])
        app.expect_result("7")
        app.press("History")
        self.wait_window(app)
        self.expect_rows(app, ["3"])  # Live reading alone keeps nothing,
        app.press("Clear")
        self.expect_rows(app, ["7", "3"])  # until the drawing gives way.
        app.kill()
        again = self.start(home=app.home)
        again.press("History")
        self.wait_window(again)
        self.expect_rows(again, ["7", "3"])

    def test_nothing_is_kept_where_it_is_switched_off(self):
        self.needs_model()
        home = self.fill([("5", "drawing", None, 1)])
        os.makedirs(os.path.join(home, "config", "scrawl"), exist_ok=True)
        with open(os.path.join(home, "config", "scrawl", "settings.json"), "w") as file:
            json.dump({"keepsHistory": False}, file)
        app = self.start(home=home)
        app.draw(DIGITS[3])
        app.press("Recognize")
        app.expect_result("3")
        app.press("Clear")
        app.press("History")
        self.wait_window(app)
        self.expect_rows(app, ["5"])

    def test_an_opened_drawing_is_kept_again_only_when_it_changes(self):
        self.needs_model()
        app = self.start()
        app.draw(DIGITS[1], width=0.5)
        app.press("Recognize")
        app.expect_result("1")
        app.press("Clear")
        app.press("History")
        self.wait_window(app)
        self.expect_rows(app, ["1"])
        self.select(app, 0)
        app.key("Return")
        app.expect_result("1")
        self.close_history(app)
        app.press("Recognize")
        app.expect_result("1")
        app.draw(DIGITS[7], left=0.5, width=0.5)
        app.press("Recognize")
        wait_for(lambda: app.result not in ("1", "Press Recognize"), "another result")
        result = app.result
        app.press("History")
        self.wait_window(app)
        self.expect_rows(app, [result, "1"])


if __name__ == "__main__":
    unittest.main()
