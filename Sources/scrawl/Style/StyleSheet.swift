/// The look of the app beyond GTK's own theme. Colours are told by name, once for each style; contrast of text is over 4.5 on its ground.
enum StyleSheet {
    static let lightColors = """
        @define-color sc_window #f6f5f4;
        @define-color sc_panel #ffffff;
        @define-color sc_text #241f31;
        @define-color sc_dim #5e5c64;
        @define-color sc_line alpha(#000000, 0.12);
        @define-color sc_accent #1a5fb4;
        @define-color sc_accent_text #ffffff;
        @define-color sc_track alpha(#000000, 0.09);
        @define-color sc_bar #9a9996;
        @define-color sc_groove #8b8a87;
        @define-color sc_knob #ffffff;
        @define-color sc_warning #8f4700;
        @define-color sc_shadow alpha(#000000, 0.18);
        @define-color sc_backdrop #deddda;
        """

    static let darkColors = """
        @define-color sc_window #242424;
        @define-color sc_panel #303030;
        @define-color sc_text #ffffff;
        @define-color sc_dim #c0bfbc;
        @define-color sc_line alpha(#ffffff, 0.12);
        @define-color sc_accent #78aeed;
        @define-color sc_accent_text #14213a;
        @define-color sc_track alpha(#ffffff, 0.12);
        @define-color sc_bar #9a9996;
        @define-color sc_groove #77767b;
        @define-color sc_knob #f6f5f4;
        @define-color sc_warning #ffbe6f;
        @define-color sc_shadow alpha(#000000, 0.5);
        @define-color sc_backdrop #1b1b1b;
        """

    static let rules = """
        window.scrawl { background: @sc_window; color: @sc_text; }
        window.scrawl headerbar { background: @sc_window; box-shadow: none; border-bottom: 1px solid @sc_line; min-height: 46px; }

        .desk { background: @sc_backdrop; }
        .paper { border-radius: 12px; box-shadow: 0 1px 3px @sc_shadow, 0 4px 14px alpha(@sc_shadow, 0.5); background: #ffffff; }
        .paper.drop-target { box-shadow: 0 0 0 3px @sc_accent; }
        .paper > canvas { border-radius: 12px; }
        .paper > canvas:focus-visible { outline: 2px solid @sc_accent; outline-offset: 2px; }
        .empty-state { color: #5e5c64; }
        .empty-state image { color: #77767b; }
        .empty-state .title { font-size: 1.5em; font-weight: 700; color: #3d3846; }

        .side-panel { background: @sc_window; }
        .result { font-weight: 800; font-feature-settings: "tnum"; color: @sc_text; }
        .result.digits-1 { font-size: 84px; }
        .narrow .result.digits-1 { font-size: 52px; }
        .narrow .result.digits-2 { font-size: 40px; }
        .result.digits-2 { font-size: 56px; }
        .result.digits-3 { font-size: 34px; }
        .result.digits-4 { font-size: 22px; }
        .result.sentence { font-size: 1.35em; font-weight: 700; color: @sc_dim; }
        .confidence { font-weight: 600; }
        .doubtful { color: @sc_warning; }
        .dim { color: @sc_dim; }
        .numeric { font-feature-settings: "tnum"; }
        .heading { font-weight: 700; font-size: 0.9em; color: @sc_dim; }

        .probabilities label { font-feature-settings: "tnum"; }
        .probabilities .digit { font-weight: 700; min-width: 14px; }
        .probabilities .share { color: @sc_dim; font-size: 0.9em; min-width: 52px; }
        .probabilities .best { color: @sc_accent; font-weight: 700; }
        levelbar.probability trough { background: @sc_track; border: none; border-radius: 4px; padding: 0; min-height: 10px; }
        levelbar.probability block { border: none; border-radius: 4px; min-height: 10px; box-shadow: none; }
        levelbar.probability block.filled { background: @sc_bar; }
        levelbar.probability.best block.filled { background: @sc_accent; }
        levelbar.probability block.empty { background: transparent; }
        .network-view { border-radius: 8px; background: @sc_track; }

        .tool-bar { background: @sc_window; border-top: 1px solid @sc_line; padding: 8px 12px; }
        .tool-bar button { min-height: 34px; }
        .tool-bar button:checked { background: @sc_accent; color: @sc_accent_text; border-color: @sc_accent; box-shadow: none; text-shadow: none; }
        button.primary { background: @sc_accent; color: @sc_accent_text; border: none; font-weight: 700;
            padding-left: 18px; padding-right: 18px; box-shadow: none; text-shadow: none; }
        button.primary:hover { background: mix(@sc_accent, @sc_text, 0.14); }
        button.primary:active { background: mix(@sc_accent, @sc_text, 0.28); }
        button.primary:focus-visible { outline: 2px solid @sc_accent; outline-offset: 2px; }

        .toast { background: #303030; color: #ffffff; border-radius: 999px; padding: 6px 8px 6px 18px; margin: 12px;
            box-shadow: 0 3px 12px alpha(#000000, 0.35); }
        .toast:dir(rtl) { padding: 6px 18px 6px 8px; }
        .toast label { color: #ffffff; }
        .toast button { color: #ffffff; background: alpha(#ffffff, 0.16); border: none; border-radius: 999px;
            box-shadow: none; text-shadow: none; min-height: 28px; padding: 0 14px; }
        .toast button:hover { background: alpha(#ffffff, 0.28); }
        .toast button.close { padding: 0; min-width: 28px; background: transparent; }
        .toast button:focus-visible { outline: 2px solid #ffffff; outline-offset: -2px; }

        .zoom-badge { background: alpha(#000000, 0.65); color: #ffffff; border-radius: 999px; padding: 2px 6px; margin: 10px; }
        .zoom-badge label { color: #ffffff; font-size: 0.9em; }
        .zoom-badge button { color: #ffffff; background: transparent; border: none; box-shadow: none; text-shadow: none;
            min-height: 24px; min-width: 24px; padding: 0 6px; }
        .zoom-badge button:hover { background: alpha(#ffffff, 0.2); }

        .drag-handle { color: #5e5c64; background: alpha(#ffffff, 0.85); border: 1px solid alpha(#000000, 0.15);
            border-radius: 8px; padding: 6px; margin: 8px; }

        .key-cap { background: @sc_panel; border: 1px solid @sc_line; border-bottom-width: 2px; border-radius: 6px; padding: 2px 8px; font-size: 0.9em; }

        .card { background: @sc_panel; border-radius: 12px; border: 1px solid @sc_line; }
        .dialog-title { font-weight: 800; font-size: 1.2em; }
        .error-text { color: @sc_warning; }

        .chooser .search-bar { padding: 8px 6px; background: @sc_window; border: none; }
        .chooser .dialog-action-area { margin: 6px; border-spacing: 6px; }
        .about label:focus-visible { outline: none; }
        """
}
