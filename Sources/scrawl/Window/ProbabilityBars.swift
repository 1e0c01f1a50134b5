import CGTK
import DigitRecognition

/// Ten bars, one for each digit, with its probability in per cent.
@MainActor
final class ProbabilityBars {
    let widget: Widget
    private var rows: [(digit: Widget, bar: Widget, share: Widget)] = []

    init() {
        let grid = gtk_grid_new()!
        widget = grid.styled("probabilities")
        gtk_grid_set_row_spacing(grid.cast(), 5)
        gtk_grid_set_column_spacing(grid.cast(), 10)
        for digit in 0..<10 {
            let name = makeLabel(String(digit)).styled("digit")
            let bar = gtk_level_bar_new_for_interval(0, 1)!.styled("probability")
            // The theme colours a level by how full it is; here colour means the best.
            for offset in ["low", "high", "full"] { gtk_level_bar_remove_offset_value(bar.opaque, offset) }
            gtk_widget_set_hexpand(bar, 1)
            gtk_widget_set_valign(bar, GTK_ALIGN_CENTER)
            bar.setAccessibleName(localized("Probability of %1", String(digit)))
            let share = makeLabel("", alignment: 1).styled("share")
            gtk_grid_attach(grid.cast(), name, 0, Int32(digit), 1, 1)
            gtk_grid_attach(grid.cast(), bar, 1, Int32(digit), 1, 1)
            gtk_grid_attach(grid.cast(), share, 2, Int32(digit), 1, 1)
            rows.append((name, bar, share))
        }
    }

    /// Closer rows where there is little room.
    func setDense(_ dense: Bool) { gtk_grid_set_row_spacing(widget.cast(), dense ? 0 : 5) }

    /// Shows the probabilities of a digit; empty bars for nil.
    func show(_ reading: ReadDigit?) {
        for (digit, row) in rows.enumerated() {
            let probability = reading?.probabilities[digit]
            gtk_level_bar_set_value(row.bar.opaque, probability ?? 0)
            let share = probability.map { percent($0) }
            gtk_label_set_text(row.share.opaque, share ?? "–")
            row.bar.setAccessibleValue(share ?? localized("none"))
            let isBest = digit == reading?.digit
            row.digit.setStyle("best", isBest)
            row.bar.setStyle("best", isBest)
            row.share.setStyle("best", isBest)
        }
    }
}
