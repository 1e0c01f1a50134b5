"""Another program of the desktop, for drag and drop: `partner.py FOLDER [OFFER...]`.

Its window is one area from which OFFER (paths of files, `texture:` and the path of a picture for its pixels, `text:` and any text, or a
link) can be dragged or, by a click, copied (FOLDER/copied tells that), and which takes pictures: what was dropped is written to
FOLDER/dropped.png.
"""

import os
import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GObject, Gtk  # noqa: E402

folder, offers = sys.argv[1], sys.argv[2:]


def take(_, texture, x, y):
    texture.save_to_png(os.path.join(folder, "part.png"))
    os.rename(os.path.join(folder, "part.png"), os.path.join(folder, "dropped.png"))
    return True


def content():
    if offers[0].startswith("/"):
        return GObject.Value(Gdk.FileList, Gdk.FileList.new_from_list([Gio.File.new_for_path(offer) for offer in offers]))
    if offers[0].startswith("texture:"):
        return GObject.Value(Gdk.Texture, Gdk.Texture.new_from_filename(offers[0].removeprefix("texture:")))
    return GObject.Value(GObject.TYPE_STRING, offers[0].removeprefix("text:"))


def give(*_):
    return Gdk.ContentProvider.new_for_value(content())


def copy(gesture, *_):
    gesture.get_widget().get_clipboard().set_content(give())
    Gdk.Display.get_default().sync()
    with open(os.path.join(folder, "copied"), "w"):
        pass


def activate(application):
    window = Gtk.ApplicationWindow(application=application, title="Partner", default_width=200, default_height=200)
    area = Gtk.Label(label="Partner", hexpand=True, vexpand=True)
    target = Gtk.DropTarget.new(Gdk.Texture, Gdk.DragAction.COPY)
    target.connect("drop", take)
    area.add_controller(target)
    if offers:
        source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
        source.connect("prepare", give)
        area.add_controller(source)
        click = Gtk.GestureClick()
        click.connect("released", copy)
        area.add_controller(click)
    window.set_child(area)
    window.present()


application = Gtk.Application(application_id=None, flags=Gio.ApplicationFlags.NON_UNIQUE)
application.connect("activate", activate)
application.run([])
