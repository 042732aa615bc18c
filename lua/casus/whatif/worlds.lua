--- The worlds of a what-if table: each scenario applied to the world of its parent.
-- @module casus.whatif.worlds

local measure = require "casus.measure"
local relation = require "casus.relation"

local worlds = {}

-- What a world complains of, without the line of ours that it came from.
local function plain(problem)
  return (tostring(problem):gsub("^[^\n]-%.lua:%d+: ", ""))
end

-- Changes a world as a scenario says; adds to `warnings` what had no effect.
local function apply(world, scenario, warnings)
  -- `filter` is what has to match something.
  local function change(kind, i, operation, filter)
    local done, count = pcall(world[kind], world, operation)
    if not done then error(("scenario %q: %s %d: %s"):format(scenario.name, kind, i, plain(count)), 0) end
    if filter and count == 0 then
      warnings[#warnings + 1] = ("scenario %q: %s %d matched no relation (%s)"):format(
        scenario.name, kind, i, relation.describe_filter(filter))
    end
  end
  for i, filter in ipairs(scenario.retract) do change("retract", i, filter, filter) end
  for i, operation in ipairs(scenario.modify) do change("modify", i, operation, operation.where) end
  for i, facts in ipairs(scenario.assert) do change("assert", i, facts) end
end

--- The worlds of some scenarios; a world is made when it is first asked for.
-- @tparam table store what the baseline is a world of
-- @tparam {table,...} scenarios checked ones, as of `casus.scenarios`; the baseline needs no entry
-- @treturn table `get(name)` gives `{ world =, context = (for measures), warnings = }`; `close()` closes all of them
-- @usage worlds.new(store, checked.scenarios).get("baseline").world
function worlds.new(store, scenarios)
  local made, by_name = {}, {}
  for _, scenario in ipairs(scenarios) do by_name[scenario.name] = scenario end
  local self = {}

  function self.get(name)
    if made[name] then return made[name] end
    local entry = { warnings = {} }
    if name ~= "baseline" then
      local scenario = by_name[name]
      local parent = self.get(scenario.parent or "baseline")
      entry.world = parent.world:fork()
      table.move(parent.warnings, 1, #parent.warnings, 1, entry.warnings)
      apply(entry.world, scenario, entry.warnings)
    else
      entry.world = store:world()
    end
    entry.context = measure.context(entry.world)
    made[name] = entry
    return entry
  end

  function self.close()
    for _, entry in pairs(made) do entry.world:close() end
    made = {}
  end
  return self
end

return worlds
