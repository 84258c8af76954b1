extension FileRule {
    private enum Limit {
        static let fileLines = 500
        static let functionLines = 70
        static let columns = 100
    }

    static let fileLength = FileRule(name: "file length") { file in
        guard file.lineCount > Limit.fileLines else { return [] }
        return [
            file.finding(
                0, "has \(file.lineCount) lines, \(Limit.fileLines) at most",
                "part it by subject: Type+Aspect.swift")
        ]
    }

    static let lineLength = FileRule(name: "line length") { file in
        // Bytes first: counting characters is slow, and no line has more of them than bytes.
        // A test's line that is long for a text it quotes stays whole.
        file.lines.enumerated().filter {
            $0.element.utf8.count > Limit.columns && $0.element.count > Limit.columns
                && (file.module != nil || !$0.element.contains("\""))
        }.map { index, line in
            file.finding(
                index + 1, "has \(line.count) columns, \(Limit.columns) at most",
                "make format, or break the line")
        }
    }

    static let functionLength = FileRule(name: "function length") { file in
        file.functions.filter { $0.lines > Limit.functionLines }.map { function in
            file.finding(
                function.first,
                "\(function.name) has \(function.lines) lines, \(Limit.functionLines) at most",
                "give its steps functions of their own")
        }
    }
}

/// A function, initialiser, subscript or computed property with a body.
struct FunctionSpan {
    let name: String
    /// The line of the declaration, counted from 1.
    let first: Int
    let last: Int

    var lines: Int { last - first + 1 }
}

extension SourceFile {
    /// Everything with a body, in the order of the file; nested ones too.
    var functions: [FunctionSpan] {
        let start =
            #/
            ^\s* (?:@\w+(?:\([^)]*\))?\s+)* (?:[a-z]+(?:\(set\))?\s+)*
            (func|init|subscript|deinit|var)\b \s* ([^\s(<:{]*)
            /#
        let next =
            #/
            ^\s* (?:[a-z]+(?:\(set\))?\s+)*
            (?:func|init|subscript|deinit|var|let|associatedtype|case)\b
            /#
        return code.indices.compactMap { index in
            guard let match = code[index].prefixMatch(of: start),
                let last = lastLineOfBody(from: index, isVariable: match.1 == "var", next: next)
            else { return nil }
            let name = match.2.isEmpty ? String(match.1) : String(match.2)
            return FunctionSpan(name: name, first: index + 1, last: last + 1)
        }
    }

    /// The index of the line where the body closes; nil for a declaration without a body.
    private func lastLineOfBody(
        from first: Int, isVariable: Bool, next: Regex<Substring>
    ) -> Int? {
        var parentheses = 0
        var braces = 0
        for index in code.indices[first...] {
            if index > first, braces == 0, parentheses == 0,
                code[index].prefixMatch(of: next) != nil
            {
                return nil
            }
            for byte in code[index].utf8 {
                switch byte {
                case UInt8(ascii: "("), UInt8(ascii: "["): parentheses += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses -= 1
                case UInt8(ascii: "=") where isVariable && braces == 0 && parentheses == 0:
                    return nil
                case UInt8(ascii: "{") where parentheses == 0 || braces > 0: braces += 1
                case UInt8(ascii: "}") where braces > 0:
                    braces -= 1
                    if braces == 0 { return index }
                case UInt8(ascii: "}") where parentheses == 0: return nil
                default: break
                }
            }
        }
        return nil
    }
}
