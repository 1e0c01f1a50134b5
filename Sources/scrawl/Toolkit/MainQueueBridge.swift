import CGTK
import Dispatch
import Glibc

// The two entry points of libdispatch for a foreign main loop: an eventfd that becomes readable when the main queue has work, and
// the function that does this work. Foundation's run loop uses the same.
@_silgen_name("_dispatch_get_main_queue_handle_4CF") private func mainQueueDescriptor() -> Int32
@_silgen_name("_dispatch_main_queue_callback_4CF") private func runMainQueue(_ message: UnsafeMutableRawPointer?)

/// Lets `@MainActor` tasks and `DispatchQueue.main` run under GLib's main loop, without polling.
///
/// Call it once, on the main thread, before the main loop starts.
func bridgeMainQueueToGLib() {
    g_unix_fd_add(mainQueueDescriptor(), G_IO_IN, { descriptor, _, _ in
        var counter: UInt64 = 0
        _ = read(descriptor, &counter, MemoryLayout<UInt64>.size)
        runMainQueue(nil)
        return 1
    }, nil)
}
