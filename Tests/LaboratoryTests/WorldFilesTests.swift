import Laboratory
import Statistics
import Testing

@Suite struct WorldFilesTests {
    private static let ports = "port,lat,lon\nA,50.0,4.0\nB,51.5,-3.25\n"
    private static let seizures =
        "id,event_date,report_date,port,substance,kg,modus_operandi,route_origin,company\n"
        + "S1,2024-01-02,2024-01-05,A,cocaine,12.500,rip_on,SANTOS,C01\n"
        + "S2,2024-01-20,2024-03-05,B,heroin,,,,\n"
    private static let inspections =
        "week_start,port,inspected\n2024-01-01,A,30\n2024-01-08,A,\n2024-01-15,A,28\n"
    private static let measures = "measure,port,start_date,type\nM0,A,2024-01-09,scanner\n"

    private static func files(_ file: WorldFiles.File? = nil, _ text: String = "") -> WorldFiles {
        WorldFiles(
            ports: file == .ports ? text : ports, seizures: file == .seizures ? text : seizures,
            inspections: file == .inspections ? text : inspections,
            measures: file == .measures ? text : measures)
    }

    @Test func unknownIsNotZero() throws {
        let world = try World(named: "w", files: Self.files())
        #expect(world.firstDay == WorldDay("2024-01-01"))
        #expect(world.weekCount == 3)
        #expect(world.inspections == [[30, nil, 28], [nil, nil, nil]])
        #expect(world.seizures[1].kilograms == nil && world.seizures[1].method == nil)
        #expect(world.seizures[1].reportDay == 64 && world.seizures[1].eventWeek == 2)
        #expect(world.measures[0].startWeek == 1)
        #expect(world.names.substances == ["cocaine", "heroin"])
    }

    @Test func columnsMayStandInAnotherOrderAndLinesEndTheOtherWay() throws {
        let text = "lon,note,port,lat\r\n4.0,\"a, \"\"b\"\"\",A,50.0\r\n-3.25,,B,51.5\r\n\r\n"
        let world = try World(named: "w", files: Self.files(.ports, text))
        #expect(try world == World(named: "w", files: Self.files()))
    }

    @Test func weeksBeginAsInspectionsDoAlsoBeforeThem() throws {
        let text = Self.seizures + "S3,2023-12-24,2023-12-24,A,cocaine,1,,,\n"
        let world = try World(named: "w", files: Self.files(.seizures, text))
        #expect(world.firstDay == WorldDay("2023-12-18"))
        #expect(world.weekCount == 5)
        #expect(world.seizures[2].eventDay == 6)
        let none = try World(
            named: "w",
            files: Self.files(.inspections, "week_start,port,inspected\n"))
        #expect(none.firstDay == WorldDay("2024-01-01"))
    }

    @Test(arguments: [
        (WorldFiles.File.ports, "", 0, "is empty"),
        (.ports, "port,lat\nA,1\n", 1, "lacks lon"),
        (.ports, "port,lat,lon\nA,1,2\nA,1,2\n", 3, "stands twice"),
        (.ports, "port,lat,lon\nA,91,2\nB,1,2\n", 2, "globe"),
        (.ports, "port,lat,lon\nA,x,2\nB,1,2\n", 2, "lat is no number"),
        (.ports, "port,lat,lon\nA,nan,2\nB,1,2\n", 2, "lat is no number"),
        (.ports, "port,lat,lon\nA,1\n", 2, "2 fields where the header has 3"),
        (.ports, "port,lat,lon\n\"A,1,2\n", 2, "quotes are not closed"),
        (.inspections, "week_start,port,inspected\n2024-01-01,C,3\n", 2, "no port C"),
        (.inspections, "week_start,port,inspected\n2024-01-01,A,-3\n", 2, "no count"),
        (
            .inspections, "week_start,port,inspected\n2024-01-01,A,3\n2024-01-09,A,3\n", 3,
            "another weekday"
        ),
        (
            .inspections, "week_start,port,inspected\n2024-01-01,A,3\n2024-01-01,A,4\n", 3,
            "twice"
        ),
        (.measures, "measure,port,start_date,type\nM0,A,2034-01-01,x\n", 2, "outside the 3"),
        (.measures, "measure,port,start_date,type\nM0,A,2024-02-30,x\n", 2, "no date"),
    ])
    func damageIsNamedWithFileAndLine(
        file: WorldFiles.File, text: String, line: Int, cause: String
    ) {
        let defect = #expect(throws: WorldDefect.self) {
            try World(named: "w", files: Self.files(file, text))
        }
        #expect(defect?.file == file.rawValue)
        #expect(defect?.line == line)
        #expect(defect?.cause.contains(cause) == true, "\(defect?.cause ?? "none")")
        #expect(defect?.mend.isEmpty == false)
    }

    @Test(arguments: [
        ("S1,2024-01-02,2024-01-05,A,cocaine,1,,,", "twice"),
        ("S9,2024-01-02,2024-01-01,A,cocaine,1,,,", "before it happened"),
        ("S9,2024-01-02,2024-01-05,A,cocaine,-1,,,", "negative"),
        ("S9,2024-01-02,2024-01-05,A,,1,,,", "substance is empty"),
        ("S9,02.01.2024,2024-01-05,A,cocaine,1,,,", "event_date is no date"),
        ("S9,2094-01-02,2094-01-05,A,cocaine,1,,,", "spans"),
        ("\(String(repeating: "S", count: 300)),2024-01-02,2024-01-05,A,c,1,,,", "longer"),
    ])
    func damagedSeizuresAreRefused(row: String, cause: String) {
        let defect = #expect(throws: WorldDefect.self) {
            try World(named: "w", files: Self.files(.seizures, Self.seizures + row + "\n"))
        }
        #expect(defect?.cause.contains(cause) == true, "\(defect?.cause ?? "none")")
    }

    @Test func madeWorldsAreReadAsTheyWereWritten() throws {
        var conditions = WorldConditions()
        conditions.portCount = 6
        conditions.measureCount = 2
        conditions.records.route.values = 12
        conditions.weeksWithoutInspections = 0.2
        for seed in 0..<5 {
            let made = try WorldMaker(conditions).world(named: "w", seed: UInt64(seed))
            let texts = WorldFiles(made.world)
            let read = try World(named: "w", files: texts)
            // Codes are numbered anew by first appearance; the words are the same.
            #expect(WorldFiles(read) == texts)
            #expect(read.inspections == made.world.inspections)
            #expect(read.measures == made.world.measures)
            let truth = try WorldTruth(json: made.truth.json)
            #expect(truth.pairs.map(\.toPort) == made.truth.pairs.map(\.toPort))
            #expect(truth.json == made.truth.json)
        }
    }

    @Test(arguments: [
        ("{", "is no JSON"), ("{}", "lacks scenario"), ("[]", "another type"),
    ])
    func damagedTruthIsRefused(text: String, cause: String) {
        let defect = #expect(throws: WorldDefect.self) {
            try WorldTruth(json: text, file: "w.json")
        }
        #expect(defect?.file == "w.json")
        #expect(defect?.cause.contains(cause) == true, "\(defect?.cause ?? "none")")
    }

    /// One to three changed bytes: what comes is a world that can be judged, or a defect.
    @Test func damagedBytesNeverBreakTheReader() {
        let seed: UInt64 = 20_241
        print("damagedBytesNeverBreakTheReader: seed \(seed)")
        var chance = SeededGenerator(seed: seed)
        var worlds = 0
        var defects = 0
        let pieces: [[UInt8]] = [
            [], [0x22], [0x2C], [0x0A], [0x0D], [0x00], [0xFF], [0x2D], Array("9".utf8),
            Array("e308".utf8), Array("99999999999999999999".utf8),
        ]
        for _ in 0..<3_000 {
            let file = WorldFiles.File.allCases.randomElement(using: &chance) ?? .ports
            var bytes = Array(Self.files()[file].utf8)
            for _ in 0..<Int.random(in: 1...3, using: &chance) {
                let place = Int.random(in: 0..<bytes.count, using: &chance)
                let piece = pieces.randomElement(using: &chance) ?? []
                bytes.replaceSubrange(place...place, with: piece)
            }
            do {
                let text = String(decoding: bytes, as: UTF8.self)
                let world = try World(named: "w", files: Self.files(file, text))
                worlds += 1
                #expect(InspectionRate().detect(world).allSatisfy { $0.score.isFinite })
                #expect(DisplacementDifference().detect(world).allSatisfy { $0.score.isFinite })
            } catch {
                defects += 1
            }
        }
        #expect(worlds > 100 && defects > 100, "\(worlds) worlds, \(defects) defects")
    }
}
