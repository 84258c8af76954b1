import Foundation
import Identity
import Mustache
import Yams

/// The templates of all pages, once for each language of the interface.
///
/// In a template `[[key]]` stands for a message; it is put in when the templates are read, so
/// that a page costs the same in every language. A message may hold `{{names}}` of the page's
/// context.
struct PageTemplates: Sendable {
    private let libraries: [Language: MustacheLibrary]
    /// Messages by language and key, as the catalogues hold them.
    let messages: [Language: [String: String]]

    /// - Throws: ``WebDefect``.
    init() throws {
        messages = try MessageCatalogue.read()
        let sources = try Self.sources()
        var libraries: [Language: MustacheLibrary] = [:]
        for language in Language.allCases {
            var library = MustacheLibrary()
            for (name, text) in sources {
                let filled = try Self.fill(text, name: name, messages[language, default: [:]])
                do {
                    try library.register(filled, named: name)
                } catch {
                    throw WebDefect(
                        cause: "template \(name) in \(language.rawValue): \(error)",
                        mend: "mend the template, or the message that stands in it")
                }
            }
            libraries[language] = library
        }
        self.libraries = libraries
    }

    /// - Returns: nil when there is no such template.
    func render(_ name: String, _ context: [String: Any], in language: Language) -> String? {
        libraries[language]?.render(context, withTemplate: name)
    }

    /// A message with its `{{names}}` replaced; not escaped. The key itself where it is missing,
    /// which the tests find.
    func text(_ key: String, _ values: [String: String] = [:], in language: Language) -> String {
        guard var text = messages[language]?[key] else { return key }
        for (name, value) in values { text = text.replacing("{{\(name)}}", with: value) }
        return text
    }

    static func sources() throws -> [(name: String, text: String)] {
        do {
            return try FileManager.default.contentsOfDirectory(
                at: SituationPage.templateFolder, includingPropertiesForKeys: nil
            ).filter { $0.pathExtension == "mustache" }.map { file in
                (
                    file.deletingPathExtension().lastPathComponent,
                    try String(contentsOf: file, encoding: .utf8)
                )
            }
        } catch {
            throw WebDefect(cause: "the templates cannot be read", mend: "install the node anew")
        }
    }

    private static func fill(
        _ text: String, name: String, _ messages: [String: String]
    ) throws -> String {
        var filled = ""
        var rest = text[...]
        while let start = rest.range(of: "[["), let end = rest[start.upperBound...].range(of: "]]")
        {
            filled += rest[..<start.lowerBound]
            let key = String(rest[start.upperBound..<end.lowerBound])
            guard let message = messages[key] else {
                throw WebDefect(
                    cause: "template \(name) names the message “\(key)”, which is missing",
                    mend: "add it to every catalogue in Messages/")
            }
            filled += Self.escaped(message)
            rest = rest[end.upperBound...]
        }
        return filled + rest
    }

    /// HTML-escaped, but for the placeholders, which the template escapes itself.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}

/// The message catalogues: `Messages/GROUP.LANGUAGE.yaml`, flat keys with texts.
enum MessageCatalogue {
    static var folder: URL {
        (Bundle.module.resourceURL ?? Bundle.module.bundleURL)
            .appendingPathComponent("Messages", isDirectory: true)
    }

    /// - Throws: ``WebDefect`` for a file that is no flat table of texts, or a key twice.
    static func read() throws -> [Language: [String: String]] {
        var messages: [Language: [String: String]] = [:]
        let files =
            (try? FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: nil)) ?? []
        for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "yaml" {
            let name = file.lastPathComponent
            let defect = WebDefect(
                cause: "the messages \(name) cannot be read",
                mend: "name it GROUP.LANGUAGE.yaml, and write one “key: text” a line")
            guard
                let code = file.deletingPathExtension().lastPathComponent
                    .split(separator: ".").last, let language = Language(rawValue: String(code)),
                let text = try? String(contentsOf: file, encoding: .utf8),
                let table = try? YAMLDecoder().decode([String: String].self, from: text)
            else { throw defect }
            for (key, message) in table {
                guard messages[language, default: [:]].updateValue(message, forKey: key) == nil
                else {
                    throw WebDefect(
                        cause: "\(name): the key \(key) stands in another file too",
                        mend: "keep one of them")
                }
            }
        }
        return messages
    }
}
