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
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
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
            name: "Identity",
            dependencies: [
                "CSodium", "PortVocabulary", "NeedToKnow",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(
            name: "Statistics",
            dependencies: [.product(name: "RealModule", package: "swift-numerics")],
            swiftSettings: strict),
        .target(
            name: "Laboratory",
            dependencies: [
                "SituationAnalysis", "Statistics",
                .product(name: "RealModule", package: "swift-numerics"),
            ],
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
                "CPostgres", "PortVocabulary", "NeedToKnow", "EvidenceLog", "Identity",
                "SituationAnalysis",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "WebInterface",
            dependencies: [
                "PortVocabulary", "NeedToKnow", "EvidenceLog", "Identity", "SituationAnalysis",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            resources: [.copy("Messages"), .copy("Static"), .copy("Templates")],
            swiftSettings: strict),
        .executableTarget(
            name: "breakwater",
            dependencies: [
                "CZlib", "PortVocabulary", "NeedToKnow", "EvidenceLog", "Identity",
                "Laboratory", "SituationAnalysis", "Storage", "WebInterface",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
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
            name: "ServerBenchmark",
            dependencies: [
                "BenchmarkSupport", "PortVocabulary", "NeedToKnow", "SituationAnalysis",
                "Storage",
            ],
            path: "Benchmarks/ServerBenchmark", exclude: ["README.md", "load.py"],
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
        .executableTarget(
            name: "StatisticsBenchmark", dependencies: ["Statistics"],
            path: "Benchmarks/StatisticsBenchmark",
            exclude: ["README.md", "peers.R", "peers.py"], swiftSettings: strict),
        .target(
            name: "TestSupport",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            path: "Tests/TestSupport", swiftSettings: strict),
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
        .testTarget(
            name: "IdentityTests",
            dependencies: [
                "Identity", "NeedToKnow", "PortVocabulary", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Vectors"], swiftSettings: strict),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"], swiftSettings: strict),
        .testTarget(
            name: "LaboratoryTests",
            dependencies: ["Laboratory", "SituationAnalysis", "Statistics", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "SituationAnalysisTests",
            dependencies: ["SituationAnalysis", "PortVocabulary", "NeedToKnow", "TestSupport"],
            exclude: ["Samples"], swiftSettings: strict),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Storage", "SituationAnalysis", "PortVocabulary", "NeedToKnow", "EvidenceLog",
                "Identity", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "breakwater", "SituationAnalysis", "Storage", "NeedToKnow", "EvidenceLog",
                "Identity", "PortVocabulary", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "WebInterfaceTests",
            dependencies: [
                "WebInterface", "SituationAnalysis", "PortVocabulary", "NeedToKnow", "Identity",
            ],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "WebInterface", "Storage", "SituationAnalysis", "PortVocabulary", "NeedToKnow",
                "EvidenceLog", "Identity", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Browser", "Golden"], swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
