-- What if: NATO, Japan and China after the plan for a liaison office in Tokyo, over the reports in data/articles.
--
--   casus read tokyo.casus data/articles
--   casus whatif tokyo.casus data/scenarios/tokyo.lua

local hostile = {
  accuse = true, reject = true, threaten = true, protest = true,
  sanction = true, mobilize = true, coerce = true, assault = true,
}

return {
  measures = {
    "count(type=accuse)",
    { name = "NATO and Japan", "balance(NATO, Japan)" },
    { name = "NATO and China", "balance(NATO, China)" },
    { name = "China and Japan", "balance(China, Japan)" },
    {
      -- The share of hostile events among all that carry a type, from 0 to 1.
      name = "tension",
      function(world)
        local events, tense = 0, 0
        for relation in world:relations {} do
          events = events + relation.weight
          if hostile[relation.type] then tense = tense + relation.weight end
        end
        return events > 0 and tense / events or 0
      end,
    },
    {
      name = "from China",
      sql = "select coalesce(sum(weight), 0) from relations where source_code like 'CHN%'",
    },
  },

  scenarios = {
    {
      -- Nothing but words: what NATO and Japan plan to sign is not signed.
      name = "no programme",
      retract = {
        { source = "NATO", target = "Japan", modality = "planned" },
        { source = "Japan", target = "NATO", modality = "planned" },
      },
    },
    {
      name = "China sanctions Japan",
      assert = {
        { source = "China", type = "sanction", target = "Japan", date = "2023-08-24", goldstein = -4.0 },
        { source = "Japan", type = "accuse", target = "China", date = "2023-08-25", goldstein = -2.0 },
      },
    },
    {
      name = "criticism withdrawn",
      retract = { { type = "accuse", source = "China" } },
    },
    {
      -- Paris consents: no objection is left, and the plate goes on the door.
      name = "office opens",
      retract = { { type = "accuse", source = "France", target = "NATO" } },
      assert = {
        { source = "NATO", type = "cooperate", target = "Japan", date = "2024-01-15", goldstein = 6.0 },
        { source = "Japan", type = "cooperate", target = "NATO", date = "2024-01-15", goldstein = 6.0 },
        { source = "China", type = "protest", target = "NATO", date = "2024-01-15", goldstein = -6.5 },
      },
    },
    {
      -- A thaw: no criticism, and the contacts that remain count for more.
      name = "dialogue",
      parent = "criticism withdrawn",
      modify = { { where = { type = "consult" }, set = { weight = 2 } } },
      assert = {
        { source = "China", type = "consult", target = "NATO", date = "2023-09-01", goldstein = 1.0 },
        { source = "NATO", type = "consult", target = "China", date = "2023-09-01", goldstein = 1.0 },
      },
    },
  },
}
