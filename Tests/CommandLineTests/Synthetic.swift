import Foundation

/// Made-up files in the forms that the layouts read. Deterministic.
enum Synthetic {
    static let header =
        "REGION;SUBREGION;COUNTRY;ADMINISTRATIVE_DIVISION;PLACE;SEIZURE_DATE;DRUG_NAME;AMOUNT;"
        + "DRUG_UNIT;HIDING_PLACE;INSTALLATION;TRANSPORT;PRODUCING_COUNTRY;DEPARTURE_COUNTRY;"
        + "DESTINATION_COUNTRY;ROUTING\n"

    /// A file of individual seizures with exact repeats, near repeats, blanks and rows to hold.
    static func seizures(_ rows: Int) -> String {
        var state: UInt64 = 7
        func number(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let places = [
            ("Spain", "Algeciras"), ("Spain", "Madrid"), ("Belgium", "Antwerp"), ("Colombia", ""),
            ("Netherlands", "Rotterdam"), ("Netherlands", "Vlissingen"),
        ]
        let drugs = ["Cocaine", "Cannabis herb", "Heroin", "Cocaine base"]
        let units = ["Kilogram", "Kilogram", "Gram"]
        let settings = ["", "Seaport", "Airport", "Road", "Unknown"]
        var text = header
        var last = ""
        for _ in 0..<rows {
            // Some rows are the one before once more.
            if !last.isEmpty, number(20) == 0 {
                text += last
                continue
            }
            let place = places[number(places.count)]
            let day = 1 + number(28)
            let date = "201\(1 + number(5))-0\(1 + number(9))-\(day < 10 ? "0" : "")\(day)"
            let amount =
                number(3) == 0 ? "\(1 + number(20)).0" : "\(1 + number(900)).\(number(999))"
            last =
                "Region;Sub;\(place.0);;\(place.1);\(date);\(drugs[number(4)]);\(amount);"
                + "\(units[number(3)]);;\(settings[number(5)]);;Unknown;;\(place.0);\n"
            text += last
        }
        return text
    }

    /// One row of the template: reference, date, amount.
    static func template(_ rows: [(String, String, String)]) -> String {
        "reference,reporter,date,country,place,substance,amount,unit,stage\n"
            + rows.map { "\($0.0),Customs,\($0.1),NL,Rotterdam,cocaine,\($0.2),kg,at-port\n" }
            .joined()
    }

    /// Rows of the official UN/LOCODE list as it is published: no header, Latin-1.
    static let codeList = """
        ,"QQ",,".QUAYLAND",,,,,,,,
        ,"SE","ZZ2","Färgö Västra","Fargo Vastra","O","AI","1-3-----","0307",,"5739N 01157E",""
        +,"SE","ZZ3","Inlandshamn","Inlandshamn","O","AI","-----6--","2307",,"5839N 01357E",""
        ,"SE","ZZ4","Torp","Torp","O","AI","--3-----","0307",,,""
        X,"SE","Z01","Felkod","Felkod","O","XX","1-------","0307",,,""

        """
}
