import CGTK
import Pictures

/// The types of what is pasted, dropped and copied.
enum ContentType {
    @MainActor static let files = gdk_file_list_get_type()
    @MainActor static let texture = gdk_texture_get_type()
    static let text = GType(16 << 2)
}

extension Picture {
    /// The pixels of a texture, transparency laid on white.
    init(_ texture: OpaquePointer) {
        let width = Int(gdk_texture_get_width(texture)), height = Int(gdk_texture_get_height(texture))
        let bytes = [UInt8](unsafeUninitializedCapacity: 4 * width * height) { buffer, count in
            gdk_texture_download(texture, buffer.baseAddress, gsize(4 * width))
            for offset in stride(from: 0, to: 4 * width * height, by: 4) {
                // The colours are multiplied by their opacity already.
                let paper = 255 - buffer[offset + 3]
                for channel in 0..<3 { buffer[offset + channel] = min(buffer[offset + channel], 255 - paper) + paper }
                buffer[offset + 3] = 255
            }
            count = 4 * width * height
        }
        self.init(width: width, height: height, bytes: bytes)
    }

    /// The picture as a texture that GTK shows and hands to other programs.
    func makeTexture() -> Reference {
        let data = bytes.withUnsafeBytes { g_bytes_new($0.baseAddress, gsize($0.count)) }
        defer { g_bytes_unref(data) }
        return Reference(adopting: gdk_memory_texture_new(Int32(width), Int32(height), GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, data, gsize(4 * width)))
    }
}
