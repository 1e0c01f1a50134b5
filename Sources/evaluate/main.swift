import CommandLineSupport
import Datasets
import DigitRecognition
import Foundation
import Kernels

let kinds = ["mnist", "strokes", "photos", "lines", "turned", "large", "hwd1000", "empty", "letters"]
let developing = ["simulated", "held-out", "refusal"]

var parser = OptionParser(
    tool: "evaluate", parameters: "[SET…]", summary: "Measures how well Scrawl reads the data sets of a folder.",
    details: """
        SET is one or more of \(kinds.joined(separator: ", ")); all of these without one. The turned ones are the photographs of \
        lines and pages, lying on their sides and upside down; the large ones are photographs of the other sets enlarged to 12 megapixels, to see how \
        long reading takes on one core. For choices there are simulated (photographs that nobody took), held-out (the last 10,000 training images of \
        MNIST) and refusal (the confidence below which 1 % of real digits lie, and what that refuses of the letters that are not for testing, and of \
        drawn marks).
        """)
let data = parser.filename("data", "DIR", "The folder of the data sets (default: SCRAWL_DATA, else ../shared/data)")
let model = parser.filename("model", "FILE", "The model (default: the one that belongs to this program)")
let limit = parser.integer("limit", "N", "Read at most N pictures of each set, spread evenly over it", in: 1...1_000_000)
let writers = parser.string("writers", "A-B,…", "Take the pen strokes of these writers only")
let failures = parser.flag("failures", "List what was misread")
let sheets = parser.filename("sheets", "DIR", "Lay the misread pictures of each set out in a picture DIR/SET.png")
let markdown = parser.flag("markdown", "Write the table in Markdown")
let wanted = parser.remaining()

parser.run { options in
    if let problem = InstructionSet.selectionProblem { throw UsageError(problem) }
    let folder = URL(fileURLWithPath: options[data] ?? ProcessInfo.processInfo.environment["SCRAWL_DATA"] ?? "../shared/data")
    let chosen = options[wanted].isEmpty ? kinds : options[wanted]
    if let unknown = chosen.first(where: { !(kinds + developing).contains($0) }) { throw UsageError("there is no data set “\(unknown)”") }
    let selected = try options[writers].map(writerSelection)
    if let selected, !(1...30).contains(where: selected.contains) { throw UsageError("--writers names none of the writers, who are 1 to 30") }
    let file = try options[model].map { URL(fileURLWithPath: $0) } ?? ModelLocation.standard()
    let evaluation = try TableOfFigures(
        model: file, form: options[markdown] ? .markdown : .plain, listsFailures: options[failures],
        sheets: options[sheets].map { URL(fileURLWithPath: $0) }, limit: options[limit])
    var answers: [Answer] = []
    for kind in chosen {
        switch kind {
        case "mnist":
            try evaluation.addNetwork(NetworkAlone(model: file, images: IDXFolder(path: folder.appendingPathComponent("mnist").path).images(.test)))
            answers += try evaluation.add([.mnist(folder, .test)])
        case "strokes": answers += try evaluation.add(PictureSet.strokes(folder, writers: selected))
        case "photos":
            var photos = try PictureSet.folder("photos of single digits", folder.appendingPathComponent("photos/hypjudy_digits"))
            photos.isForCalibration = true
            answers += try evaluation.add([photos])
        case "lines": answers += try evaluation.add(PictureSet.strings(folder))
        case "turned": answers += try evaluation.add(PictureSet.strings(folder).map(\.turned))
        case "large":
            let single = try PictureSet.folder("photos of single digits", folder.appendingPathComponent("photos/hypjudy_digits")).limited(to: 20)
            try evaluation.addLarge(LargePhotos(name: "photos at 12 megapixels", sets: PictureSet.strings(folder) + [single]))
            try evaluation.addLarge(LargePhotos(name: "pages without digits at 12 megapixels", sets: [.empty(folder)]))
        case "hwd1000": answers += try evaluation.add([.folder("hwd1000", folder.appendingPathComponent("hwd1000"))])
        case "empty": answers += try evaluation.add([.empty(folder)])
        case "simulated": answers += try evaluation.add(PictureSet.simulated(count: 300))
        case "held-out": answers += try evaluation.add([.mnist(folder, .training)])
        default:
            let isTest = kind == "letters"
            // For choices, such as the app's threshold, MNIST's test images are not looked at.
            let digits = try [PictureSet.strokes(folder, writers: selected)[3], .mnist(folder, isTest ? .test : .training)]
                .map { $0.limited(to: options[limit] ?? 5000) }
            var others = [("letters refused", try PictureSet.letters(folder, archive: isTest ? 2 : 1))]
            others.append(("letters refused without --single", try PictureSet.letters(folder, archive: isTest ? 2 : 1, single: false)))
            if !isTest { others.append(("drawn marks refused", .marks(count: 2000))) }
            try evaluation.addRefusal(digits: digits, others: others)
        }
    }
    try evaluation.addCalibration(answers)
    return ExitStatus.success
}

/// The writers that `--writers` names.
func writerSelection(_ text: String) throws -> WriterSelection {
    guard let selection = WriterSelection(text) else {
        throw UsageError("--writers must be numbers or ranges with commas between, as in 1-8,23-30, not “\(text)”")
    }
    return selection
}
