import CGLib

extension OptionParser {
    /// The values in `arguments`, which are those after the tool's name. `--` ends the options.
    ///
    /// - Throws: `UsageError` for an unknown option, a value that does not fit, or an argument that nobody asked for.
    public func parse(_ arguments: [String]) throws(UsageError) -> Options {
        try refuseValuesOfFlags(arguments)
        let table = OptionTable(self)
        defer { table.free() }
        // GLib removes what it has understood from the vector and frees it, so that the vector must be its own.
        var vector: UnsafeMutablePointer<UnsafeMutablePointer<gchar>?>? = Self.stringVector([tool] + arguments)
        defer { g_strfreev(vector) }
        var problem: UnsafeMutablePointer<GError>?
        guard g_option_context_parse_strv(table.context, &vector, &problem) != 0 else {
            defer { g_error_free(problem) }
            throw UsageError(problem.map { String(cString: $0.pointee.message) } ?? "the command line was not understood")
        }
        if let vector, vector[0] != nil, let extra = vector[1] {
            throw UsageError("unexpected argument “\(String(cString: extra))”")
        }
        var values: [Options.Value] = []
        for (index, declaration) in declarations.enumerated() {
            values.append(try table.value(at: index, of: declaration))
        }
        return Options(values: values)
    }

    /// GLib takes `--flag=no` for `--flag`.
    private func refuseValuesOfFlags(_ arguments: [String]) throws(UsageError) {
        for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
            guard let end = argument.firstIndex(of: "="), let declaration = declarations.first(where: { "--\($0.name)" == argument[..<end] }) else { continue }
            if case .flag = declaration.kind { throw UsageError("--\(declaration.name) takes no value, not “\(argument[end...].dropFirst())”") }
        }
    }

    /// What `--help` prints: usage, summary, options, details.
    public var helpText: String {
        let table = OptionTable(self)
        defer { table.free() }
        guard let text = g_option_context_get_help(table.context, 1, nil) else { return usage + "\n" }
        defer { g_free(text) }
        return String(cString: text)
    }

    private static func stringVector(_ strings: [String]) -> UnsafeMutablePointer<UnsafeMutablePointer<gchar>?> {
        let vector = g_malloc(gsize((strings.count + 1) * MemoryLayout<UnsafeMutablePointer<gchar>?>.stride))!
            .bindMemory(to: UnsafeMutablePointer<gchar>?.self, capacity: strings.count + 1)
        for (index, string) in strings.enumerated() { vector[index] = g_strdup(string) }
        vector[strings.count] = nil
        return vector
    }
}

/// The memory that a `GOptionContext` points into: its texts, and one place of 8 bytes per option for the value.
private struct OptionTable {
    let context: OpaquePointer
    private let places: UnsafeMutablePointer<UInt64>
    private let kinds: [OptionParser.Kind]
    private let texts: [UnsafeMutablePointer<gchar>?]

    /// What a place for a number holds as long as no number was given; GLib's own parsing of "nan" gives another bit pattern.
    private static let absentDouble: UInt64 = 0x7ff8_5343_5241_574c
    private static let absentInteger = UInt64(bitPattern: Int64.min)

    init(_ parser: OptionParser) {
        let declarations = parser.declarations
        kinds = declarations.map(\.kind)
        places = .allocate(capacity: kinds.count)
        var texts: [UnsafeMutablePointer<gchar>?] = []
        func keep(_ text: String?) -> UnsafePointer<gchar>? {
            guard let text else { return nil }
            texts.append(g_strdup(text))
            return UnsafePointer(texts[texts.count - 1])
        }
        context = g_option_context_new(parser.parameters.isEmpty ? nil : parser.parameters)
        // GLib's own --help would print and exit inside the parser.
        g_option_context_set_help_enabled(context, 0)
        if !parser.summary.isEmpty { g_option_context_set_summary(context, parser.summary) }
        if !parser.details.isEmpty { g_option_context_set_description(context, parser.details) }
        g_set_prgname(parser.tool)
        var entries: [GOptionEntry] = []
        for (index, declaration) in declarations.enumerated() {
            let argument: GOptionArg
            places[index] = 0
            switch declaration.kind {
            case .flag: argument = G_OPTION_ARG_NONE
            case .integer: argument = G_OPTION_ARG_INT64; places[index] = Self.absentInteger
            case .double: argument = G_OPTION_ARG_DOUBLE; places[index] = Self.absentDouble
            // The bytes as they are: G_OPTION_ARG_STRING would convert them from the charset of a locale that is not set.
            case .string: argument = G_OPTION_ARG_FILENAME
            case .remaining: argument = G_OPTION_ARG_FILENAME_ARRAY
            }
            entries.append(GOptionEntry(
                long_name: keep(declaration.name), short_name: gchar(declaration.letter?.asciiValue ?? 0), flags: 0, arg: argument,
                arg_data: gpointer(places + index), description: keep(declaration.help), arg_description: keep(declaration.placeholder)))
        }
        entries.append(GOptionEntry())
        g_option_context_add_main_entries(context, entries, nil)
        self.texts = texts
    }

    func value(at index: Int, of declaration: OptionParser.Declaration) throws(UsageError) -> Options.Value {
        let place = UnsafeMutableRawPointer(places + index)
        switch declaration.kind {
        case .flag:
            return .flag(place.load(as: gboolean.self) != 0)
        case .integer(let range):
            guard places[index] != Self.absentInteger else { return .none }
            let number = Int(place.load(as: gint64.self))
            guard range.contains(number) else {
                throw UsageError("--\(declaration.name) must be \(describe(range)), not \(number)")
            }
            return .integer(number)
        case .double(let range):
            guard places[index] != Self.absentDouble else { return .none }
            let number = place.load(as: gdouble.self)
            guard range.contains(number) else {
                throw UsageError("--\(declaration.name) must be \(describe(range)), not \(number)")
            }
            return .double(number)
        case .string(let choices):
            guard let text = place.load(as: UnsafePointer<gchar>?.self) else { return .none }
            let string = String(cString: text)
            guard choices.isEmpty || choices.contains(string) else {
                throw UsageError("--\(declaration.name) must be one of \(choices.joined(separator: ", ")), not “\(string)”")
            }
            guard !string.isEmpty else { throw UsageError("--\(declaration.name) must not be empty") }
            return .string(string)
        case .remaining:
            var strings: [String] = []
            if let vector = place.load(as: UnsafePointer<UnsafePointer<gchar>?>?.self) {
                while let text = vector[strings.count] { strings.append(String(cString: text)) }
            }
            return .strings(strings)
        }
    }

    private func describe(_ range: ClosedRange<Int>) -> String {
        range.upperBound == Int.max ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    }

    private func describe(_ range: ClosedRange<Double>) -> String {
        guard range.upperBound == Double.greatestFiniteMagnitude else { return "from \(range.lowerBound) to \(range.upperBound)" }
        return range.lowerBound == -Double.greatestFiniteMagnitude ? "a finite number" : "a finite number of at least \(range.lowerBound)"
    }

    func free() {
        g_option_context_free(context)
        // GLib gives string values to the caller; a context that refused the command line has reset them to nil.
        for (index, kind) in kinds.enumerated() {
            let place = UnsafeMutableRawPointer(places + index)
            switch kind {
            case .string: g_free(place.load(as: gpointer?.self))
            case .remaining: g_strfreev(place.load(as: UnsafeMutablePointer<UnsafeMutablePointer<gchar>?>?.self))
            case .flag, .integer, .double: break
            }
        }
        places.deallocate()
        for text in texts { g_free(text) }
    }
}
