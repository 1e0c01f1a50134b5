import CommandLineSupport
import DigitRecognition
import FileWriting
import Foundation
import History
import NeuralNetwork
import Pictures
import Settings
import Sketch

/// The text of an error for a person, in the user's language.
///
/// The libraries say what went wrong in typed errors with English descriptions and know no translations; here each gets its text.
func message(of error: any Error) -> String {
    switch error {
    case let error as PictureError: text(of: error)
    case let error as DownloadError: text(of: error)
    case let error as FileWriteError: text(of: error)
    case let error as PNGError: localized("The picture cannot be written as PNG: %1.", error.reason)
    case let error as HistoryError: text(of: error)
    case let error as SQLiteError: text(of: error)
    case let error as SettingsError: localized("The settings in %1: %2 (%3)", error.path, error.message, error.call)
    case let error as DrawingArchiveError: text(of: error)
    case let error as ReadingError: text(of: error)
    case let error as ModelFileError: "“\(fileName(error.path))”: \(text(of: error.error))"
    case let error as SafetensorsError: error.path.map { "“\(fileName($0))”: \(text(of: error.problem))" } ?? text(of: error.problem)
    case let error as NeuralNetwork.FileError: "“\(fileName(error.path))”: \(String(cString: strerror(error.code)))"
    default: CommandLineSupport.message(of: error)
    }
}

/// A path's last part: messages have little room, and whoever chose a file knows its folder.
func fileName(_ path: String) -> String { (path as NSString).lastPathComponent }

private func text(of error: FileWriteError) -> String {
    switch error.code {
    case ENOSPC, EDQUOT: localized("“%1” cannot be saved: the disk is full.", error.name)
    case EACCES, EPERM: localized("“%1” cannot be saved: writing into this folder is not allowed.", error.name)
    case EROFS: localized("“%1” cannot be saved: this disk is read-only.", error.name)
    case ENOENT, ENOTDIR: localized("“%1” cannot be saved: the folder does not exist.", error.name)
    case EISDIR: localized("“%1” cannot be saved: there is a folder of that name.", error.name)
    default: localized("“%1” cannot be saved: %2.", error.name, error.reason)
    }
}

private func text(of error: HistoryError) -> String {
    switch error {
    case .newerVersion(let file, let version, let known):
        localized(
            "“%1” was written by a newer Scrawl (version %2 of the history, this one knows %3); it was left as it is", fileName(file),
            String(version), String(known))
    case .notAHistory(let file): localized("“%1” is a database, but not a history of Scrawl; it was left as it is", fileName(file))
    case .damaged(let file, let detail): localized("“%1” is damaged (%2)", fileName(file), detail)
    case .closed: localized("The history is closed")
    case .noSuchEntry: localized("This entry is not in the history any more")
    case .notDigits(let text): localized("“%1” is not made of digits", text)
    case .alreadyThere(let path): localized("“%1” is there already", fileName(path))
    case .fileSystem(let call, let path, let message): "“\(fileName(path))”: \(message) (\(call))"
    case .database(let error): text(of: error)
    }
}

private func text(of error: SQLiteError) -> String {
    switch error.condition {
    case .full: localized("The disk is full")
    case .readOnly: localized("The history can't be changed: its file or folder is read-only")
    case .busy: localized("The history is in use by another program")
    case .damaged: localized("The history is damaged (%1)", error.message)
    case .cannotOpen: localized("The history can't be opened (%1)", error.message)
    case .other: localized("The history failed: %1 (%2, code %3)", error.message, error.call, String(error.code))
    }
}

private func text(of error: DrawingArchiveError) -> String {
    switch error {
    case .notADrawing: localized("This is not a drawing of Scrawl.")
    case .newerVersion(let version): localized("The drawing was saved by a newer Scrawl (format %1).", String(version))
    case .damaged(let detail): localized("The drawing is damaged: %1.", detail)
    }
}
