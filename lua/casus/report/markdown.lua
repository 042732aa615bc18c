--- Reports as Markdown (CommonMark with tables).
-- @module casus.report.markdown

local escape = require "casus.escape"
local grid = require "casus.table"

local function reference(piece)
  if piece.assumed then return "assumed" end
  if not piece.document then return "no evidence" end
  local words = { "document " .. (piece.number or escape.markdown(piece.document)) }
  if piece.sentence then words[#words + 1] = ("sentence %d"):format(piece.sentence) end
  if piece.start then words[#words + 1] = ("bytes %d-%d"):format(piece.start, piece.stop) end
  return table.concat(words, ", ")
end

local function put_evidence(lines, entry, indent)
  for _, piece in ipairs(entry.evidence or {}) do
    local text = piece.text and piece.text ~= entry.text and ("“%s” "):format(escape.markdown(piece.text)) or ""
    lines[#lines + 1] = ("%s- %s(%s)"):format(indent, text, reference(piece))
  end
  if entry.more and entry.more > 0 then lines[#lines + 1] = ("%s- and %d more"):format(indent, entry.more) end
end

local function put_item(lines, item)
  local lead = item.lead and ("**%s**%s"):format(escape.markdown(item.lead), item.text and ": " or "") or ""
  lines[#lines + 1] = "- " .. lead .. escape.markdown(item.text or "", not item.lead)
  put_evidence(lines, item, "  ")
end

-- A table cell cannot hold a list: what rows rest on follows the table.
local function put_table(lines, block)
  lines[#lines + 1] = (grid.render("markdown", block.columns, block.rows):gsub("\n$", ""))
  local first = true
  for _, row in ipairs(block.rows) do
    if row.evidence and #row.evidence > 0 then
      if first then lines[#lines + 1] = "" end
      first = false
      lines[#lines + 1] = ("- **%s**"):format(escape.markdown(row.name or tostring(row[1])))
      put_evidence(lines, row, "  ")
    end
  end
end

--- Renders a report.
-- @tparam table content as in `casus.report`
-- @treturn string
return function(content)
  local lines = { "# " .. escape.markdown(content.title) }
  if content.subtitle then
    lines[#lines + 1] = ""
    lines[#lines + 1] = escape.markdown(content.subtitle, true)
  end
  for _, section in ipairs(content.sections) do
    lines[#lines + 1] = ""
    lines[#lines + 1] = "## " .. escape.markdown(section.title)
    if section.note then
      lines[#lines + 1] = ""
      lines[#lines + 1] = escape.markdown(section.note, true)
    end
    for _, block in ipairs(section.blocks) do
      lines[#lines + 1] = ""
      if block.text then lines[#lines + 1] = escape.markdown(block.text, true) end
      if block.fold then lines[#lines + 1] = ("**%s**\n"):format(escape.markdown(block.fold)) end
      if block.heading then lines[#lines + 1] = ("### %s\n"):format(escape.markdown(block.heading)) end
      for _, item in ipairs(block.items or {}) do put_item(lines, item) end
      if block.columns then put_table(lines, block) end
    end
  end
  return table.concat(lines, "\n") .. "\n"
end
