import Foundation
import Pictures

extension HistoryStore {
    /// Writes entries into a new folder: a list and a PNG file for each.
    ///
    /// The folder is there in whole when the call returns, and not at all when it throws or its task is cancelled: it is
    /// written under another name beside its place, and moved there at the end. Other calls get their turn meanwhile.
    ///
    /// - Parameters:
    ///   - ids: the entries; those that are deleted meanwhile are left out.
    ///   - format: the form of the list.
    ///   - folder: the new folder, which must not be there yet.
    ///   - progress: told how many of the entries are written, on any thread.
    /// - Throws: `HistoryError`, or `CancellationError` where the task was cancelled.
    public nonisolated func export(
        _ ids: [HistoryEntry.ID], as format: ExportFormat, to folder: URL,
        progress: @Sendable (_ written: Int) -> Void = { _ in }
    ) async throws {
        guard hasTextPath(folder) else { return try await exportIntoUnnamed(ids, as: format, to: folder, progress: progress) }
        guard !FileManager.default.fileExists(atPath: folder.path) else { throw HistoryError.alreadyThere(path: folder.path) }
        let parent = folder.deletingLastPathComponent()
        let unfinished = parent.appending(path: ".\(folder.lastPathComponent)-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: unfinished.appending(path: "pictures"), withIntermediateDirectories: true)
            try await write(ids, as: format, into: unfinished, progress: progress)
            // A rename replaces no file and no folder that has something in it.
            guard rename(unfinished.path, folder.path) == 0 else { throw HistoryError.lastError(of: "rename", path: folder.path) }
        } catch {
            // What went wrong first is what is reported.
            try? FileManager.default.removeItem(at: unfinished)
            throw error
        }
        try Self.flush(parent)
    }

    /// The same in a folder whose path is no text, and that goes by another while it is open.
    private nonisolated func exportIntoUnnamed(
        _ ids: [HistoryEntry.ID], as format: ExportFormat, to folder: URL, progress: @Sendable (_ written: Int) -> Void
    ) async throws {
        let parent = Foundation.open(pathBytes(of: folder.deletingLastPathComponent()), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { throw HistoryError.lastError(of: "open", path: fileName(of: folder)) }
        defer { Foundation.close(parent) }
        try await export(ids, as: format, to: URL(filePath: "/proc/self/fd/\(parent)/\(fileName(of: folder))"), progress: progress)
    }

    private nonisolated func write(
        _ ids: [HistoryEntry.ID], as format: ExportFormat, into folder: URL, progress: (Int) -> Void
    ) async throws {
        let list = try Self.newFile(folder.appending(path: format.fileName))
        let frame = format.frame
        try list.write(contentsOf: Data(frame.opening.utf8))
        var isFirst = true
        for (index, id) in ids.enumerated() {
            try Task.checkCancellation()
            let content: EntryContent
            do {
                content = try await self.content(of: id)
            } catch HistoryError.noSuchEntry {
                continue
            }
            let picture = "pictures/\(id).png"
            let file = try Self.newFile(folder.appending(path: picture))
            try file.write(contentsOf: content.picture)
            try file.synchronize()
            try file.close()
            try list.write(contentsOf: Data(((isFirst ? "" : frame.separator) + format.record(of: content, picture: picture)).utf8))
            isFirst = false
            progress(index + 1)
        }
        try list.write(contentsOf: Data(frame.closing.utf8))
        try list.synchronize()
        try list.close()
        try Self.flush(folder.appending(path: "pictures"))
        try Self.flush(folder)
    }

    private static func newFile(_ url: URL) throws(HistoryError) -> FileHandle {
        let descriptor = Foundation.open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .lastError(of: "open", path: url.path) }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Makes the names in a folder durable.
    private static func flush(_ folder: URL) throws(HistoryError) {
        let descriptor = Foundation.open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .lastError(of: "open", path: folder.path) }
        defer { Foundation.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .lastError(of: "fsync", path: folder.path) }
    }
}
