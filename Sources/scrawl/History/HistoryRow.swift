import CGTK
import Foundation
import History

/// A row of the history: the picture, what was read in it, where it came from and when, and how sure that was.
@MainActor
final class HistoryRow {
    let widget: Widget
    private let picture = gtk_picture_new()!
    private let digits = makeLabel("", alignment: 0).styled("history-digits")
    private let correction = makeLabel("", alignment: 0).styled("dim", "caption")
    private let icon = gtk_image_new()!
    private let origin = makeLabel("", alignment: 0).styled("dim", "caption")
    private let date = makeLabel("", alignment: 1).styled("dim", "caption", "numeric")
    private let confidence = makeLabel("", alignment: 1).styled("numeric")
    private var item: HistoryItem?

    init() {
        gtk_picture_set_can_shrink(picture.opaque, 1)
        gtk_widget_set_can_target(picture, 0)
        // An overlay is as large as its first child: whatever its shape, a picture fits in, and the texts stand in a column.
        let place = makeBox(GTK_ORIENTATION_HORIZONTAL)
        gtk_widget_set_size_request(place, 120, 58)
        let paper = gtk_overlay_new()!.styled("thumbnail")
        gtk_overlay_set_child(paper.opaque, place)
        gtk_overlay_add_overlay(paper.opaque, picture)
        gtk_widget_set_overflow(paper, GTK_OVERFLOW_HIDDEN)
        gtk_widget_set_valign(paper, GTK_ALIGN_CENTER)

        gtk_label_set_ellipsize(digits.opaque, PANGO_ELLIPSIZE_END)
        gtk_label_set_ellipsize(origin.opaque, PANGO_ELLIPSIZE_MIDDLE)
        icon.styled("dim")
        gtk_image_set_pixel_size(icon.opaque, 14)
        let reading = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 8, [digits, correction])
        gtk_widget_set_valign(correction, GTK_ALIGN_BASELINE)
        gtk_widget_set_valign(digits, GTK_ALIGN_BASELINE)
        let source = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 6, [icon, origin])
        let left = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 4, [reading, source]).expanding(horizontally: true, vertically: false)
        let right = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 4, [confidence, date])
        for column in [left, right] { gtk_widget_set_valign(column, GTK_ALIGN_CENTER) }
        widget = makeBox(GTK_ORIENTATION_HORIZONTAL, spacing: 14, [paper, left, right]).margins(horizontal: 8, vertical: 6)
    }

    /// Shows an item from now on; its entry may come later.
    func bind(_ item: HistoryItem) {
        self.item = item
        item.shownBy = self
        item.changed = { [unowned self, unowned item] in show(item.entry) }
        show(item.entry)
    }

    /// Shows nothing any more.
    func unbind() {
        // Another row may show the item by now.
        if item?.shownBy === self { item?.changed = nil }
        item = nil
        gtk_picture_set_paintable(picture.opaque, nil)
    }

    private func show(_ entry: HistoryEntry?) {
        guard let entry else {
            for label in [digits, correction, origin, date, confidence] { gtk_label_set_text(label.opaque, "") }
            gtk_image_clear(icon.opaque)
            gtk_picture_set_paintable(picture.opaque, nil)
            return
        }
        showThumbnail(entry.thumbnail)
        let text = entry.digits.isEmpty ? localized("Not a digit") : entry.digits
        let readAs = entry.text.isEmpty ? localized("not a digit") : entry.text
        let corrected = entry.correction.map { _ in localized("read as %1", readAs) }
        gtk_label_set_text(digits.opaque, text)
        digits.setStyle("nothing", entry.digits.isEmpty)
        gtk_label_set_text(correction.opaque, corrected ?? "")
        gtk_widget_set_visible(correction, corrected == nil ? 0 : 1)
        gtk_image_set_from_icon_name(icon.opaque, entry.source.iconName)
        gtk_label_set_text(origin.opaque, entry.source.title)
        gtk_widget_set_tooltip_text(origin, entry.source.name)
        gtk_label_set_text(date.opaque, dateText(entry.date))
        let sureness = entry.text.isEmpty ? "" : percent(entry.confidence)
        gtk_label_set_text(confidence.opaque, sureness)
        confidence.setStyle("doubtful", entry.correction == nil && entry.confidence < 0.8)
        // How sure a wrong answer was is no recommendation of the right one.
        confidence.setStyle("dim", entry.correction != nil)

        // The row itself, which GTK made around the widget, is what a screen reader stops at.
        let parts = [text, corrected, sureness.isEmpty ? nil : sureness, entry.source.title, dateText(entry.date)].compactMap { $0 }
        gtk_widget_get_parent(widget)?.setAccessibleName(parts.joined(separator: ", "))
    }

    private func showThumbnail(_ png: [UInt8]) {
        let bytes = g_bytes_new(png, gsize(png.count))
        defer { g_bytes_unref(bytes) }
        // A thumbnail that can't be decoded leaves its place white.
        let texture = gdk_texture_new_from_bytes(bytes, nil)
        gtk_picture_set_paintable(picture.opaque, texture)
        if let texture { g_object_unref(texture.object) }
    }
}

extension EntrySource {
    /// The symbol of the kind of source.
    var iconName: String {
        switch kind {
        case .drawing: "document-edit-symbolic"
        case .file: "image-x-generic-symbolic"
        case .link: "insert-link-symbolic"
        }
    }

    /// The source in few words: the name of a file, the host and name behind a link.
    var title: String {
        switch self {
        case .drawing: localized("Drawing")
        case .file(let name): name.isEmpty ? localized("Pasted picture") : (name as NSString).lastPathComponent
        case .link(let address): Self.short(address)
        }
    }

    private static func short(_ address: String) -> String {
        if address.hasPrefix("data:") { return localized("Embedded picture") }
        guard let link = URL(string: address), let host = link.host() else { return address }
        return link.lastPathComponent.isEmpty || link.lastPathComponent == "/" ? host : "\(host) · \(link.lastPathComponent)"
    }
}

/// A time as people say it: today and yesterday by name, other days by date.
func dateText(_ date: Date) -> String {
    guard let time = g_date_time_new_from_unix_local(gint64(date.timeIntervalSince1970)) else { return "" }
    defer { g_date_time_unref(time) }
    func formatted(_ format: String) -> String { takeString(g_date_time_format(time, format)) ?? "" }
    let clock = formatted("%H:%M")
    let calendar = Calendar.current
    if calendar.isDateInToday(date) { return localized("Today, %1", clock) }
    if calendar.isDateInYesterday(date) { return localized("Yesterday, %1", clock) }
    return localized("%1, %2", formatted(localized("%e %B %Y")).trimmingCharacters(in: .whitespaces), clock)
}
