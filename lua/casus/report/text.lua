--- Reports as text for a terminal.
--
-- Evidence is printed as `[3:12 1040-1100] text`: document 3 of the list at the end, sentence 12, bytes 1040 to 1100.
-- @module casus.report.text

local display = require "casus.display"
local grid = require "casus.table"

local function reference(piece)
  if piece.assumed then return "[assumed]" end
  if not piece.document then return "[no evidence]" end
  local sentence = piece.sentence and ":" .. piece.sentence or ""
  local bytes = piece.start and (" %d-%d"):format(piece.start, piece.stop) or ""
  return ("[%s%s%s]"):format(piece.number or piece.document, sentence, bytes)
end

-- Evidence that repeats the statement word for word is only referred to.
local function evidence_lines(entry, indent, width)
  local lines = {}
  local said = entry.text and display.line(entry.text)
  for _, piece in ipairs(entry.evidence or {}) do
    local text = piece.text and display.line(piece.text) or ""
    local mark = reference(piece)
    if text == said or piece.assumed and said and said:find(text, 1, true) then text = "" end
    lines[#lines + 1] = display.wrap(mark .. " " .. text, width, indent, indent .. "  "):gsub(" +$", "")
  end
  if entry.more and entry.more > 0 then lines[#lines + 1] = ("%sand %d more"):format(indent, entry.more) end
  return lines
end

local function put_item(lines, item, width)
  local lead = item.lead and display.line(item.lead) .. (item.text and item.text ~= "" and ": " or "") or ""
  lines[#lines + 1] = display.wrap(lead .. display.line(item.text or ""), width, "- ", "  ")
  for _, line in ipairs(evidence_lines(item, "    ", width)) do lines[#lines + 1] = line end
end

local function cell_width(columns, rows, i)
  local width = display.width(columns[i].name)
  for _, row in ipairs(rows) do
    if row[i] ~= nil then width = math.max(width, display.width(display.printable(tostring(row[i])))) end
  end
  return width + 2
end

-- Columns without a group, then as many groups as a line holds; again until all groups are placed.
local function parts_of(block, width)
  local fixed, groups, by_name, fixed_width = {}, {}, {}, 0
  for i, column in ipairs(block.columns) do
    local own = cell_width(block.columns, block.rows, i)
    if not column.group then
      fixed[#fixed + 1], fixed_width = i, fixed_width + own
    else
      local group = by_name[column.group]
      if not group then
        group = { width = 0 }
        by_name[column.group], groups[#groups + 1] = group, group
      end
      group[#group + 1], group.width = i, group.width + own
    end
  end
  local parts, used = {}, 0
  local part
  for _, group in ipairs(groups) do
    if not part or used + group.width > width + 2 then
      part, used = table.move(fixed, 1, #fixed, 1, {}), fixed_width
      parts[#parts + 1] = part
    end
    table.move(group, 1, #group, #part + 1, part)
    used = used + group.width
  end
  return #groups > 0 and parts or { fixed }
end

local function put_table(lines, block, width)
  local parts = parts_of(block, width)
  for n, part in ipairs(parts) do
    local columns, rows = {}, {}
    for k, i in ipairs(part) do columns[k] = block.columns[i] end
    for r, row in ipairs(block.rows) do
      rows[r] = {}
      for k, i in ipairs(part) do rows[r][k] = row[i] end
      local below = n == #parts and evidence_lines(row, "    ", width) or {}
      if #below > 0 then rows[r].below = table.concat(below, "\n") .. "\n" end
    end
    if n > 1 then lines[#lines + 1] = "" end
    lines[#lines + 1] = (grid.render("table", columns, rows, { width = width }):gsub("\n$", ""))
  end
end

local function put_heading(lines, text, rule)
  text = display.line(text)
  lines[#lines + 1] = text
  lines[#lines + 1] = rule:rep(math.min(display.width(text), 78))
end

--- Renders a report.
-- @tparam table content as in `casus.report`
-- @tparam table options `width`: columns of a line (80)
-- @treturn string
return function(content, options)
  local width = options.width or 80
  local lines = {}
  put_heading(lines, content.title, "=")
  if content.subtitle then lines[#lines + 1] = display.wrap(display.line(content.subtitle), width) end
  for _, section in ipairs(content.sections) do
    lines[#lines + 1] = ""
    put_heading(lines, section.title, "-")
    if section.note then lines[#lines + 1] = display.wrap(display.line(section.note), width) end
    for n, block in ipairs(section.blocks) do
      if n > 1 or section.note then lines[#lines + 1] = "" end
      if block.text then lines[#lines + 1] = display.wrap(display.line(block.text), width) end
      if block.fold then lines[#lines + 1] = display.wrap(display.line(block.fold), width) end
      if block.heading then lines[#lines + 1] = display.wrap(display.line(block.heading), width) end
      for _, item in ipairs(block.items or {}) do put_item(lines, item, width) end
      if block.columns then put_table(lines, block, width) end
    end
  end
  return table.concat(lines, "\n") .. "\n"
end
