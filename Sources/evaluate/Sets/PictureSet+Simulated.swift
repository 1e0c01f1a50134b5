import Datasets
import DigitRecognition

extension PictureSet {
    /// Far from the small numbers that trainings are started with: no sheet of these was ever trained on.
    private static let seed: UInt64 = 0x5C2A_71D3_0E6B_94F5

    /// Simulated photographs with known truth: what is developed with, so that nothing is fitted to the photographs that people took.
    static func simulated(count: Int) -> [PictureSet] {
        func set(_ name: String, _ layout: SheetLayout, _ measure: Measure, count: Int, options: ReadingOptions = ReadingOptions()) -> PictureSet {
            let generator = PhotoGenerator(seed: seed, layout: layout)
            return PictureSet(name: "simulated \(name)", measure: measure, count: count, options: options) { index in
                let photograph = generator.photograph(at: index)
                return Sample(name: "\(index)", picture: photograph.picture, text: photograph.text)
            }
        }
        let lines = set("lines", .line, .text, count: count), pages = set("pages", .page, .digits, count: count / 2)
        return [
            set("single digits", .digit, .digit, count: 2 * count, options: ReadingOptions(single: true)), lines, pages,
            lines.limited(to: count / 3).turned, pages.limited(to: count / 6).turned,
        ]
    }

    /// Drawn marks that are no digits, as ink on a clean canvas.
    static func marks(count: Int) -> PictureSet {
        let generator = MarkGenerator(seed: seed)
        return PictureSet(name: "simulated marks", measure: .nothing, count: count, options: ReadingOptions(single: true)) { index in
            let mark = generator.mark(at: index)
            let ink = generator.inkImage(at: index)
            return Sample(
                name: "\(index) (\(mark.kind.rawValue))", picture: picture(ink.values, width: ink.width, height: ink.height) { 255 - $0 }, text: "")
        }
    }
}
