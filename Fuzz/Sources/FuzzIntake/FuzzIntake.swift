import Foundation
import PortVocabulary
import SituationAnalysis

/// The shipped layouts in the order of their names; the first byte of an input chooses one.
private let layouts: [Layout] = {
    let folder = ProductData.folder.appendingPathComponent("layouts")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.sorted().compactMap { file in
        let text =
            (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? ""
        return try? Layout(parsing: text)
    }
}()

private let reference = ProductData.reference()
private let today = CalendarDate(dayNumber: 20_600)

/// Input: one byte for the layout and encoding, one for the chunk size, then the file.
///
/// Fails on a crash, on a row that comes out otherwise when the file is cut into chunks, and on
/// a defect or remark without a cause and a mend.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzIntake(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard input.count > 2, !layouts.isEmpty else { return 0 }
    let layout = layouts[Int(input[0]) % layouts.count]
    let encodings = TextEncoding.allCases
    let encoding = encodings[Int(input[0]) / layouts.count % encodings.count]
    let file = Array(input[2...])
    let whole = read(file, layout: layout, encoding: encoding, chunk: file.count)
    let parts = read(file, layout: layout, encoding: encoding, chunk: Int(input[1]) % 13 + 1)
    switch (whole, parts) {
    case (.success(let left), .success(let right)):
        precondition(left.header == right.header && left.rows.count == right.rows.count)
        for (a, b) in zip(left.rows, right.rows) {
            precondition(a.cells == b.cells && a.number == b.number && a.line == b.line)
        }
        interpret(left, layout: layout)
    case (.failure(let left), .failure(let right)):
        for defect in [left, right] { precondition(!defect.cause.isEmpty && !defect.mend.isEmpty) }
    default: preconditionFailure("chunks change what is read")
    }
    return 0
}

private struct Content {
    var header: [String]
    var rows: [SourceRow]
}

private func read(
    _ file: [UInt8], layout: Layout, encoding: TextEncoding, chunk: Int
) -> Result<Content, FileDefect> {
    do throws(FileDefect) {
        var scanner = RowScanner(layout: layout, encoding: encoding)
        var rows: [SourceRow] = []
        var index = 0
        while index < file.count {
            let end = min(index + chunk, file.count)
            rows += try scanner.rows(from: Array(file[index..<end]))
            index = end
        }
        rows += try scanner.rows(from: [], isLast: true)
        return .success(Content(header: scanner.header ?? [], rows: rows))
    } catch {
        return .failure(error)
    }
}

private func interpret(_ content: Content, layout: Layout) {
    guard
        var interpreter = try? RowInterpreter(
            layout: layout, header: content.header, reference: reference, today: today)
    else { return }
    for row in content.rows {
        let read = interpreter.interpret(
            interpreter.canonical(row.cells), givenCount: row.cells.count,
            headerCount: content.header.count, hasControlCharacters: row.hasControlCharacters)
        precondition((read.outcome == .rejected) == (read.content == nil))
        for note in read.notes { precondition(!note.cause.isEmpty && !note.mend.isEmpty) }
    }
}
