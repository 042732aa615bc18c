--- What a brief is about: everything, or one actor.
-- @module casus.brief.focus

local focus = {}

local function key(row)
  return row.document and row.sentence and row.document .. "\0" .. row.sentence
end

-- The names and entities that a name, code or group stands for.
local function resolve(store, wanted)
  local names, entities = { [wanted] = true }, {}
  for row in store:entities { actor = wanted } do names[row.name], entities[row.id] = true, true end
  for row in store:relations { source = wanted } do names[row.source] = true end
  for row in store:relations { target = wanted } do names[row.target] = true end
  return names, entities
end

--- The focus of a brief.
-- @tparam table store
-- @tparam[opt] string wanted a name, a code or a group; nil: everything
-- @treturn table `sentence(row)`: whether the row's sentence names the focus; `name(text)`: whether this is the focus;
--   `relations(filter)`: the relations in which it takes part; `known`: whether there is such an actor at all
-- @usage focus.new(store, "China").name "China" --> true
function focus.new(store, wanted)
  if not wanted then
    return { known = true, sentence = function() return true end, name = function() return true end,
      relations = function() return store:relations {} end }
  end
  local names, entities = resolve(store, wanted)
  local sentences = {}
  for row in store:mentions {} do
    if entities[row.entity] and row.sentence then sentences[key(row)] = true end
  end
  for row in store:relations { actor = wanted } do
    if row.sentence then sentences[key(row)] = true end
  end
  return {
    wanted = wanted,
    known = next(sentences) ~= nil,
    sentence = function(row) return sentences[key(row)] == true end,
    name = function(text) return text ~= nil and names[text] == true end,
    relations = function() return store:relations { actor = wanted } end,
  }
end

return focus
