CREATE INDEX consent_receiver ON consent (receiver, purpose, until_day);

CREATE INDEX credential_person ON credential (person);

CREATE INDEX denominator_class ON denominator (class, place, first_day, country,
    substance_group, keep_until) WHERE is_current = 1;

CREATE INDEX denominator_day ON denominator (first_day, serial)
    WHERE is_current = 1;

CREATE INDEX denominator_keep ON denominator (keep_until)
    WHERE is_current = 1 AND keep_until IS NOT NULL;

CREATE INDEX denominator_record ON denominator (record);

CREATE INDEX draft_person ON draft (person, saved);

CREATE INDEX figure_class ON figure (class, place, first_day, country,
    substance_group, keep_until) WHERE is_current = 1;

CREATE INDEX figure_day ON figure (first_day, serial) WHERE is_current = 1;

CREATE INDEX figure_keep ON figure (keep_until)
    WHERE is_current = 1 AND keep_until IS NOT NULL;

CREATE INDEX figure_record ON figure (record);

CREATE INDEX record_batch ON record (batch, serial);

CREATE INDEX release_serials ON release (first_serial, last_serial);

CREATE INDEX remembered_answer_age ON remembered_answer (begun_at);

CREATE INDEX seizure_class ON seizure (class, place, first_day, country,
    substance_group, keep_until) WHERE is_current = 1;

CREATE INDEX seizure_day ON seizure (first_day, serial) WHERE is_current = 1;

CREATE INDEX seizure_keep ON seizure (keep_until)
    WHERE is_current = 1 AND keep_until IS NOT NULL;

CREATE INDEX seizure_record ON seizure (record);

CREATE INDEX seizure_review ON seizure (country, substance_group);

CREATE INDEX session_person ON session (person);

CREATE INDEX withdrawn_batch ON withdrawn (batch);

CREATE TABLE access_class (
    class INTEGER PRIMARY KEY,
    label TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    originator TEXT NOT NULL,
    traffic_light TEXT NOT NULL,
    handling TEXT NOT NULL,
    handling_text TEXT,
    purposes INTEGER NOT NULL,
    releasable_to TEXT,
    retention_days INTEGER,
    retention_end TEXT
);

CREATE TABLE access_token (
    token TEXT PRIMARY KEY,
    secret_hash BLOB NOT NULL UNIQUE,
    owner TEXT NOT NULL REFERENCES person (person),
    label TEXT NOT NULL,
    scopes TEXT NOT NULL,
    purpose TEXT NOT NULL,
    basis TEXT NOT NULL,
    created BIGINT NOT NULL,
    last_day TEXT NOT NULL,
    revoked BIGINT
);

CREATE TABLE agreement (
    agreement TEXT NOT NULL,
    version INTEGER NOT NULL,
    canonical TEXT NOT NULL,
    added_on TEXT NOT NULL,
    PRIMARY KEY (agreement, version)
);

CREATE TABLE agreement_revocation (
    agreement TEXT NOT NULL,
    version INTEGER NOT NULL,
    organisation TEXT NOT NULL,
    revoked_on TEXT NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (agreement, version, organisation),
    FOREIGN KEY (agreement, version) REFERENCES agreement (agreement, version)
);

CREATE TABLE agreement_signature (
    agreement TEXT NOT NULL,
    version INTEGER NOT NULL,
    organisation TEXT NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (agreement, version, organisation),
    FOREIGN KEY (agreement, version) REFERENCES agreement (agreement, version)
);

CREATE TABLE batch (
    batch TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    layout TEXT NOT NULL,
    headers TEXT NOT NULL,
    started_on TEXT NOT NULL
);

CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
);

CREATE TABLE consent (
    record TEXT NOT NULL,
    receiver TEXT NOT NULL,
    purpose TEXT NOT NULL,
    until_day INTEGER NOT NULL,
    PRIMARY KEY (record, receiver, purpose)
);

CREATE TABLE content_revision (
    log INTEGER PRIMARY KEY,
    entries INTEGER NOT NULL,
    rules INTEGER NOT NULL
);

CREATE TABLE credential (
    credential TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (person),
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    handle BLOB UNIQUE,
    secret BLOB NOT NULL,
    created BIGINT NOT NULL
);

CREATE TABLE credential_use (
    credential TEXT PRIMARY KEY,
    last_used BIGINT NOT NULL,
    counter BIGINT NOT NULL
);

CREATE TABLE data_key (
    serial INTEGER PRIMARY KEY REFERENCES record (serial),
    wrapped BLOB NOT NULL
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

CREATE TABLE denominator (
    serial INTEGER PRIMARY KEY REFERENCES record (serial),
    record TEXT NOT NULL,
    is_current INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    body TEXT NOT NULL,
    place_name TEXT NOT NULL,
    place TEXT,
    country TEXT,
    facility TEXT NOT NULL,
    effort TEXT NOT NULL,
    unit TEXT NOT NULL,
    amount DOUBLE PRECISION NOT NULL,
    is_random_sample INTEGER NOT NULL,
    finds INTEGER,
    reported_day INTEGER,
    substance_group TEXT NOT NULL,
    class INTEGER NOT NULL REFERENCES access_class (class),
    keep_until INTEGER,
    revision INTEGER NOT NULL
);

CREATE TABLE deputyship (
    person TEXT NOT NULL REFERENCES person (person),
    deputy TEXT NOT NULL REFERENCES person (person),
    roles TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    PRIMARY KEY (person, deputy)
);

CREATE TABLE draft (
    draft TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    saved BIGINT NOT NULL,
    sealed BLOB NOT NULL
);

CREATE TABLE evidence (
    entry INTEGER PRIMARY KEY,
    salt BLOB NOT NULL,
    body BLOB NOT NULL,
    leaf BLOB NOT NULL
);

CREATE TABLE evidence_head (
    log INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    frontier BLOB NOT NULL
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
    class INTEGER NOT NULL REFERENCES access_class (class),
    keep_until INTEGER,
    revision INTEGER NOT NULL
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

CREATE TABLE hold (
    record TEXT NOT NULL,
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    placed_on TEXT NOT NULL,
    ended_on TEXT,
    PRIMARY KEY (record, number)
);

CREATE TABLE imported_place (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    spellings TEXT NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION
);

CREATE TABLE measure (
    measure TEXT PRIMARY KEY,
    port TEXT NOT NULL,
    facility TEXT,
    type TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    description TEXT NOT NULL,
    owner TEXT NOT NULL,
    source TEXT NOT NULL,
    recorded_on TEXT NOT NULL
);

CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE node (
    name TEXT PRIMARY KEY,
    setting TEXT NOT NULL
);

CREATE TABLE organisation (
    organisation TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT,
    third_country_role TEXT,
    signing_key BLOB NOT NULL,
    registered_on TEXT NOT NULL
);

CREATE TABLE person (
    person TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    roles TEXT NOT NULL,
    language TEXT NOT NULL,
    is_system INTEGER NOT NULL,
    last_day TEXT
);

CREATE TABLE photograph (
    record TEXT NOT NULL,
    number INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    kind TEXT NOT NULL,
    byte_count INTEGER NOT NULL,
    added_by TEXT NOT NULL,
    added_on TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (record, number)
);

CREATE TABLE preregistration (
    measure TEXT NOT NULL REFERENCES measure (measure),
    number INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    weeks_before INTEGER NOT NULL,
    weeks_after INTEGER NOT NULL,
    comparison TEXT NOT NULL,
    registered_on TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    PRIMARY KEY (measure, number)
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
    class INTEGER NOT NULL REFERENCES access_class (class),
    sealed BLOB,
    entry INTEGER NOT NULL,
    UNIQUE (record, version)
);

CREATE TABLE refused_sign_in (
    person TEXT PRIMARY KEY,
    since BIGINT NOT NULL,
    refusals INTEGER NOT NULL
);

CREATE TABLE release (
    entry INTEGER NOT NULL,
    part INTEGER NOT NULL,
    kind TEXT NOT NULL,
    form TEXT NOT NULL,
    grounds TEXT NOT NULL,
    fields TEXT NOT NULL,
    records INTEGER NOT NULL,
    first_serial INTEGER NOT NULL,
    last_serial INTEGER NOT NULL,
    serials BLOB NOT NULL,
    PRIMARY KEY (entry, part)
);

CREATE TABLE remembered_answer (
    person TEXT NOT NULL,
    request TEXT NOT NULL,
    digest TEXT NOT NULL,
    status INTEGER,
    sealed BLOB,
    begun_at BIGINT NOT NULL,
    PRIMARY KEY (person, request)
);

CREATE TABLE report_edition (
    schedule TEXT NOT NULL,
    period TEXT NOT NULL,
    claimed BIGINT NOT NULL,
    made_on TEXT,
    digest TEXT,
    mark TEXT,
    records INTEGER,
    PRIMARY KEY (schedule, period)
);

CREATE TABLE report_schedule (
    schedule TEXT PRIMARY KEY,
    receiver TEXT NOT NULL,
    subject TEXT NOT NULL,
    cycle TEXT NOT NULL,
    substances TEXT NOT NULL,
    day_of_month INTEGER NOT NULL,
    formats TEXT NOT NULL,
    purpose TEXT NOT NULL,
    basis TEXT NOT NULL,
    set_by TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT
);

CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_text',
    content_rowid='serial', tokenize='ascii', detail='none', columnsize=0);

CREATE TABLE search_text (
    serial INTEGER PRIMARY KEY,
    words TEXT NOT NULL
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
    class INTEGER NOT NULL REFERENCES access_class (class),
    keep_until INTEGER,
    revision INTEGER NOT NULL
);

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    person TEXT NOT NULL,
    method TEXT NOT NULL,
    began BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    authenticated BIGINT NOT NULL,
    purpose TEXT,
    basis TEXT,
    task_since BIGINT,
    previous_visit BIGINT
);

CREATE TABLE sign_in_counter (
    bucket BLOB PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_failure BIGINT NOT NULL
);

CREATE TABLE spent_challenge (
    challenge BLOB PRIMARY KEY,
    spent BIGINT NOT NULL
);

CREATE TABLE staged_file (
    staging TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    staged BIGINT NOT NULL,
    sealed BLOB NOT NULL
);

CREATE TABLE tally (
    class INTEGER NOT NULL REFERENCES access_class (class),
    place TEXT NOT NULL,
    country TEXT NOT NULL,
    substance_group TEXT NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (class, place, country, substance_group)
);

CREATE TABLE tile (
    level INTEGER NOT NULL,
    place INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, place)
);

CREATE TABLE tombstone (
    record TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    versions INTEGER NOT NULL,
    reason TEXT NOT NULL,
    erased_on TEXT NOT NULL
);

CREATE TABLE trusted_device (
    token_hash BLOB PRIMARY KEY,
    person TEXT NOT NULL,
    made BIGINT NOT NULL
);

CREATE TABLE visit (
    person TEXT PRIMARY KEY,
    last_seen BIGINT NOT NULL
);

CREATE TABLE withdrawn (
    serial INTEGER PRIMARY KEY,
    batch TEXT NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_by TEXT NOT NULL,
    withdrawn_on TEXT NOT NULL
);

CREATE TABLE witnessed (
    origin TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    note TEXT NOT NULL
);

CREATE TRIGGER search_added AFTER INSERT ON search_text BEGIN
    INSERT INTO search_index (rowid, words) VALUES (new.serial, new.words);
END;

CREATE TRIGGER search_changed AFTER UPDATE ON search_text BEGIN
    INSERT INTO search_index (search_index, rowid, words)
    VALUES ('delete', old.serial, old.words);
    INSERT INTO search_index (rowid, words) VALUES (new.serial, new.words);
END;

CREATE TRIGGER search_removed AFTER DELETE ON search_text BEGIN
    INSERT INTO search_index (search_index, rowid, words)
    VALUES ('delete', old.serial, old.words);
END;
