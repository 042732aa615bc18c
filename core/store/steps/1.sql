-- The tables of what is extracted, and the views that are asked.
--
-- Names: a table is singular, a documented view plural. `document` in a table is document.number, in a view
-- document.id. Spans are byte offsets into document.text. A part of a record (its source, its cue ...) is a group of
-- columns: PART_start, PART_stop, PART_text and, where it has them, PART_id, PART_code, PART_change.

CREATE TABLE document (
  id TEXT NOT NULL UNIQUE,
  uri TEXT,
  title TEXT,
  date TEXT,
  source TEXT,
  url TEXT,
  lang TEXT,
  text TEXT NOT NULL,
  place TEXT,
  byline TEXT,
  number INTEGER PRIMARY KEY
) STRICT;
CREATE INDEX document_date ON document(date);

CREATE TABLE extractor (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  UNIQUE (name, version)
) STRICT;

CREATE TABLE sentence (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document(number) ON DELETE CASCADE,
  sentence INTEGER NOT NULL,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (document, sentence)
) STRICT;

CREATE VIRTUAL TABLE sentence_search USING fts5(
  text, content = 'sentence', content_rowid = 'id',
  tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER sentence_deleted AFTER DELETE ON sentence BEGIN
  INSERT INTO sentence_search(sentence_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE VIEW sentences AS
  SELECT d.id AS document, s.sentence, s.start, s.stop, s.text
  FROM sentence AS s JOIN document AS d ON d.number = s.document;

CREATE TABLE entity (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  label TEXT NOT NULL,
  code TEXT
) STRICT;
CREATE UNIQUE INDEX entity_same ON entity(name, label, ifnull(code, ''));
CREATE INDEX entity_code ON entity(code) WHERE code IS NOT NULL;

CREATE TABLE mention (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document(number) ON DELETE CASCADE,
  sentence INTEGER,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  text TEXT NOT NULL,
  extractor INTEGER NOT NULL REFERENCES extractor(id),
  confidence REAL,
  entity INTEGER NOT NULL REFERENCES entity(id),
  mention TEXT,
  resolved INTEGER NOT NULL CHECK (resolved IN (0, 1))
) STRICT;
CREATE INDEX mention_document ON mention(document);
CREATE INDEX mention_entity ON mention(entity);

CREATE TRIGGER mention_deleted AFTER DELETE ON mention BEGIN
  DELETE FROM entity WHERE id = old.entity AND NOT EXISTS (SELECT 1 FROM mention WHERE entity = old.entity);
END;

CREATE VIEW entities AS
  SELECT e.id, e.name, e.label, e.code, (SELECT count(*) FROM mention AS m WHERE m.entity = e.id) AS mentions
  FROM entity AS e;

CREATE VIEW mentions AS
  SELECT m.entity, e.label, d.id AS document, m.sentence, m.start, m.stop, m.text, m.mention
  FROM mention AS m JOIN entity AS e ON e.id = m.entity JOIN document AS d ON d.number = m.document;

CREATE TABLE time (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document(number) ON DELETE CASCADE,
  sentence INTEGER,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  text TEXT NOT NULL,
  extractor INTEGER NOT NULL REFERENCES extractor(id),
  confidence REAL,
  type TEXT NOT NULL,
  value TEXT,
  mod TEXT,
  first TEXT,
  last TEXT
) STRICT;
CREATE INDEX time_document ON time(document);
CREATE INDEX time_first ON time(first);

CREATE VIEW times AS
  SELECT t.id, t.type, t.value, t.mod, t.first, t.last, d.id AS document, t.sentence, t.start, t.stop, t.text
  FROM time AS t JOIN document AS d ON d.number = t.document;

CREATE TABLE quote (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document(number) ON DELETE CASCADE,
  sentence INTEGER,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  text TEXT NOT NULL,
  extractor INTEGER NOT NULL REFERENCES extractor(id),
  confidence REAL,
  mode TEXT NOT NULL,
  speaker_start INTEGER,
  speaker_stop INTEGER,
  speaker_text TEXT,
  speaker_id TEXT,
  cue_start INTEGER,
  cue_stop INTEGER,
  cue_text TEXT,
  spans TEXT,
  speaker TEXT AS (coalesce(speaker_id, speaker_text)) VIRTUAL
) STRICT;
CREATE INDEX quote_document ON quote(document);
CREATE INDEX quote_speaker ON quote(speaker) WHERE speaker IS NOT NULL;

CREATE VIEW quotes AS
  SELECT q.id, q.mode, q.speaker, q.cue_text AS cue, q.confidence, x.name AS extractor,
    d.id AS document, q.sentence, q.start, q.stop, q.text
  FROM quote AS q JOIN document AS d ON d.number = q.document JOIN extractor AS x ON x.id = q.extractor;

CREATE TABLE relation (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document(number) ON DELETE CASCADE,
  sentence INTEGER,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  text TEXT NOT NULL,
  extractor INTEGER NOT NULL REFERENCES extractor(id),
  confidence REAL,
  type TEXT NOT NULL,
  mode TEXT,
  context TEXT,
  cameo TEXT,
  goldstein REAL,
  source_start INTEGER,
  source_stop INTEGER,
  source_text TEXT,
  source_id TEXT,
  source_code TEXT,
  target_start INTEGER,
  target_stop INTEGER,
  target_text TEXT,
  target_id TEXT,
  target_code TEXT,
  role TEXT,
  date TEXT,
  place TEXT,
  modality TEXT NOT NULL,
  negated INTEGER NOT NULL CHECK (negated IN (0, 1)),
  attribution TEXT,
  trigger_start INTEGER,
  trigger_stop INTEGER,
  trigger_text TEXT,
  weight REAL NOT NULL DEFAULT 1,
  source TEXT AS (coalesce(source_id, source_text)) VIRTUAL,
  target TEXT AS (coalesce(target_id, target_text)) VIRTUAL
) STRICT;
CREATE INDEX relation_document ON relation(document);
CREATE INDEX relation_source ON relation(source) WHERE source IS NOT NULL;
CREATE INDEX relation_target ON relation(target) WHERE target IS NOT NULL;
CREATE INDEX relation_source_code ON relation(source_code) WHERE source_code IS NOT NULL;
CREATE INDEX relation_target_code ON relation(target_code) WHERE target_code IS NOT NULL;
CREATE INDEX relation_type ON relation(type);
CREATE INDEX relation_date ON relation(date) WHERE date IS NOT NULL;

CREATE VIEW relations AS
  SELECT r.id, r.type, r.mode, r.context, r.cameo, r.goldstein, r.source, r.source_code, r.target, r.target_code,
    r.date, r.place, r.modality, r.negated, r.attribution, r.weight, r.confidence, x.name AS extractor,
    d.id AS document, r.sentence, r.start, r.stop, r.text
  FROM relation AS r JOIN document AS d ON d.number = r.document JOIN extractor AS x ON x.id = r.extractor;

CREATE TABLE cause (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document(number) ON DELETE CASCADE,
  sentence INTEGER,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  text TEXT NOT NULL,
  extractor INTEGER NOT NULL REFERENCES extractor(id),
  confidence REAL,
  cause_start INTEGER NOT NULL,
  cause_stop INTEGER NOT NULL,
  cause_text TEXT NOT NULL,
  cause_change INTEGER NOT NULL CHECK (cause_change IN (-1, 0, 1)),
  effect_start INTEGER NOT NULL,
  effect_stop INTEGER NOT NULL,
  effect_text TEXT NOT NULL,
  effect_change INTEGER NOT NULL CHECK (effect_change IN (-1, 0, 1)),
  signal_start INTEGER,
  signal_stop INTEGER,
  signal_text TEXT,
  polarity INTEGER NOT NULL CHECK (polarity IN (-1, 0, 1)),
  sign INTEGER NOT NULL CHECK (sign IN (-1, 0, 1)),
  hedge TEXT NOT NULL,
  purpose INTEGER NOT NULL CHECK (purpose IN (0, 1)),
  attribution TEXT
) STRICT;
CREATE INDEX cause_document ON cause(document);

CREATE VIEW causes AS
  SELECT c.id, c.cause_text AS cause, c.effect_text AS effect, c.signal_text AS signal, c.polarity, c.sign,
    c.hedge, c.purpose, c.attribution, c.confidence, x.name AS extractor,
    d.id AS document, c.sentence, c.start, c.stop, c.text
  FROM cause AS c JOIN document AS d ON d.number = c.document JOIN extractor AS x ON x.id = c.extractor;
