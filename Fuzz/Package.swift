// swift-tools-version: 6.2
import PackageDescription

/// Fuzz targets of the readers that meet outsiders, in a package of its own: the sanitizer's
/// flags reach every target of a build. The modules are links to the product's own sources.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let harness: [SwiftSetting] = strict + [.unsafeFlags(["-parse-as-library"])]

let package = Package(
    name: "breakwater",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(name: "PortVocabulary", swiftSettings: strict),
        .target(
            name: "Statistics",
            dependencies: [.product(name: "RealModule", package: "swift-numerics")],
            swiftSettings: strict),
        .target(
            name: "EvidenceLog",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(
            name: "SituationAnalysis",
            dependencies: [
                "PortVocabulary", "NeedToKnow", "EvidenceLog", "Statistics",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .target(
            name: "NeedToKnow",
            dependencies: [
                "PortVocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "FuzzEvidence", dependencies: ["EvidenceLog"], swiftSettings: harness),
        .executableTarget(
            name: "FuzzIntake", dependencies: ["PortVocabulary", "SituationAnalysis"],
            swiftSettings: harness),
        .executableTarget(
            name: "FuzzLayout", dependencies: ["PortVocabulary", "SituationAnalysis"],
            swiftSettings: harness),
        // Of the served node the readers alone, file by file: the server itself needs much more.
        .executableTarget(
            name: "FuzzRequest", dependencies: ["PortVocabulary", "SituationAnalysis"],
            swiftSettings: harness),
        .executableTarget(
            name: "FuzzAgreement", dependencies: ["NeedToKnow"], swiftSettings: harness),
    ],
    swiftLanguageModes: [.v6]
)
