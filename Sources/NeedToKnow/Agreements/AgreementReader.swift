import Foundation
import PortVocabulary

/// Reads nodes into an agreement and collects every defect on the way.
struct AgreementReader {
    /// A document leaves out what has a usual value; a canonical form says everything, and its
    /// empty lists mean “no restriction”.
    enum Source { case document, canonical }

    let source: Source
    private(set) var defects: [AgreementDefect] = []
    /// Parties without a key: no defect of a draft, but nobody can sign.
    var missingKeys: [AgreementDefect] = []

    init(source: Source) { self.source = source }

    /// The defects in the order of the text.
    var sortedDefects: [AgreementDefect] { Self.sorted(defects) }

    static func sorted(_ defects: [AgreementDefect]) -> [AgreementDefect] {
        defects.enumerated().sorted { left, right in
            (left.element.place, left.offset) < (right.element.place, right.offset)
        }.map(\.element)
    }

    mutating func add(_ fault: AgreementFault, at node: AgreementNode) {
        add(fault, at: node.place, path: node.path)
    }

    mutating func add(_ fault: AgreementFault, at place: DocumentPlace, path: String) {
        guard defects.count < AgreementDefects.limit else { return }
        let isLast = defects.count == AgreementDefects.limit - 1
        defects.append(
            AgreementDefect(
                place: place, path: path,
                fault: isLast ? .moreDefects(limit: AgreementDefects.limit) : fault))
    }
}

// MARK: - Mappings, lists and texts

extension AgreementReader {
    /// The values of a mapping by their keys; names keys that are unknown, missing or given twice.
    mutating func members(
        of node: AgreementNode, required: [String], optional: [String]
    ) -> [String: AgreementNode]? {
        guard case .mapping(let members) = node.value else {
            add(.shape(expected: .mapping), at: node)
            return nil
        }
        let known = required + optional
        var found: [String: AgreementNode] = [:]
        var lines: [String: Int] = [:]
        for member in members {
            let path = AgreementNode.path(node.path, key: member.key)
            let shown = AgreementNode.shown(member.key)
            if let line = lines[member.key] {
                add(.duplicateKey(shown, firstLine: line), at: member.keyPlace, path: path)
            } else if known.contains(member.key) {
                found[member.key] = member.node
            } else {
                add(.unknownKey(shown, known: known), at: member.keyPlace, path: path)
            }
            if lines[member.key] == nil { lines[member.key] = member.keyPlace.line }
        }
        for key in required where found[key] == nil {
            add(.missingKey(key), at: node.place, path: AgreementNode.path(node.path, key: key))
        }
        return found
    }

    /// The entries of a list. Nil when it is none.
    mutating func items(
        _ node: AgreementNode, limit: Int, mayBeEmpty: Bool = false
    ) -> [AgreementNode]? {
        guard case .list(let items) = node.value else {
            add(.shape(expected: .list), at: node)
            return nil
        }
        if items.isEmpty, !mayBeEmpty { add(.emptyList, at: node) }
        guard items.count <= limit else {
            add(.longList(found: items.count, limit: limit), at: node)
            return nil
        }
        return items
    }

    /// A list of different values. Nil without a node, or when it is no list.
    mutating func set<Item: Hashable>(
        _ node: AgreementNode?, limit: Int, mayBeEmpty: Bool = false,
        read: (inout Self, AgreementNode) -> Item?
    ) -> Set<Item>? {
        guard let node, let items = items(node, limit: limit, mayBeEmpty: mayBeEmpty) else {
            return nil
        }
        var result: Set<Item> = []
        for item in items {
            guard let value = read(&self, item) else { continue }
            if !result.insert(value).inserted {
                add(.duplicateItem(AgreementNode.shown(raw(item) ?? "")), at: item)
            }
        }
        return result
    }

    /// The text of a value, as written.
    private func raw(_ node: AgreementNode) -> String? {
        guard case .text(let text, _) = node.value else { return nil }
        return text
    }

    /// A short text such as a code, as written.
    mutating func code(_ node: AgreementNode) -> String? {
        guard let text = raw(node) else {
            add(.shape(expected: .text), at: node)
            return nil
        }
        guard !node.isNull, !text.isEmpty else {
            add(.emptyText, at: node)
            return nil
        }
        return text
    }

    /// A text for people: one paragraph. Bounds: `limit` Unicode scalars.
    mutating func paragraph(
        _ node: AgreementNode?, limit: Int, mayBeEmpty: Bool = false
    ) -> String? {
        guard let node else { return nil }
        if mayBeEmpty, raw(node) == "", !node.isNull { return "" }
        guard let text = code(node) else { return nil }
        let paragraph = VisibleText.paragraph(text)
        let count = paragraph.unicodeScalars.count
        if let hidden = paragraph.unicodeScalars.first(where: { !VisibleText.allows($0) }) {
            add(.character(hidden.value), at: node)
        } else if count == 0 {
            add(.emptyText, at: node)
        } else if count > limit {
            add(.longText(found: count, limit: limit), at: node)
        }
        return paragraph
    }

    /// A whole number without quotes. Bounds: `range`.
    mutating func integer(_ node: AgreementNode?, in range: ClosedRange<Int>) -> Int? {
        guard let node else { return nil }
        guard case .text(let text, isPlain: true) = node.value, !text.isEmpty,
            text.utf8.count <= 10, text == "0" || text.utf8.first != UInt8(ascii: "0"),
            text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            let number = Int(text)
        else {
            add(.shape(expected: .integer), at: node)
            return nil
        }
        guard range.contains(number) else {
            add(.outOfRange(found: number, range), at: node)
            return nil
        }
        return number
    }

    /// `true` or `false` without quotes.
    mutating func flag(_ node: AgreementNode?) -> Bool? {
        guard let node else { return nil }
        switch node.value {
        case .text("true", isPlain: true): return true
        case .text("false", isPlain: true): return false
        case .text, .list, .mapping:
            add(.shape(expected: .flag), at: node)
            return nil
        }
    }

    /// A term of a closed vocabulary.
    mutating func term<T: Term>(_ node: AgreementNode?, _ type: T.Type = T.self) -> T? {
        guard let node, let text = code(node) else { return nil }
        if let term = try? T(parsing: text) { return term }
        add(
            .unknownTerm(
                AgreementNode.shown(text), vocabulary: T.vocabulary,
                terms: T.allCases.map(\.rawValue)), at: node)
        return nil
    }

    /// A word whose own form checks it.
    mutating func word<Word>(
        _ node: AgreementNode?, _ parse: (String) throws(WordDefect) -> Word
    ) -> Word? {
        guard let node, let text = code(node) else { return nil }
        do throws(WordDefect) {
            return try parse(text)
        } catch {
            add(.word(AgreementNode.shown(text), error), at: node)
            return nil
        }
    }

    /// An identifier. It may become part of a file's name, so it starts with a letter or a digit.
    mutating func identifier<Case>(_ node: AgreementNode?) -> ID<Case>? {
        word(node) { text throws(WordDefect) in
            let id = try ID<Case>(parsing: text)
            if let first = text.first, "-_.".contains(first) {
                throw .character(first, expected: "a letter or a digit at the start")
            }
            return id
        }
    }

    /// A day written `2026-01-31`.
    mutating func day(_ node: AgreementNode?) -> CalendarDate? {
        guard let node, let text = code(node) else { return nil }
        guard text.utf8.count == 10, let span = try? DateSpan(parsing: text),
            span.precision == .day, span.description == text
        else {
            add(.date, at: node)
            return nil
        }
        return span.first
    }
}
