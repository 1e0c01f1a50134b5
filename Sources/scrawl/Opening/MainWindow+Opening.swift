import CGTK
import Foundation
import Pictures
import Sketch

/// Bringing pictures onto the canvas: chosen, dropped, pasted, named on the command line.
extension MainWindow {
    /// Opens a file or a link. A refusal is shown, and the canvas stays as it was.
    func open(_ source: PictureSource) {
        switch source {
        case .link(let link): openLink(link)
        case .file(let url):
            opener.open(source) { [unowned self] result in
                place(result, from: .file(url.path), name: url.lastPathComponent)
            }
        }
    }

    /// Fetches a picture in the background, with a message while it lasts.
    func openLink(_ link: String) {
        toasts.show(localized("Fetching the picture…"), button: localized("Cancel")) { [unowned self] in opener.cancel() }
        opener.open(.link(link)) { [unowned self] in place($0, from: .link(link), name: nil) }
    }

    /// Opens pixels that came through the clipboard or a drop.
    func open(_ picture: Picture) {
        opener.open(picture) { [unowned self] in place($0, from: .pasted, name: nil) }
    }

    /// Lays an opened picture on the canvas in place of what was there.
    func place(_ result: Result<PictureLevels, any Error>, from source: CanvasSource, name: String?) {
        switch result {
        case .success(let levels):
            canvas.cancelStroke()
            canvas.changeView { $0.reset() }
            let replaced = !model.drawing.isEmpty
            model.open(Drawing([.picture(PlacedPicture(levels: levels, fittedInto: canvas.viewport.visible))]), from: source)
            if replaced {
                tellStep(localized("Picture opened in place of the drawing"))
            } else {
                toasts.hide()
            }
        case .failure(let error):
            let reason = message(of: error)
            // Messages about a file that name it already need no second name.
            toasts.show(name.map { reason.contains($0) ? reason : "“\($0)”: \(reason)" } ?? reason)
        }
    }

    /// Lets the user choose a file.
    func chooseFile() {
        let chooser = FileChooser(localized("Open a Picture"), over: window, for: .opening, accept: localized("_Open"))
        chooser.addFilter(localized("Pictures"))
        chooser.addFilter(localized("All Files"), pattern: "*")
        if let folder = model.settings.openFolder { chooser.setFolder(folder) }
        chooser.present { [unowned self] url in
            guard let url else { return toasts.show(localized("Choose a file on this computer")) }
            model.settings.openFolder = url.deletingLastPathComponent().path
            open(.file(url))
        }
    }
}
