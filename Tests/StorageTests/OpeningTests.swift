import Foundation
import GRDB
import PortVocabulary
import Testing

@testable import Storage

/// What cannot be opened is refused with a cause, and stays as it was.
@Suite struct OpeningTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The fault that opening this path ends in.
    func fault(_ path: String) -> StorageFault? {
        do {
            _ = try NodeDatabase(
                .sqlite(path: path), keys: TestNode.keys, lastCheckpoint: nil)
            return nil
        } catch {
            return error as? StorageFault
        }
    }

    @Test func missingFolderAndFileAreMade() throws {
        let store = try NodeDatabase.create(
            .sqlite(path: folder.file("deep/er/node.sqlite")), organisation: TestNode.member(),
            origin: TestNode.origin, keys: TestNode.keys, person: PersonID(trusted: "founder"),
            at: TestNode.moment)
        #expect(try store.importedPorts().isEmpty)
        #expect(FileManager.default.fileExists(atPath: folder.file("deep/er/node.sqlite")))
    }

    @Test func newerSchemaIsRefusedAndStays() throws {
        let path = folder.file("node.sqlite")
        let engine = try SQLiteEngine(path: path)
        try NodeDatabase.migrate(engine)
        try engine.write("pretend") {
            _ = try $0.execute("INSERT INTO migration (number, name) VALUES (99, 'later')")
        }
        try engine.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let fault = try #require(self.fault(path))
        #expect(fault.description.contains(path))
        #expect(fault.reason.contains("99"))
        #expect(fault.reason.contains("newer"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func fileThatIsNoDatabaseIsRefusedAndStays() throws {
        let path = folder.file("notes.txt")
        let text = String(repeating: "Dear diary, the quay was quiet today.\n", count: 400)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let fault = try #require(self.fault(path))
        #expect(fault.description.contains(path))
        #expect(fault.reason.contains("not a database"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["notes.txt"])
    }

    @Test func databaseOfAnotherProgramIsRefusedAndStays() throws {
        let path = folder.file("places.sqlite")
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "CREATE TABLE bookmark (title TEXT)") }
        try other.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let fault = try #require(self.fault(path))
        #expect(fault.reason.contains("another program"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func folderAsPathIsRefused() throws {
        let fault = try #require(self.fault(folder.path))
        #expect(fault.operation.contains("open the database"))
        #expect(!fault.reason.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test func fileWhereAFolderShouldBeIsRefused() throws {
        try "x".write(toFile: folder.file("file"), atomically: true, encoding: .utf8)
        #expect(fault(folder.file("file/node.sqlite")) != nil)
        #expect(try String(contentsOfFile: folder.file("file"), encoding: .utf8) == "x")
    }

    /// A folder in which nobody may make files, not even the superuser.
    @Test func readOnlyFolderIsRefused() throws {
        #expect(fault("/proc/node.sqlite") != nil)
        #expect(fault("/proc/folder/node.sqlite") != nil)
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may write anywhere"))
    func folderWithoutPermissionIsRefused() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
        defer {
            try? FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: folder.path)
        }
        #expect(fault(folder.file("node.sqlite")) != nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test(arguments: [
        ("sqlite:///var/lib/node.sqlite", "/var/lib/node.sqlite"),
        ("sqlite:////var/lib/node.sqlite", "/var/lib/node.sqlite"),
        ("sqlite:data/node.sqlite", "data/node.sqlite"),
        ("/var/lib/node.sqlite", "/var/lib/node.sqlite"),
        ("/odd:name.sqlite", "/odd:name.sqlite"),
        ("./odd:name.sqlite", "./odd:name.sqlite"),
        ("node.sqlite", "node.sqlite"),
    ])
    func addressNamesAPath(text: String, path: String) throws {
        #expect(try DatabaseAddress(parsing: text) == .sqlite(path: path))
    }

    @Test(arguments: [
        ("", DatabaseAddressDefect.emptyPath),
        ("sqlite:", .emptyPath),
        ("sqlite://", .hostGiven),
        ("sqlite:///", .emptyPath),
        ("sqlite://host/node.sqlite", .hostGiven),
        ("https://example.org", .unknownScheme("https")),
        ("odd:name.sqlite", .unknownScheme("odd")),
    ])
    func addressThatNamesNoPathIsRefused(text: String, defect: DatabaseAddressDefect) {
        #expect(throws: defect) { try DatabaseAddress(parsing: text) }
        #expect(!defect.cause.isEmpty && !defect.mend.isEmpty)
    }

    @Test(arguments: [
        [], [""], ["", "", ""], ["a"], ["", "b"], ["\"\\\u{1}\u{1f}\n\r\t/"],
        ["港", "👩‍👩‍👧", "é\u{301}"],
    ])
    func cellListComesBackWithoutTrailingBlanks(cells: [String]) throws {
        var expected = cells
        while expected.last?.isEmpty == true { expected.removeLast() }
        #expect(try CellList.decode(CellList.encode(cells)) == expected)
    }
}
