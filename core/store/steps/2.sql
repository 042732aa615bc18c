-- Names that are the same.
--
-- `merge` has the decisions, `alias` what follows from those that hold: each merged name with the name that is read
-- instead, at the end of its chain. Triggers keep it. What was extracted stays as it is; the views put names in its
-- place.

CREATE TABLE merge (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  merged TEXT NOT NULL CHECK (merged NOT IN ('', name)),
  code TEXT,
  time TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
  author TEXT,
  reason TEXT,
  undone TEXT
) STRICT;
CREATE UNIQUE INDEX merge_merged ON merge(merged) WHERE undone IS NULL;
CREATE INDEX merge_name ON merge(name);

CREATE TABLE alias (
  merged TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  code TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_name ON alias(name);

CREATE TRIGGER merge_circular BEFORE INSERT ON merge WHEN new.undone IS NULL
  AND EXISTS (SELECT 1 FROM alias WHERE merged = new.name AND name = new.merged) BEGIN
  SELECT RAISE(ABORT, 'the name that is to stay is itself merged into the other one');
END;

CREATE TRIGGER merge_inserted AFTER INSERT ON merge WHEN new.undone IS NULL BEGIN
  INSERT INTO alias(merged, name, code) VALUES (new.merged, new.name, new.code);
  UPDATE alias SET (name, code) = (SELECT a.name, a.code FROM alias AS a WHERE a.merged = new.name)
    WHERE merged = new.merged AND EXISTS (SELECT 1 FROM alias AS a WHERE a.merged = new.name);
  UPDATE alias SET (name, code) = (SELECT a.name, a.code FROM alias AS a WHERE a.merged = new.merged)
    WHERE name = new.merged;
END;

CREATE TRIGGER merge_fixed BEFORE UPDATE ON merge
  WHEN new.name <> old.name OR new.merged <> old.merged OR new.code IS NOT old.code
  OR (old.undone IS NOT NULL AND new.undone IS NULL) BEGIN
  SELECT RAISE(ABORT, 'a decision can be undone, not changed: undo it, and make another one');
END;

-- After a decision was undone or removed.
CREATE TRIGGER merge_undone AFTER UPDATE ON merge WHEN old.undone IS NULL AND new.undone IS NOT NULL BEGIN
  DELETE FROM alias;
  INSERT INTO alias(merged, name, code) WITH RECURSIVE
    chain(merged, name, code) AS (SELECT merged, name, code FROM merge WHERE undone IS NULL
      UNION ALL SELECT c.merged, m.name, m.code FROM chain AS c JOIN merge AS m
        ON m.merged = c.name AND m.undone IS NULL)
    SELECT merged, name, code FROM chain
      WHERE name NOT IN (SELECT merged FROM merge WHERE undone IS NULL);
END;

CREATE TRIGGER merge_deleted AFTER DELETE ON merge WHEN old.undone IS NULL BEGIN
  DELETE FROM alias;
  INSERT INTO alias(merged, name, code) WITH RECURSIVE
    chain(merged, name, code) AS (SELECT merged, name, code FROM merge WHERE undone IS NULL
      UNION ALL SELECT c.merged, m.name, m.code FROM chain AS c JOIN merge AS m
        ON m.merged = c.name AND m.undone IS NULL)
    SELECT merged, name, code FROM chain
      WHERE name NOT IN (SELECT merged FROM merge WHERE undone IS NULL);
END;

CREATE VIEW merges AS
  SELECT id, name, merged, time, author, reason, undone FROM merge;

-- Rows with merged names are a part of their own of each view, so that what is asked of the view finds an index in each
-- part. That the name is IN (all merged ones) follows from the join; it is said because SQLite takes a table for large
-- and such a list for short, which decides where it begins. A CAST keeps the type: without it the parts are not asked
-- one by one.
DROP VIEW relations;
CREATE VIEW relations AS
  SELECT r.id, r.type, r.mode, r.context, r.cameo, r.goldstein, r.source, r.source_code, r.target, r.target_code,
    r.date, r.place, r.modality, r.negated, CAST(CASE WHEN r.attribution IN (SELECT merged FROM alias)
      THEN (SELECT name FROM alias WHERE merged = r.attribution) ELSE r.attribution END AS TEXT) AS attribution,
    r.weight, r.confidence, x.name AS extractor, d.id AS document, r.sentence, r.start, r.stop, r.text
  FROM relation AS r JOIN document AS d ON d.number = r.document JOIN extractor AS x ON x.id = r.extractor
  WHERE ifnull(r.source, '') NOT IN (SELECT merged FROM alias)
    AND ifnull(r.target, '') NOT IN (SELECT merged FROM alias)
  UNION ALL
  SELECT r.id, r.type, r.mode, r.context, r.cameo, r.goldstein,
    s.name AS source, CAST(ifnull(s.code, r.source_code) AS TEXT) AS source_code, r.target, r.target_code,
    r.date, r.place, r.modality, r.negated, CAST(CASE WHEN r.attribution IN (SELECT merged FROM alias)
      THEN (SELECT name FROM alias WHERE merged = r.attribution) ELSE r.attribution END AS TEXT) AS attribution,
    r.weight, r.confidence, x.name AS extractor, d.id AS document, r.sentence, r.start, r.stop, r.text
  FROM relation AS r JOIN document AS d ON d.number = r.document JOIN extractor AS x ON x.id = r.extractor
  JOIN alias AS s ON s.merged = r.source
  WHERE r.source IN (SELECT merged FROM alias) AND ifnull(r.target, '') NOT IN (SELECT merged FROM alias)
  UNION ALL
  SELECT r.id, r.type, r.mode, r.context, r.cameo, r.goldstein,
    r.source, r.source_code, t.name AS target, CAST(ifnull(t.code, r.target_code) AS TEXT) AS target_code,
    r.date, r.place, r.modality, r.negated, CAST(CASE WHEN r.attribution IN (SELECT merged FROM alias)
      THEN (SELECT name FROM alias WHERE merged = r.attribution) ELSE r.attribution END AS TEXT) AS attribution,
    r.weight, r.confidence, x.name AS extractor, d.id AS document, r.sentence, r.start, r.stop, r.text
  FROM relation AS r JOIN document AS d ON d.number = r.document JOIN extractor AS x ON x.id = r.extractor
  JOIN alias AS t ON t.merged = r.target
  WHERE ifnull(r.source, '') NOT IN (SELECT merged FROM alias) AND r.target IN (SELECT merged FROM alias)
  UNION ALL
  SELECT r.id, r.type, r.mode, r.context, r.cameo, r.goldstein,
    s.name AS source, CAST(ifnull(s.code, r.source_code) AS TEXT) AS source_code,
    t.name AS target, CAST(ifnull(t.code, r.target_code) AS TEXT) AS target_code,
    r.date, r.place, r.modality, r.negated, CAST(CASE WHEN r.attribution IN (SELECT merged FROM alias)
      THEN (SELECT name FROM alias WHERE merged = r.attribution) ELSE r.attribution END AS TEXT) AS attribution,
    r.weight, r.confidence, x.name AS extractor, d.id AS document, r.sentence, r.start, r.stop, r.text
  FROM relation AS r JOIN document AS d ON d.number = r.document JOIN extractor AS x ON x.id = r.extractor
  JOIN alias AS s ON s.merged = r.source
  JOIN alias AS t ON t.merged = r.target
  WHERE r.source IN (SELECT merged FROM alias) AND r.target IN (SELECT merged FROM alias);

DROP VIEW quotes;
CREATE VIEW quotes AS
  SELECT q.id, q.mode, q.speaker, q.cue_text AS cue, q.confidence, x.name AS extractor,
    d.id AS document, q.sentence, q.start, q.stop, q.text
  FROM quote AS q JOIN document AS d ON d.number = q.document JOIN extractor AS x ON x.id = q.extractor
  WHERE ifnull(q.speaker, '') NOT IN (SELECT merged FROM alias)
  UNION ALL
  SELECT q.id, q.mode, s.name AS speaker, q.cue_text AS cue, q.confidence, x.name AS extractor,
    d.id AS document, q.sentence, q.start, q.stop, q.text
  FROM quote AS q JOIN document AS d ON d.number = q.document JOIN extractor AS x ON x.id = q.extractor
  JOIN alias AS s ON s.merged = q.speaker
  WHERE q.speaker IN (SELECT merged FROM alias);

DROP VIEW causes;
CREATE VIEW causes AS
  SELECT c.id, c.cause_text AS cause, c.effect_text AS effect, c.signal_text AS signal, c.polarity, c.sign,
    c.hedge, c.purpose, CAST(CASE WHEN c.attribution IN (SELECT merged FROM alias)
      THEN (SELECT name FROM alias WHERE merged = c.attribution) ELSE c.attribution END AS TEXT) AS attribution,
    c.confidence, x.name AS extractor,
    d.id AS document, c.sentence, c.start, c.stop, c.text
  FROM cause AS c JOIN document AS d ON d.number = c.document JOIN extractor AS x ON x.id = c.extractor;

-- The entity that stands for e, whose name the alias a merges: one that bears the name that stays, best with the same
-- label, best with a code; where no mention bears it, one of those that are merged into it.
DROP VIEW entities;
CREATE VIEW entities AS
  SELECT n.id, n.name, n.label, n.code, (SELECT count(*) FROM mention AS m WHERE m.entity = n.id) +
    ifnull((SELECT sum((SELECT count(*) FROM mention AS m WHERE m.entity = e.id)) FROM alias AS a
      JOIN entity AS e ON e.name = a.merged WHERE a.name = n.name AND ifnull((SELECT id FROM (
      SELECT k.id, k.label <> e.label AS other, k.code IS NULL AS bare FROM entity AS k WHERE k.name = a.name)
      ORDER BY other, bare, id LIMIT 1),
    (SELECT k.id FROM alias AS b JOIN entity AS k ON k.name = b.merged WHERE b.name = a.name
      ORDER BY k.code IS NULL, k.id LIMIT 1)) = n.id), 0) AS mentions
  FROM entity AS n WHERE ifnull(n.name, '') NOT IN (SELECT merged FROM alias)
  UNION ALL
  SELECT e.id, a.name, e.label, CAST(ifnull(a.code, e.code) AS TEXT) AS code,
    (SELECT sum((SELECT count(*) FROM mention AS m WHERE m.entity = k.id)) FROM alias AS b
      JOIN entity AS k ON k.name = b.merged WHERE b.name = a.name) AS mentions
  FROM alias AS a JOIN entity AS e ON e.name = a.merged
  WHERE e.name IN (SELECT merged FROM alias) AND ifnull((SELECT id FROM (
      SELECT k.id, k.label <> e.label AS other, k.code IS NULL AS bare FROM entity AS k WHERE k.name = a.name)
      ORDER BY other, bare, id LIMIT 1),
    (SELECT k.id FROM alias AS b JOIN entity AS k ON k.name = b.merged WHERE b.name = a.name
      ORDER BY k.code IS NULL, k.id LIMIT 1)) = e.id;

DROP VIEW mentions;
CREATE VIEW mentions AS
  SELECT m.entity, e.label, d.id AS document, m.sentence, m.start, m.stop, m.text, m.mention
  FROM mention AS m JOIN entity AS e ON e.id = m.entity JOIN document AS d ON d.number = m.document
  WHERE ifnull(e.name, '') NOT IN (SELECT merged FROM alias)
  UNION ALL
  SELECT n.id AS entity, n.label, d.id AS document, m.sentence, m.start, m.stop, m.text, m.mention
  FROM mention AS m JOIN entity AS e ON e.id = m.entity JOIN document AS d ON d.number = m.document
  JOIN alias AS a ON a.merged = e.name JOIN entity AS n ON n.id = ifnull((SELECT id FROM (
      SELECT k.id, k.label <> e.label AS other, k.code IS NULL AS bare FROM entity AS k WHERE k.name = a.name)
      ORDER BY other, bare, id LIMIT 1),
    (SELECT k.id FROM alias AS b JOIN entity AS k ON k.name = b.merged WHERE b.name = a.name
      ORDER BY k.code IS NULL, k.id LIMIT 1))
  WHERE e.name IN (SELECT merged FROM alias);
