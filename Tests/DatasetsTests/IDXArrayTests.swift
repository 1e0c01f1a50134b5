import Datasets
import Foundation
import Testing

@Suite struct IDXArrayTests {
    private let folder: TemporaryFolder
    private let elements = (0..<24).map { UInt8($0 * 7 % 256) }

    init() throws { folder = try TemporaryFolder() }

    private func problem(_ bytes: [UInt8]) throws -> DatasetError? {
        let path = try folder.write("file", bytes)
        do {
            _ = try IDXArray(contentsOfFile: path)
            return nil
        } catch { return error }
    }

    private var path: String { folder.path + "/file" }

    @Test func plain() throws {
        let array = try IDXArray(contentsOfFile: folder.write("file", idx([2, 3, 4], elements)))
        #expect(array.elementType == .unsignedByte)
        #expect(array.dimensions == [2, 3, 4])
        #expect(array.bytes.elementsEqual(elements))
    }

    @Test(arguments: IDXElementType.allCases) func everyElementType(_ type: IDXElementType) throws {
        let bytes = [UInt8](repeating: 1, count: 3 * type.size)
        let array = try IDXArray(contentsOfFile: folder.write("file", idx([3], bytes, type: type.rawValue)))
        #expect(array.elementType == type)
        #expect(array.bytes.count == bytes.count)
        #expect(try problem(idx([3], Array(bytes.dropLast()), type: type.rawValue))
            == .tooShort(path: path, expected: 8 + bytes.count, found: 7 + bytes.count))
    }

    @Test func aPipeIsRefusedAndNotWaitedFor() {
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: DatasetError.unreadable(path: path, code: ESPIPE)) { try IDXArray(contentsOfFile: path) }
    }

    @Test func gzipIsToldByItsFirstBytes() throws {
        let array = try IDXArray(contentsOfFile: folder.write("file", gzip(idx([2, 3, 4], elements))))
        #expect(array.dimensions == [2, 3, 4])
        #expect(array.bytes.elementsEqual(elements))
    }

    @Test func gzipMembersFollowEachOther() throws {
        let whole = idx([24], elements)
        // Members that end within the header, within the elements, and hold nothing at all.
        for cuts in [[2], [6], [8], [20], [2, 6, 20], [0, 5, 5, 32]] {
            var bytes: [UInt8] = []
            var start = 0
            for cut in cuts + [whole.count] {
                bytes += gzip(Array(whole[start..<cut]))
                start = cut
            }
            let array = try IDXArray(contentsOfFile: folder.write("file", bytes))
            #expect(array.bytes.elementsEqual(elements), "cut at \(cuts)")
        }
        let padded = try IDXArray(contentsOfFile: folder.write("file", gzip(whole) + [0, 0, 0]))
        #expect(padded.bytes.elementsEqual(elements))
    }

    @Test func refusals() throws {
        #expect(try problem([]) == .empty(path: path))
        #expect(try problem(gzip([])) == .empty(path: path))
        #expect(try problem([0, 0, 8]) == .magic(path: path, bytes: [0, 0, 8]))
        #expect(try problem(gzip([0, 0, 8])) == .magic(path: path, bytes: [0, 0, 8]))
        #expect(try problem([1, 0, 8, 1, 0, 0, 0, 0]) == .magic(path: path, bytes: [1, 0, 8, 1]))
        #expect(try problem([0, 1, 8, 1, 0, 0, 0, 0]) == .magic(path: path, bytes: [0, 1, 8, 1]))
        #expect(try problem([0, 0, 10, 1, 0, 0, 0, 0]) == .magic(path: path, bytes: [0, 0, 10, 1]))
        #expect(try problem([0, 0, 8, 0]) == .magic(path: path, bytes: [0, 0, 8, 0]))
        #expect(try problem([0, 0, 8, 3, 0, 0, 0, 1]) == .tooShort(path: path, expected: 16, found: 8))
        #expect(try problem(gzip([0, 0, 8, 3, 0, 0, 0, 1])) == .tooShort(path: path, expected: 16, found: 8))
        #expect(try problem(Array("<!DOCTYPE html>".utf8)) == .magic(path: path, bytes: Array("<!DO".utf8)))
    }

    @Test func lengthIsExact() throws {
        let whole = idx([24], elements)
        #expect(try problem(Array(whole.dropLast())) == .tooShort(path: path, expected: 32, found: 31))
        #expect(try problem(whole + [0]) == .tooLong(path: path, expected: 32))
        #expect(try problem(gzip(Array(whole.dropLast()))) == .tooShort(path: path, expected: 32, found: 31))
        #expect(try problem(gzip(whole + [0])) == .tooLong(path: path, expected: 32))
        #expect(try problem(gzip(whole) + gzip([1])) == .tooLong(path: path, expected: 32))
    }

    @Test func hugeClaims() throws {
        let huge = 0xffff_ffff
        #expect(try problem(idx([huge, huge, huge], [])) == .tooLarge(path: path, dimensions: [huge, huge, huge]))
        #expect(try problem(idx([huge, huge, huge, huge, huge, huge], [])) == .tooLarge(path: path, dimensions: Array(repeating: huge, count: 6)))
        #expect(try problem(gzip(idx([huge, huge, huge], []))) == .tooLarge(path: path, dimensions: [huge, huge, huge]))
        #expect(try problem(idx([huge], elements)) == .tooShort(path: path, expected: 8 + huge, found: 32))
        #expect(try problem(gzip(idx([huge], elements))) == .tooShort(path: path, expected: 8 + huge, found: 32))
        #expect(try problem(idx([0, huge, huge, huge], elements)) == .tooLarge(path: path, dimensions: [0, huge, huge, huge]))
    }

    @Test func damagedGzip() throws {
        let whole = gzip(idx([200], (0..<200).map { UInt8($0 * 89 % 251) }))
        for length in [3, 10, 12, 40, whole.count - 9, whole.count - 8, whole.count - 1] {
            let error = try problem(Array(whole[..<length]))
            guard case .truncatedGzip(path, let found) = error else {
                Issue.record("cut after \(length) bytes: \(String(describing: error))")
                continue
            }
            #expect(found <= 208)
        }
        // The check sum and the length at the end are part of the stream.
        for place in [20, 100, whole.count - 8, whole.count - 1] {
            var damaged = whole
            damaged[place] ^= 0x55
            let error = try problem(damaged)
            switch error {
            case .corruptGzip, .magic, .tooLarge, .tooShort, .truncatedGzip: break
            default: Issue.record("byte \(place) changed: \(String(describing: error))")
            }
        }
        guard case .corruptGzip = try problem(whole + [1, 2, 3]) else {
            Issue.record("bytes after the stream went unnoticed")
            return
        }
    }

    @Test func filesThatCannotBeRead() throws {
        #expect(throws: DatasetError.unreadable(path: folder.path + "/none", code: ENOENT)) {
            try IDXArray(contentsOfFile: folder.path + "/none")
        }
        #expect(throws: DatasetError.unreadable(path: folder.path, code: EISDIR)) { try IDXArray(contentsOfFile: folder.path) }
    }

    @Test func emptyArray() throws {
        let array = try IDXArray(contentsOfFile: folder.write("file", idx([0], [])))
        #expect(array.dimensions == [0] && array.bytes.isEmpty)
        #expect(try problem(idx([0], [1])) == .tooLong(path: path, expected: 8))
    }
}
