return {
  measures = {
    "count(type=accuse)",
    { name = "ties", "balance(NATO, Japan)" },
    { name = "hostile", function(world)
      local sum = 0
      for row in world:relations { goldstein = { max = 0 } } do sum = sum + row.weight end
      return sum
    end },
    { name = "rows", sql = "select count(*) from relations" },
  },
  scenarios = {
    { name = "no criticism", note = "China says nothing", retract = { { type = "accuse", source = "China" } } },
    { name = "sanctions", parent = "no criticism", assert = {
      { source = "China", type = "sanction", target = "Japan", date = "2023-08-01", goldstein = -6.5 } } },
    { name = "doubt", modify = { { where = { modality = "planned" }, set = { weight = 0.5 } } },
      retract = { { type = "assault" } } },
  },
}
