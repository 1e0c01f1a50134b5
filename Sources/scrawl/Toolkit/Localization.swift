import CGTK

/// The gettext domain: the base name of the installed `.mo` files.
let translationDomain = "scrawl"

/// The text in the user's language; the English text itself where there is no translation.
func localized(_ text: String) -> String {
    // Without a translation gettext returns the very pointer that it was given: copy while that is alive.
    text.withCString { String(cString: g_dgettext(translationDomain, $0)) }
}

/// The same with `%1`, `%2`, ... replaced by the arguments, so that a translation may put them in another order.
func localized(_ text: String, _ arguments: String...) -> String {
    var result = ""
    var characters = localized(text).makeIterator()
    while let character = characters.next() {
        guard character == "%" else { result.append(character); continue }
        guard let next = characters.next() else { result.append("%"); break }
        if let position = next.wholeNumberValue, arguments.indices.contains(position - 1) {
            result += arguments[position - 1]
        } else {
            result.append(character)
            result.append(next)
        }
    }
    return result
}

/// The singular or plural text for a number, with `%1` replaced by it.
func localized(_ singular: String, plural: String, count: Int) -> String {
    let text = singular.withCString { singular in
        plural.withCString { plural in String(cString: g_dngettext(translationDomain, singular, plural, gulong(count))) }
    }
    return text.split(separator: "%1", omittingEmptySubsequences: false).joined(separator: String(count))
}

/// What the user's region writes before tenths.
@MainActor private(set) var decimalMark = "."

/// Says where the translations lie and takes the language from the environment. Called once at start, before GTK's own.
@MainActor
func setUpLocalization(folder: String) {
    // GTK would do the same once more, change the numbers again, and complain where the environment names a locale that is not installed.
    gtk_disable_setlocale()
    if setlocale(LC_ALL, "") == nil { setlocale(LC_ALL, "C.UTF-8") }
    if let mark = localeconv()?.pointee.decimal_point, mark.pointee != 0 { decimalMark = String(cString: mark) }
    // Numbers in files keep the point: only what is shown follows the region.
    setlocale(LC_NUMERIC, "C")
    bindtextdomain(translationDomain, folder)
    bind_textdomain_codeset(translationDomain, "UTF-8")
}
