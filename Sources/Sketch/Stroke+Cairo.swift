import CCairo

extension Stroke {
    /// Draws the line, or those pieces of it that touch `clip` (page units); anything else must be clipped away by the caller.
    func draw(in context: OpaquePointer, clip: Rect) {
        let shade = brush.tool == .pen ? 0.0 : 1.0
        cairo_set_source_rgb(context, shade, shade, shade)
        if points.count == 1 {
            let point = points[0]
            cairo_new_path(context)
            cairo_arc(context, point.x, point.y, brush.radius(pressure: point.pressure), 0, 2 * .pi)
            cairo_fill(context)
        } else if isUniform || brush.tool == .eraser {
            drawUniform(in: context, clip: clip)
        } else {
            drawWithPressure(in: context, clip: clip)
        }
    }

    /// One path with round joins and caps for each run of visible pieces: it covers each pixel once, so overlaps leave no seam.
    private func drawUniform(in context: OpaquePointer, clip: Rect) {
        let radius = brush.radius(pressure: points[0].pressure)
        cairo_set_line_width(context, 2 * radius)
        cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_new_path(context)
        let visible = clip.expanded(by: radius)
        var isOpen = false
        for index in 0..<pieceCount {
            let piece = piece(index)
            guard piece.hull.touches(visible) else {
                isOpen = false
                continue
            }
            if !isOpen { cairo_move_to(context, piece.start.x, piece.start.y); isOpen = true }
            // A quadratic curve as the cubic that Cairo knows: its controls lie two thirds of the way to the quadratic's.
            cairo_curve_to(
                context,
                piece.start.x + (piece.control.x - piece.start.x) * 2 / 3, piece.start.y + (piece.control.y - piece.start.y) * 2 / 3,
                piece.end.x + (piece.control.x - piece.end.x) * 2 / 3, piece.end.y + (piece.control.y - piece.end.y) * 2 / 3,
                piece.end.x, piece.end.y)
        }
        cairo_stroke(context)
    }

    /// The union of discs along the line and of the quadrilaterals between them, filled as one path. All parts turn the same way
    /// round, so that the winding rule joins them.
    private func drawWithPressure(in context: OpaquePointer, clip: Rect) {
        cairo_new_path(context)
        cairo_set_fill_rule(context, CAIRO_FILL_RULE_WINDING)
        let visible = clip.expanded(by: brush.radius(pressure: 1))
        var previous: Point?
        for index in 0..<pieceCount {
            let piece = piece(index)
            guard piece.hull.touches(visible) else {
                previous = nil
                continue
            }
            let samples = max(1, Int((piece.polygonLength / 2).rounded(.up)))
            for sample in (previous == nil ? 0 : 1)...samples {
                let point = piece.point(at: Double(sample) / Double(samples))
                addDisc(at: point, joinedTo: previous, in: context)
                previous = point
            }
        }
        cairo_fill(context)
    }

    private func addDisc(at point: Point, joinedTo previous: Point?, in context: OpaquePointer) {
        let radius = brush.radius(pressure: point.pressure)
        cairo_new_sub_path(context)
        cairo_arc(context, point.x, point.y, radius, 0, 2 * .pi)
        cairo_close_path(context)
        guard let previous else { return }
        let dx = point.x - previous.x, dy = point.y - previous.y
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else { return }
        // The normal to the right of the direction; walking back along the left side turns the way that the arcs turn.
        let nx = -dy / length, ny = dx / length
        let before = brush.radius(pressure: previous.pressure)
        cairo_move_to(context, previous.x - nx * before, previous.y - ny * before)
        cairo_line_to(context, point.x - nx * radius, point.y - ny * radius)
        cairo_line_to(context, point.x + nx * radius, point.y + ny * radius)
        cairo_line_to(context, previous.x + nx * before, previous.y + ny * before)
        cairo_close_path(context)
    }
}
