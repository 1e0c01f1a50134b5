import CGTK

private final class Completion {
    let call: @MainActor (OpaquePointer) -> Void
    init(_ call: @escaping @MainActor (OpaquePointer) -> Void) { self.call = call }
}

/// Starts one of GIO's asynchronous calls: `start` is given the callback and its data, `finish` gets the result on the main thread.
@MainActor
func startAsync(_ start: (GAsyncReadyCallback, UnsafeMutableRawPointer) -> Void, finish: @escaping @MainActor (OpaquePointer) -> Void) {
    start({ _, result, data in
        let completion = Unmanaged<Completion>.fromOpaque(data!).takeRetainedValue()
        let argument = MainThreadValue(result!)
        MainActor.assumeIsolated { completion.call(argument.value) }
    }, Unmanaged.passRetained(Completion(finish)).toOpaque())
}
