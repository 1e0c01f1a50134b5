import Foundation
import Kernels
import NeuralNetwork
import Pictures

/// Reads the handwritten digits of pictures with one network. Reading is synchronous, and one reader may be used by many threads at once.
public struct DigitReader: Sendable {
    let classifier: any DigitClassifier
    let refusal: Refusal

    package init(classifier: any DigitClassifier, refusal: Refusal = .standard) {
        self.classifier = classifier
        self.refusal = refusal
    }

    /// A reader with the network of a safetensors file.
    ///
    /// - Parameter refusal: what is taken for no digit.
    /// - Throws: the engine's `FileError`, `SafetensorsError` or `ModelFileError` where the file is missing, broken or of another architecture;
    ///   `ReadingError` where it is a model of something else than digits.
    public init(modelAt url: URL, refusal: Refusal = .standard) throws {
        // One picture's few digits are read faster by one thread than by many that have to be woken; many pictures are spread over threads outside.
        let classifier = try Classifier(contentsOf: url.path, pool: .serial)
        guard classifier.input == .image(height: DigitPreparation.side, width: DigitPreparation.side, channels: 1),
              classifier.metadata.labels == (0...9).map(String.init) else { throw ReadingError.notDigits(path: url.path) }
        guard classifier.metadata.preparation == ModelMetadata.mnistPreparation else {
            throw ReadingError.unknownPreparation(path: url.path, name: classifier.metadata.preparation)
        }
        self.init(classifier: classifier, refusal: refusal)
    }

    /// Reads a picture.
    public func read(_ picture: Picture, options: ReadingOptions = .init()) -> Recognition {
        let start = ContinuousClock.now
        var recognition = options.single ? readOne(of: picture) : readAll(of: picture)
        recognition.milliseconds = start.duration(to: .now) / .milliseconds(1)
        return recognition
    }

    /// Finds the lines of a page as it lies.
    func layOut(_ page: PageInk) -> LaidOutPage {
        let form = FormLines(
            page.components, of: page.ink, isPhoto: page.isPhoto, mayHaveFrames: page.known?.hasFrames ?? true, ruled: page.ruledPlaces)
        var ink = form.ink
        let brightness = page.brightness
        let isPatch = form.components.map { page.isLarge($0.box) && page.isPhoto && ($0.isPatch || brightness.map($0.isEdgeOfPatch) ?? false) }
        let patches = zip(form.components, isPatch).filter(\.1).map { (box: $0.0.box, reason: "too large for a digit") }
        var components = zip(form.components, isPatch).filter { !$0.1 }.map(\.0)
        if page.isPhoto { components = BrokenStrokes.joined(components, of: &ink) }
        let (marks, answers) = ColumnCutter(classifier: classifier).cut(components, of: &ink, isPhoto: page.isPhoto)
        let layout = PageLayout(marks, of: ink, isPhoto: page.isPhoto)
        return LaidOutPage(page: page, ink: ink, layout: layout, answers: answers, rejected: page.frames + form.rejected + patches + layout.rejected)
    }

    /// Reads all digits of a page as it lies.
    func readAll(_ laidOut: LaidOutPage) -> Recognition {
        let layout = laidOut.layout
        var reading = PageReading(laidOut.page, refusal, rejected: laidOut.rejected)
        let reader = lineReader(of: laidOut)
        let few = Array(layout.lines.joined().joined())
        var effort = LineReader.Effort()
        if few.count <= LoneDigit.most {
            // Where few marks stand on the page, they may be the fragments of one digit.
            let lines = reader.read(reader.asked(layout.lines), &effort)
            let whole = LoneDigit(classifier: classifier).reading(of: few, on: laidOut.ink, apart: lines)
            for readings in whole.map({ [[$0]] }) ?? lines { reading.add(readings, layout) }
        } else {
            readMany(layout, reader, &effort, &reading)
        }
        reading.judge()
        return reading.recognition
    }

    /// Reads line after line, as long as it seems worth it.
    private func readMany(_ layout: PageLayout, _ reader: LineReader, _ effort: inout LineReader.Effort, _ reading: inout PageReading) {
        let lines = layout.lines
        var reader = reader
        /// Looks at what may be numbers from a line on; what the network says of it need not be asked again.
        func glance(from first: Int) {
            for sample in Self.samples(of: LineWords.maybeNumbers(in: lines[first...], digitHeight: layout.digitHeight)) {
                let stretches = reader.asked(sample)
                reader.answers += stretches.flatMap(\.answers)
                if reading.glance(at: stretches) { return }
            }
        }
        if lines.reduce(0, { $0 + $1.count }) >= Self.manyColumns { glance(from: 0) }
        var asked: ArraySlice<LineReader.Line> = [], read: ArraySlice<[LineReader.Reading]> = []
        for index in lines.indices {
            // Of a page full of something else the rest need not be read to know it.
            if reading.isSomethingElse, !reading.hasGlanced { glance(from: index) }
            if reading.isSomethingElse { return reading.giveUp(lines[index...].joined()) }
            if read.isEmpty {
                if asked.isEmpty { asked = reader.asked(Self.lines(of: lines[index...]))[...] }
                // What may be given up is read line by line.
                let next = asked.prefix(Self.areDigits(asked) ? asked.count : 1)
                read = reader.read(next, &effort)[...]
                asked.removeFirst(next.count)
            }
            reading.add(read.removeFirst(), layout)
        }
    }

    /// Whether three quarters of what stands in some lines is clear as it stands.
    private static func areDigits(_ lines: some Sequence<LineReader.Line>) -> Bool {
        let columns = lines.flatMap(\.probabilities)
        return 4 * columns.count { $0?.max() ?? 0 >= Recognition.clear } >= 3 * columns.count
    }

    func lineReader(of laidOut: LaidOutPage) -> LineReader {
        let layout = laidOut.layout
        return LineReader(
            classifier: classifier, page: laidOut.ink, digitHeight: layout.digitHeight, digitWidth: layout.digitWidth, isAlone: layout.lines.count == 1,
            answers: laidOut.answers)
    }

    /// Samples of some stretches of columns, each of stretches that are far from one another.
    private static func samples(of stretches: [[[InkComponent]]]) -> [[[[InkComponent]]]] {
        let columns = stretches.reduce(0) { $0 + $1.count }, step = max((columns + enoughOfSample - 1) / enoughOfSample, 1)
        return (0..<min(step, mostSamples)).map { sample in
            stretches.enumerated().filter { $0.offset % step == (step / 2 + sample) % step }.map(\.element)
        }
    }

    /// The first of these lines, so many as have enough columns to be asked about at once.
    private static func lines(of lines: ArraySlice<[[InkComponent]]>) -> ArraySlice<[[InkComponent]]> {
        var columns = 0
        return lines.prefix { line in
            defer { columns += line.count }
            return columns < enoughColumns
        }
    }

    /// So many questions at once are answered as fast, one by one, as more.
    private static let enoughColumns = 48
    /// So many columns are looked at together, and so often, before a page is read.
    private static let enoughOfSample = 160, mostSamples = 4
    /// A page of so many columns is looked at here and there first.
    private static let manyColumns = 320
}

/// The lines of a page, before they are read.
struct LaidOutPage {
    let page: PageInk
    /// What is left of the page's ink without forms.
    let ink: InkImage
    let layout: PageLayout
    /// What the network said of some marks already.
    var answers: [ColumnCutter.Answer]
    /// What is no writing, and why.
    let rejected: [(box: Box, reason: String)]

    /// How far the lines are turned clockwise, in radians; nil where that cannot be told.
    var slope: Float? { TextSlope.angle(of: layout.lines.joined().map { $0.map(\.box).united }, height: layout.digitHeight) }
}
