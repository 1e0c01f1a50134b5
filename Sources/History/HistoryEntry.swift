import DigitRecognition
import Foundation

/// What is given to the history: one recognition with all that it takes to show and to open it again.
public struct NewEntry: Sendable {
    /// When it was read.
    public var date: Date
    /// Where the picture came from.
    public var source: EntrySource
    /// What was read.
    public var recognition: Recognition
    /// The picture that was read, as a PNG file.
    public var picture: [UInt8]
    /// A small picture for a list, as a PNG file.
    public var thumbnail: [UInt8]
    /// The strokes in whatever form the caller reads again; nil for a picture without strokes.
    public var strokes: [UInt8]?

    /// An entry to be stored.
    public init(
        date: Date = .now, source: EntrySource, recognition: Recognition, picture: [UInt8], thumbnail: [UInt8],
        strokes: [UInt8]? = nil
    ) {
        self.date = date
        self.source = source
        self.recognition = recognition
        self.picture = picture
        self.thumbnail = thumbnail
        self.strokes = strokes
    }
}

/// What a list shows of a recognition that is stored.
public struct HistoryEntry: Sendable, Equatable, Identifiable {
    /// Its number: a later entry has a greater one, and none is used twice.
    public let id: Int64
    /// When it was read, to the millisecond.
    public let date: Date
    /// Where the picture came from.
    public let source: EntrySource
    /// The digits read, lines joined by `|`; empty where no digit was read.
    public let text: String
    /// The digits that a person said it shows, where what was read was wrong.
    public var correction: String?
    /// The probability that every digit is right, 0 to 1; 0 where no digit was read.
    public let confidence: Double
    /// A small picture, as a PNG file.
    public let thumbnail: [UInt8]

    /// What the picture shows, as far as is known: the correction, else what was read.
    public var digits: String { correction ?? text }
}

/// All that is stored of a recognition.
public struct EntryContent: Sendable, Equatable {
    /// What a list shows of it.
    public let entry: HistoryEntry
    /// What was read, digit by digit.
    public let reading: StoredReading
    /// The picture that was read, as a PNG file.
    public let picture: [UInt8]
    /// The strokes as they were given; nil for a picture without strokes.
    public let strokes: [UInt8]?
}

/// Which entries are asked for. All of its conditions have to be met.
public struct HistoryFilter: Sendable, Equatable {
    /// Digits that stand side by side in what was read or in its correction; empty for any.
    public var digits: String
    /// Where the picture came from; nil for anywhere.
    public var source: EntrySource.Kind?
    /// The time from which on it was read; nil for any.
    public var from: Date?
    /// The time before which it was read; nil for any.
    public var before: Date?

    /// A filter of the given conditions; without any, all entries.
    public init(digits: String = "", source: EntrySource.Kind? = nil, from: Date? = nil, before: Date? = nil) {
        self.digits = digits
        self.source = source
        self.from = from
        self.before = before
    }
}

/// Entries that were deleted together, and can be brought back until they are purged.
public struct Deletion: Sendable, Equatable, Hashable {
    let id: Int64
    /// How many entries were deleted.
    public let count: Int
}
