import CGTK
import Sketch

/// What the window can do, by the names that buttons, menus and shortcuts use.
extension MainWindow {
    func addActions() {
        addAction("recognize") { [unowned self] in model.recognize() }
        addAction("undo") { [unowned self] in canvas.cancelStroke(); model.undo() }
        addAction("redo") { [unowned self] in canvas.cancelStroke(); model.redo() }
        addAction("clear") { [unowned self] in clear() }
        addSwitch("live-reading", isOn: model.settings.readsLive) { [unowned self] in model.settings.readsLive = $0 }
        addSwitch("frames", isOn: model.settings.showsFrames) { [unowned self] in model.settings.showsFrames = $0 }
        model.settings.follow(\.readsLive) { [unowned self] in actions["live-reading"]?.setState($0) }
        model.settings.follow(\.showsFrames) { [unowned self] in actions["frames"]?.setState($0) }
        addSwitch("one-digit", isOn: model.settings.readsOneDigit) { [unowned self] in model.settings.readsOneDigit = $0 }
        model.settings.follow(\.readsOneDigit) { [unowned self] in actions["one-digit"]?.setState($0) }
        addSwitch("why", isOn: why.isOn) { [unowned self] in why.isOn = $0 }
        addAction("zoom-in") { [unowned self] in zoom(by: 1.25) }
        addAction("zoom-out") { [unowned self] in zoom(by: 0.8) }
        addAction("zoom-reset") { [unowned self] in canvas.changeView { $0.reset() } }
        addAction("pen") { [unowned self] in toolBar.select(.pen) }
        addAction("eraser") { [unowned self] in toolBar.select(.eraser) }
        addAction("thinner") { [unowned self] in toolBar.changeBrush(by: -2) }
        addAction("thicker") { [unowned self] in toolBar.changeBrush(by: 2) }
        addAction("copy-result") { [unowned self] in copyResult() }
        addAction("copy-picture") { [unowned self] in copyPicture() }
        addAction("open") { [unowned self] in chooseFile() }
        addAction("paste") { [unowned self] in paste() }
        addAction("paste-link") { [unowned self] in askForLink() }
        addAction("save") { [unowned self] in save() }
        addAction("history") { [unowned self] in application.showHistory() }
        addAction("preferences") { [unowned self] in application.showPreferences() }
        addAction("shortcuts") { [unowned self] in presentShortcuts(over: window) }
        addAction("help") { [unowned self] in presentHelp(over: window) }
        addAction("about") { [unowned self] in presentAbout(over: window) }
    }

    /// Shortcuts that a focused entry, button or list may use for itself first.
    func addWindowShortcuts() {
        addShortcuts([
            ("Return|KP_Enter", "win.recognize"), ("Delete|KP_Delete", "win.clear"),
            ("<Control>z", "win.undo"), ("<Control><Shift>z|<Control>y", "win.redo"),
            ("<Control>o", "win.open"), ("<Control>l", "win.paste-link"), ("<Control>v", "win.paste"), ("<Control>s", "win.save"),
            ("<Control>c", "win.copy-result"), ("<Control><Shift>c", "win.copy-picture"), ("<Control>h", "win.history"),
            ("<Control>plus|<Control>equal|<Control>KP_Add", "win.zoom-in"), ("<Control>minus|<Control>KP_Subtract", "win.zoom-out"),
            ("<Control>0|<Control>KP_0", "win.zoom-reset"), ("p", "win.pen"), ("e", "win.eraser"), ("w", "win.why"),
            ("bracketleft", "win.thinner"), ("bracketright", "win.thicker"), ("<Control>comma", "win.preferences"),
            ("<Control>question", "win.shortcuts"), ("F1", "win.help"), ("<Control>w", "window.close"),
        ], to: window)
    }

    private func clear() {
        canvas.cancelStroke()
        guard !model.drawing.isEmpty else { return }
        model.clear()
        canvas.changeView { $0.reset() }
        tellStep(localized("Canvas cleared"))
    }

    private func zoom(by factor: Double) {
        canvas.changeView { $0.zoom(by: factor, atX: $0.width / 2, y: $0.height / 2) }
    }

    private func copyResult() {
        guard let text = result.copyableText else { return toasts.show(localized("There is no result to copy yet")) }
        gdk_clipboard_set_text(gtk_widget_get_clipboard(window), text)
        toasts.show(localized("Copied “%1”", text))
    }
}
