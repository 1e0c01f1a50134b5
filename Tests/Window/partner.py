"""Another program of the desktop, for drag and drop: `partner.py FOLDER [OFFER]`.

Its window is one area from which OFFER (the path of a file, or a link) can be dragged, and which takes pictures: what was dropped is
written to FOLDER/dropped.png.
"""

import os
import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GObject, Gtk  # noqa: E402

folder, offer = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None


def take(_, texture, x, y):
    texture.save_to_png(os.path.join(folder, "part.png"))
    os.rename(os.path.join(folder, "part.png"), os.path.join(folder, "dropped.png"))
    return True


def give(_, x, y):
    if offer.startswith("/"):
        return Gdk.ContentProvider.new_for_value(GObject.Value(Gdk.FileList, Gdk.FileList.new_from_list([Gio.File.new_for_path(offer)])))
    return Gdk.ContentProvider.new_for_value(GObject.Value(GObject.TYPE_STRING, offer))


def activate(application):
    window = Gtk.ApplicationWindow(application=application, title="Partner", default_width=200, default_height=200)
    area = Gtk.Label(label="Partner", hexpand=True, vexpand=True)
    target = Gtk.DropTarget.new(Gdk.Texture, Gdk.DragAction.COPY)
    target.connect("drop", take)
    area.add_controller(target)
    if offer:
        source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
        source.connect("prepare", give)
        area.add_controller(source)
    window.set_child(area)
    window.present()


application = Gtk.Application(application_id=None, flags=Gio.ApplicationFlags.NON_UNIQUE)
application.connect("activate", activate)
application.run([])
