import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// A query with its arguments.
struct Query {
    let sql: String
    let arguments: [SQLValue]
}

/// The queries for the newest records that a requester may see.
///
/// Two roads lead to the same rows. Who sees much finds a page among the newest records: they are
/// walked from the newest back, for a few thousand at the most. Who sees little, or nothing that
/// is new, has the records found by class and by consent, and the newest of them picked: that
/// reads an index only, and takes as long as there is to see.
struct PageQuery {
    /// Up to this many visible records the second road is taken at once.
    static let sortedRows = 50_000
    /// How far back the first road goes. Bounds its time where nothing new is visible.
    static let walkedRows = 8_000

    private let selection: Selection
    private let visible: Visibility
    private let table: String
    /// The day is no part of the order where it is kept back: it would be told by the order.
    private let isByDay: Bool
    /// Where the page before ended.
    private let position: ListPosition?
    private let dialect: SearchDialect

    init(
        _ selection: Selection, visible: Visibility, after position: ListPosition? = nil,
        _ dialect: SearchDialect
    ) {
        (self.selection, self.visible, self.position) = (selection, visible, position)
        self.dialect = dialect
        table = KindTable.name(visible.kind)
        isByDay = visible.fieldsOfAll.contains(.date)
    }

    private var order: String { isByDay ? "first_day DESC, serial DESC" : "serial DESC" }

    /// Only what follows the position in the order of the list.
    private var follows: Query {
        guard let position else { return Query(sql: "", arguments: []) }
        let serial = SQLValue.integer(position.serial)
        guard isByDay else { return Query(sql: " AND serial < ?", arguments: [serial]) }
        return Query(
            sql: " AND (first_day, serial) < (?, ?)",
            arguments: [.integer(Int(position.day)), serial])
    }

    private var hasStates: Bool { visible.kind == .seizure }

    /// Asks for the day, or the serial, at which the first road ends; no row where the table is
    /// shorter than that.
    var end: Query {
        Query(
            sql: """
                SELECT \(isByDay ? "first_day" : "serial") FROM \(table)
                WHERE is_current = 1\(follows.sql) ORDER BY \(order) LIMIT 1 OFFSET ?
                """, arguments: follows.arguments + [.integer(Self.walkedRows)])
    }

    /// The first road, back to that day or serial; it found all when it found a full page.
    func walked(_ columns: String, to end: Int?, limit: Int) -> Query {
        // Not by class: with an index of one class an engine would find all records of the class
        // and sort them, where the walk needs the newest few thousand.
        let filter = SelectionFilter(
            selection,
            VisibilityClause(branches: visible.branches, day: visible.day, findsByClass: false),
            hasStates: hasStates, dialect)
        let bound = end == nil ? "" : " AND \(isByDay ? "first_day" : "serial") >= ?"
        return Query(
            sql: """
                SELECT \(columns) FROM \(table)
                WHERE is_current = 1\(bound)\(follows.sql)\(filter.sql) ORDER BY \(order) LIMIT ?
                """,
            arguments: [end].compactMap { $0.map { .integer($0) } } + follows.arguments
                + filter.arguments + [.integer(limit)])
    }

    /// The second road. The sums in the inner order keep an engine from taking the first one
    /// after all: from walking the table in that order until a page is full.
    func sorted(_ columns: String, limit: Int) -> Query {
        let parts = Self.parts(selection, visible: visible, dialect)
        let found = parts.map {
            "SELECT serial, first_day FROM \(table) WHERE is_current = 1\(follows.sql)\($0.sql)"
        }
        return Query(
            sql: """
                SELECT \(columns) FROM \(table) WHERE serial IN (
                    SELECT serial FROM (\(found.joined(separator: " UNION ALL "))) AS found
                    ORDER BY \(isByDay ? "first_day + 0 DESC, " : "")serial + 0 DESC LIMIT ?)
                ORDER BY \(order)
                """,
            arguments: parts.flatMap { follows.arguments + $0.arguments } + [.integer(limit)])
    }

    /// Conditions that between them hold for every visible record that fits the selection, no two
    /// for the same one: what needs no consent, and what is added by consent. Each is narrow in
    /// its own way, and an engine that gets both as one condition may see neither.
    static func parts(
        _ selection: Selection, visible: Visibility, _ dialect: SearchDialect
    ) -> [Query] {
        let search = SearchClause(selection.search, visible: visible, dialect)
        let plain = visible.branches.filter { $0.consent == nil }
        let consented = visible.branches.filter { $0.consent != nil }
        let hasStates = visible.kind == .seizure
        let first = SelectionFilter(
            selection, VisibilityClause(branches: plain, day: visible.day), hasStates: hasStates,
            search)
        guard !consented.isEmpty else {
            return [Query(sql: first.sql, arguments: first.arguments)]
        }
        let second = SelectionFilter(
            selection, VisibilityClause(branches: consented, day: visible.day),
            hasStates: hasStates, search)
        guard !plain.isEmpty else {
            return [Query(sql: second.sql, arguments: second.arguments)]
        }
        // Not by NOT over the condition: a comparison with NULL is neither true nor false.
        let shown = VisibilityClause(branches: plain, findsByClass: false)
        return [
            Query(sql: first.sql, arguments: first.arguments),
            Query(
                sql: second.sql + " AND CASE WHEN 1 = 1\(shown.sql) THEN 0 ELSE 1 END = 1",
                arguments: second.arguments + shown.arguments),
        ]
    }
}
