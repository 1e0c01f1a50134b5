import CGTK
import Foundation

/// Where the app finds and keeps its files.
enum Folders {
    /// The user's own folder. (Foundation's asks the list of users only, and passes `HOME` over.)
    static var home: String { String(cString: g_get_home_dir()) }

    /// What the user made: the history and the drawing on the canvas.
    static var data: String { String(cString: g_get_user_data_dir()) + "/scrawl" }

    /// Settings.
    static var configuration: String { String(cString: g_get_user_config_dir()) + "/scrawl" }

    /// The running program's own file.
    static let executable: String = takeString(g_file_read_link("/proc/self/exe", nil)) ?? CommandLine.arguments[0]

    /// `share` beside the `bin` that the program was installed to; translations, icons and the model are in it.
    static var share: String { URL(fileURLWithPath: executable).deletingLastPathComponent().deletingLastPathComponent().path + "/share" }

    /// Where the app's own icons are: installed, or in the source tree that the program was built in.
    static var icons: [String] {
        ([share + "/icons"] + ancestors.map { $0 + "/Resources/icons" }).filter { g_file_test($0, G_FILE_TEST_IS_DIR) != 0 }
    }

    /// The folders above the program.
    private static var ancestors: [String] {
        var folders: [String] = []
        var folder = URL(fileURLWithPath: executable).deletingLastPathComponent()
        while folder.path != "/" {
            folders.append(folder.path)
            folder.deleteLastPathComponent()
        }
        return folders
    }

    /// Makes a folder, and those above it, for the user alone.
    static func make(_ folder: String) throws {
        guard g_mkdir_with_parents(folder, 0o700) == 0 else {
            throw FileError(path: folder, reason: String(cString: strerror(errno)))
        }
    }
}

/// A file or folder that could not be made, read or written.
struct FileError: Error, LocalizedError {
    let path: String
    let reason: String
    var errorDescription: String? { "“\(path)”: \(reason)" }
}
