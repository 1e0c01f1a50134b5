import CommandLineSupport
import Synchronization
import Testing

/// A terminal whose clock and width the test moves by hand.
private final class FakeTerminal: Sendable {
    private let state: Mutex<(time: Double, columns: Int?, text: String)>

    init(columns: Int?) { state = Mutex((0, columns, "")) }

    var time: Double {
        get { state.withLock { $0.time } }
        set { state.withLock { $0.time = newValue } }
    }
    var text: String { state.withLock { $0.text } }

    func display(colours: Bool = false, unicode: Bool = false) -> ProgressDisplay {
        ProgressDisplay(
            columns: { self.state.withLock { $0.columns } }, colours: colours, unicode: unicode, now: { self.time },
            write: { text in self.state.withLock { $0.text += text } })
    }
}

@Suite struct ProgressTests {
    @Test func drawsAtMostTenTimesASecond() {
        let terminal = FakeTerminal(columns: 80)
        let progress = Progress(title: "work", total: 1000, display: terminal.display())
        for step in 0..<1000 {
            terminal.time = Double(step) / 1000
            progress.update(step)
        }
        let drawings = terminal.text.split(separator: "\r").count
        #expect(drawings >= 9 && drawings <= 11)
    }

    @Test func fitsTheTerminal() {
        for columns in [1, 10, 20, 40, 79, 200] {
            let terminal = FakeTerminal(columns: columns)
            let progress = Progress(title: "epoch 3/10", total: 10, display: terminal.display(colours: true, unicode: true))
            for step in 0...10 {
                terminal.time = Double(step)
                progress.update(step) { "12,345 images/s  loss 0.0123  accuracy 99.61 %" }
            }
            for drawing in terminal.text.split(separator: "\r") {
                let visible = drawing.replacing("\u{1b}[36m", with: "").replacing("\u{1b}[0m", with: "").replacing("\u{1b}[K", with: "")
                #expect(visible.count < max(columns, 1), "\(visible) is too long for \(columns) columns")
            }
        }
    }

    @Test func noColourCodesWithoutColours() {
        let terminal = FakeTerminal(columns: 80)
        Progress(title: "work", total: 2, display: terminal.display(unicode: true)).update(1)
        #expect(terminal.text.contains("█") && !terminal.text.contains("\u{1b}[3"))
    }

    @Test func barBecomesFull() {
        let terminal = FakeTerminal(columns: 30)
        let progress = Progress(title: "work", total: 4, display: terminal.display())
        progress.update(4)
        #expect(terminal.text.contains("####") && terminal.text.contains("100 %") && !terminal.text.contains("."))
    }

    @Test func plainLinesWithoutATerminal() {
        let terminal = FakeTerminal(columns: nil)
        let progress = Progress(title: "work", total: 100, plainInterval: 30, display: terminal.display(colours: false))
        for step in 0..<100 {
            terminal.time = Double(step)
            progress.update(step) { "fine" }
        }
        progress.line("done")
        progress.clear()
        #expect(terminal.text == "work 30/100 fine\nwork 60/100 fine\nwork 90/100 fine\ndone\n")
    }

    @Test func linesStandAboveTheBar() {
        let terminal = FakeTerminal(columns: 30)
        let progress = Progress(title: "work", total: 4, display: terminal.display())
        progress.update(1)
        progress.line("hello")
        #expect(terminal.text.hasSuffix("\r\u{1b}[Khello\n"))
    }

    @Test func durations() {
        #expect(duration(0.84) == "0.8 s")
        #expect(duration(42.2) == "42 s")
        #expect(duration(187) == "3:07")
        #expect(duration(7395) == "2:03:15")
        #expect(duration(.nan) == "–")
    }
}
