import CGTK
import Sketch

/// Turns GTK's events on the canvas into strokes, erasing, zooming and moving; what they mean is decided by `PointerRules`.
///
/// One handler sees all events in their order, of all devices: gestures of their own would not know of each other.
@MainActor
final class CanvasInput {
    private typealias Rules = PointerRules<OpaquePointerID>

    private unowned let canvas: CanvasView
    private var rules = Rules()
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
        rules.reset()
        canvas.liveStroke = nil
    }

    private func handle(_ event: OpaquePointer) -> Bool {
        switch gdk_event_get_event_type(event) {
        case GDK_BUTTON_PRESS, GDK_TOUCH_BEGIN: return press(event)
        case GDK_MOTION_NOTIFY, GDK_TOUCH_UPDATE: return move(event)
        case GDK_BUTTON_RELEASE, GDK_TOUCH_END: return release(event, cancelled: false)
        case GDK_TOUCH_CANCEL: return release(event, cancelled: true)
        case GDK_GRAB_BROKEN:
            cancel()
            return false
        default: return false
        }
    }

    private func press(_ event: OpaquePointer) -> Bool {
        guard let place = place(of: event) else { return false }
        let pointer = pointer(of: event)
        let button = gdk_event_get_event_type(event) == GDK_BUTTON_PRESS ? gdk_button_event_get_button(event) : 1
        guard button == 1 || button == 2 else { return false }
        gtk_widget_grab_focus(canvas.widget)
        let moves = button == 2 || isSpaceDown
        if !moves, rules.isIdle, canvas.selectDigit(atX: place.x, y: place.y) { return true }
        apply(rules.press(pointer, at: place, moves: moves), event)
        return true
    }

    private func move(_ event: OpaquePointer) -> Bool {
        guard !rules.isIdle, let place = place(of: event) else { return false }
        apply(rules.move(pointer(of: event), to: place), event)
        return true
    }

    private func release(_ event: OpaquePointer, cancelled: Bool) -> Bool {
        apply(rules.release(pointer(of: event), cancelled: cancelled), event)
        return true
    }

    private func apply(_ effect: Rules.Effect, _ event: OpaquePointer) {
        switch effect {
        case .begin: begin(event)
        case .extend: extend(with: event)
        case .finish:
            extend(with: event)
            guard let stroke = canvas.liveStroke else { return }
            Timings.note("stroke")
            canvas.model.add(stroke)
            canvas.liveStroke = nil
        case .cancel: canvas.liveStroke = nil
        case .pan(let x, let y): canvas.changeView { $0.pan(x: x, y: y) }
        case .pinch(let x, let y, let factor, let around):
            canvas.changeView {
                $0.pan(x: x, y: y)
                $0.zoom(by: factor, atX: around.x, y: around.y)
            }
        case .ignore: break
        }
    }
}

/// Strokes.
extension CanvasInput {
    private func begin(_ event: OpaquePointer) {
        Timings.note("pen")
        guard let place = place(of: event) else { return }
        let brush = PenRules.brush(canvas.brush, isEraserEnd: isEraserEnd(event), eraserDiameter: canvas.model.settings.eraserSize)
        let position = canvas.viewport.page(x: place.x, y: place.y)
        let pressure = PenRules.pressure(pressure(of: event), isPen: isPen(event))
        canvas.liveStroke = Stroke(brush: brush, start: Point(x: position.x, y: position.y, pressure: pressure))
    }

    /// Adds the event's place, and before it those of the motion events that GTK left out to keep the frame rate.
    private func extend(with event: OpaquePointer) {
        guard var stroke = canvas.liveStroke else { return }
        var count: guint = 0
        if gdk_event_get_event_type(event) == GDK_MOTION_NOTIFY, let history = gdk_event_get_history(event, &count) {
            let offset = offsetOfSurface(), isPen = isPen(event)
            for index in 0..<Int(count) { stroke.append(point(of: history[index], isPen: isPen, offset: offset)) }
            g_free(history)
        }
        if let place = place(of: event) {
            let position = canvas.viewport.page(x: place.x, y: place.y)
            let isLifted = gdk_event_get_event_type(event) == GDK_BUTTON_RELEASE
            let pressure = PenRules.pressure(
                pressure(of: event), isPen: isPen(event), liftedAfter: isLifted ? stroke.points[stroke.points.count - 1].pressure : nil)
            stroke.append(Point(x: position.x, y: position.y, pressure: pressure))
        }
        canvas.liveStroke = stroke
    }

    private func point(of past: GdkTimeCoord, isPen: Bool, offset: (x: Double, y: Double)) -> Point {
        let axes = withUnsafeBytes(of: past.axes) { Array($0.bindMemory(to: Double.self)) }
        let position = canvas.viewport.page(
            x: axes[Int(GDK_AXIS_X.rawValue)] - offset.x, y: axes[Int(GDK_AXIS_Y.rawValue)] - offset.y)
        let hasPressure = past.flags.rawValue & GDK_AXIS_FLAG_PRESSURE.rawValue != 0
        let pressure = hasPressure ? axes[Int(GDK_AXIS_PRESSURE.rawValue)] : nil
        return Point(x: position.x, y: position.y, pressure: PenRules.pressure(pressure, isPen: isPen))
    }
}

/// What GTK's events say.
extension CanvasInput {
    private func pointer(of event: OpaquePointer) -> Rules.Pointer {
        if let sequence = gdk_event_get_event_sequence(event) { return .finger(OpaquePointerID(sequence)) }
        return isPen(event) ? .pen : .mouse
    }

    private func isPen(_ event: OpaquePointer) -> Bool { gdk_event_get_device_tool(event) != nil }

    private func isEraserEnd(_ event: OpaquePointer) -> Bool {
        guard let tool = gdk_event_get_device_tool(event) else { return false }
        return gdk_device_tool_get_tool_type(tool) == GDK_DEVICE_TOOL_TYPE_ERASER
    }

    private func pressure(of event: OpaquePointer) -> Double? {
        var pressure = 0.0
        return gdk_event_get_axis(event, GDK_AXIS_PRESSURE, &pressure) != 0 ? pressure : nil
    }

    /// The place of an event in the canvas: GTK tells it in the window's surface.
    private func place(of event: OpaquePointer) -> Rules.Place? {
        var x = 0.0, y = 0.0
        guard gdk_event_get_position(event, &x, &y) != 0 else { return nil }
        let offset = offsetOfSurface()
        return Rules.Place(x: x - offset.x, y: y - offset.y)
    }

    private func offsetOfSurface() -> (x: Double, y: Double) {
        guard let native = gtk_widget_get_native(canvas.widget) else { return (0, 0) }
        var surfaceX = 0.0, surfaceY = 0.0, x = 0.0, y = 0.0
        gtk_native_get_surface_transform(native, &surfaceX, &surfaceY)
        gtk_widget_translate_coordinates(canvas.widget, native.widget, 0, 0, &x, &y)
        return (x + surfaceX, y + surfaceY)
    }
}

/// Wheel and keys.
extension CanvasInput {
    private func scroll(_ controller: OpaquePointer, x: Double, y: Double) -> Bool {
        let modifiers = gtk_event_controller_get_current_event_state(controller)
        guard rules.isIdle else { return true }
        if modifiers.rawValue & GDK_CONTROL_MASK.rawValue != 0 {
            var around = Rules.Place(x: canvas.viewport.width / 2, y: canvas.viewport.height / 2)
            if let event = gtk_event_controller_get_current_event(controller), let place = place(of: event) { around = place }
            canvas.changeView { $0.zoom(by: y < 0 ? 1.15 : 1 / 1.15, atX: around.x, y: around.y) }
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

/// The address of a touch sequence, which stays the same while the finger is down.
struct OpaquePointerID: Hashable, Sendable {
    private let address: UInt

    init(_ pointer: OpaquePointer) { address = UInt(bitPattern: pointer) }
}
