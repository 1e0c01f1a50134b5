"""Drives Scrawl from outside its process: AT-SPI to find and press controls, xdotool for pen and keys."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from accessible import PATIENCE, Atspi, GLib, Node, NotMet, wait_for

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.environ.get("SCRAWL_PROGRAM", os.path.join(ROOT, ".build", "release", "scrawl"))
MODEL = os.path.join(ROOT, "Models", "scrawl.safetensors")


def xdotool(*arguments):
    return subprocess.run(["xdotool", *map(str, arguments)], check=True, capture_output=True, text=True).stdout.strip()


def x_windows(process):
    """The windows of a process that are on the screen, the newest last."""
    while True:
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(process)], capture_output=True, text=True)
        # A window that goes away while it is looked at ends the search with an error, as if there were none.
        if "BadWindow" not in found.stderr:
            return found.stdout.split()


class App:
    """One running Scrawl, with data and settings of its own."""

    def __init__(self, *arguments, home=None, environment=None, scale=1, canvas="Canvas", message="Message"):
        self.home = home or tempfile.mkdtemp(prefix="scrawl-window-")
        self.scale = scale
        self.pressed = {}
        # What the app calls these in its language.
        self.canvas_name, self.message_name = canvas, message
        self.log = open(os.path.join(self.home, "log"), "a+b")
        environment = {
            **os.environ,
            "XDG_DATA_HOME": os.path.join(self.home, "data"),
            "XDG_CONFIG_HOME": os.path.join(self.home, "config"),
            "XDG_CACHE_HOME": os.path.join(self.home, "cache"),
            "HOME": self.home,
            "GDK_BACKEND": "x11",
            "GSK_RENDERER": "cairo",
            "GDK_SCALE": str(scale),
            "GSETTINGS_BACKEND": "memory",
            "G_DEBUG": "fatal-warnings",
            "GTK_A11Y": "atspi",
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "en",
            "SWIFT_BACKTRACE": "enable=yes,color=no",
            "NO_PROXY": "*",
            "no_proxy": "*",
            **(environment or {}),
        }
        self.environment = environment
        self.started = time.monotonic()
        self.process = subprocess.Popen([PROGRAM, *arguments], env=environment, stdout=self.log, stderr=self.log, cwd=self.home)
        try:
            self.root = wait_for(self._find_root, "the app in the accessibility tree")
            wait_for(lambda: self.canvas, "the canvas")
            wait_for(lambda: self.canvas.box[2] > 100, "a size for the canvas")
            self.focus_window()
        except BaseException:
            self.kill()
            raise

    def _find_root(self):
        if self.process.poll() is not None:
            raise AssertionError(f"scrawl ended with status {self.process.returncode}:\n{self.output}")
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_process_id() == self.process.pid:
                return Node(child)
        return None

    @property
    def output(self):
        self.log.flush()
        with open(self.log.name, "rb") as file:
            return file.read().decode(errors="replace")

    # Windows

    def x_windows(self):
        return x_windows(self.process.pid)

    def focus_window(self, *then):
        """Gives the keyboard to the newest window, without a window manager nobody else does, and goes on with further words of xdotool."""
        while True:
            window = wait_for(self.x_windows, "a window of X")[-1]
            try:
                return xdotool("windowfocus", window, *then)
            except subprocess.CalledProcessError:
                # A list or a dialog may close meanwhile.
                if window in self.x_windows():
                    raise

    def key(self, *keys):
        self.focus_window("key", "--clearmodifiers", *keys)

    def type(self, text):
        self.focus_window("type", "--delay", "5", text)

    # Controls

    def find(self, name=None, description=None, role=None, visible=True):
        return self.root.find(name, description, role, visible)

    def wait_find(self, name=None, description=None, role=None, patience=None):
        what = ", ".join(str(x) for x in (name, description, role) if x)
        try:
            return wait_for(lambda: self.find(name, description, role), what, patience)
        except NotMet:
            raise NotMet(f"not found: {what}\n{self.root.describe()}\n{self.output}") from None

    def press(self, name):
        button = self.wait_find(name, role="push button")
        wait_for(lambda: button.enabled, f"{name} can be pressed")
        # GTK shows a button that is activated as pressed for a quarter of a second, and takes no second activation meanwhile.
        wait_for(lambda: time.monotonic() - self.pressed.get(name, 0) > 0.4, "the button is up again")
        button.press()
        self.pressed[name] = time.monotonic()

    @property
    def canvas(self):
        return self.find(self.canvas_name)

    @property
    def result(self):
        node = self.find(description="Result")
        return node.text if node else None

    @property
    def confidence(self):
        node = self.find(description="Confidence")
        return node.text if node else None

    @property
    def message(self):
        node = self.find(description=self.message_name)
        return node.text if node else ""

    def expect_result(self, text):
        try:
            wait_for(lambda: self.result == text, text)
        except NotMet:
            raise NotMet(f"the result is “{self.result}”, not “{text}” (message “{self.message}”)\n{self.output}") from None

    def expect_message(self, part):
        try:
            return wait_for(lambda: self.message if part in self.message else None, part)
        except NotMet:
            raise NotMet(f"the message is “{self.message}”, without “{part}”") from None

    # Drawing

    def to_screen(self, x, y, box=None):
        """A place of the canvas, 0...1 in both directions, in pixels of the screen. Who asks for many gives the canvas's box."""
        left, top, width, height = box or self.canvas.box
        return round((left + x * width) * self.scale), round((top + y * height) * self.scale)

    def stroke(self, points, button=1):
        """Draws a line through places of the canvas, 0...1, moving as a hand does."""
        box = self.canvas.box
        words = ["mousemove", *self.to_screen(*points[0], box), "mousedown", button]
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            steps = max(1, round(max(abs(x1 - x0), abs(y1 - y0)) * 60))
            for step in range(1, steps + 1):
                share = step / steps
                words += ["mousemove", *self.to_screen(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, box)]
        words += ["mouseup", button]
        xdotool(*words)

    def draw(self, strokes, left=0.0, top=0.0, width=1.0, height=1.0):
        """Draws strokes into a part of the canvas."""
        for points in strokes:
            self.stroke([(left + x * width, top + y * height) for x, y in points])

    def pixel_colors(self):
        """The distinct gray values of the canvas on the screen, through a screenshot."""
        left, top, width, height = (round(v * self.scale) for v in self.canvas.box)
        data = subprocess.run(
            ["import", "-window", "root", "-crop", f"{width}x{height}+{left}+{top}", "-depth", "8", "gray:-"], check=True, capture_output=True).stdout
        return data, width, height

    def ink(self):
        """Pixels of black ink on the screen; hints and messages over the canvas are lighter."""
        data, _, _ = self.pixel_colors()
        return sum(1 for value in data if value < 24)

    def finished_ink(self):
        """The ink once the stroke is finished and shown: the same in two looks in a row; None before."""
        undo = self.find("Undo")
        if not undo or not undo.enabled:
            return None
        ink = self.ink()
        return ink if ink and ink == self.ink() else None

    def ink_box(self):
        """Left, top, right, bottom of the black ink, in pixels of the canvas on the screen; None without ink."""
        data, width, height = self.pixel_colors()
        dark = [i for i, value in enumerate(data) if value < 24]
        if not dark:
            return None
        columns = [i % width for i in dark]
        return min(columns), dark[0] // width, max(columns), dark[-1] // width

    def colors(self):
        """Red, green, blue of the canvas's pixels on the screen, and where it lies: data, left, top, width, height."""
        left, top, width, height = (round(v * self.scale) for v in self.canvas.box)
        data = subprocess.run(
            ["import", "-window", "root", "-crop", f"{width}x{height}+{left}+{top}", "-depth", "8", "rgb:-"], check=True, capture_output=True).stdout
        return data, left, top, width, height

    def click_pixel(self, x, y):
        """Clicks a pixel of the screen."""
        xdotool("mousemove", x, y, "mousedown", 1, "mouseup", 1)

    # Ending

    def close(self):
        """Asks the app to quit, and checks that it ends well."""
        if self.process.poll() is None:
            for _ in range(6):
                count = len(self.x_windows())
                if count <= 1:
                    break
                self.key("Escape")
                try:
                    wait_for(lambda: len(self.x_windows()) < count, "Escape closes a window", 1)
                except NotMet:
                    pass  # The first Escape may have cleared a search, or closed what is no window.
            self.key("ctrl+q")
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                raise NotMet("not in time: the app has quit\n" + self.state()) from None
        if self.process.returncode != 0:
            raise AssertionError(f"scrawl ended with status {self.process.returncode}:\n{self.output}")

    def state(self):
        """Ends an app that does not answer, and tells what there was to see of it: windows, where its main thread is, what it wrote."""
        try:
            seen = self.root.describe()
        except GLib.Error as error:
            seen = f"It answers no question: {error.message}\n"
        seen += f"windows of X: {self.x_windows()}\n"
        # Swift's runtime writes where the main thread is.
        self.process.send_signal(signal.SIGABRT)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
        return seen + self.output

    def kill(self):
        self.process.kill()
        self.process.wait()


class WindowTest(unittest.TestCase):
    """A test with its own app, which must still run and have warned of nothing at the end."""

    arguments = ()
    environment = {}

    def start(self, *arguments, **options):
        app = App(*arguments, **options)
        self.apps.append(app)
        return app

    def setUp(self):
        self.apps = []
        self.folder = tempfile.mkdtemp(prefix="scrawl-files-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.addCleanup(self._end)

    def _end(self):
        homes = set()
        failure = None
        for app in self.apps:
            homes.add(app.home)
            try:
                if app.process.poll() is None:
                    app.close()
                elif app.process.returncode not in (0, -9):
                    raise AssertionError(f"scrawl ended with status {app.process.returncode}:\n{app.output}")
                for word in ("CRITICAL", "WARNING", "Fatal error"):
                    if word in app.output:
                        raise AssertionError("the app complained:\n" + app.output)
            except Exception as error:
                # Whatever it was, no later test finds this app in its way.
                failure = error
                if app.process.poll() is None:
                    app.kill()
        for home in homes:
            shutil.rmtree(home, True)
        if failure:
            raise failure

    def path(self, name):
        return os.path.join(self.folder, name)

    def needs_model(self):
        if not os.path.exists(MODEL):
            self.skipTest("there is no Models/scrawl.safetensors yet")
