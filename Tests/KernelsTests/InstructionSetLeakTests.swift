import Foundation
import Testing

/// The folder with the objects of this build, where this test itself was built to; nil where they are not there.
private let buildFolder: URL? = {
    guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return nil }
    let folder = URL(fileURLWithPath: program).deletingLastPathComponent()
    let hasTools = ["/usr/bin/nm", "/usr/bin/objdump"].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    #if DEBUG
    // Without optimisation every generic function that the loops use has a copy in their module.
    return nil
    #else
    return hasTools && FileManager.default.fileExists(atPath: folder.appending(path: "KernelsAVX512.build").path) ? folder : nil
    #endif
}()

@Suite struct InstructionSetLeakTests {
    @Test(.enabled(if: buildFolder != nil, "needs the objects of a release build, and binutils"))
    func noInstructionLeavesItsTarget() throws {
        let folder = try #require(buildFolder)
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "check-portable.sh")
        let process = Process(), errors = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [script.path, "--objects", folder.path]
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(message)")
    }
}
