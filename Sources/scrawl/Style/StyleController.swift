import CGTK

/// Gives all windows the light or the dark style: the one that was chosen, or the desktop's, told by its settings portal.
@MainActor
final class StyleController {
    private let settings: SettingsModel
    private let colors = Reference(adopting: gtk_css_provider_new()!)
    private let rules = Reference(adopting: gtk_css_provider_new()!)
    private var portal: Reference?
    private var desktopIsDark: Bool
    /// Whether the style shown is the dark one.
    private(set) var isDark = false

    init(settings: SettingsModel) {
        self.settings = settings
        desktopIsDark = Self.themeIsDark
        let display = gdk_display_get_default()
        let priority = guint(GTK_STYLE_PROVIDER_PRIORITY_APPLICATION)
        gtk_css_provider_load_from_data(rules.pointer.cast(), StyleSheet.controlRules + StyleSheet.rules + StyleSheet.historyRules + StyleSheet.whyRules, -1)
        gtk_style_context_add_provider_for_display(display, colors.pointer, priority)
        gtk_style_context_add_provider_for_display(display, rules.pointer, priority)
        settings.follow(\.style) { [unowned self] _ in apply() }
        apply()
        watchPortal()
    }

    private func apply() {
        isDark = switch settings.style {
        case .light: false
        case .dark: true
        case .system: desktopIsDark
        }
        gtk_settings_get_default().set("gtk-application-prefer-dark-theme", isDark)
        gtk_css_provider_load_from_data(colors.pointer.cast(), isDark ? StyleSheet.darkColors : StyleSheet.lightColors, -1)
    }

    /// What GTK was started with (its settings file, or GTK_THEME).
    private static var themeIsDark: Bool {
        if let theme = g_getenv("GTK_THEME") { return String(cString: theme).hasSuffix(":dark") }
        return gtk_settings_get_default().bool("gtk-application-prefer-dark-theme")
    }

    /// GTK 4 itself knows nothing of the desktop's choice; the portal of freedesktop.org tells it (0 none, 1 dark, 2 light).
    private func watchPortal() {
        g_dbus_proxy_new_for_bus(
            G_BUS_TYPE_SESSION, GDBusProxyFlags(G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START.rawValue | G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES.rawValue),
            nil, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings", nil,
            { _, result, data in
                let proxy = g_dbus_proxy_new_for_bus_finish(result, nil)
                let style = Unmanaged<StyleController>.fromOpaque(data!).takeRetainedValue()
                guard let proxy else { return }
                let argument = MainThreadValue(proxy)
                MainActor.assumeIsolated { style.adopt(portal: argument.value) }
            }, Unmanaged.passRetained(self).toOpaque())
    }

    private func adopt(portal proxy: UnsafeMutablePointer<GDBusProxy>) {
        portal = Reference(adopting: proxy)
        proxy.onPortalSetting { [weak self] namespace, key, value in
            guard namespace == "org.freedesktop.appearance", key == "color-scheme" else { return }
            self?.adopt(scheme: value)
        }
        guard let owner = takeString(g_dbus_proxy_get_name_owner(proxy)), !owner.isEmpty else { return }
        var arguments: [OpaquePointer?] = [g_variant_new_string("org.freedesktop.appearance"), g_variant_new_string("color-scheme")]
        g_dbus_proxy_call(
            proxy, "Read", g_variant_new_tuple(&arguments, 2), G_DBUS_CALL_FLAGS_NONE, 2_000, nil,
            { source, result, data in
                let style = Unmanaged<StyleController>.fromOpaque(data!).takeRetainedValue()
                guard let answer = g_dbus_proxy_call_finish(source?.withMemoryRebound(to: GDBusProxy.self, capacity: 1) { $0 }, result, nil) else { return }
                let value = MainThreadValue(g_variant_get_child_value(answer, 0)!)
                MainActor.assumeIsolated { style.adopt(scheme: value.value) }
                g_variant_unref(value.value)
                g_variant_unref(answer)
            }, Unmanaged.passRetained(self).toOpaque())
    }

    /// The value may be wrapped once or twice.
    private func adopt(scheme value: OpaquePointer) {
        if g_variant_is_of_type(value, g_variant_type_checked_("v")) != 0 {
            let inner = g_variant_get_variant(value)!
            adopt(scheme: inner)
            g_variant_unref(inner)
        } else if g_variant_is_of_type(value, g_variant_type_checked_("u")) != 0 {
            desktopIsDark = g_variant_get_uint32(value) == 1
            apply()
        }
    }
}
