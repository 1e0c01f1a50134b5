import Foundation

/// A folder with the IDX files of a data set of the MNIST family, under any of their usual names.
public struct IDXFolder: Sendable {
    /// The folder.
    public let path: String

    /// The two parts of a data set.
    public enum Part: String, Sendable, CaseIterable {
        /// What networks learn from.
        case training = "train"
        /// What is looked at once, for the figure that is reported.
        case test = "t10k"
    }

    /// The folder at `path`.
    ///
    /// - Throws: `DatasetError.noFolder` where there is none.
    public init(path: String) throws(DatasetError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw .noFolder(path: path)
        }
        self.path = path
    }

    /// The images and labels of one part, all checked; their size must be `width` x `height`.
    public func images(_ part: Part, width: Int = 28, height: Int = 28) throws(DatasetError) -> LabelledImages {
        let imagesPath = try file(part, "images", dimensions: 3), labelsPath = try file(part, "labels", dimensions: 1)
        let images = try LabelledImages(imagesPath: imagesPath, labelsPath: labelsPath)
        guard images.width == width, images.height == height else {
            throw .imageSize(
                path: imagesPath, width: images.width, height: images.height, expectedWidth: width, expectedHeight: height)
        }
        return images
    }

    /// `train-images-idx3-ubyte` and the like, with a dot for the second dash as some archives have it, plain before gzip.
    private func file(_ part: Part, _ what: String, dimensions: Int) throws(DatasetError) -> String {
        let names = ["\(part.rawValue)-\(what)-idx\(dimensions)-ubyte", "\(part.rawValue)-\(what).idx\(dimensions)-ubyte"]
        for name in names {
            for ending in ["", ".gz"] where FileManager.default.fileExists(atPath: path + "/" + name + ending) {
                return path + "/" + name + ending
            }
        }
        // A folder that cannot be listed is reported as one that holds nothing of use, which is what it is here.
        let present = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0.contains("ubyte") }.sorted()
        throw .missingFile(folder: path, names: names, present: present)
    }
}
