"""Everything without a mouse."""

import json
import os
import unittest

from driver import Atspi, WindowTest, wait_for
from pictures import make_picture


class Keyboard(WindowTest):
    def focused(self, app):
        return next((node for node in app.root.walk() if node.has(Atspi.StateType.FOCUSED)), None)

    def focused_name(self, app):
        node = self.focused(app)
        return node.name if node else None

    def tab_to(self, app, name, key="Tab"):
        """Moves the focus until the control of that name has it."""
        passed = []
        for _ in range(40):
            if self.focused_name(app) == name:
                return
            before = self.focused_name(app)
            app.key(key)
            wait_for(lambda: self.focused_name(app) not in (None, before), f"another focus than {before}")
            passed.append(self.focused_name(app))
        self.fail(f"{name} was not reached: {passed}")

    def test_every_control_of_the_window_is_reached_by_tab(self):
        self.needs_model()
        app = self.start(make_picture(self.path("four.png"), 4))
        app.expect_result("4")
        for name in ("Open", "Paste Link", "History", "Save", "Main Menu", "Canvas", "Pen", "Brush Size", "Undo", "Clear", "Recognize"):
            self.tab_to(app, name)

    def test_controls_work_by_keys_and_the_focus_is_never_lost(self):
        self.needs_model()
        app = self.start(make_picture(self.path("four.png"), 4))
        app.expect_result("4")
        self.tab_to(app, "Undo")
        app.key("space")
        app.expect_result("Nothing drawn")
        # The button can't be pressed any more: the canvas takes the focus.
        wait_for(lambda: self.focused_name(app) == "Canvas", "the focus on the canvas")
        self.tab_to(app, "Redo")
        app.key("space")
        app.expect_result("4")
        self.tab_to(app, "Brush Size")
        before = app.find("Brush Size").value
        app.key("Right", "Right")
        wait_for(lambda: app.find("Brush Size").value > before, "a wider brush")
        self.tab_to(app, "Clear")
        app.key("space")
        app.expect_result("Nothing drawn")
        wait_for(lambda: self.focused_name(app) == "Canvas", "the focus on the canvas")

    def test_the_menu_shows_the_keys(self):
        app = self.start()
        app.key("F10")
        app.wait_find("Zoom In")
        shown = {node.name for node in app.root.walk()}
        for keys in ("W", "Ctrl+V", "Shift+Ctrl+C", "Ctrl++", "Ctrl+-", "Ctrl+0", "Ctrl+,", "Ctrl+?", "F1", "Ctrl+Q"):
            self.assertIn(keys, shown)

    def test_dialogs_are_opened_and_closed_by_keys(self):
        app = self.start()
        for key, name in (("ctrl+o", "Open a Picture"), ("ctrl+s", "Save the Canvas"), ("ctrl+l", "Link"), ("ctrl+h", "History"),
                          ("ctrl+comma", "Style"), ("ctrl+question", "Zoom In"), ("F1", "Draw")):
            app.key(key)
            wait_for(lambda: len(app.x_windows()) == 2 and app.find(name), name)
            app.key("Escape")
            wait_for(lambda: len(app.x_windows()) == 1, f"{name} has closed")

    def test_every_window_that_stays_open_lets_the_app_be_quit(self):
        for key, name in (("ctrl+h", "History"), ("ctrl+comma", "Style"), ("ctrl+question", "Zoom In"), ("F1", "Draw")):
            app = self.start()
            app.key(key)
            wait_for(lambda: len(app.x_windows()) == 2 and app.find(name), name)
            app.key("ctrl+q")
            wait_for(lambda: app.process.poll() is not None, f"quit from {name}")

    def test_nothing_is_selected_in_the_about_dialog(self):
        app = self.start()
        app.key("F10")
        app.wait_find("About Scrawl").press()
        wait_for(lambda: len(app.x_windows()) == 2 and app.find("Scrawl", role="label"), "the dialog")
        app.focus_window()
        wait_for(lambda: any(node.role == "label" and node.has(Atspi.StateType.FOCUSED) for node in app.root.walk()), "the focus on the license")
        for label in (node for node in app.root.walk() if node.role == "label"):
            self.assertEqual(Atspi.Text.get_n_selections(label.accessible), 0, label.name)

    def test_the_menu_works_by_keys(self):
        app = self.start()
        app.key("F10")
        wait_for(lambda: len(app.x_windows()) == 2, "the menu")
        app.key("Down")
        item = wait_for(lambda: self.focused(app), "an item of the menu")
        self.assertEqual(item.role, "check menu item")
        app.key("space")
        path = os.path.join(app.home, "config", "scrawl", "settings.json")
        wait_for(lambda: os.path.exists(path) and False in json.load(open(path)).values(), "the switch is off")

    def test_a_picture_is_opened_with_keys_alone(self):
        self.needs_model()
        path = make_picture(self.path("six.png"), 6)
        app = self.start()
        app.key("ctrl+o")
        wait_for(lambda: app.find("Open a Picture") and len(app.x_windows()) == 2, "the chooser")
        app.key("ctrl+l")
        entry = wait_for(lambda: app.find("GtkFileChooserEntry", role="text"), "the location entry")
        wait_for(lambda: entry.has(Atspi.StateType.FOCUSED), "the cursor in the entry")
        app.key("ctrl+a")
        app.type(path)
        wait_for(lambda: entry.text == path, "the path")
        app.key("Return")
        app.expect_result("6")

    def test_preferences_are_changed_by_keys(self):
        app = self.start()
        app.key("ctrl+comma")
        wait_for(lambda: len(app.x_windows()) == 2, "the preferences")
        self.tab_to(app, "Frames over Digits")
        app.key("space")
        path = os.path.join(app.home, "config", "scrawl", "settings.json")
        wait_for(lambda: os.path.exists(path) and json.load(open(path)).get("showsFrames") is False, "the setting is written")


if __name__ == "__main__":
    unittest.main()
