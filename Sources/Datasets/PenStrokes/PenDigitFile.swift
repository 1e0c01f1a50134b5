import Foundation

/// Reads digits drawn with a pen from text in the manner of UNIPEN, such as `pendigits-orig.tra` (Alpaydin and Alimoglu, UCI
/// data set 81).
///
/// `.SEGMENT DIGIT … "8"` opens a digit, `.COMMENT 8 12 224` names label, writer and sample, `.PEN_DOWN` to `.PEN_UP` is a stroke with one `x y` a line,
/// y growing upwards in a box of 500 x 500. Other lines that begin with a dot say nothing about the strokes and are passed over.
public struct PenDigitFile: Sendable {
    /// The side of the tablet's box, in the units of the points.
    public static let side: Float = 500

    /// The digits in the order of the file.
    public let digits: [PenDigit]

    /// The digits in the file at `path`.
    public init(contentsOfFile path: String) throws(DatasetError) {
        let memory = try MappedMemory(fileAt: path)
        try self.init(text: memory.bytes, path: path)
    }

    /// The digits in `text`; `path` is for messages.
    public init(text: String, path: String) throws(DatasetError) {
        let bytes = Array(text.utf8)
        try self.init(bytes: bytes, path: path)
    }

    private init(bytes: [UInt8], path: String) throws(DatasetError) {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(DatasetError) in try PenDigitFile(text: bytes, path: path) }
        }
        self = try result.get()
    }

    private init(text: UnsafeRawBufferPointer, path: String) throws(DatasetError) {
        var parser = Parser(path: path)
        var start = 0, number = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
            number += 1
            try parser.take(line: text[start..<end], number: number)
            start = end + 1
        }
        try parser.finish(number: number)
        digits = parser.digits
        if digits.isEmpty { throw .empty(path: path) }
    }
}

/// Where the reading of a file stands.
private struct Parser {
    let path: String
    var digits: [PenDigit] = []
    private var current: PenDigit?
    private var opened = 0
    private var stroke: [SIMD2<Float>]?

    init(path: String) { self.path = path }

    mutating func take(line: Slice<UnsafeRawBufferPointer>, number: Int) throws(DatasetError) {
        let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
        guard let first = words.first else { return }
        guard first.first == UInt8(ascii: ".") else { return try takePoint(words, number: number) }
        switch String(decoding: first, as: UTF8.self) {
        case ".SEGMENT":
            try finish(number: number)
            opened = number
            current = PenDigit(label: try label(words, number: number), writer: 0, strokes: [])
        case ".COMMENT":
            guard current != nil, words.count >= 3, let named = integer(words[1]), let writer = integer(words[2]) else { return }
            guard named == Int(current?.label ?? 255) else {
                throw .line(path: path, number: number, reason: "the comment says digit \(named), the segment \(current?.label ?? 255)")
            }
            current?.writer = writer
        case ".PEN_DOWN":
            guard current != nil else { throw .line(path: path, number: number, reason: "the pen goes down before any .SEGMENT") }
            guard stroke == nil else { throw .line(path: path, number: number, reason: "the pen is down already") }
            stroke = []
        case ".PEN_UP":
            guard let points = stroke else { throw .line(path: path, number: number, reason: "the pen goes up without having been down") }
            if !points.isEmpty { current?.strokes.append(points) }
            stroke = nil
        default: break
        }
    }

    private mutating func takePoint(_ words: [Slice<UnsafeRawBufferPointer>], number: Int) throws(DatasetError) {
        guard stroke != nil else { throw .line(path: path, number: number, reason: "a point while the pen is up") }
        guard words.count >= 2, let x = coordinate(words[0]), let y = coordinate(words[1]) else {
            throw .line(path: path, number: number, reason: "two coordinates are expected")
        }
        stroke?.append(SIMD2(x, PenDigitFile.side - y))
    }

    /// Closes the digit that is open, at the next one or at the end of the file.
    mutating func finish(number: Int) throws(DatasetError) {
        guard stroke == nil else { throw .line(path: path, number: number, reason: "the stroke has no .PEN_UP") }
        guard let digit = current else { return }
        guard !digit.strokes.isEmpty else { throw .line(path: path, number: opened, reason: "the digit has no points") }
        digits.append(digit)
        current = nil
    }

    private func label(_ words: [Slice<UnsafeRawBufferPointer>], number: Int) throws(DatasetError) -> UInt8 {
        let quote = UInt8(ascii: "\"")
        guard let last = words.last, last.count == 3, last.first == quote, last.last == quote,
            case let digit = last[last.startIndex + 1], (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
        else { throw .line(path: path, number: number, reason: "the segment should end with a digit in quotes") }
        return digit - UInt8(ascii: "0")
    }

    private func integer(_ word: Slice<UnsafeRawBufferPointer>) -> Int? { Int(String(decoding: word, as: UTF8.self)) }

    private func coordinate(_ word: Slice<UnsafeRawBufferPointer>) -> Float? {
        // Far beyond any tablet, and small enough that squares of differences stay finite.
        guard let value = Float(String(decoding: word, as: UTF8.self)), abs(value) <= 1e6 else { return nil }
        return value
    }
}
