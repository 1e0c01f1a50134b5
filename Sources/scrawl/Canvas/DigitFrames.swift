import CGTK
import DigitRecognition
import Sketch

/// Thin frames over the digits that were read, each with its reading on a small label; the selected one is stronger.
@MainActor
struct DigitFrames {
    let model: AppModel

    /// A frame in view coordinates, and its label.
    private struct Placed {
        let frame: Rect
        let label: Rect
        let digit: ReadDigit
        let isSelected: Bool
    }

    private static let labelSize = (width: 24.0, height: 20.0)
    private static let gap = 6.0
    /// How near to the thin line a press must be to mean the frame.
    private static let reach = 5.0

    private func placed(_ viewport: Viewport) -> [Placed] {
        guard let reading = model.reading, reading.drawing.isIdentical(to: model.drawing) else { return [] }
        return reading.recognition.digits.enumerated().map { index, digit in
            let frame = viewport.view(reading.rect(of: digit.box)).expanded(by: Self.gap)
            return Placed(frame: frame, label: label(of: frame, quarters: digit.quarters, viewport), digit: digit, isSelected: index == model.selectedDigit)
        }
    }

    /// Where the label sits: on the frame's corner that is the top left one as the digit lies, where the next line is and not the next digit; or inside of it
    /// where there is no room.
    private func label(of frame: Rect, quarters: Int, _ viewport: Viewport) -> Rect {
        let (width, height) = Self.labelSize
        var x = frame.minX, y = frame.minY
        switch quarters {
        case 1: x = frame.maxX + width <= viewport.width ? frame.maxX : frame.maxX - width
        case 2: (x, y) = (frame.maxX - width, frame.maxY + height <= viewport.height ? frame.maxY : frame.maxY - height)
        case 3: (x, y) = (frame.minX >= width ? frame.minX - width : frame.minX, frame.maxY - height)
        default: y = frame.minY >= height ? frame.minY - height : frame.minY
        }
        return Rect(x: min(max(x, 0), viewport.width - width), y: min(max(y, 0), viewport.height - height), width: width, height: height)
    }

    /// The digit whose label, or whose frame's line, lies under a place of the view.
    func index(atX x: Double, y: Double, viewport: Viewport) -> Int? {
        guard model.settings.showsFrames else { return nil }
        let placed = placed(viewport)
        return placed.firstIndex { $0.label.contains(x: x, y: y) }
            ?? placed.firstIndex {
                $0.frame.expanded(by: Self.reach).contains(x: x, y: y) && !$0.frame.expanded(by: -Self.reach).contains(x: x, y: y)
            }
    }

    func paint(_ snapshot: OpaquePointer, on widget: Widget, viewport: Viewport) {
        let placed = placed(viewport)
        for item in placed {
            let sure = item.digit.confidence >= 0.8
            // Blue for what is sure, orange for what is doubtful: both have a contrast over 3 with paper, their labels over 4.5 with white.
            var color = sure
                ? GdkRGBA(red: 0.10, green: 0.37, blue: 0.71, alpha: 1) : GdkRGBA(red: 0.66, green: 0.32, blue: 0, alpha: 1)
            let width: Float = item.isSelected && placed.count > 1 ? 2.5 : 1
            var outline = GskRoundedRect()
            var bounds = rectangle(x: item.frame.minX, y: item.frame.minY, width: item.frame.width, height: item.frame.height)
            gsk_rounded_rect_init_from_rect(&outline, &bounds, 6)
            var widths = [width, width, width, width]
            var colors = [color, color, color, color]
            gtk_snapshot_append_border(snapshot, &outline, &widths, &colors)

            var chip = GskRoundedRect()
            var label = rectangle(x: item.label.minX, y: item.label.minY, width: item.label.width, height: item.label.height)
            gsk_rounded_rect_init_from_rect(&chip, &label, 6)
            gtk_snapshot_push_rounded_clip(snapshot, &chip)
            gtk_snapshot_append_color(snapshot, &color, &label)
            gtk_snapshot_pop(snapshot)
            paintText(String(item.digit.digit), in: item.label, snapshot, on: widget)
        }
    }

    private func paintText(_ text: String, in rect: Rect, _ snapshot: OpaquePointer, on widget: Widget) {
        let layout = gtk_widget_create_pango_layout(widget, text)!
        defer { g_object_unref(layout.object) }
        let font = pango_font_description_copy(pango_context_get_font_description(gtk_widget_get_pango_context(widget)))
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD)
        pango_font_description_set_absolute_size(font, 14 * Double(PANGO_SCALE))
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        var width: Int32 = 0, height: Int32 = 0
        pango_layout_get_pixel_size(layout, &width, &height)
        var origin = graphene_point_t(x: Float(rect.midX) - Float(width) / 2, y: Float(rect.midY) - Float(height) / 2)
        var white = GdkRGBA(red: 1, green: 1, blue: 1, alpha: 1)
        gtk_snapshot_save(snapshot)
        gtk_snapshot_translate(snapshot, &origin)
        gtk_snapshot_append_layout(snapshot, layout, &white)
        gtk_snapshot_restore(snapshot)
    }
}
