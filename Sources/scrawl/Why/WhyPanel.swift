import CGTK

/// The switch "Why?", and while it is on the choice of the answer and what the colours mean.
@MainActor
final class WhyPanel {
    let widget: Widget
    private let why: WhyModel
    private let answer = gtk_toggle_button_new()!
    private let second = gtk_toggle_button_new()!
    private let explanation: Widget
    private var isShowing = false

    init(why: WhyModel) {
        self.why = why
        let toggle = gtk_toggle_button_new()!
        fillButton(toggle, localized("Why?"), icon: nil, showsLabel: true)
        setTooltip(of: toggle, localized("Colour the ink by what it spoke for"), shortcut: "w")
        gtk_actionable_set_action_name(toggle.opaque, "win.why")
        gtk_toggle_button_set_group(second.cast(), answer.cast())
        let choice = makeBox(GTK_ORIENTATION_HORIZONTAL, [answer, second]).styled("linked")
        for button in [answer, second] { gtk_widget_set_hexpand(button, 1) }

        let scale = makeBox(GTK_ORIENTATION_HORIZONTAL).styled("evidence-scale")
        scale.setAccessibleName(localized("Blue ink spoke against the answer, orange ink for it"))
        let ends = makeBox(GTK_ORIENTATION_HORIZONTAL, [
            makeLabel(localized("against"), alignment: 0).styled("dim", "caption").expanding(horizontally: true, vertically: false),
            makeLabel(localized("for"), alignment: 1).styled("dim", "caption"),
        ])
        explanation = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 10, [choice, makeBox(GTK_ORIENTATION_VERTICAL, spacing: 3, [scale, ends])])
        widget = makeBox(GTK_ORIENTATION_VERTICAL, spacing: 10, [toggle, explanation]).styled("why")
        setSmall(false)
        gtk_widget_set_valign(widget, GTK_ALIGN_START)

        answer.on("toggled") { [unowned self] in choose() }
        why.changed.add { [unowned self] in show() }
        show()
    }

    /// Beside the canvas it fills the column; below it, it leaves the room to the bars.
    func setSmall(_ small: Bool) {
        widget.expanding(horizontally: !small, vertically: false)
        // What the buttons within would take is not to spread beyond.
        gtk_widget_set_hexpand_set(widget, 1)
    }

    private func choose() {
        guard !isShowing else { return }
        why.guess = gtk_toggle_button_get_active(answer.cast()) != 0 ? .answer : .second
    }

    private func show() {
        guard why.isOn, let digit = why.digit else { return gtk_widget_set_visible(explanation, 0) }
        gtk_widget_set_visible(explanation, 1)
        isShowing = true
        for (button, value, guess) in [(answer, digit.digit, WhyModel.Guess.answer), (second, digit.secondGuess, .second)] {
            fillButton(button, localized("For %1", String(value)), icon: nil, showsLabel: true)
            if why.guess == guess { gtk_toggle_button_set_active(button.cast(), 1) }
        }
        gtk_widget_set_tooltip_text(answer, localized("The answer"))
        gtk_widget_set_tooltip_text(second, localized("The second guess"))
        isShowing = false
    }
}
