import Foundation
import Testing

import Settings

/// A folder of its own for one test.
private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "scrawl-settings-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
}

private var unusual: Settings {
    var settings = Settings()
    settings.style = .dark
    settings.readsLive = false
    settings.readsOneDigit = true
    settings.showsFrames = false
    settings.keepsHistory = false
    settings.historyLimit = 500
    settings.modelFile = "/home/ada/Modelle/größer \"1\".safetensors"
    settings.windowWidth = 640
    settings.windowHeight = 480
    settings.windowIsMaximized = true
    settings.brushSize = 7.5
    settings.eraserSize = 50
    settings.tool = .eraser
    settings.openFolder = "/tmp"
    settings.saveFolder = "/home"
    return settings
}

@Test func settingsThatWereSavedAreReadAgain() throws {
    try withFolder { folder in
        let file = SettingsFile(at: folder.appending(path: "deep/er/settings.json"))
        try file.save(unusual)
        let loaded = try file.load()
        #expect(loaded == .init(settings: unusual))
        let attributes = try FileManager.default.attributesOfItem(atPath: file.url.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "deep/er").path) == ["settings.json"])
    }
}

@Test func everySettingIsOnItsOwnInTheFile() throws {
    // A property that were forgotten in CodingKeys would be lost.
    let names = Mirror(reflecting: unusual).children.compactMap(\.label)
    let written = try JSONSerialization.jsonObject(with: JSONEncoder().encode(unusual)) as? [String: Any]
    #expect(Set(names) == Set(written.map { Array($0.keys) } ?? []))
}

@Test func withoutAFileTheSettingsAreThoseOfAFirstStart() throws {
    try withFolder { folder in
        let loaded = try SettingsFile(at: folder.appending(path: "none/settings.json")).load()
        #expect(loaded == .init(settings: Settings()))
    }
}

@Test func missingAndImpossibleSettingsAreThoseOfAFirstStart() throws {
    try withFolder { folder in
        let file = SettingsFile(at: folder.appending(path: "settings.json"))
        let text = #"""
            {"style":"sepia","tool":"airbrush","windowWidth":-3,"windowHeight":900,"brushSize":1e9,"historyLimit":0,
             "readsLive":false,"newerThanThis":[1]}
            """#
        try Data(text.utf8).write(to: file.url)
        var expected = Settings()
        expected.windowHeight = 900
        expected.readsLive = false
        let loaded = try file.load()
        #expect(loaded == .init(settings: expected))
    }
}

@Test(arguments: ["", "{", "[]", "null", #"{"readsLive":"yes"}"#, "\u{0}\u{0}\u{0}\u{0}", "far too long"])
func aDamagedFileIsSetAside(text: String) throws {
    let text = text == "far too long" ? String(repeating: " ", count: 2 << 20) + "{}" : text
    try withFolder { folder in
        let file = SettingsFile(at: folder.appending(path: "settings.json"))
        var names: Set<URL> = []
        for _ in 1...2 { // The second one finds the name of the first taken.
            try Data(text.utf8).write(to: file.url)
            let loaded = try file.load()
            #expect(loaded.settings == Settings())
            let aside = try #require(loaded.damagedFile)
            #expect(try Data(contentsOf: aside) == Data(text.utf8))
            #expect(!FileManager.default.fileExists(atPath: file.url.path))
            names.insert(aside)
        }
        #expect(names.count == 2)
    }
}

@Test func aFolderThatTakesNoFileIsReported() throws {
    try withFolder { folder in
        let blocked = folder.appending(path: "blocked")
        try Data().write(to: blocked)
        let file = SettingsFile(at: blocked.appending(path: "settings.json"))
        #expect(throws: SettingsError.self) { try file.save(Settings()) }
        // A folder where the file should be can't be replaced, and leaves no temporary file behind.
        let taken = SettingsFile(at: folder.appending(path: "taken"))
        try FileManager.default.createDirectory(at: taken.url, withIntermediateDirectories: true)
        let error = #expect(throws: SettingsError.self) { try taken.save(Settings()) }
        #expect(error?.call == "open")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["blocked", "taken"])
    }
}

/// Those who keep their settings in a folder of their own put a link to it in the place of the file.
@Test func aLinkStaysALinkAndTheFileIsForItsOwnerAlone() throws {
    try withFolder { folder in
        let kept = folder.appending(path: "kept.json"), link = folder.appending(path: "settings.json")
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "kept.json")
        var settings = Settings()
        settings.windowWidth = 456
        for _ in 1...2 { try SettingsFile(at: link).save(settings) }
        #expect(try SettingsFile(at: kept).load() == .init(settings: settings))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "kept.json")
        let permissions = try FileManager.default.attributesOfItem(atPath: kept.path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["kept.json", "settings.json"])
    }
}

@Test func ofManyChangesTheLastIsWritten() throws {
    try withFolder { folder in
        let file = SettingsFile(at: folder.appending(path: "settings.json"))
        let writer = SettingsWriter(to: file) { error in Issue.record(error) }
        var settings = Settings()
        for width in 200...700 {
            settings.windowWidth = width
            writer.save(settings)
        }
        writer.finish()
        let loaded = try file.load()
        #expect(loaded.settings == settings)
    }
}
