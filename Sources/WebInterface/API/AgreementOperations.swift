import EvidenceLog
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary

/// Agreements for programs: read, try, draft, sign, revoke.
enum AgreementOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let read = RouteAccess.token(.readAgreements)
        let sign = RouteAccess.token(.signAgreements)
        let limit = Agreement.bytesLimit * 2
        return [
            .api(.get, "/agreements", read, listShape, handler: list),
            .api(.get, "/agreements/{id}/{version}", read, textShape, handler: text),
            .api(
                .post, "/agreements/dry-run", sign, dryRunShape, bodyLimit: limit,
                handler: dryRun),
            .api(.post, "/agreements", sign, draftShape, bodyLimit: limit, handler: draft),
            .api(
                .post, "/agreements/{id}/{version}/sign", sign, signShape, handler: self.sign),
            .api(
                .post, "/agreements/{id}/{version}/revoke", sign, revokeShape, handler: revoke),
            .api(
                .get, "/agreements/{id}/{version}/dry-run", sign, storedRunShape,
                handler: storedRun),
            .api(
                .get, "/agreements/{id}/{version}/signatures", read, noteShape, handler: note),
            .api(
                .post, "/agreements/signatures", sign, takeShape, bodyLimit: limit,
                handler: take),
        ]
    }

    private static let version: [APIParameter] = [
        .path("id", .identifier, "The agreement."),
        .path("version", .version, "Its version."),
    ]
    private static let document = APISchema.object([
        .needs(
            "text", .string(min: 1, max: Agreement.bytesLimit),
            "The document as people write it, or its canonical text.")
    ])

    // MARK: - Read

    /// What a version is worth, in one word.
    private static let standings = [
        "in-force", "not-yet", "expired", "unsigned", "bad-signature", "unknown-key",
        "key-differs", "revoked", "malformed",
    ]

    private static let listShape = APIOperation(
        "listAgreements", "Every version with what it is worth today.", tag: "agreements",
        parameters: [
            RecordOperations.limit,
            .query("after", .string(max: 100), "The next of the page before."),
        ],
        answer: .object([
            .needs(
                "agreements",
                .array(
                    .object([
                        .needs("id", .identifier, "The agreement."),
                        .needs("version", .version, "Its version."),
                        .needs("title", .text, "Its title."),
                        .needs("first", .day, "Its first day."),
                        .needs("last", .day, "Its last day."),
                        .needs("parties", .array(.identifier, max: 1_000), "Its parties."),
                        .needs("standing", .choice(standings), "What it is worth today."),
                        .needs("digest", .text, "Digest of its canonical text."),
                    ]), max: 500), "In the order of the node."),
            .needs("next", .optional(.string(max: 100)), "Null at the end of the list."),
        ]))

    private static func list<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try exchange.leave(.readAgreements)
        let judged = permit.release(
            try AgreementSteps(store: exchange.node.store).judged(on: exchange.now.day)
        ).view
        let (part, next) = try input.page(judged) {
            "\($0.agreement.id)/\($0.agreement.version)"
        }
        return [
            "agreements": .array(
                part.map { entry in
                    let agreement = entry.agreement
                    return [
                        "id": .string(agreement.id.text), "version": .integer(agreement.version),
                        "title": .string(agreement.title),
                        "first": .string(agreement.valid.first.description),
                        "last": .string(agreement.valid.last.description),
                        "parties": .array(agreement.parties.map { .string($0.id.text) }),
                        "standing": .string(word(entry.standing)),
                        "digest": .string(agreement.digest),
                    ]
                }), "next": next,
        ]
    }

    private static func word(_ standing: AgreementStanding) -> String {
        switch standing {
        case .inForce: "in-force"
        case .notYet: "not-yet"
        case .expired: "expired"
        case .unsigned: "unsigned"
        case .badSignature: "bad-signature"
        case .unknownKey: "unknown-key"
        case .keyDiffers: "key-differs"
        case .revoked: "revoked"
        case .malformed: "malformed"
        }
    }

    private static let textShape = APIOperation(
        "readAgreement", "One version: its canonical text, which is what is signed.",
        tag: "agreements", parameters: version,
        answer: .object([
            .needs("text", .string(max: Agreement.bytesLimit), "Its canonical text."),
            .needs("digest", .text, "Its digest; name it when you sign."),
            .needs("explanation", .string(max: 4_000_000), "What it says, in plain words."),
            .needs("signed", .array(.identifier, max: 1_000), "Parties that have signed."),
        ]))

    private static func text<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let permit = try input.exchange.leave(.readAgreements)
        let stored = permit.release(try AgreementPages.stored(input.exchange).stored).view
        return [
            "text": .string(stored.agreement.canonicalText),
            "digest": .string(stored.agreement.digest),
            "explanation": .string(AgreementExplanation(stored.agreement).text),
            "signed": .array(
                Set(stored.signatures.map(\.organisation.text)).sorted().map(JSONValue.string)),
        ]
    }

    // MARK: - Draft

    private static let linesShape = APISchema.object([
        .needs(
            "lines",
            .array(
                .object([
                    .needs("receiver", .identifier, "Who would receive."),
                    .needs("purpose", .term(Purpose.self), "For which purpose."),
                    .needs("kind", .term(RecordKind.self), "Which records."),
                    .needs("form", .optional(.term(ReleaseForm.self)), "The strongest form."),
                    .needs("fields", .array(.term(RecordField.self), max: 40), "In that form."),
                    .needs("total", .count, "Visible records."),
                    .needs("gained", .count, "Newly visible ones."),
                    .needs("lost", .count, "No longer visible ones."),
                ]), max: 100_000), "One for each receiver, purpose and kind.")
    ])

    private static let dryRunShape = APIOperation(
        "tryAgreement", "What a document would release, without storing it.", tag: "agreements",
        parameters: [.idempotencyKey], body: document, answer: linesShape)

    private static func dryRun<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let permit = try input.exchange.leave(.draftAgreement)
        return try lines(agreement(input), permit, input.exchange)
    }

    private static let storedRunShape = APIOperation(
        "tryStoredAgreement", "What a stored version would release.", tag: "agreements",
        parameters: version, answer: linesShape)

    private static func storedRun<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let permit = try input.exchange.leave(.draftAgreement)
        let agreement = try AgreementPages.stored(input.exchange).stored.agreement
        return try lines(agreement, permit, input.exchange)
    }

    private static func lines<Store>(
        _ agreement: Agreement, _ permit: NodePermit, _ exchange: Exchange<Store>
    ) throws -> JSONValue {
        let lines = permit.release(
            try AgreementSteps(store: exchange.node.store).dryRun(agreement, on: exchange.now.day)
        ).view
        return [
            "lines": .array(
                lines.map { line in
                    [
                        "receiver": .string(line.receiver.text),
                        "purpose": .string(line.purpose.rawValue),
                        "kind": .string(line.kind.rawValue),
                        "form": .optional(line.form?.rawValue),
                        "fields": .array(line.fields.fields.map { .string($0.rawValue) }),
                        "total": .integer(line.total), "gained": .integer(line.gained),
                        "lost": .integer(line.lost),
                    ]
                })
        ]
    }

    private static let draftShape = APIOperation(
        "draftAgreement", "Stores a version; it is worth nothing before it is signed.",
        tag: "agreements", parameters: [.idempotencyKey], body: document,
        answer: .object([
            .needs("id", .identifier, "The agreement."),
            .needs("version", .version, "Its version."),
            .needs("digest", .text, "Its digest; name it when you sign."),
        ]), status: .created)

    private static func draft<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try exchange.leave(.draftAgreement)
        let agreement = try agreement(input)
        switch try exchange.node.store.add(agreement, by: permit, at: exchange.now) {
        case .stored, .absent, .unchanged: break
        case .differs: throw APIStop.conflict("This version is there with another text.")
        case .otherParties: throw APIStop.conflict("The agreement is one of other parties.")
        }
        return [
            "id": .string(agreement.id.text), "version": .integer(agreement.version),
            "digest": .string(agreement.digest),
        ]
    }

    /// *Bounds: defects of a document that an answer names.*
    private static let shownDefects = 100

    private static func agreement<Store>(_ input: APIInput<Store>) throws -> Agreement {
        let text = input.body["text"]?.string ?? ""
        if let agreement = try? Agreement(canonicalText: text) { return agreement }
        do throws(AgreementDefects) {
            return try AgreementDocument(parsing: text).agreement
        } catch {
            throw APIStop.defects(
                error.list.prefix(shownDefects).map { defect in
                    FormDefect(
                        field: "text", cause: "\(defect.place) \(defect.path) – \(defect.cause)",
                        mend: defect.mend)
                })
        }
    }

    // MARK: - Sign and revoke

    private static let signShape = APIOperation(
        "signAgreement", "Signs a version for the node's organisation. A system cannot.",
        tag: "agreements",
        parameters: version + [.idempotencyKey],
        body: .object([.needs("digest", .text, "Digest of the text that was read.")]),
        answer: .done)

    private static func sign<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try input.personalLeave(.signAgreement)
        let agreement = try AgreementPages.stored(exchange).stored.agreement
        // What was read is what is signed.
        guard input.body["digest"]?.string == agreement.digest else {
            throw APIStop.conflict("The digest is that of another text; read it again.")
        }
        let signature: AgreementSignature
        do throws(SigningDefect) {
            signature = try exchange.node.store.signature(under: agreement, by: permit)
        } catch {
            throw APIStop.defects([
                FormDefect(field: "digest", cause: error.cause, mend: error.mend)
            ])
        }
        _ = try exchange.node.store.add(
            signature, to: agreement.id, version: agreement.version, by: permit,
            at: exchange.now)
        return .done
    }

    private static let revokeShape = APIOperation(
        "revokeAgreement", "Revokes a version for the node's organisation. A system cannot.",
        tag: "agreements", parameters: version + [.idempotencyKey],
        body: .object([.needs("from", .day, "The first day on which it is worth nothing.")]),
        answer: .done)

    private static func revoke<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try input.personalLeave(.revokeAgreement)
        let agreement = try AgreementPages.stored(exchange).stored.agreement
        guard let day = try input.day("from") else { throw APIStop.notAvailable }
        let revocation: Revocation
        do throws(SigningDefect) {
            revocation = try exchange.node.store.revocation(of: agreement, from: day, by: permit)
        } catch {
            throw APIStop.defects([
                FormDefect(field: "from", cause: error.cause, mend: error.mend)
            ])
        }
        switch try exchange.node.store.add(revocation, by: permit, at: exchange.now) {
        case .stored, .unchanged: return .done
        case .absent: throw APIStop.notAvailable
        case .differs, .otherParties: throw APIStop.conflict("It is revoked already.")
        }
    }

    // MARK: - To and from the partners

    private static let noteShape = APIOperation(
        "readSignatures", "Every signature under a version, as a note that partners' nodes take.",
        tag: "agreements", parameters: version,
        answer: .object([.needs("note", .string(max: noteLength), "A signed note.")]))

    /// A note holds the text and its signatures. *Units: characters.*
    private static let noteLength = Agreement.bytesLimit + 100_000

    private static func note<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let permit = try input.exchange.leave(.readAgreements)
        let stored = permit.release(try AgreementPages.stored(input.exchange).stored).view
        guard let note = try AgreementPages.note(of: stored) else { throw APIStop.notAvailable }
        return ["note": .string(String(decoding: note.bytes, as: UTF8.self))]
    }

    private static let takeShape = APIOperation(
        "takeSignature", "Takes a partner's signature or revocation; its key must be registered.",
        tag: "agreements", parameters: [.idempotencyKey],
        body: .object([.needs("note", .string(min: 1, max: noteLength), "The partner's note.")]),
        answer: .object([
            .needs("id", .identifier, "The agreement."),
            .needs("version", .version, "Its version."),
        ]))

    private static func take<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try exchange.leave(.signAgreement)
        switch try AgreementPages.take(Array(input.text("note").utf8), permit, exchange) {
        case .taken(let id, let version):
            return ["id": .string(id.text), "version": .integer(version)]
        case .refused(let key, let values):
            let templates = exchange.node.templates
            throw APIStop.defect(
                "note", templates.text(key, values, in: .english),
                templates.text(key + "Mend", values, in: .english))
        }
    }
}
