import Pictures

/// Why a picture could not be opened, in the user's language.
func text(of error: PictureError) -> String {
    switch error {
    case .notFound(let name): localized("“%1” does not exist.", name)
    case .folder(let name): localized("“%1” is a folder, not a picture.", name)
    case .notAFile(let name): localized("“%1” is not an ordinary file.", name)
    case .unreadable(let name, let reason): localized("“%1” cannot be read: %2.", name, reason)
    case .empty: localized("The file is empty.")
    case .notAPicture(let what?): localized("This is not a picture but %1.", name(ofKind: what))
    case .notAPicture(nil): localized("This is not a picture of any known format.")
    case .truncated(let format): localized("The %1 picture is incomplete: its end is missing.", format.name)
    case .damaged(let format, let reason): localized("The %1 picture is damaged: %2.", format.name, reason)
    case .tooManyBytes(let count, let limit):
        localized("The picture is too large: %1 MiB, at most %2 MiB can be opened.", String((count + 1_048_575) >> 20), String(limit >> 20))
    case .tooManyPixels(let width, let height, let limit):
        localized(
            "The picture is too large: %1 × %2 pixels, at most %3 megapixels can be opened.", String(width), String(height),
            String(limit / 1_000_000))
    case .noLoader(let format):
        if let package = format.loaderPackage {
            localized("%1 pictures need a loader that is not installed (on Debian and Ubuntu the package “%2”).", format.name, package)
        } else {
            localized("This system's gdk-pixbuf has no loader for %1 pictures.", format.name)
        }
    case .outOfMemory(let width, let height):
        localized("There is not enough memory for a picture of %1 × %2 pixels.", String(width), String(height))
    }
}

/// Why a picture could not be fetched, in the user's language.
func text(of error: DownloadError) -> String {
    switch error {
    case .notALink: localized("This is not a link to a picture.")
    case .unsupportedScheme(let scheme): localized("Links that begin with “%1:” cannot be opened, only http and https.", scheme)
    case .noSuchHost(let host): localized("There is no server named “%1”, or this computer is offline.", host)
    case .refused(let host): localized("“%1” refuses the connection.", host)
    case .status(404, let host): localized("“%1” has no such picture (error 404).", host)
    case .status(let code, let host) where code == 401 || code == 403:
        localized("“%1” does not give this picture to everyone (error %2).", host, String(code))
    case .status(let code, let host): localized("“%1” answered with error %2.", host, String(code))
    case .tooManyRedirects(let limit): localized("The link leads on to other links more than %1 times.", String(limit))
    case .forbiddenRedirect: localized("The link leads to something that is not on the web.")
    case .notAPicture(let what?): localized("The link does not lead to a picture but to %1.", name(ofKind: what))
    case .notAPicture(nil): localized("The link does not lead to a picture of any known format.")
    case .tooManyBytes(let limit): localized("The picture is too large: at most %1 MiB can be opened.", String(limit >> 20))
    case .connectTimeOut(let host): localized("“%1” does not answer.", host)
    case .stalled(let host): localized("“%1” is too slow: it has stopped sending.", host)
    case .certificate(let host, let reason): localized("“%1” cannot prove that it is “%1”: %2.", host, text(ofProblem: reason))
    case .interrupted(let host): localized("“%1” broke off before the picture was complete.", host)
    case .empty: localized("The link leads to nothing: the answer is empty.")
    case .cancelled: localized("The download was cancelled.")
    case .network(let host, let reason): localized("The picture could not be fetched from “%1”: %2.", host, reason)
    }
}

/// What the data is instead of a picture.
private func name(ofKind name: String) -> String {
    switch FileKind(rawValue: name) {
    case .video: localized("a video")
    case .pdf: localized("a PDF document")
    case .zip: localized("a zip archive or office document")
    case .compressed: localized("compressed data")
    case .program: localized("a program")
    case .script: localized("a script")
    case .media: localized("sound or video")
    case .database: localized("a database")
    case .webPage: localized("a web page")
    case .svg: localized("an SVG drawing")
    case .xml: localized("an XML document")
    case .json: localized("a JSON document")
    case .text: localized("text")
    case nil: name
    }
}

/// What is wrong with a server's certificate; libcurl's own words where they say more.
private func text(ofProblem reason: String) -> String {
    switch CertificateProblem(rawValue: reason) {
    case .expired: localized("its certificate has expired")
    case .signedByItself: localized("its certificate is signed by itself")
    case .unknownIssuer: localized("its certificate comes from nobody known")
    case nil: reason
    }
}
