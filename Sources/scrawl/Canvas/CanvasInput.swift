import CGTK
import Sketch

/// Turns what mouse, pen and fingers do on the canvas into strokes, erasing, zooming and moving.
///
/// One handler sees all events in their order: which finger came first, and whether a pen is down, decides what the others mean.
@MainActor
final class CanvasInput {
    private unowned let canvas: CanvasView
    private var state = State.idle

    private enum State {
        case idle
        /// A stroke by the mouse or a finger (with its touch sequence), or by a pen.
        case drawing(device: Device)
        /// The page follows the pointer.
        case panning(x: Double, y: Double)
        /// Two fingers.
        case pinching([(sequence: OpaquePointer, x: Double, y: Double)])
    }

    private enum Device: Equatable {
        case mouse, pen
        case finger(OpaquePointer)
    }

    /// The tool is chosen by the end of the pen that touches, or by the tool bar.
    private var isSpaceDown = false

    init(canvas: CanvasView) {
        self.canvas = canvas
        let widget = canvas.widget!
        let legacy = gtk_event_controller_legacy_new()!
        legacy.onEvent { [unowned self] in handle($0) }
        gtk_widget_add_controller(widget, legacy)

        let scroll = gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES)!
        scroll.onScroll("scroll") { [unowned self] in self.scroll(scroll, x: $0, y: $1) }
        gtk_widget_add_controller(widget, scroll)

        let keys = gtk_event_controller_key_new()!
        keys.onKey("key-pressed") { [unowned self] in press(key: $0, modifiers: $1) }
        keys.on("key-released") { [unowned self] in isSpaceDown = false }
        gtk_widget_add_controller(widget, keys)
    }

    /// Forgets a stroke that was not finished.
    func cancel() {
        state = .idle
        canvas.liveStroke = nil
    }

    // MARK: Pointers

    private func handle(_ event: OpaquePointer) -> Bool {
        let type = gdk_event_get_event_type(event)
        switch type {
        case GDK_BUTTON_PRESS: return press(event)
        case GDK_MOTION_NOTIFY: return move(event)
        case GDK_BUTTON_RELEASE: return release(event)
        case GDK_TOUCH_BEGIN: return touch(event)
        case GDK_TOUCH_UPDATE: return moveFinger(event)
        case GDK_TOUCH_END: return liftFinger(event, cancelled: false)
        case GDK_TOUCH_CANCEL: return liftFinger(event, cancelled: true)
        case GDK_GRAB_BROKEN:
            cancel()
            return false
        default: return false
        }
    }

    private func press(_ event: OpaquePointer) -> Bool {
        guard let (x, y) = position(of: event) else { return false }
        let isPen = gdk_event_get_device_tool(event) != nil
        gtk_widget_grab_focus(canvas.widget)
        let button = gdk_button_event_get_button(event)
        if !isPen, case .drawing(.pen) = state { return true }
        if button == 2 || (button == 1 && isSpaceDown) {
            state = .panning(x: x, y: y)
            return true
        }
        guard button == 1 else { return false }
        if canvas.selectDigit(atX: x, y: y) { return true }
        begin(x: x, y: y, pressure: pressure(of: event), device: isPen ? .pen : .mouse, tool: isPen ? penTool(of: event) : nil)
        return true
    }

    private func move(_ event: OpaquePointer) -> Bool {
        switch state {
        case .panning(let lastX, let lastY):
            guard let (x, y) = position(of: event) else { return false }
            canvas.changeView { $0.pan(x: x - lastX, y: y - lastY) }
            state = .panning(x: x, y: y)
            return true
        case .drawing(let device) where device == .mouse || device == .pen:
            guard (gdk_event_get_device_tool(event) != nil) == (device == .pen) else { return true }
            extend(with: event)
            return true
        default: return false
        }
    }

    private func release(_ event: OpaquePointer) -> Bool {
        switch state {
        case .panning:
            state = .idle
            return true
        case .drawing(let device) where device == .mouse || device == .pen:
            guard gdk_button_event_get_button(event) == 1 else { return false }
            extend(with: event)
            finish()
            return true
        default: return false
        }
    }

    // MARK: Fingers

    private func touch(_ event: OpaquePointer) -> Bool {
        guard let sequence = gdk_event_get_event_sequence(event), let (x, y) = position(of: event) else { return false }
        switch state {
        case .drawing(.pen): break // The hand that holds the pen.
        case .drawing(.finger(let first)):
            // A second finger right after the first means zooming; one that comes while a line is being drawn is a palm.
            guard let stroke = canvas.liveStroke, max(stroke.bounds.width, stroke.bounds.height) < stroke.brush.diameter * 1.5 + 8 else { break }
            let (firstX, firstY) = canvas.viewport.view(x: stroke.points[0].x, y: stroke.points[0].y)
            cancel()
            state = .pinching([(first, firstX, firstY), (sequence, x, y)])
        case .idle:
            gtk_widget_grab_focus(canvas.widget)
            if canvas.selectDigit(atX: x, y: y) { break }
            begin(x: x, y: y, pressure: Point.nominalPressure, device: .finger(sequence), tool: nil)
        default: break
        }
        return true
    }

    private func moveFinger(_ event: OpaquePointer) -> Bool {
        guard let sequence = gdk_event_get_event_sequence(event) else { return false }
        switch state {
        case .drawing(.finger(sequence)): extend(with: event)
        case .pinching(var fingers):
            guard let (x, y) = position(of: event), let index = fingers.firstIndex(where: { $0.sequence == sequence }), fingers.count == 2 else { break }
            let other = fingers[1 - index], before = fingers[index]
            let from = hypotenuse(before.x - other.x, before.y - other.y), to = hypotenuse(x - other.x, y - other.y)
            fingers[index] = (sequence, x, y)
            canvas.changeView {
                $0.pan(x: (x - before.x) / 2, y: (y - before.y) / 2)
                if from > 1, to > 1 { $0.zoom(by: to / from, atX: (x + other.x) / 2, y: (y + other.y) / 2) }
            }
            state = .pinching(fingers)
        default: break
        }
        return true
    }

    private func liftFinger(_ event: OpaquePointer, cancelled: Bool) -> Bool {
        guard let sequence = gdk_event_get_event_sequence(event) else { return false }
        switch state {
        case .drawing(.finger(sequence)):
            if cancelled { cancel() } else { finish() }
        case .pinching(let fingers) where fingers.contains(where: { $0.sequence == sequence }):
            state = .idle
        default: break
        }
        return true
    }

    private func hypotenuse(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }

    // MARK: Strokes

    private func begin(x: Double, y: Double, pressure: Double, device: Device, tool: Brush.Tool?) {
        var brush = canvas.brush
        if let tool, tool != brush.tool {
            brush = Brush(tool: tool, diameter: tool == .eraser ? canvas.model.settings.eraserSize : canvas.model.settings.brushSize)
        }
        let place = canvas.viewport.page(x: x, y: y)
        state = .drawing(device: device)
        canvas.liveStroke = Stroke(brush: brush, start: Point(x: place.x, y: place.y, pressure: pressure))
    }

    /// Adds the event's place, and before it those of the motion events that GTK left out to keep the frame rate.
    private func extend(with event: OpaquePointer) {
        guard var stroke = canvas.liveStroke else { return }
        let offset = offsetOfSurface()
        var count: guint = 0
        if gdk_event_get_event_type(event) == GDK_MOTION_NOTIFY, let history = gdk_event_get_history(event, &count) {
            for index in 0..<Int(count) {
                append(history[index], to: &stroke, offset: offset)
            }
            g_free(history)
        }
        if let (x, y) = position(of: event) {
            let place = canvas.viewport.page(x: x, y: y)
            stroke.append(Point(x: place.x, y: place.y, pressure: pressure(of: event)))
        }
        canvas.liveStroke = stroke
    }

    private func append(_ past: GdkTimeCoord, to stroke: inout Stroke, offset: (x: Double, y: Double)) {
        let axes = withUnsafeBytes(of: past.axes) { Array($0.bindMemory(to: Double.self)) }
        let place = canvas.viewport.page(
            x: axes[Int(GDK_AXIS_X.rawValue)] - offset.x, y: axes[Int(GDK_AXIS_Y.rawValue)] - offset.y)
        let hasPressure = past.flags.rawValue & GDK_AXIS_FLAG_PRESSURE.rawValue != 0
        stroke.append(Point(
            x: place.x, y: place.y, pressure: hasPressure ? axes[Int(GDK_AXIS_PRESSURE.rawValue)] : Point.nominalPressure))
    }

    private func finish() {
        state = .idle
        guard let stroke = canvas.liveStroke else { return }
        canvas.model.add(stroke)
        canvas.liveStroke = nil
    }

    private func penTool(of event: OpaquePointer) -> Brush.Tool? {
        gdk_device_tool_get_tool_type(gdk_event_get_device_tool(event)) == GDK_DEVICE_TOOL_TYPE_ERASER ? .eraser : nil
    }

    /// A pen's pressure; the nominal one for what has none. A mouse may report the axis too, at a constant value.
    private func pressure(of event: OpaquePointer) -> Double {
        var pressure = 0.0
        guard gdk_event_get_device_tool(event) != nil, gdk_event_get_axis(event, GDK_AXIS_PRESSURE, &pressure) != 0 else { return Point.nominalPressure }
        return pressure
    }

    /// The place of an event in the canvas: GTK tells it in the window's surface.
    private func position(of event: OpaquePointer) -> (x: Double, y: Double)? {
        var x = 0.0, y = 0.0
        guard gdk_event_get_position(event, &x, &y) != 0 else { return nil }
        let offset = offsetOfSurface()
        return (x - offset.x, y - offset.y)
    }

    private func offsetOfSurface() -> (x: Double, y: Double) {
        guard let native = gtk_widget_get_native(canvas.widget) else { return (0, 0) }
        var surfaceX = 0.0, surfaceY = 0.0, x = 0.0, y = 0.0
        gtk_native_get_surface_transform(native, &surfaceX, &surfaceY)
        gtk_widget_translate_coordinates(canvas.widget, native.widget, 0, 0, &x, &y)
        return (x + surfaceX, y + surfaceY)
    }

    // MARK: Wheel and keys

    private func scroll(_ controller: OpaquePointer, x: Double, y: Double) -> Bool {
        let modifiers = gtk_event_controller_get_current_event_state(controller)
        guard case .idle = state else { return true }
        if modifiers.rawValue & GDK_CONTROL_MASK.rawValue != 0 {
            var pointerX = canvas.viewport.width / 2, pointerY = canvas.viewport.height / 2
            if let event = gtk_event_controller_get_current_event(controller), let place = position(of: event) { (pointerX, pointerY) = place }
            canvas.changeView { $0.zoom(by: y < 0 ? 1.15 : 1 / 1.15, atX: pointerX, y: pointerY) }
        } else {
            let step = 48.0
            let isTurned = modifiers.rawValue & GDK_SHIFT_MASK.rawValue != 0
            canvas.changeView { $0.pan(x: -(isTurned ? y : x) * step, y: isTurned ? 0 : -y * step) }
        }
        return true
    }

    /// The arrow keys choose among the digits that were read, Escape gives an unfinished stroke up, Space held moves the page.
    private func press(key: UInt32, modifiers: GdkModifierType) -> Bool {
        switch Int32(key) {
        case GDK_KEY_space:
            isSpaceDown = true
            return true
        case GDK_KEY_Escape:
            guard canvas.liveStroke != nil else { return false }
            cancel()
            return true
        case GDK_KEY_Left, GDK_KEY_Up:
            canvas.model.selectDigit(canvas.model.selectedDigit - 1)
            return true
        case GDK_KEY_Right, GDK_KEY_Down:
            canvas.model.selectDigit(canvas.model.selectedDigit + 1)
            return true
        default: return false
        }
    }
}
