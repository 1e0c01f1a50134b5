import CGTK
import DigitRecognition
import Sketch

/// Colours the ink of the selected digit by what it spoke for.
@MainActor
final class EvidenceOverlay {
    private let why: WhyModel
    private var texture: Reference?
    private var evidence: DigitEvidence?

    init(why: WhyModel) { self.why = why }

    /// Paints what lies below once more where the digit stands, blended with the colours: ink takes them, paper stays as it is.
    func paint(_ snapshot: OpaquePointer, viewport: Viewport, below: () -> Void) {
        guard let (reading, evidence) = why.shown else { return }
        if evidence != self.evidence || texture == nil {
            texture = evidence.makeTexture()
            self.evidence = evidence
        }
        guard let texture else { return }
        let frame = viewport.view(reading.rect(of: evidence.frame))
        var place = rectangle(x: frame.minX, y: frame.minY, width: frame.width, height: frame.height)
        // Where a clip's edge falls between pixels, paper would be blended with itself: a hairline.
        let edges = frame.roundedOutward()
        var clip = rectangle(x: edges.minX, y: edges.minY, width: edges.width, height: edges.height)
        gtk_snapshot_push_clip(snapshot, &clip)
        gtk_snapshot_push_blend(snapshot, evidence.isInkLight ? GSK_BLEND_MODE_MULTIPLY : GSK_BLEND_MODE_SCREEN)
        below()
        gtk_snapshot_pop(snapshot)
        gtk_snapshot_append_texture(snapshot, texture.pointer, &place)
        gtk_snapshot_pop(snapshot)
        gtk_snapshot_pop(snapshot)
    }
}

extension Reading {
    /// Where a frame of the evidence lies on the page.
    func rect(of frame: DigitEvidence.Frame) -> Rect {
        Rect(
            x: page.area.minX + frame.x / page.scale, y: page.area.minY + frame.y / page.scale,
            width: frame.width / page.scale, height: frame.height / page.scale)
    }
}
