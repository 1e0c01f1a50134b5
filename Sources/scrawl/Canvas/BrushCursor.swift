import CGTK

/// A pointer that is a ring of the brush's size, dark with a light rim so that it is seen on paper and on ink; a plain cross for very
/// large brushes, which X servers refuse as pointers.
@MainActor
func makeBrushCursor(diameter: Double, isEraser: Bool) -> Reference? {
    let side = Int(diameter.rounded(.up)) + 6
    guard side <= 96 else {
        return gdk_cursor_new_from_name("crosshair", nil).map { Reference(adopting: $0) }
    }
    let center = Double(side) / 2, radius = max(diameter / 2, 1.5)
    var bytes = [UInt8](repeating: 0, count: 4 * side * side)
    for y in 0..<side {
        for x in 0..<side {
            let dx = Double(x) + 0.5 - center, dy = Double(y) + 0.5 - center
            let distance = (dx * dx + dy * dy).squareRoot()
            let dark = max(0, 1 - abs(distance - radius)), light = max(0, 1 - abs(distance - radius - 1.2)) * (1 - dark)
            // A pen's ring is filled a little, an eraser's is not.
            let fill = !isEraser && distance < radius - 0.5 ? 0.12 : 0
            let alpha = min(1, dark * 0.85 + light * 0.9 + fill)
            let value = alpha > 0 ? light * 0.9 : 0
            let offset = 4 * (y * side + x)
            for channel in 0..<3 { bytes[offset + channel] = UInt8(255 * value) }
            bytes[offset + 3] = UInt8(255 * alpha)
        }
    }
    let data = g_bytes_new(bytes, gsize(bytes.count))
    defer { g_bytes_unref(data) }
    let texture = gdk_memory_texture_new(Int32(side), Int32(side), GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, data, gsize(4 * side))!
    defer { g_object_unref(texture.object) }
    return gdk_cursor_new_from_texture(texture, Int32(side / 2), Int32(side / 2), nil).map { Reference(adopting: $0) }
}
