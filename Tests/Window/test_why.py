"""What spoke for the answer, and the mode that reads one digit."""

import json
import os
import unittest

from digits import DIGITS
from driver import WindowTest, wait_for
from evidence import colored_ink


class Why(WindowTest):
    def setUp(self):
        super().setUp()
        self.needs_model()

    def test_the_switch_colours_the_ink_and_takes_the_colours_away(self):
        app = self.start()
        app.draw(DIGITS[7])
        app.expect_result("7")
        self.assertEqual(colored_ink(app)[0], 0)
        why = app.find("Why?")
        self.assertFalse(why.checked)
        self.assertIsNone(app.find("For 7"))
        why.press()
        wait_for(lambda: colored_ink(app)[0] > 200, "orange ink")
        self.assertTrue(app.find("Why?").checked)
        self.assertTrue(app.find("For 7").checked)
        self.assertIsNotNone(app.find("Blue ink spoke against the answer, orange ink for it"))
        app.key("w")
        wait_for(lambda: colored_ink(app)[0] == 0, "black ink")
        wait_for(lambda: app.find("For 7") is None, "no choice")

    def test_the_second_guess_has_colours_of_its_own(self):
        app = self.start()
        app.draw(DIGITS[7])
        app.expect_result("7")
        app.key("w")
        answer = wait_for(lambda: (lambda seen: seen if seen[0] > 200 else None)(colored_ink(app)), "orange ink")
        # The labels within have the names of their buttons.
        choices = [node for node in app.root.walk() if node.role.endswith("button") and node.name.startswith("For ")]
        self.assertEqual(len(choices), 2)
        self.assertEqual(choices[0].name, "For 7")
        choices[1].press()
        wait_for(lambda: sum(colored_ink(app)) > 100 and colored_ink(app) != answer, "other colours")
        app.find("For 7").press()
        wait_for(lambda: colored_ink(app) == answer, "the colours of the answer again")

    def test_it_follows_the_drawing(self):
        app = self.start()
        app.key("w")
        app.draw(DIGITS[5], left=0.0, width=0.45)
        app.expect_result("5")
        wait_for(lambda: app.find("For 5") and colored_ink(app)[0] > 100, "orange ink")
        app.draw(DIGITS[1], left=0.5, width=0.45)
        app.expect_result("51")
        app.key("Right")
        wait_for(lambda: app.find("For 1"), "the second digit is asked about")
        wait_for(lambda: colored_ink(app)[0] > 50, "orange ink")
        app.press("Undo")
        app.expect_result("5")
        wait_for(lambda: app.find("For 5") and colored_ink(app)[0] > 100, "the first digit's colours")
        app.press("Clear")
        app.expect_result("Nothing drawn")
        wait_for(lambda: app.find("For 5") is None and colored_ink(app)[0] == 0, "nothing to explain")

    def test_colours_are_not_saved(self):
        app = self.start()
        app.key("w")
        app.draw(DIGITS[7])
        wait_for(lambda: app.find("For 7") and colored_ink(app)[0] > 200, "orange ink")
        app.key("ctrl+shift+c")
        app.expect_message("Picture copied")
        app.press("Clear")
        app.expect_result("Nothing drawn")
        app.key("w")
        app.key("ctrl+v")
        app.expect_result("7")
        self.assertEqual(colored_ink(app)[0], 0)


class OneDigit(WindowTest):
    def setUp(self):
        super().setUp()
        self.needs_model()

    def toggle(self, app):
        app.key("F10")
        app.wait_find("One Digit", role="check menu item").press()
        wait_for(lambda: app.find("One Digit", role="check menu item") is None, "the menu has closed")

    def test_all_ink_is_read_as_one_digit(self):
        app = self.start()
        # Two bars are two digits, or two strokes of what is taken for one.
        app.draw([[(0.45, 0.2), (0.45, 0.8)], [(0.52, 0.2), (0.52, 0.8)]])
        app.expect_result("11")
        self.toggle(app)
        wait_for(lambda: app.result != "11" and len(app.result) != 2, "one answer")
        self.toggle(app)
        app.expect_result("11")

    def test_it_is_remembered_and_shown_in_the_preferences(self):
        app = self.start()
        self.toggle(app)
        path = os.path.join(app.home, "config", "scrawl", "settings.json")

        def setting():
            with open(path) as file:
                return json.load(file).get("readsOneDigit")

        wait_for(lambda: os.path.exists(path) and setting() is True, "the setting is written")
        app.close()
        again = self.start(home=app.home)
        again.draw([[(0.45, 0.2), (0.45, 0.8)], [(0.52, 0.2), (0.52, 0.8)]])
        wait_for(lambda: again.result not in ("Nothing drawn", "11"), "one answer")
        again.key("ctrl+comma")
        switch = again.wait_find("One Digit", role="check box")
        self.assertTrue(switch.checked)
        switch.press()
        wait_for(lambda: setting() is False, "the setting is written")
        again.key("Escape")
        again.expect_result("11")


if __name__ == "__main__":
    unittest.main()
