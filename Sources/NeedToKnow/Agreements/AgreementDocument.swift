/// An agreement as people write it: YAML with places, so that a defect can say where it stands.
package struct AgreementDocument: Sendable {
    /// A draft: parties may lack keys.
    package let agreement: Agreement
    private let missingKeys: [AgreementDefect]

    /// Reads a document.
    ///
    /// - Throws: ``AgreementDefects`` with every defect, in the order of the text. What keeps the
    ///   text from being read at all (size, syntax, anchors) is named alone.
    package init(parsing yaml: String) throws(AgreementDefects) {
        let (agreement, reader) = try Self.read(yaml)
        guard let agreement, reader.defects.isEmpty else {
            throw AgreementDefects(reader.sortedDefects)
        }
        self.agreement = agreement
        missingKeys = reader.missingKeys
    }

    /// What stands in the way of signing beyond what keeps a draft from being read: parties
    /// without a key. Empty for a draft that nobody wants to sign yet.
    package func check(forSigning: Bool) -> [AgreementDefect] { forSigning ? missingKeys : [] }

    /// Every defect of a document at once, in the order of the text; empty when it can be used.
    package static func defects(in yaml: String, forSigning: Bool) -> [AgreementDefect] {
        do throws(AgreementDefects) {
            let (_, reader) = try read(yaml)
            return AgreementReader.sorted(reader.defects + (forSigning ? reader.missingKeys : []))
        } catch {
            return error.list
        }
    }

    private static func read(
        _ yaml: String
    ) throws(AgreementDefects) -> (Agreement?, AgreementReader) {
        // Looked at first: nothing else is done with a file that cannot be an agreement.
        let bytes = yaml.utf8.count
        guard bytes <= Agreement.bytesLimit else {
            throw AgreementDefects(.tooLarge(bytes: bytes, limit: Agreement.bytesLimit))
        }
        var reader = AgreementReader(source: .document)
        let agreement = reader.agreement(try AgreementNode.parse(yaml: yaml))
        return (agreement, reader)
    }
}
