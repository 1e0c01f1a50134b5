"""GTK's file choosers, used from outside."""

from driver import wait_for


def choose_file(app, path, accept="Open"):
    """Types a path into GTK's file chooser and accepts it."""
    dialog = wait_for(lambda: app.find("Open a Picture") or app.find("Save the Canvas"), "the file chooser")
    wait_for(lambda: len(app.x_windows()) > 1, "the file chooser's window")
    if accept == "Open":
        app.key("ctrl+l")
        entry = wait_for(lambda: dialog.find("GtkFileChooserEntry", role="text"), "the location entry")
    else:
        entry = wait_for(lambda: dialog.find(role="text"), "the name entry")
    entry.set_text(path)
    wait_for(lambda: entry.text == path, "the path in the entry")
    button = wait_for(lambda: dialog.find(f"_{accept} {accept}", role="push button"), accept)
    wait_for(lambda: button.enabled, accept + " can be pressed")
    button.press()
    wait_for(lambda: len(app.x_windows()) == 1, "the file chooser has closed")
