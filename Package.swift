// swift-tools-version: 6.0
import PackageDescription

/// A C library of the system: a module map and one shim header, flags from pkg-config.
func systemLibrary(_ name: String, pkgConfig: String? = nil, debian: [String] = []) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: debian.isEmpty ? nil : [.apt(debian)])
}

/// Loops over raw pointers for one instruction set; `-march` reaches the code generator through the C importer's options.
func kernels(_ name: String, march: String?) -> Target {
    .target(name: name, dependencies: ["CPlatform", "KernelArguments"], swiftSettings: [
        .unsafeFlags(["-Ounchecked"], .when(configuration: .release)),
        .unsafeFlags(march.map { ["-Xcc", "-march=\($0)"] } ?? []),
    ])
}

let package = Package(
    name: "Scrawl",
    products: [
        .library(name: "NeuralNetwork", targets: ["NeuralNetwork"]),
        .executable(name: "scrawl", targets: ["scrawl"]),
        .executable(name: "train", targets: ["train"]),
        .executable(name: "recognize", targets: ["recognize"]),
        .executable(name: "benchmark", targets: ["benchmark"]),
    ],
    targets: [
        systemLibrary("CGTK", pkgConfig: "gtk4", debian: ["libgtk-4-dev"]),
        systemLibrary("CCairo", pkgConfig: "cairo", debian: ["libcairo2-dev"]),
        systemLibrary("CGLib", pkgConfig: "glib-2.0", debian: ["libglib2.0-dev"]),
        systemLibrary("CCurl", pkgConfig: "libcurl", debian: ["libcurl4-openssl-dev"]),
        systemLibrary("CPNG", pkgConfig: "libpng", debian: ["libpng-dev"]),
        systemLibrary("CPixbuf", pkgConfig: "gdk-pixbuf-2.0", debian: ["libgdk-pixbuf-2.0-dev"]),
        systemLibrary("CSQLite", pkgConfig: "sqlite3", debian: ["libsqlite3-dev"]),
        systemLibrary("CZlib", pkgConfig: "zlib", debian: ["zlib1g-dev"]),
        systemLibrary("CPlatform"),

        .target(name: "KernelArguments"),
        kernels("KernelsPortable", march: nil),
        kernels("KernelsAVX2", march: "x86-64-v3"),
        kernels("KernelsAVX512", march: "x86-64-v4"),
        .target(name: "Kernels", dependencies: ["CPlatform", "KernelArguments", "KernelsPortable", "KernelsAVX2", "KernelsAVX512"]),
        .target(name: "FileWriting"),
        .target(name: "NeuralNetwork", dependencies: ["Kernels", "FileWriting"]),
        .target(name: "Datasets", dependencies: ["Kernels", "NeuralNetwork", "DigitRecognition", "Pictures", "CZlib"]),
        .target(name: "Pictures", dependencies: ["FileWriting", "CPixbuf", "CPNG", "CCurl"]),
        .target(name: "DigitRecognition", dependencies: ["NeuralNetwork", "Pictures"]),
        .target(name: "FileSafety"),
        .target(name: "History", dependencies: ["DigitRecognition", "Pictures", "FileSafety", "CSQLite"]),
        .target(name: "Settings", dependencies: ["FileSafety", "FileWriting"]),
        .target(name: "Sketch", dependencies: ["Pictures", "CCairo"]),
        .target(name: "CommandLineSupport", dependencies: ["FileSafety", "CGLib"]),

        .executableTarget(name: "scrawl", dependencies: [
            "NeuralNetwork", "Pictures", "DigitRecognition", "History", "Settings", "Sketch", "FileSafety", "FileWriting", "CGTK", "CommandLineSupport",
        ]),
        .executableTarget(name: "train", dependencies: [
            "NeuralNetwork", "Datasets", "DigitRecognition", "Sketch", "FileWriting", "CommandLineSupport",
        ]),
        .executableTarget(name: "recognize", dependencies: ["DigitRecognition", "Kernels", "NeuralNetwork", "Pictures", "CommandLineSupport"]),
        .executableTarget(name: "evaluate", dependencies: [
            "DigitRecognition", "Pictures", "Datasets", "Kernels", "NeuralNetwork", "CommandLineSupport", "CZlib",
        ]),
        .executableTarget(name: "benchmark", dependencies: [
            "Kernels", "NeuralNetwork", "Datasets", "DigitRecognition", "Pictures", "CommandLineSupport",
        ]),

        .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
        .testTarget(name: "NeuralNetworkTests", dependencies: ["NeuralNetwork"], exclude: ["make_fixtures.py"], resources: [.copy("Fixtures")]),
        .testTarget(name: "DatasetsTests", dependencies: ["Datasets", "CZlib", "Kernels", "DigitRecognition", "Pictures"]),
        .testTarget(name: "PicturesTests", dependencies: ["Pictures", "FileWriting"]),
        .testTarget(name: "DigitRecognitionTests", dependencies: ["DigitRecognition", "Datasets", "Sketch"]),
        .testTarget(name: "HistoryTests", dependencies: ["History", "DigitRecognition", "Pictures", "CSQLite"]),
        .testTarget(name: "FileWritingTests", dependencies: ["FileWriting"]),
        .testTarget(name: "FileSafetyTests", dependencies: ["FileSafety"]),
        .testTarget(name: "SettingsTests", dependencies: ["Settings"]),
        .testTarget(name: "SketchTests", dependencies: ["Sketch"]),
        .testTarget(name: "CommandLineTests", dependencies: ["CommandLineSupport", "Pictures"]),
    ],
    swiftLanguageModes: [.v6]
)
