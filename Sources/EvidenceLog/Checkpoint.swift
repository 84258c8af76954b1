/// What a log says of itself at one size (C2SP tlog-checkpoint).
package struct Checkpoint: Hashable, Sendable {
    /// The log's name, the same for its whole life.
    package let origin: String
    /// The number of leaves.
    package let size: UInt64
    /// The Merkle tree hash of the leaves.
    package let root: TreeHash
    /// Further lines; this node writes none, and reads none of them.
    package let extensions: [String]

    /// The bounds of a checkpoint.
    package enum Limit {
        /// The longest origin, in bytes of UTF-8.
        package static let originBytes = 255
        /// The most extension lines.
        package static let extensions = 16
        /// The longest text, in bytes.
        package static let textBytes = 8_192
    }

    /// - Throws: ``CheckpointDefect`` when the parts make up no checkpoint.
    package init(
        origin: String, size: UInt64, root: TreeHash, extensions: [String] = []
    ) throws(CheckpointDefect) {
        guard (1...Limit.originBytes).contains(origin.utf8.count), Self.isLine(origin.utf8) else {
            throw .origin
        }
        guard size <= CompactTree.maximumSize else { throw .size }
        guard size > 0 || root == .emptyRoot else { throw .root }
        guard extensions.count <= Limit.extensions,
            extensions.allSatisfy({ !$0.isEmpty && Self.isLine($0.utf8) })
        else { throw .extensions }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
        guard text.count <= Limit.textBytes else { throw .tooLong(bytes: text.count) }
    }

    private static func isLine(_ bytes: String.UTF8View) -> Bool {
        !bytes.contains { $0 < 0x20 }
    }

    /// The text that is signed: origin, size, root in Base64, extensions; a line each.
    package var text: [UInt8] {
        ([origin, String(size), root.base64] + extensions).reduce(into: []) {
            $0 += Array($1.utf8) + [0x0a]
        }
    }

    /// Reads the text of a checkpoint, byte for byte.
    ///
    /// - Throws: ``CheckpointDefect``.
    package init(parsing text: [UInt8]) throws(CheckpointDefect) {
        guard text.count <= Limit.textBytes else { throw .tooLong(bytes: text.count) }
        guard text.last == 0x0a else { throw .structure }
        let lines = text.dropLast().split(separator: 0x0a, omittingEmptySubsequences: false)
        guard lines.count >= 3 else { throw .structure }
        guard let size = DecimalText.parse(lines[1]) else { throw .size }
        guard let root = TreeHash(base64: lines[2]) else { throw .root }
        guard let origin = String(validating: lines[0], as: UTF8.self) else { throw .origin }
        var extensions: [String] = []
        for line in lines.dropFirst(3) {
            guard let line = String(validating: line, as: UTF8.self) else { throw .extensions }
            extensions.append(line)
        }
        try self.init(origin: origin, size: size, root: root, extensions: extensions)
    }
}

/// Why bytes are no checkpoint: a closed set; the offending text is not repeated.
package enum CheckpointDefect: Error, Hashable, Sendable {
    case note(NoteDefect)
    case tooLong(bytes: Int)
    /// Fewer than three lines, or no newline at the end.
    case structure
    case origin
    /// Not a plain decimal number up to 2^63 − 1.
    case size
    /// Not the canonical Base64 of 32 bytes, or not the one root of the empty tree.
    case root
    case extensions
    /// A log signs its own checkpoints alone.
    case originIsNotSigner

    package var cause: String {
        switch self {
        case .note(let defect): defect.cause
        case .tooLong(let bytes):
            "the checkpoint has \(bytes) bytes, \(Checkpoint.Limit.textBytes) at most"
        case .structure: "the checkpoint has not three lines that end in a newline"
        case .origin: "the checkpoint's origin is empty, too long or not text"
        case .size: "the checkpoint's size is not a plain number up to 2^63 − 1"
        case .root: "the checkpoint's root is not the Base64 of the root of such a tree"
        case .extensions: "the checkpoint's further lines are too many, empty or not text"
        case .originIsNotSigner: "the checkpoint's origin is not the name of the signing key"
        }
    }

    package var mend: String {
        switch self {
        case .note(let defect): defect.mend
        case .originIsNotSigner: "sign with the key of the log that the checkpoint is of"
        case .tooLong, .structure, .origin, .size, .root, .extensions:
            "fetch the checkpoint again, byte for byte"
        }
    }
}
