// swift-tools-version: 6.2
import PackageDescription

/// The settings of every target: no target opts out.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "breakwater",
    products: [
        .executable(name: "breakwater", targets: ["breakwater"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "PortVocabulary", swiftSettings: strict),
        .target(
            name: "EvidenceLog",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(
            name: "NeedToKnow",
            dependencies: [
                "PortVocabulary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .target(
            name: "Statistics",
            dependencies: [.product(name: "RealModule", package: "swift-numerics")],
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
            name: "Storage",
            dependencies: [
                "CPostgres", "PortVocabulary", "NeedToKnow", "EvidenceLog", "SituationAnalysis",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "WebInterface",
            dependencies: [
                "PortVocabulary", "NeedToKnow", "SituationAnalysis",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.copy("Templates")],
            swiftSettings: strict),
        .executableTarget(
            name: "breakwater",
            dependencies: [
                "CZlib", "PortVocabulary", "NeedToKnow", "EvidenceLog", "SituationAnalysis",
                "Storage", "WebInterface",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .target(
            name: "BenchmarkSupport",
            dependencies: [
                "PortVocabulary", "NeedToKnow", "SituationAnalysis", "Storage", "TestSupport",
            ],
            path: "Benchmarks/BenchmarkSupport", swiftSettings: strict),
        .executableTarget(
            name: "EvidenceBenchmark",
            dependencies: [
                "BenchmarkSupport", "PortVocabulary", "NeedToKnow", "EvidenceLog",
                "SituationAnalysis", "Storage", "TestSupport",
            ],
            path: "Benchmarks/EvidenceBenchmark", exclude: ["README.md", "peer.py"],
            swiftSettings: strict),
        .executableTarget(
            name: "VisibilityBenchmark",
            dependencies: [
                "BenchmarkSupport", "PortVocabulary", "NeedToKnow", "SituationAnalysis",
                "Storage", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Benchmarks/VisibilityBenchmark", exclude: ["README.md"],
            swiftSettings: strict),
        .executableTarget(
            name: "ImportBenchmark",
            dependencies: [.product(name: "GRDB", package: "GRDB.swift")],
            path: "Benchmarks/ImportBenchmark", exclude: ["README.md"], swiftSettings: strict),
        .executableTarget(
            name: "DecisionBenchmark",
            dependencies: [
                "NeedToKnow", "PortVocabulary", "Statistics",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Benchmarks/DecisionBenchmark",
            exclude: ["README.md", "peers.py", "policy.rego"],
            swiftSettings: strict),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(
            name: "PortVocabularyTests", dependencies: ["PortVocabulary", "TestSupport"],
            exclude: ["Vectors"],
            swiftSettings: strict),
        .testTarget(
            name: "EvidenceLogTests",
            dependencies: [
                "EvidenceLog", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Judge", "Vectors"], swiftSettings: strict),
        .testTarget(
            name: "NeedToKnowTests",
            dependencies: [
                "NeedToKnow", "PortVocabulary", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Golden", "Vectors"], swiftSettings: strict),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"], swiftSettings: strict),
        .testTarget(
            name: "SituationAnalysisTests",
            dependencies: ["SituationAnalysis", "PortVocabulary", "NeedToKnow", "TestSupport"],
            exclude: ["Samples"], swiftSettings: strict),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Storage", "SituationAnalysis", "PortVocabulary", "NeedToKnow", "EvidenceLog",
                "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "breakwater", "SituationAnalysis", "Storage", "NeedToKnow", "EvidenceLog",
                "PortVocabulary", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "WebInterfaceTests",
            dependencies: ["WebInterface", "SituationAnalysis", "PortVocabulary"],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
