import DigitRecognition
import Foundation
import Pictures

/// Pictures side by side in one, each with what stands there and what was read, and frames around what was read (green) and refused (red): to look at.
struct FailureSheet {
    private static let gap = 6, line = 14
    private let cell: (width: Int, height: Int), columns: Int
    private var cells: [Picture] = []

    /// - Parameters:
    ///   - width: of the whole sheet in pixels.
    ///   - cell: the room for each picture.
    init(width: Int, cell: (width: Int, height: Int)) {
        self.cell = cell
        columns = max(width / (cell.width + Self.gap), 1)
    }

    /// Adds a picture, enlarged or reduced to fit.
    mutating func add(_ picture: Picture, _ recognition: Recognition, expected: String) {
        let scale = min(Float(cell.width) / Float(picture.width), Float(cell.height - Self.line) / Float(picture.height))
        var canvas = Picture(width: cell.width, height: cell.height, gray: 200)
        let width = max(Int(Float(picture.width) * scale), 1), height = max(Int(Float(picture.height) * scale), 1)
        for y in 0..<min(height, cell.height - Self.line) {
            for x in 0..<min(width, cell.width) {
                canvas.set(x, y + Self.line, picture.mean(from: (Float(x) / scale, Float(y) / scale), side: 1 / scale))
            }
        }
        func frame(_ box: Box, _ colour: (UInt8, UInt8, UInt8)) {
            let left = Int(Float(box.x) * scale), right = Int(Float(box.x + box.width) * scale)
            let top = Int(Float(box.y) * scale) + Self.line, bottom = Int(Float(box.y + box.height) * scale) + Self.line
            for x in left...max(left, right) { canvas.set(x, top, colour); canvas.set(x, bottom, colour) }
            for y in top...max(top, bottom) { canvas.set(left, y, colour); canvas.set(right, y, colour) }
        }
        for mark in recognition.rejected { frame(mark.box, (0, 0, 220)) }
        for digit in recognition.digits {
            frame(digit.box, (0, 160, 0))
            if recognition.digits.count > 1 {
                canvas.write("\(digit.digit)", x: Int(Float(digit.box.x) * scale), y: Int(Float(digit.box.y) * scale) + Self.line - 11)
            }
        }
        // What the network saw, where the picture leaves room below.
        for (place, digit) in recognition.digits.enumerated() where cell.height - Self.line - height >= 28 {
            for y in 0..<28 {
                for x in 0..<28 where 30 * place + x < cell.width {
                    let gray = UInt8(255 * (1 - digit.networkInput[28 * y + x]))
                    canvas.set(30 * place + x, cell.height - 28 + y, (gray, gray, gray))
                }
            }
        }
        let confidence = recognition.digits.count == 1 ? " \(Int(100 * recognition.confidence))" : ""
        canvas.write("\(expected.isEmpty ? "-" : expected)>\(recognition.text.isEmpty ? "-" : recognition.text)\(confidence)", x: 1, y: 2)
        cells.append(canvas)
    }

    /// Writes the sheet as PNG; nothing where no picture was added.
    func write(to url: URL) throws {
        guard !cells.isEmpty else { return }
        let rows = (cells.count + columns - 1) / columns
        var sheet = Picture(width: columns * (cell.width + Self.gap), height: rows * (cell.height + Self.gap), gray: 90)
        for (index, picture) in cells.enumerated() {
            let left = index % columns * (cell.width + Self.gap), top = index / columns * (cell.height + Self.gap)
            for y in 0..<cell.height {
                let from = 4 * y * cell.width, to = 4 * ((top + y) * sheet.width + left)
                sheet.bytes.replaceSubrange(to..<to + 4 * cell.width, with: picture.bytes[from..<from + 4 * cell.width])
            }
        }
        try PNGEncoder().write(sheet, to: url)
    }
}

extension Picture {
    /// Sets a pixel to blue, green and red, where there is one.
    fileprivate mutating func set(_ x: Int, _ y: Int, _ colour: (UInt8, UInt8, UInt8)) {
        guard x >= 0, y >= 0, x < width, y < height else { return }
        let index = 4 * (y * width + x)
        (bytes[index], bytes[index + 1], bytes[index + 2]) = colour
    }

    fileprivate func mean(from corner: (x: Float, y: Float), side: Float) -> (UInt8, UInt8, UInt8) {
        let left = min(Int(corner.x), width - 1), top = min(Int(corner.y), height - 1)
        let right = min(max(Int(corner.x + side), left + 1), width), bottom = min(max(Int(corner.y + side), top + 1), height)
        var sums = (0, 0, 0)
        for y in top..<bottom {
            for x in left..<right {
                let index = 4 * (y * width + x)
                sums = (sums.0 + Int(bytes[index]), sums.1 + Int(bytes[index + 1]), sums.2 + Int(bytes[index + 2]))
            }
        }
        let count = (right - left) * (bottom - top)
        return (UInt8(sums.0 / count), UInt8(sums.1 / count), UInt8(sums.2 / count))
    }

    /// Writes digits and signs of 6 x 10 pixels each.
    fileprivate mutating func write(_ text: String, x: Int, y: Int) {
        for (place, character) in text.enumerated() {
            guard let rows = Self.glyphs[character] else { continue }
            for row in 0..<10 {
                for column in 0..<6 where rows[row / 2] >> (2 - column / 2) & 1 == 1 { set(x + 8 * place + column, y + row, (200, 0, 0)) }
            }
        }
    }

    /// Three bits a row, from the top.
    private static let glyphs: [Character: [UInt8]] = [
        "0": [7, 5, 5, 5, 7], "1": [2, 6, 2, 2, 7], "2": [7, 1, 7, 4, 7], "3": [7, 1, 7, 1, 7], "4": [5, 5, 7, 1, 1], "5": [7, 4, 7, 1, 7],
        "6": [7, 4, 7, 5, 7], "7": [7, 1, 1, 2, 2], "8": [7, 5, 7, 5, 7], "9": [7, 5, 7, 1, 7], "-": [0, 0, 7, 0, 0], ">": [4, 2, 1, 2, 4],
        "|": [2, 2, 2, 2, 2],
    ]
}
