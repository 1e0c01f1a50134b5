extension FileChooser {
    /// What a file is chosen for.
    enum Use {
        case openingPicture, choosingModel, savingCanvas, exportingHistory

        /// Whether a new file is named, rather than one chosen that is there.
        var isSaving: Bool { self == .savingCanvas || self == .exportingHistory }

        /// The label of the button that chooses, with its mnemonic.
        var accept: String {
            switch self {
            case .openingPicture, .choosingModel: localized("_Open")
            case .savingCanvas: localized("_Save")
            case .exportingHistory: localized("_Export")
            }
        }

        /// Which files are listed: those whose names match a pattern, or without one all pictures that can be read.
        var filters: [(name: String, pattern: String?)] {
            switch self {
            case .openingPicture: [(localized("Pictures"), nil), (localized("All Files"), "*")]
            case .choosingModel: [(localized("Models"), "*.safetensors"), (localized("All Files"), "*")]
            case .savingCanvas: [(localized("PNG Pictures"), "*.png")]
            case .exportingHistory: []
            }
        }
    }
}
