import NeedToKnow
import TestSupport
import Testing

@testable import WebInterface

/// The readers of what a browser or a program sends: what they take, and what they refuse.
@Suite struct RequestReaderTests {
    // MARK: Fields

    @Test(arguments: [
        ("a=1&b=2", ["a=1", "b=2"]), ("a=b=c", ["a=b=c"]), ("a", ["a="]), ("=x", ["=x"]),
        ("&&a=1&", ["a=1"]), ("a+b=c+d", ["a b=c d"]), ("%C3%A9=%e2%82%ac", ["é=€"]),
        ("a=%2B%26%3D", ["a=+&="]), ("", []),
    ])
    func fieldsAreRead(_ text: String, _ expected: [String]) {
        #expect(FormFields(encoded: text)?.all.map { "\($0.name)=\($0.value)" } == expected)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "%00=1", "a=%00", "a=%ff", "a=%c3%28", "a=%ed%a0%80"])
    func damagedFieldsAreRefused(_ text: String) {
        #expect(FormFields(encoded: text) == nil)
    }

    @Test func moreFieldsThanTheLimitAreRefused() {
        let most = (0..<RouteLimit.fields).map { "f\($0)=" }.joined(separator: "&")
        #expect(FormFields(encoded: most)?.all.count == RouteLimit.fields)
        #expect(FormFields(encoded: most + "&one=more") == nil)
    }

    @Test func anyTextComesBackFromAnAddress() {
        var random = Seeded(7)
        for _ in 0..<300 {
            let fields = (0..<random.number(1...5)).map { _ in
                (name: Self.text(&random), value: Self.text(&random))
            }
            let back = FormFields(encoded: FormFields(fields).encoded)?.all
            let expected = fields.map { "\($0.name)\u{1}\($0.value)" }
            #expect(back?.map { "\($0.name)\u{1}\($0.value)" } == expected)
        }
    }

    private static func text(_ random: inout Seeded) -> String {
        var text = "x"
        for _ in 0..<random.number(0...12) {
            let code = UInt32(random.number(1...0x2_FFFF))
            text.unicodeScalars.append(Unicode.Scalar(code) ?? "?")
        }
        return text
    }

    // MARK: Parts

    private func form(_ text: String) -> MultipartForm? {
        MultipartForm(Array(text.utf8), boundary: "b7")
    }

    @Test func partsAreReadAsTheyCame() throws {
        let read = try #require(
            form(
                "--b7\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\na\r\nb--b7\r\n"
                    + "--b7\r\ncontent-disposition: form-data; name=\"file\"; "
                    + "filename=\"C:\\\\in;box\\\\a%22b.csv\"\r\nContent-Type: Text/CSV\r\n\r\n"
                    + "1,2\r\n\0\r\n--b7\r\ncontent-disposition: form-data; name=none; "
                    + "filename=\"\"\r\n\r\n\r\n--b7--\r\n"))
        #expect(read.fields.map(\.name) == ["note"])
        #expect(read.fields.map(\.value) == ["a\r\nb--b7"])
        #expect(read.files.map(\.name) == ["a\"b.csv"])
        #expect(read.files.map(\.contentType) == ["text/csv"])
        #expect(read.files.first?.bytes == Array("1,2\r\n\0".utf8))
    }

    @Test(arguments: [
        "", "--b7", "--b8--", "--b7\r\n\r\nx\r\n--b7--",
        "--b7\r\ncontent-disposition: form-data; name=a\r\n\r\nx",
        "--b7\r\ncontent-disposition: attachment; name=a\r\n\r\nx\r\n--b7--",
        "--b7\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b7--",
        "--b7\r\nno colon\r\n\r\nx\r\n--b7--",
        "--b7\r\ncontent-disposition: form-data; name=a\r\n\r\n\0\r\n--b7--",
        "--b7x\r\ncontent-disposition: form-data; name=a\r\n\r\nx\r\n--b7--",
    ])
    func damagedPartsAreRefused(_ text: String) {
        #expect(form(text) == nil)
    }

    @Test func partsBeyondALimitAreRefused() {
        func files(_ count: Int) -> String {
            (0..<count).map { number in
                "--b7\r\ncontent-disposition: form-data; name=f; filename=\(number)\r\n\r\nx\r\n"
            }.joined() + "--b7--"
        }
        #expect(form(files(RouteLimit.files))?.files.count == RouteLimit.files)
        #expect(form(files(RouteLimit.files + 1)) == nil)
        let head = String(repeating: "x", count: 5_000)
        #expect(form("--b7\r\nx-long: \(head)\r\n\r\nx\r\n--b7--") == nil)
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=b7", "b7"),
        ("Multipart/Form-Data; charset=utf-8; BOUNDARY=\"b 7\"", "b 7"),
        ("multipart/form-data", nil), ("multipart/form-data; boundary=", nil),
        ("multipart/mixed; boundary=b7", nil), ("text/plain; boundary=b7", nil),
        ("multipart/form-data; boundary=" + String(repeating: "b", count: 71), nil),
    ])
    func theBoundaryIsThatOfTheContentType(_ type: String, _ expected: String?) {
        #expect(MultipartForm.boundary(type) == expected)
    }

    // MARK: Cookies, paths

    @Test(arguments: [
        (["__Host-session=abc"], "abc"), (["a=1; __Host-session=abc; b=2"], "abc"),
        (["a=1", "__Host-session=x=y"], "x=y"), (["__Host-session=one; __Host-session=two"], "one"),
        (["x__Host-session=abc"], nil), (["__host-session=abc"], nil), (["__Host-session"], nil),
        (["__Host-session2=abc"], nil), ([], nil), ([";;; ;"], nil),
    ])
    func aCookieIsFoundByItsWholeName(_ fields: [String], _ expected: String?) {
        #expect(Cookie.value(Cookie.session, in: fields) == expected)
    }

    @Test func aLiteralGoesBeforeAParameter() {
        let table = PathTable(["/a/{x}", "/a/new", "/{y}/new", "/"])
        #expect(table.fits("/a/new").map(\.index) == [1, 0, 2])
        #expect(table.fits("/a/%C3%A9%2F") == [.init(index: 0, parameters: ["x": "é/"])])
        #expect(table.fits("/").map(\.index) == [3])
        for path in ["", "//", "/a/", "/a//new", "a/new", "/a/%", "/a/%00", "/a/%ff", "/b/c"] {
            #expect(table.fits(path).isEmpty, "\(path)")
        }
    }

    // MARK: Documents

    @Test func documentsComeBackAsTheyWere() throws {
        let text = #"{"a":[1,-2.5,true,null,"é\n"],"b":{"c":{}}}"#
        let value = try #require(JSONValue(parsing: Array(text.utf8)))
        #expect(JSONValue(parsing: value.bytes) == value)
        #expect(value["a"]?.array?.first?.integer == 1)
        #expect(value["b"]?["c"] == .object([:]))
        for damaged in ["", "{", "[1 2]", "{\"a\" 1}", "nul", "\"\\ud800\"", "1e999", "\u{FEFF}["] {
            #expect(JSONValue(parsing: Array(damaged.utf8)) == nil, "\(damaged)")
        }
    }

    @Test func aDocumentNestedWithoutEndIsRefused() {
        for depth in [600, 10_000, 100_000] {
            let text =
                String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            #expect(JSONValue(parsing: Array(text.utf8)) == nil, "\(depth)")
        }
    }

    @Test func everyDefectOfADocumentNamesItsPlace() throws {
        let schema = APISchema.object([
            .needs("id", .identifier, "a name"), .may("n", .optional(.integer(0...9)), ""),
            .may("list", .array(.choice(["a", "b"]), max: 2), ""),
            .may("share", .number(0...1), ""), .may("in", .object([.needs("x", .day, "")]), ""),
        ])
        func fields(_ text: String) -> [String] {
            let value = JSONValue(parsing: Array(text.utf8)) ?? .null
            return schema.defects(of: value).map(\.field)
        }
        #expect(fields(#"{"id":"x","n":null,"list":["a"],"share":1}"#) == [])
        #expect(
            fields(#"{"id":"","n":10,"list":["a","c"],"share":1.5}"#) == [
                "id", "n", "list[1]", "share",
            ])
        #expect(
            fields(#"{"n":1.5,"list":["a","b","a"],"in":{"x":"2024-1-1"}}"#) == [
                "id", "n", "list", "in.x",
            ])
        #expect(fields(#"{"id":"a\u0000","more":1,"in":[]}"#) == ["more", "id", "in"])
        #expect(fields("[]") == [""])
    }
}
