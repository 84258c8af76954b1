import Testing

@testable import Storage

/// An address of PostgreSQL is read by its own client, and never shown with its password.
@Suite struct PostgresAddressTests {
    @Test(arguments: [
        ("postgres://host/base", "postgres://host/base"),
        ("postgresql://host/base", "postgresql://host/base"),
        ("postgres://u@host:5433/base?sslmode=verify-full", "postgres://u@host:5433/base"),
        ("postgres://u:secret@host/base", "postgres://u@host/base"),
        ("postgres://u:se%40cret@host/base", "postgres://u@host/base"),
        ("postgres://u:secret@one:1,two:2/base", "postgres://u@one:1,two:2/base"),
        ("postgres://u:secret@[::1]:5432/base", "postgres://u@[::1]:5432/base"),
        ("postgres:///base?host=/run/postgresql", "postgres:///base"),
        ("postgres://host/base?password=secret", "postgres://host/base"),
        ("postgres://host/base?password=se@cret", "postgres://…"),
    ])
    func addressIsReadAndShownWithoutPassword(url: String, shown: String) throws {
        let address = try DatabaseAddress(parsing: url)
        #expect(address == .postgres(url: url))
        #expect("\(address)" == shown)
        var dumped = ""
        dump([address], to: &dumped)
        for text in [dumped, "\([address])", String(reflecting: address), "\(address as Any)"] {
            #expect(!text.contains("secret") && !text.contains("se@") && !text.contains("se%"))
        }
    }

    /// Passwords with characters that belong written otherwise.
    @Test(arguments: [
        "postgres://u:se/cret@host/base", "postgres://u:se@cret@host/base",
        "postgres://u:se?cret@host/base", "postgres://u:secret", "postgres://u:se#cret@host:x/base",
        "postgres://u:secret/base", "postgres://u:se:cret/base", "postgres:u:secret@host",
    ])
    func doubtfulAddressShowsNothingOfAPassword(url: String) {
        let shown = DatabaseAddress.postgres(url: url).description
        #expect(!shown.contains("secret") && !shown.contains("cret") && !shown.contains("se/"))
        #expect(shown.hasPrefix("postgres://"))
    }

    @Test(arguments: [
        "postgres://host/base?sslmod=require", "postgres://host/base?secret",
        "postgres://[::1/base", "postgres://u:%zz@host/base",
        "postgres:secret",
    ])
    func addressThatLibpqCannotReadIsRefusedWithoutQuotingIt(url: String) {
        #expect(throws: DatabaseAddressDefect.unreadablePostgres) {
            try DatabaseAddress(parsing: url)
        }
        let defect = DatabaseAddressDefect.unreadablePostgres
        #expect(!defect.cause.contains("secret") && defect.mend.contains("%40"))
    }
}
