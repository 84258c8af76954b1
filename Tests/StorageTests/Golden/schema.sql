CREATE INDEX figure_record ON figure (record);

CREATE INDEX seizure_place ON seizure (place, first_day);

CREATE INDEX seizure_record ON seizure (record);

CREATE INDEX seizure_review ON seizure (country, substance_group);

CREATE TABLE batch (
    batch TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    layout TEXT NOT NULL,
    headers TEXT NOT NULL,
    started_on TEXT NOT NULL
);

CREATE TABLE decision (
    record TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    PRIMARY KEY (record, number)
);

CREATE TABLE figure (
    serial INTEGER PRIMARY KEY REFERENCES record (serial),
    record TEXT NOT NULL,
    is_current INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    body TEXT NOT NULL,
    scope TEXT NOT NULL,
    place_name TEXT NOT NULL,
    place TEXT,
    country TEXT,
    substance TEXT NOT NULL,
    substance_group TEXT NOT NULL,
    kilograms DOUBLE PRECISION,
    figure_precision TEXT NOT NULL,
    seizures INTEGER,
    count_basis TEXT NOT NULL,
    largest_kilograms DOUBLE PRECISION,
    status TEXT NOT NULL,
    is_contested INTEGER NOT NULL,
    definition TEXT NOT NULL,
    address TEXT NOT NULL,
    traffic_light TEXT NOT NULL,
    handling TEXT NOT NULL
);

CREATE TABLE finding (
    record TEXT NOT NULL,
    other TEXT NOT NULL,
    kind TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    reasons TEXT NOT NULL,
    found_on TEXT NOT NULL,
    PRIMARY KEY (record, other, kind)
);

CREATE TABLE imported_place (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    spellings TEXT NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION
);

CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE progress (
    name TEXT PRIMARY KEY,
    serial INTEGER NOT NULL
);

CREATE TABLE record (
    serial INTEGER PRIMARY KEY,
    record TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    digest TEXT NOT NULL,
    batch TEXT NOT NULL REFERENCES batch (batch),
    row_number INTEGER NOT NULL,
    given TEXT NOT NULL,
    traffic_light TEXT NOT NULL,
    handling TEXT NOT NULL,
    handling_text TEXT,
    UNIQUE (record, version)
);

CREATE TABLE seizure (
    serial INTEGER PRIMARY KEY REFERENCES record (serial),
    record TEXT NOT NULL,
    is_current INTEGER NOT NULL,
    state TEXT NOT NULL,
    hold_reason TEXT,
    occurrence INTEGER NOT NULL,
    may_repeat INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    reporter TEXT NOT NULL,
    asked INTEGER NOT NULL,
    country TEXT,
    place TEXT,
    place_match TEXT NOT NULL,
    place_text TEXT NOT NULL,
    stage TEXT NOT NULL,
    setting TEXT NOT NULL,
    transport TEXT NOT NULL,
    concealment TEXT NOT NULL,
    substance TEXT NOT NULL,
    substance_group TEXT NOT NULL,
    amount DOUBLE PRECISION,
    unit TEXT,
    mass_basis TEXT,
    certainty TEXT,
    kilograms DOUBLE PRECISION,
    factor DOUBLE PRECISION,
    factor_basis TEXT,
    factor_source TEXT,
    producing TEXT,
    departure_country TEXT,
    departure_place TEXT,
    transit TEXT,
    destination_country TEXT,
    destination_place TEXT,
    intended_country TEXT,
    intended_place TEXT,
    methods TEXT,
    companies TEXT,
    cash_currency TEXT,
    cash_hundredths BIGINT,
    cash_form TEXT,
    cash_declared TEXT,
    container TEXT,
    vessel INTEGER,
    persons INTEGER,
    evaluation TEXT,
    traffic_light TEXT NOT NULL,
    handling TEXT NOT NULL
);
