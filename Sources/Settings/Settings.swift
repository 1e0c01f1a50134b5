/// What a person chose, and what the app remembers from one start to the next.
public struct Settings: Sendable, Equatable {
    /// Which of the two styles the windows have.
    public enum Style: String, Sendable, CaseIterable, Codable {
        /// The one that the desktop asks for.
        case system
        case light
        case dark
    }

    /// A tool of the canvas.
    public enum Tool: String, Sendable, CaseIterable, Codable {
        case pen
        case eraser
    }

    /// Light, dark, or what the desktop asks for.
    public var style = Style.system
    /// Whether the result follows each stroke.
    public var readsLive = true
    /// Whether all that is on the canvas is read as one digit.
    public var readsOneDigit = false
    /// Whether a frame with its reading stands over each digit.
    public var showsFrames = true
    /// Whether what is recognised is kept in the history.
    public var keepsHistory = true
    /// How many entries the history keeps, the newest; nil for all.
    public var historyLimit: Int?
    /// The path of the model that reads; nil for the one that the app ships.
    public var modelFile: String?
    /// The width of the main window without decorations, in pixels of the application.
    public var windowWidth = 1000
    /// The height of the main window without decorations, in pixels of the application.
    public var windowHeight = 720
    /// Whether the main window fills the screen.
    public var windowIsMaximized = false
    /// The width of the pen's stroke, in pixels of the paper.
    public var brushSize = 18.0
    /// The width of the eraser, in pixels of the paper.
    public var eraserSize = 36.0
    /// The tool in hand.
    public var tool = Tool.pen
    /// The folder in which a picture was last opened; nil for none yet.
    public var openFolder: String?
    /// The folder in which a picture was last saved; nil for none yet.
    public var saveFolder: String?

    /// The settings of a first start.
    public init() {}
}

extension Settings {
    /// The sizes of a window that a file may ask for: beyond them it was not written by a window.
    static let windowSizes = 100...32_768
    /// The widths of a brush that a file may ask for.
    static let brushSizes = 1.0...400.0
}

extension Settings: Codable {
    enum CodingKeys: String, CodingKey {
        case style, readsLive, readsOneDigit, showsFrames, keepsHistory, historyLimit, modelFile
        case windowWidth, windowHeight, windowIsMaximized, brushSize, eraserSize, tool, openFolder, saveFolder
    }

    /// Settings that are missing, as in a file of an earlier version, or out of range are those of a first start.
    ///
    /// - Throws: `DecodingError` where a setting is of another kind, which no version of the app has written.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, _ value: inout Value, in allowed: (Value) -> Bool = { _ in true }) throws {
            guard let found = try values.decodeIfPresent(Value.self, forKey: key), allowed(found) else { return }
            value = found
        }
        self.init()
        // A newer version may know more styles and tools.
        var styleName = style.rawValue, toolName = tool.rawValue
        try read(.style, &styleName)
        try read(.tool, &toolName)
        style = Style(rawValue: styleName) ?? style
        tool = Tool(rawValue: toolName) ?? tool
        try read(.readsLive, &readsLive)
        try read(.readsOneDigit, &readsOneDigit)
        try read(.showsFrames, &showsFrames)
        try read(.keepsHistory, &keepsHistory)
        historyLimit = try values.decodeIfPresent(Int.self, forKey: .historyLimit).flatMap { $0 > 0 ? $0 : nil }
        modelFile = try values.decodeIfPresent(String.self, forKey: .modelFile)
        try read(.windowWidth, &windowWidth, in: Self.windowSizes.contains)
        try read(.windowHeight, &windowHeight, in: Self.windowSizes.contains)
        try read(.windowIsMaximized, &windowIsMaximized)
        try read(.brushSize, &brushSize, in: Self.brushSizes.contains)
        try read(.eraserSize, &eraserSize, in: Self.brushSizes.contains)
        openFolder = try values.decodeIfPresent(String.self, forKey: .openFolder)
        saveFolder = try values.decodeIfPresent(String.self, forKey: .saveFolder)
    }
}
