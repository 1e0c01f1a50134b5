import CPixbuf

/// One use of gdk-pixbuf's incremental loader: the only code that touches its pointers.
final class PixbufLoader {
    private let loader: UnsafeMutablePointer<GdkPixbufLoader>
    private let format: PictureFormat
    private let pixelLimit: Int
    /// The size that the decoder announced, where it is over the limit.
    private var refusedSize: (width: Int, height: Int)?

    init(format: PictureFormat, pixelLimit: Int) throws(PictureError) {
        // Only the loader of the format that the content shows is asked, whatever else is installed.
        guard let loader = gdk_pixbuf_loader_new_with_mime_type(format.mediaType, nil) else { throw .noLoader(format) }
        self.loader = loader
        self.format = format
        self.pixelLimit = pixelLimit
    }

    deinit {
        g_object_unref(loader)
    }

    /// Decodes the whole file.
    ///
    /// - Parameter orientation: how EXIF says that it is turned, where the decoder does not find that itself.
    func load(_ bytes: UnsafeRawBufferPointer, orientation: Int?) throws(PictureError) -> Picture {
        let sizePrepared: @convention(c) (UnsafeMutablePointer<GdkPixbufLoader>, gint, gint, gpointer) -> Void = { loader, width, height, context in
            Unmanaged<PixbufLoader>.fromOpaque(context).takeUnretainedValue().prepare(width: Int(width), height: Int(height))
        }
        let handler = g_signal_connect_data(
            loader, "size-prepared", unsafeBitCast(sizePrepared, to: GCallback.self), Unmanaged.passUnretained(self).toOpaque(), nil,
            GConnectFlags(rawValue: 0))
        defer { g_signal_handler_disconnect(loader, handler) }
        var problem: UnsafeMutablePointer<GError>?
        defer { g_clear_error(&problem) }
        var isWritten = true
        var rest = bytes.bindMemory(to: UInt8.self)[...]
        // In pieces, so that a decoder whose picture is over the limit is not fed to the end.
        while isWritten, refusedSize == nil, !rest.isEmpty {
            let piece = UnsafeBufferPointer(rebasing: rest.prefix(1 << 16))
            isWritten = gdk_pixbuf_loader_write(loader, piece.baseAddress, gsize(piece.count), &problem) != 0
            rest = rest.dropFirst(piece.count)
        }
        // A loader must be closed before it is released; after a failed write it has closed itself.
        let isClosed = isWritten ? gdk_pixbuf_loader_close(loader, &problem) != 0 : false
        if let (width, height) = refusedSize { throw .tooManyPixels(width: width, height: height, limit: pixelLimit) }
        guard isWritten, isClosed else { throw reason(problem) }
        guard let decoded = gdk_pixbuf_loader_get_pixbuf(loader) else { throw .damaged(format, reason: "it holds no picture") }
        // Where there is one already it stays.
        if let orientation { gdk_pixbuf_set_option(decoded, "orientation", "\(orientation)") }
        guard let upright = gdk_pixbuf_apply_embedded_orientation(decoded) else {
            throw .outOfMemory(width: Int(gdk_pixbuf_get_width(decoded)), height: Int(gdk_pixbuf_get_height(decoded)))
        }
        defer { g_object_unref(gpointer(upright)) }
        return Picture(pixbuf: upright)
    }

    private func prepare(width: Int, height: Int) {
        guard width > pixelLimit / max(height, 1) else { return }
        refusedSize = (width, height)
        // Size 0 makes the loaders give up before they take memory.
        gdk_pixbuf_loader_set_size(loader, 0, 0)
    }

    private func reason(_ problem: UnsafeMutablePointer<GError>?) -> PictureError {
        guard let problem else { return .damaged(format, reason: "the decoder gave no reason") }
        if problem.pointee.domain == gdk_pixbuf_error_quark() {
            if problem.pointee.code == gint(GDK_PIXBUF_ERROR_UNKNOWN_TYPE.rawValue) { return .noLoader(format) }
            if problem.pointee.code == gint(GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY.rawValue) { return .outOfMemory(width: 0, height: 0) }
        }
        var text = String(cString: problem.pointee.message)
        while text.last == "." { text.removeLast() }
        return .damaged(format, reason: text)
    }
}

extension Picture {
    /// The pixels of a pixbuf (8 bits, RGB or RGBA), laid on white.
    fileprivate init(pixbuf: OpaquePointer) {
        let width = Int(gdk_pixbuf_get_width(pixbuf)), height = Int(gdk_pixbuf_get_height(pixbuf))
        let channels = Int(gdk_pixbuf_get_n_channels(pixbuf)), stride = Int(gdk_pixbuf_get_rowstride(pixbuf))
        let source = gdk_pixbuf_read_pixels(pixbuf)!
        let bytes = [UInt8](unsafeUninitializedCapacity: 4 * width * height) { target, count in
            for y in 0..<height {
                let from = source + y * stride
                let to = target.baseAddress! + 4 * y * width
                if channels == 4 {
                    for x in 0..<width {
                        let alpha = Int(from[4 * x + 3])
                        for channel in 0..<3 {
                            let value = Int(from[4 * x + channel]) * alpha + 255 * (255 - alpha)
                            to[4 * x + 2 - channel] = UInt8((value + 127) / 255)
                        }
                        to[4 * x + 3] = 255
                    }
                } else {
                    for x in 0..<width {
                        to[4 * x] = from[3 * x + 2]
                        to[4 * x + 1] = from[3 * x + 1]
                        to[4 * x + 2] = from[3 * x]
                        to[4 * x + 3] = 255
                    }
                }
            }
            count = 4 * width * height
        }
        self.init(width: width, height: height, bytes: bytes)
    }
}
