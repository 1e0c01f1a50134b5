import Foundation
import Testing

import History

/// The writer that `KillTests` kills: this very program, started again with this test alone.
struct KilledWriter {
    static let fileVariable = "SCRAWL_TEST_KILLED_WRITER_FILE"
    static let file = ProcessInfo.processInfo.environment[fileVariable]

    /// Stores entries and says the number of each as soon as it is stored, until it is killed.
    @Test(.enabled(if: file != nil, "it runs in a process of its own, started by KillTests"))
    func writeUntilKilled() async throws {
        let store = try await HistoryStore.open(at: URL(filePath: try #require(Self.file))).store
        // A limit of its own in case nobody kills it.
        for number in 0..<100_000 {
            let id = try await store.add(entry("\(number)", pictureSize: 500 + number % 7 * 3000)).id
            if number % 5 == 4 { try await store.correct(id, to: "0\(number)") }
            try FileHandle.standardError.write(contentsOf: Data("stored \(id) \(number)\n".utf8))
        }
    }
}

struct KillTests {
    /// A kill at any moment loses no entry that was said to be stored.
    @Test func aKillLosesNothingThatWasStored() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "history.sqlite")
            var promised: [Int64: Int] = [:]
            for round in 0..<12 {
                // Killed after another number of lines each time, and somewhere in the work on the next entry.
                let lines = try await Self.linesOfAKilledWriter(file: file, count: 1 + round * 7 % 30)
                for line in lines {
                    let words = line.split(separator: " ")
                    let id = try #require(Int64(words[1]))
                    let number = try #require(Int(words[2]))
                    promised[id] = number
                }
            }
            #expect(promised.count >= 12)
            let opened = try await HistoryStore.open(at: file)
            #expect(opened.damagedFile == nil)
            for (id, number) in promised {
                let content = try await opened.store.content(of: id)
                #expect(content.entry.text == "\(number)")
                #expect(content.entry.correction == (number % 5 == 4 ? "0\(number)" : nil))
                #expect(content.picture.count == 500 + number % 7 * 3000)
            }
        }
    }

    /// Starts the writer and kills it after it has written `count` lines.
    ///
    /// - Returns: all whole lines that it had written when it died.
    private static func linesOfAKilledWriter(file: URL, count: Int) async throws -> [Substring] {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--testing-library", "swift-testing", "--filter", "KilledWriter"]
        process.environment = ProcessInfo.processInfo.environment.merging([KilledWriter.fileVariable: file.path]) { $1 }
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var output = Data()
        var killed = false
        // The end of the pipe comes when the process is gone.
        while let part = try pipe.fileHandleForReading.read(upToCount: 256), !part.isEmpty {
            output += part
            if !killed, output.split(separator: UInt8(ascii: "\n")).count > count {
                kill(process.processIdentifier, SIGKILL)
                killed = true
            }
        }
        process.waitUntilExit()
        try #require(killed, "the writer ended by itself: \(String(decoding: output, as: UTF8.self))")
        let text = String(decoding: output, as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().filter { $0.hasPrefix("stored ") }
    }
}
