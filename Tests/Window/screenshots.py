"""Takes pictures of the real window: `make screenshots` those that the README shows, `make screenshots ARGS=FOLDER` all windows and dialogs into a folder,
to be looked at."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from choosers import choose_file
from digits import DIGITS
from driver import App, wait_for, xdotool
from evidence import colored_ink
from pictures import make_picture

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Resources/screenshots")
# Digit, left, top, width, height: as shares of the canvas.
NUMBERS = [(3, 0.06, 0.08, 0.3, 0.42), (1, 0.28, 0.1, 0.26, 0.4), (4, 0.5, 0.07, 0.3, 0.44), (1, 0.68, 0.1, 0.26, 0.4),
           (5, 0.16, 0.52, 0.3, 0.42), (9, 0.4, 0.5, 0.32, 0.44), (2, 0.64, 0.52, 0.3, 0.42)]


def start(style, scale=1, **settings):
    home = tempfile.mkdtemp(prefix="scrawl-screenshots-")
    os.makedirs(os.path.join(home, "config/scrawl"))
    with open(os.path.join(home, "config/scrawl/settings.json"), "w") as file:
        json.dump({"style": style, **settings}, file)
    return App(home=home, scale=scale)


def picture_of(window):
    return subprocess.run(["import", "-window", window, "rgb:-"], check=True, capture_output=True).stdout


def kept(app):
    """How many entries the history has."""
    database = sqlite3.connect(os.path.join(app.home, "data/scrawl/history.sqlite"))
    try:
        return database.execute("SELECT count(*) FROM entry").fetchone()[0]
    finally:
        database.close()


def take(app, name, window=0):
    """A picture of a window without what GTK draws around it where there is no window manager."""
    # The pointer's own picture and the hover of a button would be in the way.
    xdotool("mousemove", 1270, 890)
    shown = app.x_windows()[window]
    wait_for(lambda: picture_of(shown) == picture_of(shown), "a window at rest")
    picture = os.path.join(folder, name + ".png")
    subprocess.run(["import", "-window", shown, picture], check=True)
    subprocess.run(
        ["convert", picture, "-shave", f"{4 * app.scale}x{4 * app.scale}", "+repage", "-strip", "+dither", "-colors", "192", "PNG8:" + picture], check=True)


def draw_numbers(app):
    for digit, left, top, width, height in NUMBERS:
        app.draw(DIGITS[digit], left, top, width, height)
    app.expect_result("3141|592")


def clear(app):
    app.press("Clear")
    app.expect_result("Nothing drawn")


def readme(style):
    app = start(style)
    try:
        draw_numbers(app)
        take(app, f"window-{style}")
        clear(app)
        app.draw(DIGITS[7], 0.15, 0.12, 0.7, 0.76)
        app.expect_result("7")
        app.key("w")
        choice = wait_for(lambda: [node for node in app.root.walk() if node.role.endswith("button") and node.name.startswith("For ")], "the choice")
        answer = wait_for(lambda: (lambda seen: seen if sum(seen) > 100 else None)(colored_ink(app)), "coloured ink")
        choice[1].press()
        wait_for(lambda: colored_ink(app) != answer, "the colours of the other answer")
        take(app, f"why-{style}")
        app.key("w")
        for digit in (2, 8, 5, 6):
            clear(app)
            app.draw(DIGITS[digit], 0.1, 0.1, 0.8, 0.8)
            app.expect_result(str(digit))
            before = kept(app)
            app.key("Return")
            wait_for(lambda: kept(app) > before, "an entry of the history")
        app.press("History")
        wait_for(lambda: len(app.x_windows()) == 2, "the history")
        take(app, f"history-{style}", window=-1)
        app.close()
    finally:
        app.kill()


def everything(style):
    app = start(style)
    try:
        take(app, f"empty-{style}")
        app.press("History")
        wait_for(lambda: len(app.x_windows()) == 2, "the history")
        take(app, f"history-empty-{style}", window=-1)
        app.key("Escape")
        draw_numbers(app)
        for name, key in (
                ("preferences", "ctrl+comma"), ("shortcuts", "ctrl+question"), ("help", "F1"), ("link", "ctrl+l"), ("save", "ctrl+s"),
                ("menu", "F10")):
            app.key(key)
            wait_for(lambda: len(app.x_windows()) == 2, name)
            take(app, f"{name}-{style}", window=-1)
            app.key("Escape")
            wait_for(lambda: len(app.x_windows()) == 1, name + " has closed")
        app.key("F10")
        app.wait_find("About Scrawl").press()
        wait_for(lambda: len(app.x_windows()) == 2, "about")
        take(app, f"about-{style}", window=-1)
        app.key("Escape")
        clear(app)
        take(app, f"cleared-{style}")
        app.key("ctrl+o")
        choose_file(app, make_picture(os.path.join(app.home, "photo.jpg"), 8, 1200, 900, brush=60))
        app.expect_result("8")
        app.key("w", "ctrl+minus")
        take(app, f"opened-{style}")
        xdotool("windowsize", app.x_windows()[0], 460, 800)
        take(app, f"narrow-{style}")
        app.close()
    finally:
        app.kill()
    app = start(style, scale=2, windowWidth=620, windowHeight=430)
    try:
        app.draw(DIGITS[5], 0.36, 0.08, 0.28, 0.84)
        app.expect_result("5")
        app.key("w")
        take(app, f"dense-{style}")
        app.close()
    finally:
        app.kill()


folder = sys.argv[1] if len(sys.argv) > 1 else FOLDER
os.makedirs(folder, exist_ok=True)
for style in ("light", "dark"):
    (everything if len(sys.argv) > 1 else readme)(style)
