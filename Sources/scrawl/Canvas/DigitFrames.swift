import CGTK
import DigitRecognition
import Sketch

/// Thin frames over the digits that were read, each with its reading on a small label; the selected one is stronger.
@MainActor
struct DigitFrames {
    let model: AppModel

    /// A frame in view coordinates, and its label; nil where labels would be too small to be read.
    private struct Placed {
        let frame: Rect
        let label: Rect?
        let digit: ReadDigit
        /// The digit's place in what was read.
        let index: Int
        let isSelected: Bool
    }

    /// Sizes in view coordinates, where digits stand far enough from each other.
    private static let labelSize = (width: 24.0, height: 20.0), fontSize = 14.0, gap = 6.0, rounding = 6.0
    /// The smallest labels, as a share of that.
    private static let smallest = 0.45
    /// How much smaller frames become with their labels at most.
    private static let narrowest = 0.5
    /// How near to the thin line a press must be to mean the frame.
    private static let reach = 5.0

    /// The digits, the selected one last, which covers the others, and how large their labels are.
    private func placed(_ viewport: Viewport) -> (digits: [Placed], scale: Double) {
        guard let reading = model.reading, reading.drawing.isIdentical(to: model.drawing) else { return ([], 1) }
        let digits = reading.recognition.digits, boxes = digits.map { viewport.view(reading.rect(of: $0.box)) }
        let scale = Self.scale(of: digits, boxes), isReadable = scale >= Self.smallest
        var placed = zip(digits, boxes).enumerated().map { index, item in
            let (digit, box) = item, isSelected = index == model.selectedDigit, frame = box.expanded(by: Self.gap * max(scale, Self.narrowest))
            return Placed(
                frame: frame, label: isReadable || isSelected ? label(of: frame, digit.quarters, isReadable ? scale : 1, viewport) : nil,
                digit: digit, index: index, isSelected: isSelected)
        }
        if placed.indices.contains(model.selectedDigit) { placed.append(placed.remove(at: model.selectedDigit)) }
        return (placed, scale)
    }

    /// By how much the labels must be smaller, 0...1, so that most of them leave the one beside them free.
    private static func scale(of digits: [ReadDigit], _ boxes: [Rect]) -> Double {
        let shares = zip(digits.indices, digits.indices.dropFirst()).compactMap { first, second -> Double? in
            guard digits[first].line == digits[second].line, digits[first].quarters == digits[second].quarters else { return nil }
            return digits[first].quarters.isMultiple(of: 2)
                ? abs(boxes[second].midX - boxes[first].midX) / labelSize.width : abs(boxes[second].midY - boxes[first].midY) / labelSize.height
        }.sorted()
        return shares.isEmpty ? 1 : min(shares[shares.count / 4], 1)
    }

    /// Where the label sits: on the frame's corner that is the top left one as the digit lies, where the next line is and not the next digit; or inside of it
    /// where there is no room.
    private func label(of frame: Rect, _ quarters: Int, _ scale: Double, _ viewport: Viewport) -> Rect {
        let width = Self.labelSize.width * scale, height = Self.labelSize.height * scale
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
        // What is painted later covers what is painted before.
        let placed = Array(placed(viewport).digits.reversed())
        let hit = placed.first { $0.label?.contains(x: x, y: y) ?? false }
            ?? placed.first { $0.frame.expanded(by: Self.reach).contains(x: x, y: y) && !$0.frame.expanded(by: -Self.reach).contains(x: x, y: y) }
        return hit?.index
    }

    func paint(_ snapshot: OpaquePointer, on widget: Widget, viewport: Viewport) {
        let (placed, scale) = placed(viewport)
        let narrow = Float(max(scale, Self.narrowest)), rounding = Float(Self.rounding) * narrow
        for item in placed {
            let sure = item.digit.confidence >= 0.8
            // Blue for what is sure, orange for what is doubtful: both have a contrast over 3 with paper, their labels over 4.5 with white.
            var color = sure
                ? GdkRGBA(red: 0.10, green: 0.37, blue: 0.71, alpha: 1) : GdkRGBA(red: 0.66, green: 0.32, blue: 0, alpha: 1)
            let width: Float = item.isSelected && placed.count > 1 ? max(2.5 * narrow, 1.5) : 1
            var outline = GskRoundedRect()
            var bounds = rectangle(x: item.frame.minX, y: item.frame.minY, width: item.frame.width, height: item.frame.height)
            gsk_rounded_rect_init_from_rect(&outline, &bounds, rounding)
            var widths = [width, width, width, width]
            var colors = [color, color, color, color]
            gtk_snapshot_append_border(snapshot, &outline, &widths, &colors)

            guard let place = item.label else { continue }
            var chip = GskRoundedRect()
            var label = rectangle(x: place.minX, y: place.minY, width: place.width, height: place.height)
            gsk_rounded_rect_init_from_rect(&chip, &label, rounding)
            gtk_snapshot_push_rounded_clip(snapshot, &chip)
            gtk_snapshot_append_color(snapshot, &color, &label)
            gtk_snapshot_pop(snapshot)
            paintText(String(item.digit.digit), in: place, snapshot, on: widget)
        }
    }

    private func paintText(_ text: String, in rect: Rect, _ snapshot: OpaquePointer, on widget: Widget) {
        let layout = gtk_widget_create_pango_layout(widget, text)!
        defer { g_object_unref(layout.object) }
        let font = pango_font_description_copy(pango_context_get_font_description(gtk_widget_get_pango_context(widget)))
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD)
        pango_font_description_set_absolute_size(font, Self.fontSize * rect.height / Self.labelSize.height * Double(PANGO_SCALE))
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
