import DigitRecognition
import Foundation
import NeuralNetwork
import Pictures

/// Pictures of what is no digit, such as letters, as training examples with the label `DrawnExamples.noDigit`, found and prepared as reading does it.
public struct MarkPictures: ExampleSource {
    private let inputs: [[Float]]
    private let augmenters: AugmenterPool
    /// One for each picture with ink.
    public var count: Int { inputs.count }

    /// Reads all PNG files of a folder and of the folders in it, in the order of their paths. A picture without ink is left out.
    ///
    /// - Parameter augmentation: how they are varied in training.
    /// - Throws: `DatasetError` where there is no such folder or nothing in it, `PictureError` where a picture is broken.
    public init(folder: String, augmentation: Augmentation = .none) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue,
            let paths = FileManager.default.enumerator(atPath: folder)
        else { throw DatasetError.missingPictures(folder: folder) }
        let names = paths.compactMap { $0 as? String }.filter { $0.lowercased().hasSuffix(".png") }.sorted()
        inputs = try names.compactMap { name in
            SingleDigitInput(of: try PictureDecoder().decode(fileAt: URL(fileURLWithPath: folder).appendingPathComponent(name)))?.values
        }
        guard !inputs.isEmpty else { throw DatasetError.missingPictures(folder: folder) }
        augmenters = AugmenterPool(augmentation)
    }

    /// The prepared picture, varied where `random` is given, and `DrawnExamples.noDigit`.
    public func example(
        _ index: Int, epoch: Int, random: inout RandomNumbers?, into image: UnsafeMutablePointer<Float>
    ) -> UInt8 {
        inputs[index].withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            if random != nil, augmenters.augmentation != .none {
                augmenters.use { $0.apply(to: base, random: &random!, output: image) }
            } else {
                image.update(from: base, count: Augmenter.pixels)
            }
        }
        return DrawnExamples.noDigit
    }
}
