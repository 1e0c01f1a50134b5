"""GTK's file choosers, used from outside."""

from driver import wait_for


def choose_file(app, path, accept="Open", title=None, over=1):
    """Types a path into GTK's file chooser, which stands over so many windows, and accepts it."""
    title = title or {"Open": "Open a Picture", "Save": "Save the Canvas"}[accept]
    dialog = wait_for(lambda: app.find(title), title)
    # Before its window is there, the folder that it comes up with may still take the place of what is typed.
    wait_for(lambda: len(app.x_windows()) > over, "the file chooser's window")
    if accept == "Open":
        app.key("ctrl+l")
        entry = wait_for(lambda: dialog.find("GtkFileChooserEntry", role="text"), "the location entry")
    else:
        entry = wait_for(lambda: dialog.find(role="text"), "the name entry")
    entry.set_text(path)
    wait_for(lambda: entry.text == path, "the path in the entry")
    # GTK puts the mnemonic's text before the label.
    button = wait_for(lambda: dialog.find(f"_{accept} {accept}", role="push button"), accept)
    wait_for(lambda: button.enabled, accept + " can be pressed")
    button.press()
    wait_for(lambda: len(app.x_windows()) == over, "the file chooser has closed")
