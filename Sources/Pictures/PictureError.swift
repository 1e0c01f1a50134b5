import Foundation

/// Why a picture could not be opened; the description is a sentence for the person who tried.
public enum PictureError: Error, Equatable {
    /// There is nothing under that name.
    case notFound(name: String)
    /// The name is that of a folder.
    case folder(name: String)
    /// The name is that of a device, socket or pipe.
    case notAFile(name: String)
    /// The system refused to open or read the file; `reason` is its message.
    case unreadable(name: String, reason: String)
    /// The file has no bytes.
    case empty
    /// The data is no picture; `what` says what it is, where that can be told ("a PDF document").
    case notAPicture(what: String?)
    /// The data ends before the picture does.
    case truncated(PictureFormat)
    /// The data contradicts its format; `reason` is the decoder's message.
    case damaged(PictureFormat, reason: String)
    /// More bytes than `limit`.
    case tooManyBytes(count: Int, limit: Int)
    /// More pixels than `limit`.
    case tooManyPixels(width: Int, height: Int, limit: Int)
    /// No loader for this format is installed.
    case noLoader(PictureFormat)
    /// There is not enough memory for the picture.
    case outOfMemory(width: Int, height: Int)
}

extension PictureError: LocalizedError {
    /// What went wrong, in a sentence for a person.
    public var errorDescription: String? {
        switch self {
        case .notFound(let name): "“\(name)” does not exist."
        case .folder(let name): "“\(name)” is a folder, not a picture."
        case .notAFile(let name): "“\(name)” is not an ordinary file."
        case .unreadable(let name, let reason): "“\(name)” cannot be read: \(reason)."
        case .empty: "The file is empty."
        case .notAPicture(let what?): "This is not a picture but \(what)."
        case .notAPicture(nil): "This is not a picture of any known format."
        case .truncated(let format): "The \(format.name) picture is incomplete: its end is missing."
        case .damaged(let format, let reason): "The \(format.name) picture is damaged: \(reason)."
        case .tooManyBytes(let count, let limit):
            "The picture is too large: \(Self.mebibytes(count, .up)) MiB, at most \(Self.mebibytes(limit, .toNearestOrEven)) MiB can be opened."
        case .tooManyPixels(let width, let height, let limit):
            "The picture is too large: \(width) × \(height) pixels, at most \(limit / 1_000_000) megapixels can be opened."
        case .noLoader(let format):
            if let package = format.loaderPackage {
                "\(format.name) pictures need a loader that is not installed (on Debian and Ubuntu the package “\(package)”)."
            } else {
                "This system's gdk-pixbuf has no loader for \(format.name) pictures."
            }
        case .outOfMemory(let width, let height): "There is not enough memory for a picture of \(width) × \(height) pixels."
        }
    }

    private static func mebibytes(_ bytes: Int, _ rule: FloatingPointRoundingRule) -> Int {
        Int((Double(bytes) / 1_048_576).rounded(rule))
    }
}
