-- Mentions of one event, put together.
--
-- Reports tell of one event where type, actors, modality and negation are the same and each is no more than three days
-- from the one before; what has no date of its own goes by that of its document. Dates that are only a month or a year
-- go together when they are the same. Mentions without a place go with those that have one, the first if they differ.

CREATE VIEW cluster_mentions AS
  WITH
    dated AS (
      SELECT r.id, r.type, r.source, r.target, r.modality, r.negated, r.place, r.document,
        coalesce(r.date, substr(d.date, 1, 10)) AS day
      FROM relations AS r JOIN document AS d ON d.id = r.document
      WHERE r.type NOT IN ('member', 'office', 'part-of', 'located-in', 'ally')
    ),
    stepped AS (
      SELECT *, julianday(day) - lag(julianday(day)) OVER (
        PARTITION BY type, source, target, modality, negated, iif(length(day) < 10, day, '') ORDER BY day, id
      ) <= 3 OR (length(day) < 10 OR day IS NULL) AND row_number() OVER (
        PARTITION BY type, source, target, modality, negated, iif(length(day) < 10, day, '') ORDER BY day, id
      ) > 1 AS goes_on
      FROM dated
    ),
    islands AS (
      SELECT *, sum(goes_on IS NOT 1) OVER (
        PARTITION BY type, source, target, modality, negated, iif(length(day) < 10, day, '') ORDER BY day, id
      ) AS island
      FROM stepped
    ),
    placed AS (
      SELECT *, coalesce(place, min(place) OVER (
        PARTITION BY type, source, target, modality, negated, iif(length(day) < 10, day, ''), island
      )) AS anywhere
      FROM islands
    )
  SELECT min(id) OVER (
      PARTITION BY type, source, target, modality, negated, iif(length(day) < 10, day, ''), island, anywhere
    ) AS cluster, id AS relation, document, day, anywhere AS place
  FROM placed;

CREATE VIEW clusters AS
  SELECT m.cluster AS id, r.type, r.mode, r.context, r.cameo, r.goldstein, r.source, r.source_code,
    r.target, r.target_code,
    m.first AS date, m.last AS until, m.place, r.modality, r.negated, m.mentions, m.documents, m.confidence
  FROM (
    SELECT e.cluster, min(e.day) AS first, max(e.day) AS last, max(e.place) AS place, count(*) AS mentions,
      count(DISTINCT e.document) AS documents, max(r.confidence) AS confidence
    FROM cluster_mentions AS e JOIN relation AS r ON r.id = e.relation GROUP BY e.cluster
  ) AS m JOIN relations AS r ON r.id = m.cluster;
