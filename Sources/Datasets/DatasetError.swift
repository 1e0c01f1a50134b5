import Foundation

/// Why a data set could not be read. Each message names the file and the numbers that do not fit.
public enum DatasetError: Error, Equatable, CustomStringConvertible {
    /// There is no folder of that name.
    case noFolder(path: String)
    /// The folder has none of the usual names of that file.
    case missingFile(folder: String, names: [String], present: [String])
    /// There is no folder of that name, or no PNG picture with ink in it.
    case missingPictures(folder: String)
    /// The system refused to open, read or map the file; `code` is its `errno`.
    case unreadable(path: String, code: Int32)
    /// The file does not begin with two zero bytes, a known element type and a number of dimensions.
    case magic(path: String, bytes: [UInt8])
    /// The elements are not unsigned bytes.
    case elementType(path: String, type: IDXElementType, expected: IDXElementType)
    /// The array has another number of dimensions.
    case dimensions(path: String, found: Int, expected: Int)
    /// The header's dimensions multiply to more bytes than a file can have.
    case tooLarge(path: String, dimensions: [Int])
    /// The images are of another size.
    case imageSize(path: String, width: Int, height: Int, expectedWidth: Int, expectedHeight: Int)
    /// The file, or what its gzip stream holds, ends before the array does. `expected` and `found` count bytes.
    case tooShort(path: String, expected: Int, found: Int)
    /// There is data after the end of the array.
    case tooLong(path: String, expected: Int)
    /// The gzip stream ends in the middle; `found` bytes came out of it.
    case truncatedGzip(path: String, found: Int)
    /// The gzip stream is damaged.
    case corruptGzip(path: String, reason: String)
    /// A label is none of the ten digits.
    case label(path: String, index: Int, value: Int)
    /// Images and labels do not go together.
    case counts(imagesPath: String, images: Int, labelsPath: String, labels: Int)
    /// There is nothing in it.
    case empty(path: String)
    /// A line of a text file cannot be understood.
    case line(path: String, number: Int, reason: String)

    /// What went wrong, in a sentence for a person.
    public var description: String {
        switch self {
        case .noFolder(let path):
            return "there is no folder “\(path)”; it should hold the IDX files, such as train-images-idx3-ubyte.gz"
        case .missingFile(let folder, let names, let present):
            let wanted = "“\(folder)” has no \(names[0]), plain or with .gz"
            return present.isEmpty ? "\(wanted); the folder holds no IDX file" : "\(wanted); it holds \(present.joined(separator: ", "))"
        case .missingPictures(let folder):
            return "there is no folder “\(folder)” with PNG pictures in it"
        case .unreadable(let path, let code):
            return "cannot read “\(path)”: \(String(cString: strerror(code)))"
        case .magic(let path, let bytes):
            let shown = bytes.map { String(format: "%02x", $0) }.joined(separator: " ")
            return "“\(path)” is no IDX file: it begins with \(shown), not with 00 00, an element type and a number of dimensions"
        case .elementType(let path, let type, let expected):
            return "“\(path)” holds elements of type \(type), \(expected) is needed"
        case .dimensions(let path, let found, let expected):
            return "“\(path)” has \(found) dimension\(found == 1 ? "" : "s"), \(expected) \(expected == 1 ? "is" : "are") needed"
                + (expected == 3 ? " (count, rows, columns)" : " (the labels)")
        case .tooLarge(let path, let dimensions):
            return "“\(path)” claims \(dimensions.map(grouped).joined(separator: " x ")) elements, more than a file can hold"
        case .imageSize(let path, let width, let height, let expectedWidth, let expectedHeight):
            return "“\(path)” has images of \(width) x \(height) pixels, \(expectedWidth) x \(expectedHeight) are needed"
        case .tooShort(let path, let expected, let found):
            return "“\(path)” is too short: its header promises \(grouped(expected)) bytes, it has \(grouped(found))"
        case .tooLong(let path, let expected):
            return "“\(path)” is too long: there is data after the \(grouped(expected)) bytes that its header promises"
        case .truncatedGzip(let path, let found):
            return "“\(path)” is cut off: its gzip stream ends after \(grouped(found)) bytes of data; download it again"
        case .corruptGzip(let path, let reason):
            return "“\(path)” is damaged: \(reason); download it again"
        case .label(let path, let index, let value):
            return "“\(path)”: label \(grouped(index)) is \(value), labels are digits from 0 to 9"
        case .counts(let imagesPath, let images, let labelsPath, let labels):
            return "“\(labelsPath)” has \(grouped(labels)) labels, “\(imagesPath)” has \(grouped(images)) images"
        case .empty(let path):
            return "“\(path)” is empty"
        case .line(let path, let number, let reason):
            return "“\(path)”, line \(grouped(number)): \(reason)"
        }
    }
}

/// A count with commas between the thousands, as in 60,000.
func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index) % 3 == 0 { text += "," }
        text.append(digit)
    }
    return text
}
