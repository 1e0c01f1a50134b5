import Foundation

/// Tells whoever looks at the terminal or the journal; what the user must know is shown in the window instead.
func logWarning(_ message: String) {
    FileHandle.standardError.write(Data("scrawl: \(message)\n".utf8))
}
