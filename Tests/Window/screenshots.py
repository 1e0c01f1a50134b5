"""Takes the pictures that the README shows, of the real window: `make screenshots`."""

import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from digits import DIGITS
from driver import App, wait_for, xdotool

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Resources/screenshots")
# Digit, left, top, width, height: as shares of the canvas.
NUMBERS = [(3, 0.06, 0.08, 0.3, 0.42), (1, 0.28, 0.1, 0.26, 0.4), (4, 0.5, 0.07, 0.3, 0.44), (1, 0.68, 0.1, 0.26, 0.4),
           (5, 0.16, 0.52, 0.3, 0.42), (9, 0.4, 0.5, 0.32, 0.44), (2, 0.64, 0.52, 0.3, 0.42)]


def take(style):
    home = tempfile.mkdtemp(prefix="scrawl-screenshots-")
    os.makedirs(os.path.join(home, "config/scrawl"))
    with open(os.path.join(home, "config/scrawl/settings.json"), "w") as file:
        json.dump({"style": style}, file)
    app = App(home=home)
    try:
        for digit, left, top, width, height in NUMBERS:
            app.draw(DIGITS[digit], left, top, width, height)
        app.expect_result("3141|592")
        # The pointer's own picture and the hover of a button would be in the way.
        xdotool("mousemove", 1270, 890)
        wait_for(lambda: app.confidence, "a confidence")
        window = app.x_windows()[-1]
        # Without a window manager GTK draws a frame of 4 pixels of its own.
        picture = os.path.join(FOLDER, f"window-{style}.png")
        subprocess.run(["import", "-window", window, picture], check=True)
        subprocess.run(["convert", picture, "-shave", "4x4", "+repage", "-strip", picture], check=True)
        app.close()
    finally:
        app.kill()


os.makedirs(FOLDER, exist_ok=True)
for style in ("light", "dark"):
    take(style)
