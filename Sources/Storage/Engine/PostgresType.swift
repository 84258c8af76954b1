/// The types of PostgreSQL that the shared dialect knows, by their fixed numbers in its catalogue.
///
/// Source: src/include/catalog/pg_type.dat of PostgreSQL.
enum PostgresType {
    case bool, bytea, integer, float, numeric, text

    init(oid: UInt32) {
        switch oid {
        case 16: self = .bool
        case 17: self = .bytea
        // int8, int2, int4, oid
        case 20, 21, 23, 26: self = .integer
        // float4, float8
        case 700, 701: self = .float
        case 1700: self = .numeric
        // text, varchar, name, char and whatever else: PostgreSQL writes every value as text.
        default: self = .text
        }
    }
}
