/// The drawing that is on the canvas, those that were there before it, and those that were undone.
public struct DrawingHistory: Sendable {
    /// What is on the canvas.
    public private(set) var current: Drawing
    private var past: [Drawing] = []
    private var future: [Drawing] = []

    /// Opened pictures are the only thing in the past that is large: the oldest steps go when they hold more than this many pixels.
    private let keptPixels: Int

    /// Starts from a drawing, with nothing to undo. Of the pictures that undo brings back, the newest with so many pixels are kept.
    public init(_ drawing: Drawing = Drawing(), keptPixels: Int = 24_000_000) {
        current = drawing
        self.keptPixels = keptPixels
    }

    /// Whether there is a former drawing to go back to.
    public var canUndo: Bool { !past.isEmpty }

    /// Whether there is an undone drawing to go forward to.
    public var canRedo: Bool { !future.isEmpty }

    /// Puts another drawing on the canvas; the one that was there can be had back by undo, what was undone is forgotten.
    public mutating func replace(with drawing: Drawing) {
        guard !drawing.isIdentical(to: current) else { return }
        past.append(current)
        current = drawing
        future = []
        forgetOldPictures()
    }

    /// Goes back one step; does nothing where there is none.
    public mutating func undo() {
        guard let drawing = past.popLast() else { return }
        future.append(current)
        current = drawing
    }

    /// Takes back one undo; does nothing where there is none.
    public mutating func redo() {
        guard let drawing = future.popLast() else { return }
        past.append(current)
        current = drawing
    }

    private mutating func forgetOldPictures() {
        var seen: Set<ObjectIdentifier> = []
        var pixels = 0
        for index in past.indices.reversed() {
            guard let levels = past[index].picture?.levels, seen.insert(ObjectIdentifier(levels)).inserted else { continue }
            pixels += levels.original.width * levels.original.height
            if pixels > keptPixels {
                past.removeSubrange(...index)
                return
            }
        }
    }
}
