import CGTK

private final class SettingHandler {
    let call: @MainActor (String, String, OpaquePointer) -> Void
    init(_ call: @escaping @MainActor (String, String, OpaquePointer) -> Void) { self.call = call }
}

extension UnsafeMutablePointer where Pointee == GDBusProxy {
    /// Calls the closure when the settings portal tells a change: namespace, key and value.
    @MainActor
    func onPortalSetting(_ call: @escaping @MainActor (String, String, OpaquePointer) -> Void) {
        let function: @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, OpaquePointer?, UnsafeMutableRawPointer?
        ) -> Void = { _, _, signal, parameters, data in
            guard let signal, String(cString: signal) == "SettingChanged", let parameters, g_variant_n_children(parameters) == 3 else { return }
            let handler = Unmanaged<SettingHandler>.fromOpaque(data!).takeUnretainedValue()
            let children = MainThreadValue((0..<3).map { g_variant_get_child_value(parameters, gsize($0))! })
            MainActor.assumeIsolated {
                handler.call(
                    String(cString: g_variant_get_string(children.value[0], nil)), String(cString: g_variant_get_string(children.value[1], nil)),
                    children.value[2])
            }
            for child in children.value { g_variant_unref(child) }
        }
        g_signal_connect_data(
            self, "g-signal", unsafeBitCast(function, to: GCallback.self), Unmanaged.passRetained(SettingHandler(call)).toOpaque(),
            { data, _ in Unmanaged<SettingHandler>.fromOpaque(data!).release() }, GConnectFlags(0))
    }
}
