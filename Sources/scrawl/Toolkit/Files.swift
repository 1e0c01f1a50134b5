import CGTK
import Foundation
import Pictures

/// The URL of a file of this computer, whatever bytes its name has; nil for one that is elsewhere.
func localURL(of file: OpaquePointer) -> URL? {
    let native = g_file_is_native(file) != 0 ? takeString(g_file_get_uri(file)).flatMap { URL(string: $0) } : nil
    // Files of other computers have a path where the desktop mounts them.
    return native ?? takeString(g_file_get_path(file)).map { URL(fileURLWithPath: $0) }
}

/// A file as a command line would name it: the `file:` URL of one that can be read here, the link of any other.
func address(of file: OpaquePointer) -> String? { localURL(of: file)?.absoluteString ?? takeString(g_file_get_uri(file)) }

/// The folder of a file as the settings keep it: its path, or its `file:` URL where that path is no text.
func address(ofFolderOf file: URL) -> String {
    let folder = file.deletingLastPathComponent()
    return hasTextPath(folder) ? folder.path : folder.absoluteString
}
