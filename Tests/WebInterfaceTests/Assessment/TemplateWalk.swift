import Foundation
import Testing

@testable import WebInterface

/// A template as its tags, read apart from the library that renders it.
indirect enum TemplateNode {
    case value(name: String, isRaw: Bool)
    case partial(name: String)
    case section(name: String, isInverted: Bool, inner: [TemplateNode])

    /// The tags of a template's text.
    static func read(_ text: String) throws -> [TemplateNode] {
        var rest = Substring(text)
        return try read(&rest, until: nil)
    }

    private static func read(_ rest: inout Substring, until end: String?) throws -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        while let open = rest.range(of: "{{") {
            rest = rest[open.upperBound...]
            let isRaw = rest.first == "{"
            let close = try #require(rest.range(of: isRaw ? "}}}" : "}}"))
            let tag = rest[..<close.lowerBound].drop { $0 == "{" }
            rest = rest[close.upperBound...]
            let kind = tag.first
            let name = tag.drop { "#^/>".contains($0) }.trimmingCharacters(in: .whitespaces)
            switch kind {
            case "#", "^":
                let inner = try read(&rest, until: name)
                nodes.append(.section(name: name, isInverted: kind == "^", inner: inner))
            case "/":
                try #require(name == end, "a section is closed by its own name")
                return nodes
            case ">": nodes.append(.partial(name: name))
            default: nodes.append(.value(name: name, isRaw: isRaw))
            }
        }
        try #require(end == nil, "a section is never closed")
        return nodes
    }
}

/// Goes through the templates with a context, as rendering would, and notes what does not fit.
struct TemplateWalk {
    private var templates: [String: [TemplateNode]] = [:]
    private(set) var unresolved: Set<String> = []
    /// Tags with triple braces whose value is not markup of ours.
    private(set) var unsafeTags: Set<String> = []
    private(set) var visited: Set<String> = []
    private(set) var tags: Set<String> = []

    init() throws {
        let folder = SituationPage.templateFolder
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            let template = String(name.dropLast(".mustache".count))
            templates[template] = try TemplateNode.read(text)
        }
        // The templates of this page; live pages share some of them and have others.
        var reached: Set<String> = []
        var waiting = ["situation"]
        while let name = waiting.popLast() {
            guard reached.insert(name).inserted, let nodes = templates[name] else { continue }
            note(nodes, in: name)
            waiting += Self.partials(of: nodes)
        }
    }

    private static func partials(of nodes: [TemplateNode]) -> [String] {
        nodes.flatMap { node -> [String] in
            switch node {
            case .value: []
            case .partial(let name): [name]
            case .section(_, _, let inner): partials(of: inner)
            }
        }
    }

    private mutating func note(_ nodes: [TemplateNode], in template: String) {
        for node in nodes {
            switch node {
            case .value(let name, _): tags.insert("\(template): \(name)")
            case .partial(let name): tags.insert("\(template): >\(name)")
            case .section(let name, _, let inner):
                tags.insert("\(template): \(name)")
                note(inner, in: template)
            }
        }
    }

    mutating func walk(_ template: String, _ context: [String: Any]) {
        walk(templates[template] ?? [], in: template, [context])
    }

    private mutating func walk(
        _ nodes: [TemplateNode], in template: String, _ stack: [[String: Any]]
    ) {
        for node in nodes {
            switch node {
            case .partial(let name):
                visited.insert("\(template): >\(name)")
                if templates[name] == nil { unresolved.insert("\(template): >\(name)") }
                walk(templates[name] ?? [], in: name, stack)
            case .value(let name, let isRaw):
                visited.insert("\(template): \(name)")
                let value = stack.last { $0[name] != nil }?[name]
                if value == nil { unresolved.insert("\(template): \(name)") }
                if isRaw, !(value is Markup) { unsafeTags.insert("\(template): \(name)") }
            case .section(let name, let isInverted, let inner):
                visited.insert("\(template): \(name)")
                enter(name, isInverted, inner, in: template, stack)
            }
        }
    }

    private mutating func enter(
        _ name: String, _ isInverted: Bool, _ inner: [TemplateNode], in template: String,
        _ stack: [[String: Any]]
    ) {
        // What the library computes by itself, such as whether an element is the last.
        if name.hasSuffix("()") { return walk(inner, in: template, stack) }
        let value = stack.last { $0[name] != nil }?[name]
        switch value {
        case let list as [[String: Any]]:
            if isInverted, list.isEmpty { walk(inner, in: template, stack) }
            for element in list where !isInverted { walk(inner, in: template, stack + [element]) }
        case let flag as Bool:
            if flag != isInverted { walk(inner, in: template, stack) }
        case let object as [String: Any]:
            if !isInverted { walk(inner, in: template, stack + [object]) }
        default: unresolved.insert("\(template): \(name)")
        }
    }
}
