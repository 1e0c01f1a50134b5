import CGTK
import Foundation
import Pictures
import Sketch

/// Bringing pictures onto the canvas: chosen, dropped, pasted, named on the command line.
extension MainWindow {
    /// Opens the first of files and links, for the canvas has room for one; false where there is none.
    func openFirst(of addresses: [String]) -> Bool {
        guard let first = addresses.first else { return false }
        open(PictureSource(argument: first), of: addresses.count)
        return true
    }

    /// Opens a file or a link. A refusal is shown, and the canvas stays as it was.
    func open(_ source: PictureSource, of count: Int = 1) {
        let origin: CanvasSource, name: String?
        switch source {
        case .link(let link):
            // Fetching may last.
            toasts.show(localized("Fetching the picture…"), button: localized("Cancel")) { [unowned self] in opener.cancel() }
            (origin, name) = (.link(link), nil)
        case .file(let url):
            (origin, name) = (.file(url.path), fileName(of: url))
        }
        opener.open(source) { [unowned self] in place($0, from: origin, name: name, of: count) }
    }

    /// Opens pixels that came through the clipboard or a drop.
    func open(_ picture: Picture) {
        opener.open(picture) { [unowned self] in place($0, from: .pasted, name: nil) }
    }

    /// Lays an opened picture, the first of so many that were given, on the canvas in place of what was there.
    func place(_ result: Result<PictureLevels, any Error>, from source: CanvasSource, name: String?, of count: Int = 1) {
        switch result {
        case .success(let levels):
            canvas.cancelStroke()
            canvas.changeView { $0.reset() }
            let replaced = !model.drawing.isEmpty
            model.open(Drawing([.picture(PlacedPicture(levels: levels, fittedInto: canvas.viewport.visible))]), from: source)
            if count > 1 {
                tellStep(localized("The canvas has room for one picture: the first of %1 was opened", String(count)))
            } else if replaced {
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
            model.settings.openFolder = address(ofFolderOf: url)
            open(.file(url))
        }
    }
}
