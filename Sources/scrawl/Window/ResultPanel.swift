import CGTK
import DigitRecognition

/// What was read: the digits, how sure that is, and for the selected digit the ten probabilities and what the network saw.
@MainActor
final class ResultPanel {
    let widget: Widget
    private let model: AppModel
    private let why: WhyModel
    private let result = makeLabel("", wraps: true)
    private let confidence = makeLabel("")
    private let secondGuess = makeLabel("").styled("dim", "numeric")
    private let bars = ProbabilityBars()
    private let network = NetworkView()
    private let whyPanel: WhyPanel
    private let details: Widget
    private let top: Widget
    private let lower: Widget
    private var announced = ""

    init(model: AppModel, why: WhyModel) {
        self.model = model
        self.why = why
        whyPanel = WhyPanel(why: why)
        result.setAccessibleDescription(localized("Result"))
        secondGuess.setAccessibleDescription(localized("Second Guess"))
        result.styled("result")
        confidence.styled("confidence", "numeric")
        gtk_label_set_justify(result.opaque, GTK_JUSTIFY_CENTER)
        gtk_label_set_selectable(result.opaque, 0)
        gtk_widget_set_tooltip_text(confidence, localized("How often answers as sure as this one are right"))
        // GTK takes a tooltip for the description, so the description comes after it.
        confidence.setAccessibleDescription(localized("Confidence"))

        let sureness = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 8, [confidence, secondGuess])
        gtk_widget_set_halign(sureness, GTK_ALIGN_CENTER)
        top = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 4, [result, sureness])
        gtk_widget_set_valign(top, GTK_ALIGN_CENTER)
        gtk_widget_set_size_request(top, -1, 150)
        result.expanding(horizontally: true, vertically: true)

        let barsTitle = makeLabel(localized("Probabilities"), alignment: 0).styled("heading")
        let networkTitle = makeLabel(localized("What the network sees"), wraps: true, alignment: 0).styled("heading")
        details = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 8, [barsTitle, bars.widget])
        details.expanding(horizontally: true, vertically: false)
        let view = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 8, [
            networkTitle, makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 14, [network.widget, whyPanel.widget]),
        ])
        lower = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 18, [details, view])
        widget = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 14, [top, lower]).styled("side-panel")
        widget.margins(horizontal: 18, vertical: 14)
        model.outcomeChanged.add { [unowned self] in show() }
        why.changed.add { [unowned self] in showNetworkInput() }
        show()
    }

    /// Beside the canvas the parts stand in a column; below it, bars and network view stand side by side.
    func setOrientation(isBelowCanvas: Bool) {
        gtk_orientable_set_orientation(lower.opaque, isBelowCanvas ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL)
        network.setSmall(isBelowCanvas)
        whyPanel.setSmall(isBelowCanvas)
        gtk_widget_set_size_request(top, -1, isBelowCanvas ? -1 : 150)
        gtk_box_set_spacing(widget.cast(), isBelowCanvas ? 8 : 14)
        bars.setDense(isBelowCanvas)
    }

    /// The text that Ctrl+C copies: the digits read, or nil where there are none.
    var copyableText: String? {
        guard let text = model.reading?.recognition.text, !text.isEmpty else { return nil }
        return text
    }

    private func show() {
        switch model.outcome {
        case .blank: show(sentence: localized("Nothing drawn"))
        case .unread: show(sentence: localized("Press Recognize"))
        case .noModel(let reason): show(sentence: reason)
        case .read(let reading):
            let recognition = reading.recognition
            if recognition.digits.isEmpty {
                show(sentence: recognition.rejected.isEmpty ? localized("Nothing drawn") : localized("Not a digit"))
            } else {
                show(recognition)
            }
        }
    }

    private func show(sentence: String) {
        setResult(sentence, style: "sentence")
        gtk_label_set_text(confidence.opaque, "")
        gtk_label_set_text(secondGuess.opaque, "")
        bars.show(nil)
        network.show(nil)
    }

    private func showNetworkInput() {
        if let digit = why.digit { network.show(digit.networkInput, evidence: why.shown?.evidence.values) }
    }

    private func show(_ recognition: Recognition) {
        let text = recognition.text
        let style = switch text.count {
        case 1...3: "digits-1"
        case 4...6: "digits-2"
        case 7...12: "digits-3"
        default: "digits-4"
        }
        setResult(text, style: style)
        let digit = recognition.digits[min(model.selectedDigit, recognition.digits.count - 1)]
        gtk_label_set_text(confidence.opaque, percent(recognition.confidence))
        confidence.setStyle("doubtful", recognition.confidence < 0.8)
        // With several digits the confidence is that of the whole; the second guess belongs to one digit, and would be read as one of all.
        let second = digit.secondGuess
        if recognition.digits.count == 1, digit.probabilities[second] >= 0.001 {
            gtk_label_set_text(secondGuess.opaque, localized("or %1: %2", String(second), percent(digit.probabilities[second])))
        } else if recognition.digits.count == 1 {
            gtk_label_set_text(secondGuess.opaque, "")
        } else {
            gtk_label_set_text(secondGuess.opaque, localized("digit %1 of %2", String(model.selectedDigit + 1), String(recognition.digits.count)))
        }
        bars.show(digit)
        network.show(digit.networkInput, evidence: why.shown?.evidence.values)
    }

    private func setResult(_ text: String, style: String) {
        for name in ["sentence", "digits-1", "digits-2", "digits-3", "digits-4"] { result.setStyle(name, name == style) }
        if String(cString: gtk_label_get_text(result.opaque)) != text { gtk_label_set_text(result.opaque, text) }
        if text != announced {
            announced = text
            announce(text, on: result)
        }
    }
}

/// A share in per cent with one decimal, as everywhere in the app: `99.8 %`, or `99,8 %` where numbers are written so. What is not certain is never
/// shown as certain.
@MainActor
func percent(_ share: Double, mark: String = decimalMark) -> String {
    let tenths = share < 1 ? min((share * 1000).rounded(), 999) : 1000
    return "\(Int(tenths) / 10)\(mark)\(Int(tenths) % 10) %"
}
