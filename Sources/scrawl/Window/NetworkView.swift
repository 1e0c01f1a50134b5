import CGTK
import Pictures

/// The 28 x 28 picture that the network sees, each of its pixels as a square.
@MainActor
final class NetworkView: CanvasPainter {
    private(set) var widget: Widget!
    private var texture: Reference?
    private var size = (width: 0, height: 0)
    private static let side = 28
    /// The texture is made larger than it is shown, so that its squares stay sharp on a dense screen.
    private static let enlargement = 8

    init() {
        widget = CanvasWidget.make(painter: self)
        widget.styled("network-view").setAccessibleName(localized("What the network sees"))
        gtk_widget_set_overflow(widget, GTK_OVERFLOW_HIDDEN)
        gtk_widget_set_halign(widget, GTK_ALIGN_START)
        gtk_widget_set_valign(widget, GTK_ALIGN_START)
        setSmall(false)
    }

    /// A smaller one where there is little room.
    func setSmall(_ small: Bool) {
        let side = Int32((small ? 3 : 4) * Self.side)
        gtk_widget_set_size_request(widget, side, side)
    }

    /// Shows 28 x 28 values, 0 paper to 1 ink, row by row, the ink coloured by as many values of evidence where there is any; an empty place for nil.
    func show(_ input: [Float]?, evidence: [Float]? = nil) {
        texture = input.map { Self.enlarged($0, evidence).makeTexture() }
        gtk_widget_queue_draw(widget)
    }

    func resize(width: Int, height: Int) { size = (width, height) }

    func paint(_ snapshot: OpaquePointer) {
        guard let texture else { return }
        var place = rectangle(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        gtk_snapshot_append_texture(snapshot, texture.pointer, &place)
    }

    private static func enlarged(_ input: [Float], _ evidence: [Float]?) -> Picture {
        let width = side * enlargement
        var picture = Picture(width: width, height: width)
        for y in 0..<width {
            for x in 0..<width {
                let square = y / enlargement * side + x / enlargement
                let value = evidence?[square] ?? 0
                let color = EvidenceColors.color(value), strength = EvidenceColors.strength(value)
                for (channel, tint) in [color.blue, color.green, color.red].enumerated() {
                    picture.bytes[4 * (y * width + x) + channel] = UInt8(max(0, min(255, input[square] * (255 - strength * (255 - tint)))))
                }
            }
        }
        return picture
    }
}
