"""The preferences: each takes effect at once, and is there again at the next start."""

import json
import os
import shutil
import unittest

from driver import MODEL, WindowTest, wait_for


class Preferences(WindowTest):
    def open_preferences(self, app):
        app.key("ctrl+comma")
        app.preferences = wait_for(
            lambda: app.find("Preferences", role="frame") or app.find("Preferences", role="dialog"), "the preferences")
        wait_for(lambda: len(app.x_windows()) == 2, "the window of the preferences")

    def close_preferences(self, app):
        app.key("Escape")
        wait_for(lambda: len(app.x_windows()) == 1, "Escape closes the preferences")

    def settings(self, app):
        try:
            with open(os.path.join(app.home, "config", "scrawl", "settings.json")) as file:
                return json.load(file)
        except FileNotFoundError:
            return {}

    def test_switches_are_kept(self):
        app = self.start()
        self.open_preferences(app)
        for name, key in (("Frames over Digits", "showsFrames"), ("Live Reading", "readsLive"), ("Keep a History", "keepsHistory")):
            switch = app.preferences.find(name, role="check box")
            self.assertTrue(switch.checked, name)
            switch.press()
            wait_for(lambda: self.settings(app).get(key) is False, f"{key} is written")
        self.close_preferences(app)
        app.close()
        again = self.start(home=app.home)
        self.open_preferences(again)
        for name in ("Frames over Digits", "Live Reading", "Keep a History"):
            self.assertFalse(again.preferences.find(name, role="check box").checked, name)

    def test_the_style_changes_at_once(self):
        app = self.start()
        self.open_preferences(app)
        app.preferences.find("Style", role="combo box").find(role="push button").press()
        wait_for(lambda: len(app.x_windows()) == 3, "the list of styles")
        app.key("Down", "Down", "Return")
        wait_for(lambda: self.settings(app).get("style") == "dark", "the style is written")
        wait_for(lambda: len(app.x_windows()) == 2, "the list is closed")

    def choose_model(self, app, path):
        app.preferences.find("Choose Model", role="push button").press()
        wait_for(lambda: len(app.x_windows()) == 3, "the file chooser")
        app.key("ctrl+l")
        entry = wait_for(
            lambda: next((n for n in app.root.walk() if n.role == "text" and n.name != "Connect to Server" and n.enabled), None), "the location entry")
        entry.set_text(path)
        wait_for(lambda: entry.text == path, "the path in the entry")
        button = wait_for(lambda: app.find("_Open Open", role="push button"), "Open")
        wait_for(lambda: button.enabled, "Open can be pressed")
        button.press()

    def test_a_file_that_is_no_model_is_refused(self):
        app = self.start()
        path = self.path("broken.safetensors")
        with open(path, "wb") as file:
            file.write(b"\x08\0\0\0\0\0\0\0not json")
        self.open_preferences(app)
        self.choose_model(app, path)
        problem = wait_for(lambda: app.preferences.find(description="Problem with the Model"), "the reason")
        self.assertIn("broken.safetensors", problem.text)
        self.assertIsNone(self.settings(app).get("modelFile"))

    def test_another_model_is_taken(self):
        self.needs_model()
        path = self.path("mine.safetensors")
        shutil.copy(MODEL, path)
        app = self.start()
        self.open_preferences(app)
        self.choose_model(app, path)
        wait_for(lambda: self.settings(app).get("modelFile") == path, "the model is written")
        self.assertEqual(app.preferences.find(description="Model File").text, path)
        app.preferences.find("Reset", role="push button").press()
        wait_for(lambda: self.settings(app).get("modelFile") is None, "the app's own again")

    def test_settings_that_cannot_be_read_are_told(self):
        app = self.start()
        app.close()
        os.makedirs(os.path.join(app.home, "config", "scrawl", "settings.json"))
        again = self.start(home=app.home, environment={"G_DEBUG": ""})
        again.expect_message("The settings in")
        # It is logged, too.
        again.log.truncate(0)

    def test_damaged_settings_are_set_aside(self):
        app = self.start()
        app.close()
        folder = os.path.join(app.home, "config", "scrawl")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "settings.json"), "w") as file:
            file.write('{"style": ')
        again = self.start(home=app.home)
        again.expect_message("settings")
        self.assertTrue(any(name.startswith("settings-damaged-") for name in os.listdir(folder)))


if __name__ == "__main__":
    unittest.main()
