-- Mentions of one event, put together.
--
-- Reports tell of one event where type, actors, modality and negation are the same and each is no more than three days
-- from the one before; what has no date of its own goes by that of its document. Dates that are only a month or a year
-- go together when they are the same. Mentions without a place go with those that have one, the first if they differ.

CREATE VIEW cluster_mentions AS
  WITH
    told AS (
      SELECT r.*, coalesce(r.date, substr(d.date, 1, 10)) AS day
      FROM relations AS r JOIN document AS d ON d.id = r.document
      WHERE r.type NOT IN ('member', 'office', 'part-of', 'located-in', 'ally')
    ),
    dated AS ( -- what has to be the same is one text, which sorts faster than its parts
      SELECT id, place, document, day, type || char(31) || modality || negated || ifnull(source, '') || char(31) ||
        ifnull(target, '') || char(31) || iif(length(day) = 10, '', ifnull(day, '-')) AS same
      FROM told
    ),
    stepped AS (
      SELECT *, same IS lag(same) OVER in_order
        AND ifnull(julianday(day) - julianday(lag(day) OVER in_order) <= 3, 1) AS goes_on
      FROM dated WINDOW in_order AS (ORDER BY same, day, id)
    ),
    islands AS (
      SELECT *, sum(NOT goes_on) OVER (ORDER BY same, day, id) AS island FROM stepped
    ),
    placed AS (
      SELECT *, coalesce(place, min(place) OVER (PARTITION BY island)) AS anywhere FROM islands
    )
  SELECT min(id) OVER (PARTITION BY island, anywhere) AS cluster, id AS relation, document, day, anywhere AS place
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
