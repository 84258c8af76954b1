import Foundation

/// Where PostgreSQL's programs are, and as whom they run.
enum PostgresPrograms {
    /// The folder of `initdb`, `pg_ctl` and `psql`: on the PATH, or where Debian puts them, the
    /// newest version first.
    static func folder() -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let debian = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []
        let sorted = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }
        let folders =
            path.split(separator: ":").map(String.init)
            + sorted.map { "\(debian)/\($0)/bin" }
        return folders.first { folder in
            ["initdb", "pg_ctl", "postgres", "psql"].allSatisfy {
                FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
            }
        }
    }

    /// Whether `scripts/install test` could bring PostgreSQL here.
    static var isInstallable: Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        func isThere(_ program: String) -> Bool {
            path.split(separator: ":").contains {
                FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
            }
        }
        return isThere("apt-get") && (geteuid() == 0 || isThere("sudo"))
    }

    /// PostgreSQL refuses to run as the superuser; nil when we are someone else already.
    static var unprivilegedUser: String? {
        guard geteuid() == 0 else { return nil }
        return getpwnam("postgres") == nil ? "nobody" : "postgres"
    }
}
