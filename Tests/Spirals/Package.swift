// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "Spirals",
    dependencies: [.package(name: "Scrawl", path: "../..")],
    targets: [.executableTarget(name: "spirals", dependencies: [.product(name: "NeuralNetwork", package: "Scrawl")])],
    swiftLanguageModes: [.v6]
)
