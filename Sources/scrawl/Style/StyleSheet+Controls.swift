extension StyleSheet {
    /// GTK's own controls, where its theme leaves too little contrast on our grounds: over 3 between a control, its state, the focus and what lies around.
    static let controlRules = """
        scale trough { background: @sc_groove; border-color: @sc_groove; box-shadow: none; }
        scale highlight { background: @sc_accent; border-color: @sc_accent; box-shadow: none; }
        scale slider { background: @sc_knob; border-color: @sc_line; box-shadow: 0 1px 2px @sc_shadow; }
        switch { background: @sc_groove; border-color: @sc_groove; box-shadow: none; }
        switch:checked { background: @sc_accent; border-color: @sc_accent; }
        switch slider { background: @sc_knob; border-color: @sc_line; box-shadow: none; }
        button:focus-visible, row:focus-visible, scale:focus-visible, switch:focus-visible, link:focus-visible,
        label:focus-visible { outline: 2px solid @sc_accent; }
        entry:focus-within { border-color: @sc_accent; box-shadow: inset 0 0 0 1px @sc_accent; }
        link, *:link { color: @sc_accent; }
        """
}
