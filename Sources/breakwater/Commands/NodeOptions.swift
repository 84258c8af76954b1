import ArgumentParser
import Foundation
import PortVocabulary
import SituationAnalysis
import Storage

/// The options that every command shares: database and reference data.
struct NodeOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Where the records are: sqlite:///path, a path, or postgres://user@host/database.",
            discussion: "Default: BREAKWATER_DATABASE, else your data folder."))
    var database: String?

    @Option(
        name: .long,
        help: "Folder of the reference data. Default: BREAKWATER_DATA, else beside the program.")
    var data: String?

    @Option(
        name: .long,
        help: "Folder of the node's keys. Default: BREAKWATER_KEYS, else beside the database.")
    var keys: String?

    @OptionGroup var answer: AnswerOptions

    /// The address of the database: option, environment, or the user's data folder.
    func databaseAddress() throws -> DatabaseAddress {
        let environment = ProcessInfo.processInfo.environment
        let stated = database ?? environment["BREAKWATER_DATABASE"]
        guard let stated, !stated.isEmpty else {
            return .sqlite(path: Self.dataHome() + "/breakwater.sqlite")
        }
        do throws(DatabaseAddressDefect) {
            return try DatabaseAddress(parsing: stated)
        } catch {
            throw CommandFailure(cause: error.cause, mend: error.mend)
        }
    }

    /// The folder of what this program keeps for the user.
    static func dataHome() -> String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        // The XDG specification: an empty or relative value counts as none.
        let folder = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (folder ?? home + "/.local/share") + "/breakwater"
    }

    func dataFolder() throws -> DataFolder { try DataFolder(stated: data) }
}

/// A failure that a person can mend: printed as cause and mend, exit code 1.
struct CommandFailure: Error, CustomStringConvertible {
    let cause: String
    let mend: String

    var description: String { "\(cause)\n  mend: \(mend)" }
}

/// Reads the name of a text encoding from the command line.
enum EncodingArgument {
    static func parse(_ text: String) throws -> TextEncoding {
        guard let encoding = TextEncoding(rawValue: text.lowercased()) else {
            throw CommandFailure(
                cause: "the encoding “\(text)” is not known",
                mend: "use \(TextEncoding.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return encoding
    }
}

/// The current day: the one clock of the command line.
enum Clock {
    static func now() -> Moment { Moment(seconds: Int64(Date().timeIntervalSince1970)) }

    static func today() -> CalendarDate { now().day }
}
