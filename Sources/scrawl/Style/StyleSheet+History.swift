extension StyleSheet {
    /// The windows of the history and the preferences.
    static let historyRules = """
        .filter-bar { background: @sc_window; padding: 10px 12px; border-bottom: 1px solid @sc_line; }
        .history-list { background: @sc_panel; color: @sc_text; }
        .history-list > row { padding: 0; border-radius: 0; transition: none; }
        .history-list > row:hover { background: alpha(@sc_text, 0.04); }
        .history-list > row:selected { background: alpha(@sc_accent, 0.22); color: @sc_text; }
        .history-list > row:focus-visible { outline: 2px solid @sc_accent; outline-offset: -2px; }
        .history-digits { font-size: 1.35em; font-weight: 800; font-feature-settings: "tnum"; }
        .history-digits.nothing { font-size: 1.05em; font-weight: 600; color: @sc_dim; }
        .caption { font-size: 0.9em; }
        .thumbnail { background: #ffffff; border-radius: 8px; border: 1px solid @sc_line; padding: 2px; }
        .status-title { font-size: 1.4em; font-weight: 800; color: @sc_text; }
        button.primary:disabled { background: alpha(@sc_text, 0.1); color: alpha(@sc_text, 0.45); }
        .preferences-card > separator { background: @sc_line; }
        entry.error { box-shadow: inset 0 0 0 1px @sc_warning; }
        """
}
