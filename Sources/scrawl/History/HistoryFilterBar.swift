import CGTK
import Foundation
import History

/// Search by digits, and choice by source and date.
@MainActor
final class HistoryFilterBar {
    let widget: Widget
    /// Told each change of what is asked for.
    let changed = Observers<Void>()
    /// Told Escape in the search entry where there is nothing to clear.
    let stopped = Observers<Void>()
    private let search = gtk_search_entry_new()!
    private let source: Widget
    private let date: Widget
    private let from = DateButton(name: localized("From"), placeholder: localized("First day"))
    private let to = DateButton(name: localized("To"), placeholder: localized("Last day"))

    private static let sources: [EntrySource.Kind?] = [nil, .drawing, .file, .link]

    /// The choices of a time, and how many days before today they begin with.
    private enum Period: CaseIterable {
        case any, today, week, month, chosen
    }

    init() {
        search.setAccessibleName(localized("Search Digits"))
        gtk_widget_set_tooltip_text(search, localized("Digits that stand side by side in what was read, or in its correction"))
        search.set("placeholder-text", localized("Search digits"))
        gtk_widget_set_hexpand(search, 1)
        source = makeDropDown(
            localized("Source"), [localized("All Sources"), localized("Drawings"), localized("Files"), localized("Links")])
        date = makeDropDown(
            localized("Date"),
            [localized("Any Time"), localized("Today"), localized("Last 7 Days"), localized("Last 30 Days"), localized("Choose Days")])
        let days = makeBox(
            GTK_ORIENTATION_HORIZONTAL, spacing: 8,
            [makeLabel(localized("From")), from.widget, makeLabel(localized("to")), to.widget])
        gtk_widget_set_halign(days, GTK_ALIGN_END)
        let revealer = gtk_revealer_new()!
        gtk_revealer_set_child(revealer.opaque, days)
        gtk_widget_set_visible(revealer, 0)
        let choices = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 8, [search, source, date])
        widget = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 8, [choices, revealer]).styled("filter-bar")

        // The entry takes Escape from the window.
        search.on("stop-search") { [unowned self] in
            if text.isEmpty { stopped.notify(()) } else { gtk_editable_set_text(search.opaque, "") }
        }
        search.on("search-changed") { [unowned self] in changed.notify(()) }
        source.on("notify::selected") { [unowned self] in changed.notify(()) }
        date.on("notify::selected") { [unowned self] in
            let chooses = period == .chosen
            gtk_widget_set_visible(revealer, chooses ? 1 : 0)
            gtk_revealer_set_reveal_child(revealer.opaque, chooses ? 1 : 0)
            changed.notify(())
        }
        for button in [from, to] { button.changed.add { [unowned self] in changed.notify(()) } }
    }

    /// What is asked for.
    var filter: HistoryFilter {
        var filter = HistoryFilter(digits: text, source: Self.sources[Int(gtk_drop_down_get_selected(source.opaque))])
        let calendar = Calendar.current
        let today = calendar.startOfDay(for: .now)
        func days(before count: Int) -> Date? { calendar.date(byAdding: .day, value: -count, to: today) }
        switch period {
        case .any: break
        case .today: filter.from = today
        case .week: filter.from = days(before: 6)
        case .month: filter.from = days(before: 29)
        case .chosen:
            filter.from = from.day
            filter.before = to.day.flatMap { calendar.date(byAdding: .day, value: 1, to: $0) }
        }
        return filter
    }

    /// Whether anything is asked for.
    var isEmpty: Bool { filter == HistoryFilter() }

    /// Asks for everything again.
    func clear() {
        gtk_editable_set_text(search.opaque, "")
        gtk_drop_down_set_selected(source.opaque, 0)
        gtk_drop_down_set_selected(date.opaque, 0)
    }

    /// Puts the cursor into the search entry.
    func focusSearch() {
        gtk_widget_grab_focus(search)
        gtk_editable_select_region(search.opaque, 0, -1)
    }

    /// Has digits that are typed anywhere in a window searched for. GTK's own way of doing so takes Delete, Ctrl+Z and Ctrl+C from
    /// the window too.
    func takeDigits(typedIn window: Widget) {
        let keys = gtk_event_controller_key_new()!
        keys.onKey("key-pressed") { [unowned self] key, modifiers in
            let character = gdk_keyval_to_unicode(key)
            guard modifiers.rawValue & (GDK_CONTROL_MASK.rawValue | GDK_ALT_MASK.rawValue) == 0,
                let digit = Unicode.Scalar(character), ("0"..."9").contains(digit)
            else { return false }
            gtk_widget_grab_focus(search)
            gtk_editable_set_text(search.opaque, text + String(Character(digit)))
            gtk_editable_set_position(search.opaque, -1)
            return true
        }
        gtk_widget_add_controller(window, keys)
    }

    private var text: String { String(cString: gtk_editable_get_text(search.opaque)) }

    private var period: Period { Period.allCases[Int(gtk_drop_down_get_selected(date.opaque))] }
}

/// A list to choose one text from.
@MainActor
func makeDropDown(_ name: String, _ choices: [String]) -> Widget {
    let strings = gtk_string_list_new(nil)!
    for choice in choices { gtk_string_list_append(strings, choice) }
    // The list takes over the strings.
    let dropDown = gtk_drop_down_new(strings, nil)!
    dropDown.setAccessibleName(name)
    gtk_widget_set_tooltip_text(dropDown, name)
    return dropDown
}

/// A button that shows a day and opens a calendar to choose another.
@MainActor
final class DateButton {
    let widget: Widget
    /// Told each change.
    let changed = Observers<Void>()
    /// The beginning of the day that was chosen; nil for none yet.
    private(set) var day: Date?
    private let name: String
    private let calendar = gtk_calendar_new()!

    init(name: String, placeholder: String) {
        self.name = name
        widget = gtk_menu_button_new()!
        setLabel(placeholder, accessibleName: name)
        let popover = gtk_popover_new()!
        gtk_popover_set_child(popover.opaque.cast(), calendar)
        gtk_menu_button_set_popover(widget.opaque, popover)
        calendar.setAccessibleName(name)
        calendar.on("day-selected") { [unowned self] in choose() }
        // It shows a day as chosen from the beginning, and does not tell when that very day is pressed.
        popover.on("show") { [unowned self] in if day == nil { choose() } }
    }

    private func choose() {
        guard let time = gtk_calendar_get_date(calendar.opaque) else { return }
        defer { g_date_time_unref(time) }
        let parts = DateComponents(
            year: Int(g_date_time_get_year(time)), month: Int(g_date_time_get_month(time)), day: Int(g_date_time_get_day_of_month(time)))
        day = Calendar.current.date(from: parts)
        let text = takeString(g_date_time_format(time, "%x")) ?? ""
        setLabel(text, accessibleName: "\(name): \(text)")
        changed.notify(())
    }

    private func setLabel(_ text: String, accessibleName: String) {
        gtk_menu_button_set_label(widget.opaque, text)
        widget.setAccessibleName(accessibleName)
        // It is the button inside that has the focus.
        gtk_widget_get_first_child(widget)?.setAccessibleName(accessibleName)
    }
}
