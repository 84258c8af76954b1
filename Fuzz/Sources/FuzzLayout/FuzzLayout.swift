import PortVocabulary
import SituationAnalysis

/// Input: a layout document.
///
/// Fails on a crash, on a defect without place, cause and mend, and on a layout that was read
/// but does not fit a file with its own columns.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLayout(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: bytes, count: count)
    guard let text = String(validating: input, as: UTF8.self) else { return 0 }
    do throws(LayoutDefect) {
        let layout = try Layout(parsing: text)
        precondition(!layout.columns.isEmpty || !layout.defaults.isEmpty)
        let header = layout.columns.map(\.header)
        precondition(Set(header.map(FoldedText.fold)).count == header.count)
    } catch {
        precondition(!error.place.isEmpty && !error.cause.isEmpty && !error.mend.isEmpty)
    }
    return 0
}
