import Foundation

/// Where the model is that belongs to this program.
public enum ModelLocation {
    /// The model's name in every place.
    static let name = "scrawl.safetensors"

    /// The file that `SCRAWL_MODEL` names; else the first that is there of `share/scrawl/` beside the program's `bin/` (installed), `Models/` in a folder above
    /// the program (built in a checkout), and `Models/` in the current folder.
    ///
    /// - Throws: `ModelNotFound`.
    public static func standard() throws(ModelNotFound) -> URL {
        if let named = ProcessInfo.processInfo.environment["SCRAWL_MODEL"], !named.isEmpty { return URL(fileURLWithPath: named) }
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")).map { URL(fileURLWithPath: $0) }
        let candidates = candidates(program: program, current: URL(fileURLWithPath: FileManager.default.currentDirectoryPath))
        guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else { throw ModelNotFound(places: candidates) }
        return found
    }

    /// Where to look, in this order.
    package static func candidates(program: URL?, current: URL) -> [URL] {
        var places: [URL] = []
        if let program {
            var folder = program.deletingLastPathComponent()
            places.append(folder.deletingLastPathComponent().appendingPathComponent("share/scrawl/\(name)"))
            // .build/<triple>/release/ lies three folders below the checkout.
            for _ in 0..<4 where folder.path != "/" {
                folder.deleteLastPathComponent()
                places.append(folder.appendingPathComponent("Models/\(name)"))
            }
        }
        places.append(current.appendingPathComponent("Models/\(name)"))
        return places
    }
}

/// There is no model in any of the places where it should be.
public struct ModelNotFound: Error, Equatable, LocalizedError {
    /// Where it was looked for.
    public let places: [URL]

    /// What went wrong, in a sentence for a person.
    public var errorDescription: String? {
        "The model \(ModelLocation.name) was not found. It was looked for in: \(places.map { $0.deletingLastPathComponent().path }.joined(separator: ", "))."
    }
}
