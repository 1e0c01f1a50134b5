import CommandLineSupport
import NeuralNetwork

/// The bar of the epoch that is running, and a line for each that is done.
final class EpochDisplay {
    private let epochs: Int
    private let imagesPerEpoch: Int
    private var bar: Progress?
    private var doneBefore = 0
    private var done = 0
    private var epoch = 0

    init(epochs: Int, imagesPerEpoch: Int) {
        self.epochs = epochs
        self.imagesPerEpoch = imagesPerEpoch
    }

    /// An epoch begins, or goes on after `examplesDone`.
    func begin(examplesDone: Int) {
        clear()
        bar = nil
        doneBefore = examplesDone
        done = examplesDone
    }

    /// Seconds that this run has spent on the epoch.
    var epochSeconds: Double { bar?.seconds ?? 0 }

    /// Images a second in this epoch of this run.
    var imagesPerSecond: Double { epochSeconds > 0 ? Double(done - doneBefore) / epochSeconds : 0 }

    func update(_ report: StepReport) {
        if bar == nil {
            epoch = report.epoch
            bar = Progress(title: "epoch \(padded(epoch + 1, to: "\(epochs)".count))/\(epochs)", total: imagesPerEpoch)
            // The first step came before there was a clock.
            doneBefore = report.examples
        }
        done = report.examples
        bar?.update(done) {
            let rate = imagesPerSecond
            let left = Double((epochs - epoch) * imagesPerEpoch - done)
            // Short enough to leave room for a bar on 80 columns.
            return "\(thousands(rate))/s  loss \(decimal(report.epochLoss, places: 4))  accuracy "
                + "\(percentage(report.epochAccuracy))  \(rate > 0 ? duration(left / rate) : "–") left"
        }
    }

    func line(_ report: EpochReport, validation: Evaluation?, seconds: Double, rate: Double) {
        var text = "epoch \(padded(report.epoch + 1, to: "\(epochs)".count))/\(epochs)  loss \(decimal(report.loss, places: 4))  accuracy "
            + percentage(report.accuracy)
        if let validation {
            text += "  held out \(percentage(validation.accuracy)) (loss \(decimal(validation.loss, places: 4)))"
        }
        // An epoch of one step is over before there is a clock.
        write(rate > 0 ? text + "  \(thousands(rate)) images/s  \(duration(seconds))" : text)
    }

    func warn(_ text: String) { write("train: " + text) }

    func clear() { bar?.clear() }

    private func write(_ text: String) {
        clear()
        StandardError.write(text + "\n")
    }
}
