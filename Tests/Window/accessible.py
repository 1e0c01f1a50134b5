"""What a screen reader sees of a window, and waiting for it."""

import os
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# Machines that run tests are slow and shared: a condition is awaited this long before it counts as not met.
PATIENCE = float(os.environ.get("SCRAWL_PATIENCE", "20"))


class NotMet(AssertionError):
    """A condition did not come true in time."""


def wait_for(condition, what, patience=None):
    """Asks until the condition is true (not None, not empty), and returns its value."""
    end = time.monotonic() + (patience or PATIENCE)
    while True:
        try:
            value = condition()
        except GLib.Error:  # A widget went away while it was being looked at.
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise NotMet("not in time: " + what)
        time.sleep(0.02)


class Node:
    """An accessible object."""

    def __init__(self, accessible):
        self.accessible = accessible

    @property
    def name(self):
        return self.accessible.get_name() or ""

    @property
    def description(self):
        return self.accessible.get_description() or ""

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def children(self):
        return [Node(child) for child in (self.accessible.get_child_at_index(i) for i in range(self.accessible.get_child_count())) if child]

    def walk(self, past=()):
        """This object and all below it, but for what is in those with a name of `past`: a list may have thousands, each a few questions."""
        yield self
        if past and self.name in past:
            return
        for child in self.children:
            yield from child.walk(past)

    def find(self, name=None, description=None, role=None, visible=True, itself=True, past=()):
        """The first object from here down, see `walk`, that has these properties, or None."""
        for node in self.walk(past):
            if node is self and not itself:
                continue
            try:
                if name is not None and node.name != name:
                    continue
                if description is not None and node.description != description:
                    continue
                if role is not None and node.role != role:
                    continue
                if visible and not node.has(Atspi.StateType.VISIBLE):
                    continue
                return node
            except GLib.Error:
                continue
        return None

    def has(self, state):
        return self.accessible.get_state_set().contains(state)

    @property
    def enabled(self):
        return self.has(Atspi.StateType.SENSITIVE)

    @property
    def checked(self):
        return self.has(Atspi.StateType.CHECKED) or self.has(Atspi.StateType.PRESSED)

    @property
    def text(self):
        count = Atspi.Text.get_character_count(self.accessible)
        return Atspi.Text.get_text(self.accessible, 0, count)

    def set_text(self, text):
        Atspi.EditableText.set_text_contents(self.accessible, text)

    @property
    def value(self):
        if hasattr(self.accessible, "get_value_iface"):
            return self.accessible.get_value_iface().get_current_value()
        return Atspi.Value.get_current_value(self.accessible)

    def set_value(self, value):
        Atspi.Value.set_current_value(self.accessible, value)

    @property
    def box(self):
        """x, y, width, height in the window, in logical pixels."""
        box = Atspi.Component.get_extents(self.accessible, Atspi.CoordType.WINDOW)
        return box.x, box.y, box.width, box.height

    def press(self):
        Atspi.Action.do_action(self.accessible, 0)

    def focus(self):
        Atspi.Component.grab_focus(self.accessible)

    def describe(self, depth=0):
        """The tree below as text, for a failure's message."""
        lines = ["  " * depth + f"{self.role} “{self.name}” ({self.description})"]
        for child in self.children:
            try:
                lines.append(child.describe(depth + 1))
            except GLib.Error:
                pass
        return "\n".join(lines)
