import Foundation

/// Gray images and the digit that each shows: a pair of IDX files.
///
/// Images are found by their index in mapped memory, one costs as much in a file of 10 million as in one of a thousand.
public struct LabelledImages: Sendable {
    /// Columns of each image.
    public let width: Int
    /// Rows of each image.
    public let height: Int
    /// Which of the file's images these are.
    public let range: Range<Int>
    /// The names of the two files.
    public let imagesPath: String, labelsPath: String

    private let images: IDXArray
    private let labels: IDXArray

    /// The images and labels of two files.
    ///
    /// - Throws: `DatasetError` where a file is not what it should be, a label is not 0 to 9, or the counts differ.
    public init(imagesPath: String, labelsPath: String) throws(DatasetError) {
        images = try Self.array(imagesPath, dimensions: 3)
        labels = try Self.array(labelsPath, dimensions: 1)
        guard images.dimensions[0] == labels.dimensions[0] else {
            throw .counts(
                imagesPath: imagesPath, images: images.dimensions[0], labelsPath: labelsPath, labels: labels.dimensions[0])
        }
        height = images.dimensions[1]
        width = images.dimensions[2]
        range = 0..<images.dimensions[0]
        self.imagesPath = imagesPath
        self.labelsPath = labelsPath
        guard !range.isEmpty, width > 0, height > 0 else { throw .empty(path: imagesPath) }
        if let index = labels.bytes.firstIndex(where: { $0 > 9 }) {
            throw .label(path: labelsPath, index: index, value: Int(labels.bytes[index]))
        }
    }

    private static func array(_ path: String, dimensions: Int) throws(DatasetError) -> IDXArray {
        let array = try IDXArray(contentsOfFile: path)
        guard array.elementType == .unsignedByte else {
            throw .elementType(path: path, type: array.elementType, expected: .unsignedByte)
        }
        guard array.dimensions.count == dimensions else {
            throw .dimensions(path: path, found: array.dimensions.count, expected: dimensions)
        }
        return array
    }

    /// How many images there are.
    public var count: Int { range.count }

    /// The part of these images with these indices, counted from 0.
    public subscript(part: Range<Int>) -> LabelledImages {
        precondition(part.lowerBound >= 0 && part.upperBound <= count)
        return LabelledImages(of: self, range: range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
    }

    private init(of whole: LabelledImages, range: Range<Int>) {
        (width, height, images, labels) = (whole.width, whole.height, whole.images, whole.labels)
        (imagesPath, labelsPath) = (whole.imagesPath, whole.labelsPath)
        self.range = range
    }

    /// The digit, 0 to 9, that image `index` shows.
    public func label(at index: Int) -> UInt8 {
        precondition(index >= 0 && index < count)
        return labels.bytes[range.lowerBound + index]
    }

    /// The `width * height` pixels of image `index`, row by row, 0 paper to 255 ink. Valid only inside `body`.
    public func withPixels<Result>(at index: Int, _ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        precondition(index >= 0 && index < count)
        return withExtendedLifetime(images) {
            images.withBytes(at: (range.lowerBound + index) * width * height, count: width * height) { body($0.assumingMemoryBound(to: UInt8.self)) }
        }
    }
}
