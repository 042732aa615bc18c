/* The schema, as the steps that led to it. A step that has been released is never edited: a change is a
 * further step. */
#include "store/migrations.h"

#include <stddef.h>

/* Names: a table is singular, a documented view plural. `document` in a table is document.number, in a view
 * document.id. Spans are byte offsets into document.text. A part of a record (its source, its cue ...) is a
 * group of columns: PART_start, PART_stop, PART_text and, where it has them, PART_id, PART_code, PART_change.
 */
static const char documents[] =
    "CREATE TABLE document (\n"
    "  id TEXT NOT NULL UNIQUE,\n"
    "  uri TEXT,\n"
    "  title TEXT,\n"
    "  date TEXT,\n"
    "  source TEXT,\n"
    "  url TEXT,\n"
    "  lang TEXT,\n"
    "  text TEXT NOT NULL,\n"
    "  place TEXT,\n"
    "  byline TEXT,\n"
    "  number INTEGER PRIMARY KEY\n"
    ") STRICT;\n"
    "CREATE INDEX document_date ON document(date);\n"

    "CREATE TABLE extractor (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  name TEXT NOT NULL,\n"
    "  version TEXT NOT NULL,\n"
    "  UNIQUE (name, version)\n"
    ") STRICT;\n"

    "CREATE TABLE sentence (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  document INTEGER NOT NULL REFERENCES document(number) ON DELETE CASCADE,\n"
    "  sentence INTEGER NOT NULL,\n"
    "  start INTEGER NOT NULL,\n"
    "  stop INTEGER NOT NULL,\n"
    "  text TEXT NOT NULL,\n"
    "  UNIQUE (document, sentence)\n"
    ") STRICT;\n"

    "CREATE VIRTUAL TABLE sentence_search USING fts5(\n"
    "  text, content = 'sentence', content_rowid = 'id',\n"
    "  tokenize = 'porter unicode61 remove_diacritics 2'\n"
    ");\n"
    "CREATE TRIGGER sentence_deleted AFTER DELETE ON sentence BEGIN\n"
    "  INSERT INTO sentence_search(sentence_search, rowid, text) VALUES ('delete', old.id, old.text);\n"
    "END;\n"

    "CREATE VIEW sentences AS\n"
    "  SELECT d.id AS document, s.sentence, s.start, s.stop, s.text\n"
    "  FROM sentence AS s JOIN document AS d ON d.number = s.document;\n";

static const char entities[] =
    "CREATE TABLE entity (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  name TEXT NOT NULL,\n"
    "  label TEXT NOT NULL,\n"
    "  code TEXT\n"
    ") STRICT;\n"
    "CREATE UNIQUE INDEX entity_same ON entity(name, label, ifnull(code, ''));\n"
    "CREATE INDEX entity_code ON entity(code) WHERE code IS NOT NULL;\n"

    "CREATE TABLE mention (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  document INTEGER NOT NULL REFERENCES document(number) ON DELETE CASCADE,\n"
    "  sentence INTEGER,\n"
    "  start INTEGER NOT NULL,\n"
    "  stop INTEGER NOT NULL,\n"
    "  text TEXT NOT NULL,\n"
    "  extractor INTEGER NOT NULL REFERENCES extractor(id),\n"
    "  confidence REAL,\n"
    "  entity INTEGER NOT NULL REFERENCES entity(id),\n"
    "  mention TEXT,\n"
    "  resolved INTEGER NOT NULL CHECK (resolved IN (0, 1))\n"
    ") STRICT;\n"
    "CREATE INDEX mention_document ON mention(document);\n"
    "CREATE INDEX mention_entity ON mention(entity);\n"
    "CREATE TRIGGER mention_deleted AFTER DELETE ON mention BEGIN\n"
    "  DELETE FROM entity WHERE id = old.entity AND NOT EXISTS (SELECT 1 FROM mention WHERE entity = "
    "old.entity);\n"
    "END;\n"

    "CREATE VIEW entities AS\n"
    "  SELECT e.id, e.name, e.label, e.code, (SELECT count(*) FROM mention AS m WHERE m.entity = e.id) AS "
    "mentions\n"
    "  FROM entity AS e;\n"

    "CREATE VIEW mentions AS\n"
    "  SELECT m.entity, e.label, d.id AS document, m.sentence, m.start, m.stop, m.text, m.mention\n"
    "  FROM mention AS m JOIN entity AS e ON e.id = m.entity JOIN document AS d ON d.number = m.document;\n";

static const char times[] = "CREATE TABLE time (\n"
                            "  id INTEGER PRIMARY KEY,\n"
                            "  document INTEGER NOT NULL REFERENCES document(number) ON DELETE CASCADE,\n"
                            "  sentence INTEGER,\n"
                            "  start INTEGER NOT NULL,\n"
                            "  stop INTEGER NOT NULL,\n"
                            "  text TEXT NOT NULL,\n"
                            "  extractor INTEGER NOT NULL REFERENCES extractor(id),\n"
                            "  confidence REAL,\n"
                            "  type TEXT NOT NULL,\n"
                            "  value TEXT,\n"
                            "  mod TEXT,\n"
                            "  first TEXT,\n"
                            "  last TEXT\n"
                            ") STRICT;\n"
                            "CREATE INDEX time_document ON time(document);\n"
                            "CREATE INDEX time_first ON time(first);\n"

                            "CREATE VIEW times AS\n"
                            "  SELECT t.id, t.type, t.value, t.mod, t.first, t.last, d.id AS document, "
                            "t.sentence, t.start, t.stop, t.text\n"
                            "  FROM time AS t JOIN document AS d ON d.number = t.document;\n";

static const char quotes[] =
    "CREATE TABLE quote (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  document INTEGER NOT NULL REFERENCES document(number) ON DELETE CASCADE,\n"
    "  sentence INTEGER,\n"
    "  start INTEGER NOT NULL,\n"
    "  stop INTEGER NOT NULL,\n"
    "  text TEXT NOT NULL,\n"
    "  extractor INTEGER NOT NULL REFERENCES extractor(id),\n"
    "  confidence REAL,\n"
    "  mode TEXT NOT NULL,\n"
    "  speaker_start INTEGER,\n"
    "  speaker_stop INTEGER,\n"
    "  speaker_text TEXT,\n"
    "  speaker_id TEXT,\n"
    "  cue_start INTEGER,\n"
    "  cue_stop INTEGER,\n"
    "  cue_text TEXT,\n"
    "  spans TEXT,\n"
    "  speaker TEXT AS (coalesce(speaker_id, speaker_text)) VIRTUAL\n"
    ") STRICT;\n"
    "CREATE INDEX quote_document ON quote(document);\n"
    "CREATE INDEX quote_speaker ON quote(speaker) WHERE speaker IS NOT NULL;\n"

    "CREATE VIEW quotes AS\n"
    "  SELECT q.id, q.mode, q.speaker, q.cue_text AS cue, q.confidence, x.name AS extractor,\n"
    "    d.id AS document, q.sentence, q.start, q.stop, q.text\n"
    "  FROM quote AS q JOIN document AS d ON d.number = q.document JOIN extractor AS x ON x.id = "
    "q.extractor;\n";

static const char relations[] =
    "CREATE TABLE relation (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  document INTEGER NOT NULL REFERENCES document(number) ON DELETE CASCADE,\n"
    "  sentence INTEGER,\n"
    "  start INTEGER NOT NULL,\n"
    "  stop INTEGER NOT NULL,\n"
    "  text TEXT NOT NULL,\n"
    "  extractor INTEGER NOT NULL REFERENCES extractor(id),\n"
    "  confidence REAL,\n"
    "  type TEXT NOT NULL,\n"
    "  mode TEXT,\n"
    "  context TEXT,\n"
    "  cameo TEXT,\n"
    "  goldstein REAL,\n"
    "  source_start INTEGER,\n"
    "  source_stop INTEGER,\n"
    "  source_text TEXT,\n"
    "  source_id TEXT,\n"
    "  source_code TEXT,\n"
    "  target_start INTEGER,\n"
    "  target_stop INTEGER,\n"
    "  target_text TEXT,\n"
    "  target_id TEXT,\n"
    "  target_code TEXT,\n"
    "  role TEXT,\n"
    "  date TEXT,\n"
    "  place TEXT,\n"
    "  modality TEXT NOT NULL,\n"
    "  negated INTEGER NOT NULL CHECK (negated IN (0, 1)),\n"
    "  attribution TEXT,\n"
    "  trigger_start INTEGER,\n"
    "  trigger_stop INTEGER,\n"
    "  trigger_text TEXT,\n"
    "  weight REAL NOT NULL DEFAULT 1,\n"
    "  source TEXT AS (coalesce(source_id, source_text)) VIRTUAL,\n"
    "  target TEXT AS (coalesce(target_id, target_text)) VIRTUAL\n"
    ") STRICT;\n"
    "CREATE INDEX relation_document ON relation(document);\n"
    "CREATE INDEX relation_source ON relation(source) WHERE source IS NOT NULL;\n"
    "CREATE INDEX relation_target ON relation(target) WHERE target IS NOT NULL;\n"
    "CREATE INDEX relation_source_code ON relation(source_code) WHERE source_code IS NOT NULL;\n"
    "CREATE INDEX relation_target_code ON relation(target_code) WHERE target_code IS NOT NULL;\n"
    "CREATE INDEX relation_type ON relation(type);\n"
    "CREATE INDEX relation_date ON relation(date) WHERE date IS NOT NULL;\n"

    "CREATE VIEW relations AS\n"
    "  SELECT r.id, r.type, r.mode, r.context, r.cameo, r.goldstein, r.source, r.source_code, r.target, "
    "r.target_code,\n"
    "    r.date, r.place, r.modality, r.negated, r.attribution, r.weight, r.confidence, x.name AS "
    "extractor,\n"
    "    d.id AS document, r.sentence, r.start, r.stop, r.text\n"
    "  FROM relation AS r JOIN document AS d ON d.number = r.document JOIN extractor AS x ON x.id = "
    "r.extractor;\n";

static const char causes[] = "CREATE TABLE cause (\n"
                             "  id INTEGER PRIMARY KEY,\n"
                             "  document INTEGER NOT NULL REFERENCES document(number) ON DELETE CASCADE,\n"
                             "  sentence INTEGER,\n"
                             "  start INTEGER NOT NULL,\n"
                             "  stop INTEGER NOT NULL,\n"
                             "  text TEXT NOT NULL,\n"
                             "  extractor INTEGER NOT NULL REFERENCES extractor(id),\n"
                             "  confidence REAL,\n"
                             "  cause_start INTEGER NOT NULL,\n"
                             "  cause_stop INTEGER NOT NULL,\n"
                             "  cause_text TEXT NOT NULL,\n"
                             "  cause_change INTEGER NOT NULL CHECK (cause_change IN (-1, 0, 1)),\n"
                             "  effect_start INTEGER NOT NULL,\n"
                             "  effect_stop INTEGER NOT NULL,\n"
                             "  effect_text TEXT NOT NULL,\n"
                             "  effect_change INTEGER NOT NULL CHECK (effect_change IN (-1, 0, 1)),\n"
                             "  signal_start INTEGER,\n"
                             "  signal_stop INTEGER,\n"
                             "  signal_text TEXT,\n"
                             "  polarity INTEGER NOT NULL CHECK (polarity IN (-1, 0, 1)),\n"
                             "  sign INTEGER NOT NULL CHECK (sign IN (-1, 0, 1)),\n"
                             "  hedge TEXT NOT NULL,\n"
                             "  purpose INTEGER NOT NULL CHECK (purpose IN (0, 1)),\n"
                             "  attribution TEXT\n"
                             ") STRICT;\n"
                             "CREATE INDEX cause_document ON cause(document);\n"

                             "CREATE VIEW causes AS\n"
                             "  SELECT c.id, c.cause_text AS cause, c.effect_text AS effect, c.signal_text "
                             "AS signal, c.polarity, c.sign,\n"
                             "    c.hedge, c.purpose, c.attribution, c.confidence, x.name AS extractor,\n"
                             "    d.id AS document, c.sentence, c.start, c.stop, c.text\n"
                             "  FROM cause AS c JOIN document AS d ON d.number = c.document JOIN extractor "
                             "AS x ON x.id = c.extractor;\n";

/* ---- The second step: names that are the same
 *
 * `merge` has the decisions, `alias` what follows from those that hold: each merged name with the name that
 * is read instead, at the end of its chain. Triggers keep it. What was extracted stays as it is; the views
 * put names in its place. */
static const char merging[] =
    "CREATE TABLE merge (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  name TEXT NOT NULL CHECK (name <> ''),\n"
    "  merged TEXT NOT NULL CHECK (merged NOT IN ('', name)),\n"
    "  code TEXT,\n"
    "  time TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),\n"
    "  author TEXT,\n"
    "  reason TEXT,\n"
    "  undone TEXT\n"
    ") STRICT;\n"
    "CREATE UNIQUE INDEX merge_merged ON merge(merged) WHERE undone IS NULL;\n"
    "CREATE INDEX merge_name ON merge(name);\n"

    "CREATE TABLE alias (\n"
    "  merged TEXT PRIMARY KEY,\n"
    "  name TEXT NOT NULL,\n"
    "  code TEXT\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE INDEX alias_name ON alias(name);\n"

    "CREATE TRIGGER merge_circular BEFORE INSERT ON merge WHEN new.undone IS NULL\n"
    "  AND EXISTS (SELECT 1 FROM alias WHERE merged = new.name AND name = new.merged) BEGIN\n"
    "  SELECT RAISE(ABORT, 'the name that is to stay is itself merged into the other one');\n"
    "END;\n"
    "CREATE TRIGGER merge_inserted AFTER INSERT ON merge WHEN new.undone IS NULL BEGIN\n"
    "  INSERT INTO alias(merged, name, code) VALUES (new.merged, new.name, new.code);\n"
    "  UPDATE alias SET (name, code) = (SELECT a.name, a.code FROM alias AS a WHERE a.merged = new.name)\n"
    "    WHERE merged = new.merged AND EXISTS (SELECT 1 FROM alias AS a WHERE a.merged = new.name);\n"
    "  UPDATE alias SET (name, code) = (SELECT a.name, a.code FROM alias AS a WHERE a.merged = new.merged)\n"
    "    WHERE name = new.merged;\n"
    "END;\n"
    "CREATE TRIGGER merge_fixed BEFORE UPDATE ON merge\n"
    "  WHEN new.name <> old.name OR new.merged <> old.merged OR new.code IS NOT old.code\n"
    "  OR (old.undone IS NOT NULL AND new.undone IS NULL) BEGIN\n"
    "  SELECT RAISE(ABORT, 'a decision can be undone, not changed: undo it, and make another one');\n"
    "END;\n";

/* After a decision was undone or removed. */
#define ALIASES_ANEW                                                                                         \
  " BEGIN\n"                                                                                                 \
  "  DELETE FROM alias;\n"                                                                                   \
  "  INSERT INTO alias(merged, name, code) WITH RECURSIVE\n"                                                 \
  "    chain(merged, name, code) AS (SELECT merged, name, code FROM merge WHERE undone IS NULL\n"            \
  "      UNION ALL SELECT c.merged, m.name, m.code FROM chain AS c JOIN merge AS m\n"                        \
  "        ON m.merged = c.name AND m.undone IS NULL)\n"                                                     \
  "    SELECT merged, name, code FROM chain\n"                                                               \
  "      WHERE name NOT IN (SELECT merged FROM merge WHERE undone IS NULL);\n"                               \
  "END;\n"

static const char unmerging[] =
    "CREATE TRIGGER merge_undone AFTER UPDATE ON merge WHEN old.undone IS NULL AND new.undone IS NOT "
    "NULL" ALIASES_ANEW
    "CREATE TRIGGER merge_deleted AFTER DELETE ON merge WHEN old.undone IS NULL" ALIASES_ANEW

    "CREATE VIEW merges AS\n"
    "  SELECT id, name, merged, time, author, reason, undone FROM merge;\n";

/* Rows with merged names are a part of their own of each view, so that what is asked of the view finds an
 * index in each part. That the name is IN (all merged ones) follows from the join; it is said because SQLite
 * takes a table for large and such a list for short, which decides where it begins. */
#define NOT_MERGED(column) "ifnull(" column ", '') NOT IN (SELECT merged FROM alias)"
#define IS_MERGED(column)  column " IN (SELECT merged FROM alias)"
#define TEXT_OF(values)                                                                                      \
  "CAST(ifnull(" values ") AS TEXT)" /* without the type the parts are not asked one by one */
#define NAME_OF(column)                                                                                      \
  "CAST(CASE WHEN " IS_MERGED(column) " THEN (SELECT name FROM alias WHERE merged = " column                 \
                                      ") ELSE " column " END AS TEXT)"

#define RELATIONS(source, target)                                                                            \
  "  SELECT r.id, r.type, r.mode, r.context, r.cameo, r.goldstein, " source ", " target ",\n"                \
  "    r.date, r.place, r.modality, r.negated, " NAME_OF(                                                    \
      "r.attribution") " AS attribution, r.weight,\n"                                                        \
                       "    r.confidence, x.name AS extractor, d.id AS document, r.sentence, r.start, "      \
                       "r.stop, r.text\n"                                                                    \
                       "  FROM relation AS r JOIN document AS d ON d.number = r.document JOIN extractor AS " \
                       "x ON x.id = "                                                                        \
                       "r.extractor\n"
#define SOURCE        "r.source, r.source_code"
#define TARGET        "r.target, r.target_code"
#define MERGED_SOURCE "s.name AS source, " TEXT_OF("s.code, r.source_code") " AS source_code"
#define MERGED_TARGET "t.name AS target, " TEXT_OF("t.code, r.target_code") " AS target_code"
#define JOIN_SOURCE   "  JOIN alias AS s ON s.merged = r.source\n"
#define JOIN_TARGET   "  JOIN alias AS t ON t.merged = r.target\n"

static const char merged_relations[] =
    "DROP VIEW relations;\n"
    "CREATE VIEW relations AS\n" RELATIONS(SOURCE, TARGET) "  WHERE " NOT_MERGED(
        "r.source") " AND " NOT_MERGED("r.target") "\n"
                                                   "  UNION ALL\n" RELATIONS(MERGED_SOURCE, TARGET)
                                                       JOIN_SOURCE
    "  WHERE " IS_MERGED("r.source") " AND " NOT_MERGED("r.target") "\n"
                                                                    "  UNION ALL\n" RELATIONS(
                                                                        SOURCE, MERGED_TARGET) JOIN_TARGET
    "  WHERE " NOT_MERGED("r.source") " AND " IS_MERGED(
        "r.target") "\n"
                    "  UNION ALL\n" RELATIONS(MERGED_SOURCE, MERGED_TARGET) JOIN_SOURCE JOIN_TARGET
    "  WHERE " IS_MERGED("r.source") " AND " IS_MERGED("r.target") ";\n";

#define QUOTES(speaker)                                                                                      \
  "  SELECT q.id, q.mode, " speaker ", q.cue_text AS cue, q.confidence, x.name AS extractor,\n"              \
  "    d.id AS document, q.sentence, q.start, q.stop, q.text\n"                                              \
  "  FROM quote AS q JOIN document AS d ON d.number = q.document JOIN extractor AS x ON x.id = "             \
  "q.extractor\n"

static const char merged_quotes[] =
    "DROP VIEW quotes;\n"
    "CREATE VIEW quotes AS\n" QUOTES("q.speaker") "  WHERE " NOT_MERGED(
        "q.speaker") "\n"
                     "  UNION ALL\n" QUOTES("s.name AS speaker") "  JOIN alias AS s ON s.merged = q.speaker\n"
                                                                 "  WHERE " IS_MERGED("q.speaker") ";\n";

static const char merged_causes[] =
    "DROP VIEW causes;\n"
    "CREATE VIEW causes AS\n"
    "  SELECT c.id, c.cause_text AS cause, c.effect_text AS effect, c.signal_text AS signal, c.polarity, "
    "c.sign,\n"
    "    c.hedge, c.purpose, " NAME_OF(
        "c.attribution") " AS attribution, c.confidence, x.name AS extractor,\n"
                         "    d.id AS document, c.sentence, c.start, c.stop, c.text\n"
                         "  FROM cause AS c JOIN document AS d ON d.number = c.document JOIN extractor AS x "
                         "ON x.id = "
                         "c.extractor;\n";

/* The entity that stands for e, whose name the alias a merges: one that bears the name that stays, best with
 * the same label, best with a code; where no mention bears it, one of those that are merged into it. */
#define STANDS_FOR_E                                                                                         \
  "ifnull((SELECT id FROM (SELECT k.id, k.label <> e.label AS other, k.code IS NULL AS bare\n"               \
  "      FROM entity AS k WHERE k.name = a.name) ORDER BY other, bare, id LIMIT 1),\n"                       \
  "    (SELECT k.id FROM alias AS b JOIN entity AS k ON k.name = b.merged WHERE b.name = a.name\n"           \
  "      ORDER BY k.code IS NULL, k.id LIMIT 1))"
#define MENTIONS_OF(entity) "(SELECT count(*) FROM mention AS m WHERE m.entity = " entity ")"

static const char merged_entities[] =
    "DROP VIEW entities;\n"
    "CREATE VIEW entities AS\n"
    "  SELECT n.id, n.name, n.label, n.code, " MENTIONS_OF(
        "n.id") " +\n"
                "    ifnull((SELECT sum(" MENTIONS_OF(
                    "e.id") ") FROM alias AS a JOIN entity AS e ON e.name = a.merged\n"
                            "    WHERE a.name = n.name AND " STANDS_FOR_E " = n.id), 0) AS mentions\n"
                            "  FROM entity AS n WHERE " NOT_MERGED(
                                "n.name") "\n"
                                          "  UNION ALL\n"
                                          "  SELECT e.id, a.name, e.label, " TEXT_OF(
                                              "a.code, e.code") " AS code,\n"
                                                                "    (SELECT sum(" MENTIONS_OF(
                                                                    "k.id") ") FROM alias AS b JOIN entity "
                                                                            "AS k ON k.name = "
                                                                            "b.merged\n"
                                                                            "    WHERE b.name = a.name) AS "
                                                                            "mentions\n"
                                                                            "  FROM alias AS a JOIN entity "
                                                                            "AS e ON e.name = "
                                                                            "a.merged\n"
                                                                            "  WHERE " IS_MERGED(
                                                                                "e.name") " AND " STANDS_FOR_E
                                                                                          " = e.id;\n"

                                                                                          "DROP VIEW "
                                                                                          "mentions;\n"
                                                                                          "CREATE VIEW "
                                                                                          "mentions AS\n"
                                                                                          "  SELECT "
                                                                                          "m.entity, "
                                                                                          "e.label, d.id AS "
                                                                                          "document, "
                                                                                          "m.sentence, "
                                                                                          "m.start, m.stop, "
                                                                                          "m.text, "
                                                                                          "m.mention\n"
                                                                                          "  FROM mention AS "
                                                                                          "m JOIN entity AS "
                                                                                          "e ON "
                                                                                          "e.id = m.entity "
                                                                                          "JOIN document AS "
                                                                                          "d ON "
                                                                                          "d.number = "
                                                                                          "m.document\n"
                                                                                          "  "
                                                                                          "WHERE " NOT_MERGED(
                                                                                              "e.name") "\n"
                                                                                                        "  "
                                                                                                        "UNIO"
                                                                                                        "N "
                                                                                                        "ALL"
                                                                                                        "\n"
                                                                                                        "  "
                                                                                                        "SELE"
                                                                                                        "CT "
                                                                                                        "n."
                                                                                                        "id "
                                                                                                        "AS "
                                                                                                        "enti"
                                                                                                        "ty, "
                                                                                                        "n."
                                                                                                        "labe"
                                                                                                        "l, "
                                                                                                        "d."
                                                                                                        "id "
                                                                                                        "AS "
                                                                                                        "docu"
                                                                                                        "ment"
                                                                                                        ", "
                                                                                                        "m."
                                                                                                        "sent"
                                                                                                        "ence"
                                                                                                        ", "
                                                                                                        "m."
                                                                                                        "star"
                                                                                                        "t, "
                                                                                                        "m."
                                                                                                        "stop"
                                                                                                        ", "
                                                                                                        "m."
                                                                                                        "text"
                                                                                                        ", "
                                                                                                        "m."
                                                                                                        "ment"
                                                                                                        "ion"
                                                                                                        "\n"
                                                                                                        "  "
                                                                                                        "FROM"
                                                                                                        " men"
                                                                                                        "tion"
                                                                                                        " AS "
                                                                                                        "m "
                                                                                                        "JOIN"
                                                                                                        " "
                                                                                                        "enti"
                                                                                                        "ty "
                                                                                                        "AS "
                                                                                                        "e "
                                                                                                        "ON "
                                                                                                        "e."
                                                                                                        "id "
                                                                                                        "= "
                                                                                                        "m."
                                                                                                        "enti"
                                                                                                        "ty "
                                                                                                        "JOIN"
                                                                                                        " doc"
                                                                                                        "umen"
                                                                                                        "t "
                                                                                                        "AS "
                                                                                                        "d "
                                                                                                        "ON "
                                                                                                        "d."
                                                                                                        "numb"
                                                                                                        "er "
                                                                                                        "= "
                                                                                                        "m."
                                                                                                        "docu"
                                                                                                        "ment"
                                                                                                        "\n"
                                                                                                        "  "
                                                                                                        "JOIN"
                                                                                                        " ali"
                                                                                                        "as "
                                                                                                        "AS "
                                                                                                        "a "
                                                                                                        "ON "
                                                                                                        "a."
                                                                                                        "merg"
                                                                                                        "ed "
                                                                                                        "= "
                                                                                                        "e."
                                                                                                        "name"
                                                                                                        " JOI"
                                                                                                        "N "
                                                                                                        "enti"
                                                                                                        "ty "
                                                                                                        "AS "
                                                                                                        "n "
                                                                                                        "ON "
                                                                                                        "n."
                                                                                                        "id "
                                                                                                        "="
                                                                                                        " " STANDS_FOR_E
                                                                                                        "\n"
                                                                                                        "  "
                                                                                                        "WHER"
                                                                                                        "E"
                                                                                                        " " IS_MERGED(
                                                                                                            "e.name") ";\n";

static const char *const first[] = {documents, entities, times, quotes, relations, causes, NULL};
static const char *const second[] = {
    merging, unmerging, merged_relations, merged_quotes, merged_causes, merged_entities, NULL};

const char *const *const casus_migrations[] = {first, second};
const int casus_migration_count = sizeof casus_migrations / sizeof *casus_migrations;
