extension StyleSheet {
    /// The switch "Why?" and its legend; the colours are those of `EvidenceColors`.
    static let whyRules = """
        .why button:checked { background: @sc_accent; color: @sc_accent_text; border-color: @sc_accent; box-shadow: none; text-shadow: none; }
        .evidence-scale { min-height: 10px; border-radius: 5px; border: 1px solid @sc_line; background: linear-gradient(to right, #1a85ff, #000000, #eb6e00); }
        .evidence-scale:dir(rtl) { background: linear-gradient(to left, #1a85ff, #000000, #eb6e00); }
        """
}
