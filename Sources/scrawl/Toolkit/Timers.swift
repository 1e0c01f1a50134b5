import CGTK

/// A closure that GLib's main loop calls once, later. It can be cancelled until then.
@MainActor
final class Timer {
    private var source: guint = 0
    private var call: (@MainActor () -> Void)?

    /// Calls the closure after so many milliseconds, unless cancelled.
    init(milliseconds: UInt32, _ call: @escaping @MainActor () -> Void) {
        self.call = call
        source = g_timeout_add_full(G_PRIORITY_DEFAULT, milliseconds, { data in
            let timer = Unmanaged<Timer>.fromOpaque(data!).takeUnretainedValue()
            MainActor.assumeIsolated {
                timer.source = 0
                let call = timer.call
                timer.call = nil
                call?()
            }
            return 0
        }, Unmanaged.passRetained(self).toOpaque(), { Unmanaged<Timer>.fromOpaque($0!).release() })
    }

    /// Makes sure that the closure is not called any more.
    func cancel() {
        call = nil
        if source != 0 { g_source_remove(source); source = 0 }
    }
}
