import CGTK

/// A Swift closure on the heap, owned by the GLib closure that calls it.
private final class Handler<Function> {
    let call: Function
    init(_ call: Function) { self.call = call }
}

/// Connects a C function whose first argument is the boxed closure (`G_CONNECT_SWAPPED`: the data comes first, so that a function that
/// needs no further argument simply takes none), and has the box released with the connection.
private func connect<Function>(_ object: UnsafeMutableRawPointer, _ signal: String, _ handler: Function, _ function: GCallback) -> gulong {
    g_signal_connect_data(
        object, signal, function, Unmanaged.passRetained(Handler(handler)).toOpaque(),
        { data, _ in Unmanaged<AnyObject>.fromOpaque(data!).release() }, G_CONNECT_SWAPPED)
}

private func handler<Function>(_ data: UnsafeMutableRawPointer, as type: Function.Type) -> Function {
    Unmanaged<Handler<Function>>.fromOpaque(data).takeUnretainedValue().call
}

/// A value that is carried into the main actor by a callback that GTK makes on the main thread.
struct MainThreadValue<Value>: @unchecked Sendable {
    // Safe because it is made and used inside one callback on the main thread and never leaves it.
    let value: Value
    init(_ value: Value) { self.value = value }
}

extension ObjectPointer {
    /// Calls the closure at each emission of a signal without result, whatever arguments it has (also `notify::property`).
    @discardableResult
    func on(_ signal: String, _ call: @escaping @MainActor () -> Void) -> gulong {
        let function: @convention(c) (UnsafeMutableRawPointer) -> Void = { data in
            let call = handler(data, as: (@MainActor () -> Void).self)
            MainActor.assumeIsolated { call() }
        }
        return connect(object, signal, call, unsafeBitCast(function, to: GCallback.self))
    }

    /// The same for a signal that asks for a boolean, `true` to stop further handling (`close-request`).
    @discardableResult
    func onQuestion(_ signal: String, _ call: @escaping @MainActor () -> Bool) -> gulong {
        let function: @convention(c) (UnsafeMutableRawPointer) -> gboolean = { data in
            let call = handler(data, as: (@MainActor () -> Bool).self)
            return MainActor.assumeIsolated { call() } ? 1 : 0
        }
        return connect(object, signal, call, unsafeBitCast(function, to: GCallback.self))
    }

    /// A signal with one integer (`response`, `items-changed` by its first).
    @discardableResult
    func onInteger(_ signal: String, _ call: @escaping @MainActor (Int) -> Void) -> gulong {
        let function: @convention(c) (UnsafeMutableRawPointer, Int32) -> Void = { data, integer in
            let call = handler(data, as: (@MainActor (Int) -> Void).self)
            MainActor.assumeIsolated { call(Int(integer)) }
        }
        return connect(object, signal, call, unsafeBitCast(function, to: GCallback.self))
    }

    /// A signal with one pointer (`setup` and `bind` of a list item factory, `sequence-changed`, `activate` of an action).
    @discardableResult
    func onPointer(_ signal: String, _ call: @escaping @MainActor (OpaquePointer?) -> Void) -> gulong {
        let function: @convention(c) (UnsafeMutableRawPointer, OpaquePointer?) -> Void = { data, pointer in
            let call = handler(data, as: (@MainActor (OpaquePointer?) -> Void).self)
            let argument = MainThreadValue(pointer)
            MainActor.assumeIsolated { call(argument.value) }
        }
        return connect(object, signal, call, unsafeBitCast(function, to: GCallback.self))
    }

    /// A signal with an offset that asks whether it was used (`scroll`).
    @discardableResult
    func onScroll(_ signal: String, _ call: @escaping @MainActor (Double, Double) -> Bool) -> gulong {
        let function: @convention(c) (UnsafeMutableRawPointer, Double, Double) -> gboolean = { data, x, y in
            let call = handler(data, as: (@MainActor (Double, Double) -> Bool).self)
            return MainActor.assumeIsolated { call(x, y) } ? 1 : 0
        }
        return connect(object, signal, call, unsafeBitCast(function, to: GCallback.self))
    }

    /// `pressed` and `released` of a click gesture: count of presses, position.
    @discardableResult
    func onPress(_ signal: String, _ call: @escaping @MainActor (Int, Double, Double) -> Void) -> gulong {
        let function: @convention(c) (UnsafeMutableRawPointer, Int32, Double, Double) -> Void = { data, count, x, y in
            let call = handler(data, as: (@MainActor (Int, Double, Double) -> Void).self)
            MainActor.assumeIsolated { call(Int(count), x, y) }
        }
        return connect(object, signal, call, unsafeBitCast(function, to: GCallback.self))
    }

    /// `key-pressed`: key value and modifiers, `true` where the key was used.
    @discardableResult
    func onKey(_ signal: String, _ call: @escaping @MainActor (UInt32, GdkModifierType) -> Bool) -> gulong {
        let function: @convention(c) (UnsafeMutableRawPointer, UInt32, UInt32, GdkModifierType) -> gboolean = { data, key, _, state in
            let call = handler(data, as: (@MainActor (UInt32, GdkModifierType) -> Bool).self)
            return MainActor.assumeIsolated { call(key, state) } ? 1 : 0
        }
        return connect(object, signal, call, unsafeBitCast(function, to: GCallback.self))
    }

    /// `drop` of a drop target: the value and the position, `true` where it was taken.
    @discardableResult
    func onDrop(_ call: @escaping @MainActor (UnsafePointer<GValue>, Double, Double) -> Bool) -> gulong {
        let function: @convention(c) (UnsafeMutableRawPointer, UnsafePointer<GValue>, Double, Double) -> gboolean = { data, value, x, y in
            let call = handler(data, as: (@MainActor (UnsafePointer<GValue>, Double, Double) -> Bool).self)
            let argument = MainThreadValue(value)
            return MainActor.assumeIsolated { call(argument.value, x, y) } ? 1 : 0
        }
        return connect(object, "drop", call, unsafeBitCast(function, to: GCallback.self))
    }

    /// `prepare` of a drag source: the content to offer (handed over), or nil for nothing to drag.
    @discardableResult
    func onDragPrepare(_ call: @escaping @MainActor (Double, Double) -> UnsafeMutablePointer<GdkContentProvider>?) -> gulong {
        typealias Prepare = @MainActor (Double, Double) -> UnsafeMutablePointer<GdkContentProvider>?
        let function: @convention(c) (UnsafeMutableRawPointer, Double, Double) -> UnsafeMutablePointer<GdkContentProvider>? = { data, x, y in
            let call = handler(data, as: Prepare.self)
            return MainActor.assumeIsolated { MainThreadValue(call(x, y)) }.value
        }
        return connect(object, "prepare", call, unsafeBitCast(function, to: GCallback.self))
    }

    /// Keeps a Swift object alive until this GObject is finalized: how a view outlives the function that made it.
    func keepAlive(_ owner: AnyObject) {
        g_object_set_data_full(gobject, "scrawl-\(ObjectIdentifier(owner))", Unmanaged.passRetained(owner).toOpaque()) { data in
            Unmanaged<AnyObject>.fromOpaque(data!).release()
        }
    }
}

extension ObjectPointer {
    /// `event` of a legacy event controller: `true` where the event was used.
    @discardableResult
    func onEvent(_ call: @escaping @MainActor (OpaquePointer) -> Bool) -> gulong {
        let function: @convention(c) (UnsafeMutableRawPointer, OpaquePointer) -> gboolean = { data, event in
            let call = handler(data, as: (@MainActor (OpaquePointer) -> Bool).self)
            let argument = MainThreadValue(event)
            return MainActor.assumeIsolated { call(argument.value) } ? 1 : 0
        }
        return connect(object, "event", call, unsafeBitCast(function, to: GCallback.self))
    }
}

extension ObjectPointer {
    /// `open` of an application: the addresses (URIs) of what is to be opened.
    func onOpen(_ call: @escaping @MainActor ([String]) -> Void) {
        let function: @convention(c) (UnsafeMutableRawPointer, UnsafeMutablePointer<OpaquePointer?>?, Int32) -> Void = { data, files, count in
            let call = handler(data, as: (@MainActor ([String]) -> Void).self)
            let addresses = (0..<Int(count)).compactMap { files?[$0].flatMap(address(of:)) }
            MainActor.assumeIsolated { call(addresses) }
        }
        _ = connect(object, "open", call, unsafeBitCast(function, to: GCallback.self))
    }
}
