--- Dependency trees drawn for people.
--
-- Every word takes a line, in the order of the text. A word that has dependents also has a rail, a vertical line from
-- the first to the last of them, to which they are tied; it stands in a column right of that of its own head. Rails of
-- one depth that overlap, as they do where a tree is not projective, take columns side by side; a line that crosses a
-- rail is drawn as ┼.
-- @module casus.tree

local display = require "casus.display"

local tree = {}

local MOST_COLUMNS <const> = 40 -- of rails; words for which there is no room are told the number of their head
local WIDEST <const> = 60       -- what stands right of wider words is not brought into line

-- The words by depth (a list of lists of numbers), and the dependents of each; what hangs on no root is at no depth.
local function levels(words)
  local children, level, list = {}, {}, {}
  for i, word in ipairs(words) do
    local head = word.head
    if head == 0 then
      level[#level + 1] = i
    elseif words[head] then
      children[head] = children[head] or {}
      table.insert(children[head], i)
    end
  end
  while #level > 0 do
    list[#list + 1] = level
    local below = {}
    for _, head in ipairs(level) do table.move(children[head] or {}, 1, #(children[head] or {}), #below + 1, below) end
    level = below
  end
  return list, children
end

-- Gives rails, which are in the order of their first lines, the lowest lane that is free; returns how many there are.
local function give_lanes(rails, most)
  local free_from, used = {}, 0
  for _, rail in ipairs(rails) do
    for lane = 1, most do
      if not free_from[lane] or free_from[lane] < rail.first then
        rail.lane, free_from[lane], used = lane, rail.last, math.max(used, lane)
        break
      end
    end
  end
  return used
end

-- For each word its column, and its rail `{ first =, last =, column =, head = }` where it has dependents and there is
-- room.
local function place(words)
  local depths, children = levels(words)
  local columns, rails, base = {}, {}, 0
  for _, level in ipairs(depths) do
    local own = {}
    for _, i in ipairs(level) do
      local below = children[i]
      local hung = words[i].head == 0 or rails[words[i].head]
      columns[i] = hung and base < MOST_COLUMNS and base or nil
      if below and columns[i] then
        own[#own + 1] = { head = i, first = math.min(i, below[1]), last = math.max(i, below[#below]) }
      end
    end
    table.sort(own, function(a, b) return a.first < b.first end)
    local used = give_lanes(own, MOST_COLUMNS - base)
    for _, rail in ipairs(own) do
      if rail.lane then
        rail.column = base + rail.lane - 1
        columns[rail.head], rails[rail.head] = rail.column, rail
      end
    end
    base = base + math.max(used, 1)
  end
  return columns, rails
end

-- Box drawings by the sides to which their lines go: 1 left, 2 right, 4 up, 8 down.
local strokes = {
  [0] = " ", [1] = "─", [2] = "─", [3] = "─", [5] = "┘", [6] = "└", [7] = "┴", [9] = "┐", [10] = "┌", [11] = "┬",
  [12] = "│", [13] = "┤", [14] = "├", [15] = "┼",
}

-- The lines left of word `i`; `active` has the rails that pass it, by column.
local function draw_row(i, columns, up_rail, active)
  local own, from = columns[i], up_rail and up_rail.column or -1
  local last = own or -1
  for column in pairs(active) do last = math.max(last, column) end
  local parts = { own and from == -1 and "─" or " " }
  for column = 0, last do
    local rail, sides = active[column], 0
    if own and column > from then sides = column == own and own == last and 1 or 3 end
    if own and column == from then sides = 2 end
    if rail then sides = sides + (i > rail.first and 4 or 0) + (i < rail.last and 8 or 0) end
    parts[#parts + 1] = strokes[sides]
    if column < last then parts[#parts + 1] = own and column >= from and "─" or " " end
  end
  return table.concat(parts)
end

-- The lines left of each word.
local function rows(words)
  local columns, rails = place(words)
  local starting, active, lines = {}, {}, {}
  for _, rail in pairs(rails) do
    starting[rail.first] = starting[rail.first] or {}
    table.insert(starting[rail.first], rail)
  end
  for i, word in ipairs(words) do
    for _, rail in ipairs(starting[i] or {}) do active[rail.column] = rail end
    lines[i] = draw_row(i, columns, rails[word.head], active)
    if not columns[i] then lines[i] = lines[i] .. (lines[i] == " " and "…" or " …") end
    for column, rail in pairs(active) do
      if rail.last == i then active[column] = nil end
    end
  end
  return lines, columns
end

--- Draws a tree.
-- @tparam {table,...} words with `form`; where they are known, `head` (a number from 1, 0: the root), `upos`, `deprel`
-- @treturn string a line a word, each with its line break
-- @usage tree.draw { { form = "Ships", head = 2, upos = "NOUN", deprel = "nsubj" },
--   { form = "sail", head = 0, upos = "VERB", deprel = "root" } }
-- --> " ┌── Ships  NOUN  nsubj\n─┘ sail     VERB  root\n"
function tree.draw(words)
  local parsed = false
  for _, word in ipairs(words) do parsed = parsed or word.head ~= nil end
  local lines, columns = {}, {}
  if parsed then lines, columns = rows(words) end
  local left, tags, width, tag_width = {}, {}, 0, 0
  for i, word in ipairs(words) do
    left[i] = (parsed and lines[i] .. " " or "") .. display.printable(word.form)
    tags[i] = display.printable(word.upos or "")
    local own = display.width(left[i])
    if own <= WIDEST then width = math.max(width, own) end
    tag_width = math.max(tag_width, math.min(display.width(tags[i]), 8))
  end
  for i, word in ipairs(words) do
    local relation = display.printable(word.deprel or "")
    if parsed and not columns[i] then relation = ("%s of word %s"):format(relation, word.head or "?") end
    local line = { display.pad(left[i], width), display.pad(tags[i], tag_width), relation }
    lines[i] = table.concat(line, "  "):gsub(" +$", "") .. "\n"
  end
  return table.concat(lines)
end

return tree
