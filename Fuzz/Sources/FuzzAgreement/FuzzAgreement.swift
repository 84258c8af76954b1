import NeedToKnow

/// Input: an agreement as YAML, or its canonical form.
///
/// Fails on a crash, on a defect without place, cause and mend, on defects that two ways of asking
/// do not tell alike, and on an agreement whose canonical form does not read back as itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzAgreement(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: bytes, count: count)
    guard let text = String(validating: input, as: UTF8.self) else { return 0 }
    let defects = AgreementDocument.defects(in: text, forSigning: false)
    do throws(AgreementDefects) {
        let document = try AgreementDocument(parsing: text)
        precondition(defects.isEmpty)
        checkRoundTrip(document.agreement)
    } catch {
        precondition(!error.list.isEmpty && error.list == defects)
        precondition(defects.count <= AgreementDefects.limit)
        for defect in defects {
            precondition(defect.place.line >= 1 && defect.place.column >= 1)
            precondition(!defect.cause.isEmpty && !defect.mend.isEmpty)
        }
    }
    if let agreement = try? Agreement(canonicalText: text) {
        precondition(agreement.canonicalText.utf8.elementsEqual(text.utf8))
        checkRoundTrip(agreement)
    }
    return 0
}

private func checkRoundTrip(_ agreement: Agreement) {
    let read = try? Agreement(canonicalText: agreement.canonicalText)
    precondition(read == agreement)
    precondition(AgreementExplanation(agreement).text.contains(agreement.digest))
}
