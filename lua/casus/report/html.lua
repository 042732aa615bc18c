--- Reports as one self-contained HTML page: no script, nothing fetched, light and dark, made to be printed too.
-- @module casus.report.html

local escape = require "casus.escape"
local grid = require "casus.table"

local style <const> = [[
:root { color-scheme: light dark; --ink: #1b1d21; --soft: #5a6170; --line: #d5d9e0; --back: #fff; --shade: #f4f5f8;
  --mark: #1a4f8b }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e6ea; --soft: #a0a7b4; --line: #3a3f4a; --back: #16181d; --shade: #1f2229; --mark: #8ab8f0 }
}
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; color: var(--ink); background: var(--back);
  font: 1rem/1.5 system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; overflow-wrap: break-word }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line) }
h3 { font-size: 1rem; margin: 1rem 0 .25rem }
p { margin: .5rem 0 }
.subtitle, .note { color: var(--soft) }
nav { margin: 1rem 0; font-size: .9rem }
nav a { margin-right: .9rem; white-space: nowrap }
a { color: var(--mark) }
ul { padding-left: 1.1rem; margin: .5rem 0 }
li { margin: .4rem 0 }
li p { display: inline }
.scroll { overflow-x: auto }
table { border-collapse: collapse; margin: .75rem 0; font-size: .95rem; font-variant-numeric: tabular-nums }
th, td { padding: .3rem .7rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line) }
thead th { border-top: 0; font-weight: 600; vertical-align: bottom }
.number { text-align: right; white-space: nowrap }
thead .number { white-space: normal }
.scroll td:first-child, .scroll th:first-child { position: sticky; left: 0; min-width: 9rem; background: var(--back) }
tr.below td { border-top: 0; padding-top: 0 }
details { font-size: .9rem }
summary { cursor: pointer; color: var(--mark); width: fit-content }
blockquote { margin: .35rem 0 .6rem; padding: .3rem .75rem; background: var(--shade);
  border-left: 3px solid var(--line) }
cite { display: block; font-style: normal; color: var(--soft); font-size: .85rem }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --back: #fff; --shade: #f6f6f6; --mark: #000 }
  body { max-width: none; padding: 0; font-size: 10pt }
  nav { display: none }
  h2, h3 { break-after: avoid }
  .scroll { overflow: visible }
  .number { white-space: normal }
  tr, blockquote { break-inside: avoid }
  details::details-content { content-visibility: visible; display: block; block-size: auto }
  summary { list-style: none }
}
]]

local function anchor(title)
  return (title:lower():gsub("[^%w]+", "-"):gsub("^%-+", ""):gsub("%-+$", ""))
end

local function cite(piece)
  if piece.assumed then return "assumed, not reported" end
  if not piece.document then return "no evidence" end
  local words = {}
  if piece.number then
    words[1] = ('<a href="#document-%d">document %d</a>'):format(piece.number, piece.number)
  else
    words[1] = "document " .. escape.html(piece.document)
  end
  if piece.title then words[#words + 1] = escape.html(piece.title) end
  if piece.date then words[#words + 1] = escape.html(piece.date) end
  if piece.sentence then words[#words + 1] = ("sentence %d"):format(piece.sentence) end
  if piece.start then words[#words + 1] = ("bytes %d–%d"):format(piece.start, piece.stop) end
  return table.concat(words, " · ")
end

local function evidence(entry)
  local pieces = entry.evidence or {}
  if #pieces == 0 then return "" end
  local parts = {}
  for _, piece in ipairs(pieces) do
    local text = escape.html(piece.text or "")
    parts[#parts + 1] = ("<blockquote>%s<cite>%s</cite></blockquote>"):format(text, cite(piece))
  end
  local more = entry.more and entry.more > 0 and entry.more or nil
  if more then parts[#parts + 1] = ('<p class="note">and %d more</p>'):format(more) end
  local total = #pieces + (more or 0)
  return ("<details><summary>evidence%s</summary>%s</details>"):format(
    total > 1 and (" (%d)"):format(total) or "", table.concat(parts))
end

local function put_item(write, item)
  local lead = item.lead and ("<strong>%s</strong>%s"):format(escape.html(item.lead), item.text and ": " or "") or ""
  local id = item.id and (' id="%s"'):format(escape.html(item.id)) or ""
  write(("<li%s>%s%s%s</li>\n"):format(id, lead, escape.html(item.text or ""), evidence(item)))
end

local function put_table(write, block)
  local rows = {}
  for i, row in ipairs(block.rows) do
    local found = evidence(row)
    rows[i] = table.move(row, 1, #block.columns, 1, { below = found ~= "" and found or nil })
  end
  write '<div class="scroll">\n'
  grid.write("html", block.columns, rows, write)
  write "</div>\n"
end

--- Renders a report.
-- @tparam table content as in `casus.report`
-- @treturn string
return function(content)
  local parts = {}
  local function write(text) parts[#parts + 1] = text end
  local title = escape.html(content.title)
  write '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
  write '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
  -- Should a report ever get markup past the escaping, the browser still neither runs nor fetches anything.
  write "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
  write(("<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>%s</h1>\n"):format(title, style, title))
  if content.subtitle then write(('<p class="subtitle">%s</p>\n'):format(escape.html(content.subtitle))) end
  if #content.sections > 2 then
    write "<nav>"
    for _, section in ipairs(content.sections) do
      write(('<a href="#%s">%s</a>'):format(anchor(section.title), escape.html(section.title)))
    end
    write "</nav>\n"
  end
  for _, section in ipairs(content.sections) do
    write(('<section>\n<h2 id="%s">%s</h2>\n'):format(anchor(section.title), escape.html(section.title)))
    if section.note then write(('<p class="note">%s</p>\n'):format(escape.html(section.note))) end
    for _, block in ipairs(section.blocks) do
      if block.text then write(("<p>%s</p>\n"):format(escape.html(block.text))) end
      if block.fold then write(("<details><summary>%s</summary>\n"):format(escape.html(block.fold))) end
      if block.heading then write(("<h3>%s</h3>\n"):format(escape.html(block.heading))) end
      if block.items then
        write "<ul>\n"
        for _, item in ipairs(block.items) do put_item(write, item) end
        write "</ul>\n"
      end
      if block.fold then write "</details>\n" end
      if block.columns then put_table(write, block) end
    end
    write "</section>\n"
  end
  write "</body>\n</html>\n"
  return table.concat(parts)
end
