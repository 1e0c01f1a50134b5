import CGTK

/// The 28 x 28 picture that the network sees, each of its pixels as a square.
@MainActor
final class NetworkView {
    let widget: Widget
    private let picture = gtk_picture_new()!
    private static let side = 28
    private static let enlargement = 8

    init() {
        gtk_picture_set_can_shrink(picture.opaque, 1)
        gtk_widget_set_size_request(picture, 4 * 28, 4 * 28)
        gtk_widget_set_overflow(picture, GTK_OVERFLOW_HIDDEN)
        picture.styled("network-view")
        picture.setAccessibleName(localized("What the network sees"))
        widget = picture
        gtk_widget_set_halign(widget, GTK_ALIGN_START)
        gtk_widget_set_valign(widget, GTK_ALIGN_START)
        show(nil)
    }

    /// A smaller one where there is little room.
    func setSmall(_ small: Bool) {
        let side = Int32((small ? 3 : 4) * 28)
        gtk_widget_set_size_request(picture, side, side)
    }

    /// Shows 28 x 28 values, 0 paper to 1 ink, row by row; black for nil.
    func show(_ input: [Float]?) {
        let width = Self.side * Self.enlargement
        var bytes = [UInt8](repeating: 255, count: 4 * width * width)
        for y in 0..<width {
            for x in 0..<width {
                let value = input.map { $0[y / Self.enlargement * Self.side + x / Self.enlargement] } ?? 0
                let gray = UInt8(max(0, min(255, value * 255)))
                let offset = 4 * (y * width + x)
                bytes[offset] = gray
                bytes[offset + 1] = gray
                bytes[offset + 2] = gray
            }
        }
        let data = g_bytes_new(bytes, gsize(bytes.count))
        defer { g_bytes_unref(data) }
        let texture = gdk_memory_texture_new(Int32(width), Int32(width), GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, data, gsize(4 * width))!
        gtk_picture_set_paintable(picture.opaque, texture)
        g_object_unref(texture.object)
    }
}
