import Yams

extension AgreementNode {
    /// Reads YAML into nodes with places. Keys given twice stay, both of them.
    ///
    /// - Throws: ``AgreementDefects`` with the first defect that keeps the text from being read.
    static func parse(yaml: String) throws(AgreementDefects) -> AgreementNode {
        try checkCharacters(yaml)
        var text = yaml
        var renamed: [DocumentPlace: String] = [:]
        // The parser stops at the first key given twice. So that every one is found, the first of
        // the two gets another first character, and the text is read again.
        let attempts = min(duplicateLimit, readingBytesLimit / max(1, yaml.utf8.count))
        for attempt in 0...attempts {
            do {
                // The parser keeps the anchors of its nodes alive.
                let parser = try Parser(yaml: text, encoding: .utf8)
                defer { withExtendedLifetime(parser) {} }
                guard let root = try parser.singleRoot() else {
                    throw AgreementDefects(.emptyDocument)
                }
                var conversion = Conversion(renamed: renamed)
                let node = try conversion.node(root, path: "", depth: 0)
                // INVARIANT: what was renamed is a key again, beside its other, so that the reader
                // of agreements finds both. Else the renaming changed more than the key.
                if conversion.restored < renamed.count {
                    throw repeated(renamed)
                }
                return node
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let place = DocumentPlace(line: context.mark.line, column: context.mark.column)
                guard let key = keys.first, attempt < attempts, renamed[place] == nil,
                    let changed = rename(text, at: place, attempt)
                else { throw repeated(renamed.merging([place: keys.first ?? "?"]) { $1 }) }
                renamed[place] = key
                text = changed
            } catch let defects as AgreementDefects {
                throw defects
            } catch {
                // A renamed key may have broken the text; then the key is what is wrong.
                guard renamed.isEmpty else { throw repeated(renamed) }
                throw defect(of: error, in: text)
            }
        }
        throw AgreementDefects(.emptyDocument)
    }

    /// How many keys given twice are told apart in one document.
    static let duplicateLimit = 50
    /// How much is read again for keys given twice: a large document gets fewer attempts. Units:
    /// bytes.
    static let readingBytesLimit = 1 << 20

    private static func repeated(_ keys: [DocumentPlace: String]) -> AgreementDefects {
        AgreementDefects(
            keys.sorted { $0.key < $1.key }.map { place, key in
                AgreementDefect(place: place, path: "", fault: .repeatedKey(shown(key)))
            })
    }

    /// Replaces the first character of the key at the place by one that no text may have.
    private static func rename(_ text: String, at place: DocumentPlace, _ attempt: Int) -> String? {
        var scalars = text.unicodeScalars
        var index = scalars.startIndex
        var line = 1
        while line < place.line, index < scalars.endIndex {
            if isBreak(scalars, index) { line += 1 }
            index = scalars.index(after: index)
        }
        guard line == place.line,
            var target = scalars.index(
                index, offsetBy: place.column - 1, limitedBy: scalars.endIndex),
            target < scalars.endIndex,
            let substitute = Unicode.Scalar(0xe000 + UInt32(attempt))
        else { return nil }
        if scalars[target] == "\"" || scalars[target] == "'" {
            target = scalars.index(after: target)
            guard target < scalars.endIndex else { return nil }
        }
        scalars.replaceSubrange(target...target, with: [substitute])
        return String(scalars)
    }

    private static func isBreak(
        _ scalars: String.UnicodeScalarView, _ index: String.UnicodeScalarView.Index
    ) -> Bool {
        if scalars[index] == "\n" { return true }
        guard scalars[index] == "\r" else { return false }
        let next = scalars.index(after: index)
        return next == scalars.endIndex || scalars[next] != "\n"
    }

    /// Finds characters that no agreement has, and anchors: anchors and the aliases that need
    /// them could expand without bound, already while the document is composed.
    private static func checkCharacters(_ yaml: String) throws(AgreementDefects) {
        var (line, column) = (1, 1)
        var before: Unicode.Scalar = "\n"
        var isCandidate = false
        for scalar in yaml.unicodeScalars {
            if isCandidate, !scalar.properties.isWhitespace {
                throw AgreementDefects(.anchor, line: line, column: column - 1)
            }
            // Most text is plain; the category is looked up for the rest.
            if !(0x20...0x7e).contains(scalar.value), scalar != "\n", scalar != "\r",
                scalar != "\t", !(scalar == "\u{FEFF}" && (line, column) == (1, 1)),
                !VisibleText.allows(scalar)
            {
                throw AgreementDefects(.character(scalar.value), line: line, column: column)
            }
            // Comments are searched too: what looks like one may stand within a text.
            isCandidate =
                scalar == "&"
                && (before.value <= 0x20 || before.value >= 0x80
                    || "[]{},:?-\"'".unicodeScalars.contains(before))
            if scalar == "\n" && before != "\r" || scalar == "\r" {
                (line, column) = (line + 1, 1)
            } else if scalar != "\n" {
                column += 1
            }
            before = scalar
        }
    }

    private static func defect(of error: any Error, in text: String) -> AgreementDefects {
        guard let error = error as? YamlError else {
            return AgreementDefects(.syntax("it cannot be read"))
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let fault: AgreementFault =
                problem.contains("alias")
                ? .alias
                : problem.contains("nesting level")
                    ? .tooDeep(limit: depthLimit)
                    : .syntax(shown(problem))
            return AgreementDefects(fault, line: mark.line, column: mark.column)
        case .reader(let problem, _, _, _): return AgreementDefects(.syntax(shown(problem)))
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded,
            .duplicatedKeysInMapping:
            return AgreementDefects(.syntax("it cannot be read"))
        }
    }
}

/// Turns the parser's nodes into ours, within the limits of depth and number.
private struct Conversion {
    let renamed: [DocumentPlace: String]
    /// How many of the renamed keys have their name again.
    private(set) var restored = 0
    private var count = 0

    init(renamed: [DocumentPlace: String]) { self.renamed = renamed }

    mutating func node(
        _ node: Node, path: String, depth: Int
    ) throws(AgreementDefects) -> AgreementNode {
        let place = Self.place(node)
        count += 1
        guard depth <= AgreementNode.depthLimit else {
            throw AgreementDefects(
                .tooDeep(limit: AgreementNode.depthLimit), line: place.line, column: place.column)
        }
        guard count <= AgreementNode.countLimit else {
            throw AgreementDefects(
                .tooManyValues(limit: AgreementNode.countLimit), line: place.line,
                column: place.column)
        }
        let value: AgreementNode.Value
        switch node {
        case .scalar(let scalar):
            try checkTag(scalar.tag.description, place)
            value = .text(scalar.string, isPlain: scalar.style == .plain)
        case .sequence(let sequence):
            try checkTag(sequence.tag.description, place)
            value = .list(
                try sequence.enumerated().map { index, item throws(AgreementDefects) in
                    try self.node(
                        item, path: AgreementNode.path(path, index: index), depth: depth + 1)
                })
        case .mapping(let mapping):
            try checkTag(mapping.tag.description, place)
            value = .mapping(
                try mapping.map { key, item throws(AgreementDefects) in
                    try member(key, item, path: path, depth: depth)
                })
        case .alias:
            throw AgreementDefects(.alias, line: place.line, column: place.column)
        }
        return AgreementNode(value: value, place: place, path: path)
    }

    private mutating func member(
        _ key: Node, _ item: Node, path: String, depth: Int
    ) throws(AgreementDefects) -> AgreementNode.Member {
        let place = Self.place(key)
        guard case .scalar(let scalar) = key else {
            throw AgreementDefects(
                .shape(expected: .text), line: place.line, column: place.column, path: path)
        }
        try checkTag(scalar.tag.description, place)
        if renamed[place] != nil { restored += 1 }
        let name = renamed[place] ?? scalar.string
        let inner = AgreementNode.path(path, key: name)
        return AgreementNode.Member(
            key: name, keyPlace: place, node: try node(item, path: inner, depth: depth + 1))
    }

    /// What a text, list or mapping is by itself needs no tag; what a tag changes is refused.
    private func checkTag(_ tag: String, _ place: DocumentPlace) throws(AgreementDefects) {
        guard tag.isEmpty || Self.plainTags.contains(tag) else {
            throw AgreementDefects(.tag, line: place.line, column: place.column)
        }
    }

    private static let plainTags = Set(
        ["str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq"]
            .map { "tag:yaml.org,2002:" + $0 })

    private static func place(_ node: Node) -> DocumentPlace {
        node.mark.map { DocumentPlace(line: $0.line, column: $0.column) }
            ?? DocumentPlace(line: 1, column: 1)
    }
}
