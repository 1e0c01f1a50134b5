import Foundation

/// Where progress is shown, and what it can show there.
public struct ProgressDisplay: Sendable {
    /// Columns of the terminal; nil where there is no terminal, and then progress comes as plain lines.
    public var columns: @Sendable () -> Int?
    /// Whether colours may be used.
    public var colours: Bool
    /// Whether the terminal shows block elements; otherwise the bar is made of `#`.
    public var unicode: Bool
    /// Seconds on a clock that never goes back.
    public var now: @Sendable () -> Double
    /// Takes the text.
    public var write: @Sendable (String) -> Void

    /// A display made of its parts.
    public init(
        columns: @escaping @Sendable () -> Int?, colours: Bool, unicode: Bool, now: @escaping @Sendable () -> Double,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.columns = columns
        self.colours = colours
        self.unicode = unicode
        self.now = now
        self.write = write
    }

    /// Standard error: a terminal unless it is redirected or `TERM` is `dumb`; colours unless `NO_COLOR` is set.
    public static var standardError: ProgressDisplay {
        let environment = ProcessInfo.processInfo.environment
        let terminal = isatty(STDERR_FILENO) != 0 && environment["TERM"] != "dumb"
        let encoding = environment["LC_ALL"].flatMap { $0.isEmpty ? nil : $0 } ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? ""
        return ProgressDisplay(
            columns: { terminal ? terminalColumns() : nil },
            colours: terminal && (environment["NO_COLOR"] ?? "").isEmpty,
            unicode: ["UTF-8", "UTF8"].contains { encoding.uppercased().contains($0) },
            now: { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 },
            write: { StandardError.write($0) })
    }

    private static func terminalColumns() -> Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}

/// A bar that grows on a terminal, drawn at most ten times a second; elsewhere a plain line now and then.
///
/// It belongs to one thread, the one that does the telling.
public final class Progress {
    private let display: ProgressDisplay
    private let total: Int
    private let title: String
    private let plainInterval: Double
    private let start: Double
    private var lastDrawn: Double
    private var barIsShown = false

    /// Progress of `total` pieces of work.
    ///
    /// - Parameters:
    ///   - plainInterval: seconds between two lines where there is no terminal; the first comes after one such interval.
    public init(title: String, total: Int, plainInterval: Double = 30, display: ProgressDisplay = .standardError) {
        precondition(total >= 0)
        self.title = title
        self.total = total
        self.plainInterval = plainInterval
        self.display = display
        start = display.now()
        lastDrawn = -Double.infinity
    }

    /// Seconds since the work began.
    public var seconds: Double { display.now() - start }

    /// Says that `completed` pieces are done. `details` is asked for only when something is drawn.
    public func update(_ completed: Int, details: () -> String = { "" }) {
        let now = display.now()
        if let columns = display.columns() {
            guard now - lastDrawn >= 0.1 else { return }
            lastDrawn = now
            drawBar(completed, columns: columns, details: details())
        } else if now - max(lastDrawn, start) >= plainInterval {
            lastDrawn = now
            let text = details()
            display.write("\(title) \(completed)/\(total)\(text.isEmpty ? "" : " " + text)\n")
        }
    }

    /// Writes a line of its own above the bar.
    public func line(_ text: String) {
        clear()
        display.write(text + "\n")
    }

    /// Takes the bar away.
    public func clear() {
        guard barIsShown else { return }
        display.write("\r\u{1b}[K")
        barIsShown = false
        lastDrawn = -Double.infinity
    }

    private func drawBar(_ completed: Int, columns: Int, details: String) {
        let share = total == 0 ? 1 : min(1, max(0, Double(completed) / Double(total)))
        let percentage = String(format: "%3d %%", Int(share * 100))
        // The last column stays free: a character in it makes some terminals begin a new line.
        let room = max(0, columns - 1)
        let fixed = title.count + percentage.count + details.count + 4
        let length = min(40, room - fixed)
        var text = title + " "
        if length >= 5 { text += bar(share, length: length) + " " }
        text += percentage
        if !details.isEmpty { text += "  " + details }
        text = String(text.prefix(room))
        if display.colours, length >= 5 {
            text = text.replacing(bar(share, length: length), with: "\u{1b}[36m\(bar(share, length: length))\u{1b}[0m", maxReplacements: 1)
        }
        display.write("\r\(text)\u{1b}[K")
        barIsShown = true
    }

    private func bar(_ share: Double, length: Int) -> String {
        guard display.unicode else {
            let full = Int(share * Double(length))
            return String(repeating: "#", count: full) + String(repeating: ".", count: length - full)
        }
        let eighths = Int(share * Double(length) * 8)
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        let full = eighths / 8
        let used = full + (partial.isEmpty ? 0 : 1)
        return String(repeating: "█", count: full) + partial + String(repeating: "·", count: length - used)
    }
}

/// Seconds for a person: `0.8 s`, `42 s`, `3:07`, `2:03:15`.
public func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return "–" }
    if seconds < 10 { return String(format: "%.1f s", seconds) }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return String(format: "%d:%02d", whole / 60, whole % 60) }
    return String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
}
