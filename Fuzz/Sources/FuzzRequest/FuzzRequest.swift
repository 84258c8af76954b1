import SituationAnalysis

private let reference = ProductData.reference()

/// A document with every kind of member, as an operation of the interface for programs asks for.
private let schema = APISchema.object([
    .needs("selection", .object([.may("period", .text, ""), .may("n", .integer(0...9), "")]), ""),
    .may("text", .optional(.string(min: 1, max: 20, pattern: "^[a-z]{1,20}$")), ""),
    .may("id", .identifier, ""), .may("day", .day, ""), .may("kind", .choice(["a", "b"]), ""),
    .may("share", .number(0...1), ""), .may("is", .boolean, ""), .may("any", .document, ""),
    .may("list", .array(.optional(.integer(-5...5)), max: 3), ""),
])

private let patterns = [
    "/", "/seizures", "/seizures/{record}", "/seizures/new", "/seizures/{record}/{part}",
    "/{a}/photographs",
]
private let paths = PathTable(patterns)

/// Input: one byte for the reader, then what a browser or a program sends.
///
/// Fails on a crash, on a limit that does not hold, and on something read that does not read back
/// as itself once it is written as the node writes it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequest(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let reader = input.first else { return 0 }
    let sent = Array(input.dropFirst())
    let text = String(validating: sent, as: UTF8.self)
    switch reader % 6 {
    case 0: if let text { fields(text) }
    case 1: multipart(sent, boundary: "b7")
    case 2:
        guard let text, let boundary = MultipartForm.boundary(text) else { return 0 }
        precondition((1...70).contains(boundary.utf8.count))
        multipart(sent, boundary: boundary)
    case 3: if let text { cookies(text) }
    case 4: if let text { path(text) }
    default: json(sent)
    }
    return 0
}

private func fields(_ text: String) {
    guard let read = FormFields(encoded: text) else { return }
    precondition(read.all.count <= RouteLimit.fields)
    guard let again = FormFields(encoded: read.encoded) else {
        preconditionFailure("what was read cannot be written")
    }
    precondition(again.all.elementsEqual(read.all) { isSame($0, $1) })
    let (query, defects) = SelectionQuery.read(read, reference)
    precondition(defects.isEmpty || !read.all.isEmpty)
    // The address of a view shows the same view.
    guard let address = FormFields(encoded: query.text) else {
        preconditionFailure("an address of ours cannot be read")
    }
    let (back, more) = SelectionQuery.read(address, reference)
    if defects.isEmpty { precondition(more.isEmpty && back == query, "\(query.text)") }
}

private func isSame(_ one: (name: String, value: String), _ other: (name: String, value: String))
    -> Bool
{
    one.name.utf8.elementsEqual(other.name.utf8) && one.value.utf8.elementsEqual(other.value.utf8)
}

private func multipart(_ body: [UInt8], boundary: String) {
    guard let form = MultipartForm(body, boundary: boundary) else { return }
    precondition(form.files.count <= RouteLimit.files && form.fields.count <= RouteLimit.fields)
    var held = 0
    for file in form.files {
        precondition(file.name.utf8.count <= 200 && !file.name.contains("/"))
        held += file.bytes.count
    }
    for field in form.fields { held += field.value.utf8.count }
    precondition(held <= body.count, "parts overlap")
}

private func cookies(_ text: String) {
    for name in [Cookie.session, Cookie.language, Cookie.device] {
        guard let value = Cookie.value(name, in: [text]) else { continue }
        precondition(!value.contains(";"))
        // Where the browser's field holds one cookie, this is its value.
        precondition(Cookie.value(name, in: ["\(name)=\(value)"]) == value)
    }
}

private func path(_ text: String) {
    for fit in paths.fits(text) {
        let segments = patterns[fit.index].split(separator: "/").map { part in
            part.hasPrefix("{")
                ? FormFields.encoded(fit.parameters[String(part.dropFirst().dropLast())] ?? "")
                : String(part)
        }
        // An address made of the parts leads to the same page.
        let written = "/" + segments.joined(separator: "/")
        precondition(paths.fits(written).contains(fit), "\(written)")
    }
}

private func json(_ bytes: [UInt8]) {
    guard let value = JSONValue(parsing: bytes) else { return }
    precondition(JSONValue(parsing: value.bytes) == value, "a document does not read back")
    for defect in schema.defects(of: value) {
        precondition(!defect.cause.isEmpty)
    }
}
