import FileSafety
import FileWriting
import Foundation

/// The file that keeps the settings, JSON that a person can read.
public struct SettingsFile: Sendable, Equatable {
    /// Where it is.
    public let url: URL

    /// The settings in `url`.
    public init(at url: URL) { self.url = url }

    /// Settings that were read.
    public struct Loaded: Sendable, Equatable {
        /// The settings; those of a first start where there was no file or a damaged one.
        public var settings: Settings
        /// Where a damaged file was put; nil where nothing was damaged.
        public var damagedFile: URL?

        package init(settings: Settings, damagedFile: URL? = nil) {
            self.settings = settings
            self.damagedFile = damagedFile
        }
    }

    /// Reads the settings; a damaged file is set aside under another name, never deleted.
    ///
    /// - Throws: `SettingsError` where the file is there and can't be read, or a damaged one can't be set aside.
    public func load() throws(SettingsError) -> Loaded {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT || errno == ENOTDIR { return Loaded(settings: Settings()) }
            throw .lastError(of: "open", path: url.path)
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let data: Data
        do {
            data = try handle.read(upToCount: Self.longest + 1) ?? Data()
        } catch {
            throw SettingsError(call: "read", path: url.path, message: systemReason(of: error))
        }
        guard data.count <= Self.longest, let settings = try? JSONDecoder().decode(Settings.self, from: data) else {
            return Loaded(settings: Settings(), damagedFile: try setAside())
        }
        return Loaded(settings: settings)
    }

    /// Far more bytes than settings ever take.
    private static let longest = 1 << 20

    private func setAside() throws(SettingsError) -> URL {
        let name = pathForDamaged(url.path)
        guard rename(url.path, name) == 0 else { throw .lastError(of: "rename", path: url.path) }
        return URL(filePath: name)
    }

    /// Writes the settings: the file, or the one that a link there leads to, holds the old ones or the new ones at any moment, never a part.
    public func save(_ settings: Settings) throws(SettingsError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let folder = url.deletingLastPathComponent()
        let data: Data
        do {
            data = try encoder.encode(settings) + Data("\n".utf8)
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw SettingsError(call: "mkdir", path: folder.path, message: systemReason(of: error))
        }
        do {
            try AtomicFile.write(Array(data), to: url.path, permissions: 0o600)
        } catch {
            throw SettingsError(call: error.call, path: url.path, message: error.reason)
        }
    }
}
