import CGTK
import Foundation

/// Lines on the standard error that say what happened when, by the system's monotonic clock in microseconds: `make timings` reads them. Nothing is written
/// unless SCRAWL_TIMINGS is set.
@MainActor
enum Timings {
    private static let isOn = ProcessInfo.processInfo.environment["SCRAWL_TIMINGS"] != nil

    /// Something happened now.
    static func note(_ event: @autoclosure () -> String) {
        guard isOn else { return }
        FileHandle.standardError.write(Data("timing \(g_get_monotonic_time()) \(event())\n".utf8))
    }

    /// Notes each frame of a window that is shown: when it was begun, and, with its end, that it is painted.
    static func follow(_ window: Widget) {
        guard isOn, let clock = gtk_widget_get_frame_clock(window) else { return }
        clock.on("before-paint") { note("frame") }
        clock.on("after-paint") { note("painted") }
    }
}
