import CommandLineSupport
import Datasets

/// What a training learns from, apart from the folder with the IDX files.
struct TrainingData {
    var augmentation = "none"
    /// The share of the epochs before the ending, at their end, in which images are no longer bent but only turned, sheared and moved.
    var finish = 0.0
    /// How many of the last training images are held out.
    var validation = 0
    /// How often each image of the folder is seen in an epoch.
    var imagesWeight = 1.0
    var strokes: String?
    var strokesWeight = 1.0
    /// The first and the last writer whose strokes are taken, as in 1-22.
    var writers: String?
    var synthetic = 0
    var photos = 0
    var marks = 0
    /// A folder of pictures that are no digits.
    var marksFrom: String?

    /// As the command line and the architecture's recipe say.
    init(_ command: TrainCommand, _ given: Options, _ recipe: Recipe) throws(UsageError) {
        augmentation = given[command.augmentation]
            ?? (given[command.augment] && recipe.augmentationName == "none" ? "elastic" : recipe.augmentationName)
        let isRecipes = augmentation == recipe.augmentationName
        finish = given[command.finish] ?? (isRecipes ? recipe.finish : 0)
        validation = given[command.validation] ?? 0
        imagesWeight = given[command.imagesWeight] ?? 1
        strokes = given[command.strokes]
        strokesWeight = given[command.strokesWeight] ?? 1
        writers = given[command.writers]
        synthetic = given[command.synthetic] ?? 0
        photos = given[command.photos] ?? 0
        marks = given[command.marks] ?? 0
        marksFrom = given[command.marksFrom]
        if strokes == nil, given[command.strokesWeight] != nil { throw UsageError("--strokes-weight goes with --strokes") }
        if strokes == nil, writers != nil { throw UsageError("--writers goes with --strokes") }
        _ = try selectedWriters()
    }

    /// As a checkpoint noted it.
    init(notes: [String: String]) {
        func number(_ key: String) -> Int { notes[key].flatMap { Int($0) } ?? 0 }
        augmentation = notes["augmentation"] ?? "none"
        finish = notes["finish"].flatMap { Double($0) } ?? 0
        validation = number("validation")
        imagesWeight = notes["images_weight"].flatMap { Double($0) } ?? 1
        strokes = notes["strokes"]
        strokesWeight = notes["strokes_weight"].flatMap { Double($0) } ?? 1
        writers = notes["writers"]
        synthetic = number("synthetic")
        photos = number("photos")
        marks = number("marks")
        marksFrom = notes["marks_from"]
    }

    /// What a checkpoint keeps.
    var notes: [String: String] {
        var notes = [
            "augmentation": augmentation, "finish": "\(finish)", "validation": "\(validation)", "images_weight": "\(imagesWeight)",
            "strokes_weight": "\(strokesWeight)", "synthetic": "\(synthetic)", "photos": "\(photos)", "marks": "\(marks)",
        ]
        notes["strokes"] = strokes
        notes["writers"] = writers
        notes["marks_from"] = marksFrom
        return notes
    }

    private func selectedWriters() throws(UsageError) -> WriterSelection? {
        guard let writers else { return nil }
        guard let selection = WriterSelection(writers) else {
            throw UsageError("--writers must be numbers or ranges with commas between, as in 1-8,17-30, not “\(writers)”")
        }
        return selection
    }

    /// The training images and, where some are held out, those to measure on; and in words what the training images are.
    ///
    /// - Parameters:
    ///   - epochs: how many there are before the ending, in which nothing is varied that is not drawn anew.
    func sources(
        folder: IDXFolder, seed: UInt64, epochs: Int
    ) throws -> (training: any ExampleSource, held: LabelledImages?, words: String) {
        let images = try folder.images(.training)
        guard validation < images.count else {
            throw UsageError("--validation \(validation) leaves nothing of the \(images.count) training images to train on")
        }
        guard let variation = Augmentation.named.first(where: { $0.name == augmentation })?.augmentation else {
            throw UsageError("there is no augmentation “\(augmentation)”")
        }
        let split = images.count - validation
        let finishEpoch = Int((Double(epochs) * (1 - finish)).rounded())
        var words = "\(thousands(Double(split))) images of \(lastName(folder.path))\(imagesWeight == 1 ? "" : " with weight \(imagesWeight)")"
        let varied = ImageExamples(
            images[0..<split], augmentation: variation, finish: augmentation == "none" ? .none : .affine, finishEpoch: finishEpoch)
        var parts: [(source: any ExampleSource, weight: Double)] = [
            (PhasedExamples(varied, then: ImageExamples(images[0..<split]), from: epochs), imagesWeight)
        ]
        // Drawn digits are turned, slanted and stretched in the drawing; what is left is bending them.
        var bending = Augmentation.none
        bending.elasticStrength = variation.elasticStrength
        func phased(_ source: (Augmentation) throws -> any ExampleSource) rethrows -> any ExampleSource {
            PhasedExamples(try source(bending), then: try source(.none), from: finishEpoch)
        }
        if let strokes {
            var digits = try PenDigitFile(contentsOfFile: strokes).digits
            if let selected = try selectedWriters() { digits = digits.filter { selected.contains($0.writer) } }
            guard !digits.isEmpty else { throw UsageError("“\(strokes)” has no digits of the writers \(writers ?? "")") }
            parts.append((phased { StrokeExamples(digits, augmentation: $0) }, strokesWeight))
            words += ", \(thousands(Double(digits.count))) pen digits of \(lastName(strokes)) with weight \(strokesWeight)"
        }
        if synthetic > 0 {
            parts.append((phased { DrawnExamples.digits(DigitGenerator(seed: seed), count: synthetic, augmentation: $0) }, 1))
            words += ", \(thousands(Double(synthetic))) generated digits"
        }
        if photos > 0 {
            parts.append((phased { DrawnExamples.photographs(seed: seed, count: photos, augmentation: $0) }, 1))
            words += ", \(thousands(Double(photos))) digits found on generated photographs"
        }
        if marks > 0 {
            parts.append((phased { DrawnExamples.marks(MarkGenerator(seed: seed), count: marks, augmentation: $0) }, 1))
            words += ", \(thousands(Double(marks))) generated marks that are no digits"
        }
        if let marksFrom {
            let pictures = try MarkPictures(folder: marksFrom, augmentation: variation)
            parts.append((pictures, 1))
            words += ", \(thousands(Double(pictures.count))) pictures of \(lastName(marksFrom)) that are no digits"
        }
        let training = parts.count == 1 && imagesWeight == 1 ? parts[0].source : ExampleMixture(parts)
        guard training.count > 0 else { throw UsageError("--images-weight \(imagesWeight) leaves nothing to train on") }
        return (training, validation > 0 ? images[split..<images.count] : nil, words)
    }
}

/// The last part of a path: what a model says of its data should not depend on where that lay.
private func lastName(_ path: String) -> Substring { path.split(separator: "/").last ?? "/" }
