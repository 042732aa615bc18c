--- Readers: from files and folders to documents.
--
-- `reader.documents(path, options)` iterates over tables with `text` and, where the input brings them, `id date title
-- source url lang`, and with `uri`, the place they were read from. What cannot be read is reported; the rest goes on.
-- @module casus.reader

local core = require "casus.core"
local lfs = require "lfs"
local stream = require "casus.stream"

local reader = {}

--- A first line is a title up to this many bytes.
local LONGEST_TITLE = 150

--- A file is not text where more than one byte in this many is not UTF-8.
local LEAST_TEXT = 10

local fields = { "id", "date", "title", "source", "url", "lang" }

-- What is told of a problem -------------------------------------------------------------------------------------------

--- Counts and passes on problems. `skipped`: the input at this place is lost; otherwise it was repaired.
local function problem(state, skipped, place, format, ...)
  local key = skipped and "skipped" or "repaired"
  state.counts[key] = (state.counts[key] or 0) + 1
  if state.report then state.report(("%s: %s"):format(place, format:format(...))) end
end

-- Checking a document -------------------------------------------------------------------------------------------------

local month_days = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function days_in_month(year, month)
  local leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  return month == 2 and leap and 29 or month_days[month]
end

--- An ISO date or date-time, as it is; nil for anything else.
local function check_date(date)
  local year, month, day = date:match "^(%d%d%d%d)%-(%d%d)%-(%d%d)$"
  if not year then year, month, day = date:match "^(%d%d%d%d)%-(%d%d)%-(%d%d)[T ]%d%d:%d%d" end
  year, month, day = tonumber(year), tonumber(month), tonumber(day)
  if not year or year == 0 or month < 1 or month > 12 or day < 1 or day > days_in_month(year, month) then return nil end
  return date
end

--- Makes the text UTF-8; nil where it is no text at all.
local function check_text(state, text, place)
  local valid = core.valid(text)
  if valid == #text then return text end
  local repaired, count = core.repair(text)
  if count * LEAST_TEXT > #text then
    problem(state, true, place, "not text: %d of %d bytes are not UTF-8, the first at byte %d; skipped", count, #text,
      valid)
    return nil
  end
  problem(state, false, place, "byte %d: not UTF-8, or NUL; %d bytes replaced by U+FFFD", valid, count)
  return repaired
end

--- Makes a document of a row with named fields; nil where it is none.
local function check_row(state, row, place)
  if type(row.text) ~= "string" then
    problem(state, true, place, row.text == nil and "no field 'text'; skipped" or "'text' is not a string; skipped")
    return nil
  end
  local document = { text = check_text(state, row.text, place), uri = place }
  if not document.text then return nil end
  for _, name in ipairs(fields) do
    local value = row[name]
    if type(value) == "number" then value = tostring(value) end
    if type(value) == "string" and value ~= "" then
      local bad
      document[name], bad = core.repair(value)
      if bad > 0 then problem(state, false, place, "'%s': %d bytes replaced by U+FFFD", name, bad) end
    elseif value ~= nil and value ~= "" then
      problem(state, false, place, "'%s' is not a string; left out", name)
    end
  end
  if document.date then
    local date = check_date(document.date)
    if not date then problem(state, false, place, "'%s' is not an ISO date; left out", document.date) end
    document.date = date
  end
  return document
end

-- Plain text ----------------------------------------------------------------------------------------------------------

--- The first line, where it reads as a title: short, without a final stop, and a blank line follows.
local function title_of(text)
  local line, behind = text:match "^([^\n]*)\n([^\n]*)\n"
  if not line or #line > LONGEST_TITLE or not behind:find "^%s*$" then return nil end
  line = line:match "^%s*(.-)%s*$"
  if line == "" or line:find "[.!?]$" then return nil end
  return line
end

local BYTE_ORDER_MARK = "\u{FEFF}"

local function without_mark(text)
  return text:sub(1, #BYTE_ORDER_MARK) == BYTE_ORDER_MARK and text:sub(#BYTE_ORDER_MARK + 1) or text
end

--- What went wrong with a file, without its name: the place says it.
local function reason_of(message, place)
  local reason = message
  while reason:sub(1, #place + 2) == place .. ": " do reason = reason:sub(#place + 3) end
  local line, rest = reason:match "^(line %d+: )(.*)$"
  while rest and rest:sub(1, #place + 2) == place .. ": " do rest = rest:sub(#place + 3) end
  return rest and line .. rest or reason
end

--- A piece of a text as UTF-8, behind `offset` bytes; nil where the first is no text at all.
local function check_piece(state, piece, offset, place)
  if offset == 0 then return check_text(state, without_mark(piece), place) end
  local valid = core.valid(piece)
  if valid == #piece then return piece end
  local repaired, count = core.repair(piece)
  problem(state, false, place, "byte %d: not UTF-8, or NUL; %d bytes replaced by U+FFFD", offset + valid, count)
  return repaired
end

--- Copies a text as UTF-8 to a file that has no name any more once it is open, and digests it on the way: the id of a
-- text stands before the text.
-- @treturn userdata lines, to read it from the front, and the digest; or nil, message; or nil where it is no text
local function spool(state, lines, place, first)
  local path, digest, offset = os.tmpname(), core.digest(), 0
  local file <close> = assert(io.open(path, "wb"))
  local piece, message = first, nil
  while piece do
    piece = check_piece(state, piece, offset, place)
    if not piece then break end
    offset = offset + #piece
    digest:add(piece)
    file:write(piece)
    piece, message = lines:piece(stream.PIECE)
  end
  local flushed, reason = file:flush() -- what could not be written before shows here, too
  local again = core.lines(path)
  os.remove(path)
  if type(message) == "string" then return nil, reason_of(message, place) end
  if not flushed then return nil, reason end
  if offset == 0 then return nil end
  return again, digest
end

local function read_long_text(state, lines, place, first)
  local again, digest = spool(state, lines, place, first)
  lines:close()
  if not again then return digest and problem(state, true, place, "%s; skipped", digest) end
  coroutine.yield {
    uri = place, digest = digest, title = title_of(first),
    pieces = stream.pieces(again),
  }
  again:close()
end

local function read_text(state, lines, place)
  local text, message
  if state.stream then
    text, message = lines:piece(stream.PIECE)
    if text and lines:peek() then return read_long_text(state, lines, place, text) end
    if not text and type(message) ~= "string" then text = "" end
  else
    text, message = lines:rest()
  end
  lines:close()
  if not text then return problem(state, true, place, "%s; skipped", reason_of(message, place)) end
  text = check_text(state, without_mark(text), place)
  if text then coroutine.yield { text = text, title = title_of(text), uri = place } end
end

-- HTML ----------------------------------------------------------------------------------------------------------------

local function read_html(state, lines, place)
  local bytes, message = lines:rest()
  lines:close()
  if not bytes then return problem(state, true, place, "%s; skipped", reason_of(message, place)) end
  bytes = check_text(state, bytes, place)
  if not bytes then return end
  local page, reason = core.html(bytes)
  if not page then return problem(state, true, place, "%s; skipped", reason) end
  local document = check_row(state, page, place)
  if document then coroutine.yield(document) end
end

-- JSON Lines ----------------------------------------------------------------------------------------------------------

local function read_json_line(state, line, place)
  if line:find "^%s*$" then return end
  local row, message = core.json.decode(line)
  if row == nil then return problem(state, true, place, "%s; skipped", message) end
  if type(row) ~= "table" or row[1] ~= nil then return problem(state, true, place, "not a JSON object; skipped") end
  local document = check_row(state, row, place)
  if document then coroutine.yield(document) end
end

local function read_json_lines(state, lines, place)
  local number = 0
  while true do
    local line, message = lines:next()
    number = number + 1
    if not line then
      if message then problem(state, true, place, "%s; the rest is skipped", reason_of(message, place)) end
      break
    end
    if number == 1 then line = without_mark(line) end
    read_json_line(state, line, ("%s:%d"):format(place, number))
  end
  lines:close()
end

-- CSV (RFC 4180) ------------------------------------------------------------------------------------------------------

--- Reads a row, which may go on over several lines; its cells, or nil at the end, or nil and a message.
local function csv_row(lines, counter)
  local line, message = lines:next()
  if not line then return nil, message end
  counter.line = counter.line + 1
  if counter.line == 1 then line = without_mark(line) end
  local cells, at = {}, 1
  line = line:gsub("\r$", "")
  while true do
    if line:sub(at, at) == '"' then
      local cell, from = {}, at + 1
      while true do
        local quote = line:find('"', from, true)
        if quote and line:sub(quote + 1, quote + 1) == '"' then -- a doubled quotation mark
          cell[#cell + 1] = line:sub(from, quote)
          from = quote + 2
        elseif quote then
          cell[#cell + 1] = line:sub(from, quote - 1)
          at = quote + 1
          break
        else
          cell[#cell + 1] = line:sub(from) .. "\n"
          line, message = lines:next()
          if not line then return nil, message or "a quotation mark is not closed" end
          counter.line = counter.line + 1
          line, from = line:gsub("\r$", ""), 1
        end
      end
      cells[#cells + 1] = table.concat(cell)
    else
      local comma = line:find(",", at, true) or #line + 1
      cells[#cells + 1] = line:sub(at, comma - 1)
      at = comma
    end
    if at > #line then return cells end
    if line:sub(at, at) ~= "," then return cells, "text behind a closing quotation mark" end
    at = at + 1
  end
end

local function csv_header(state, lines, place, counter)
  local header, message = csv_row(lines, counter)
  local columns = {}
  for i, name in ipairs(header or {}) do
    columns[i] = name:lower():match "^%s*(.-)%s*$"
    columns[columns[i]] = i
  end
  if not header or message or not columns.text then
    message = message and reason_of(message, place)
    problem(state, true, place .. ":1", "%s; skipped", message or "the header names no column 'text'")
    return nil
  end
  return columns
end

local function read_csv(state, lines, place)
  local counter = { line = 0 }
  local columns = csv_header(state, lines, place, counter)
  while columns do
    local first = counter.line + 1
    local cells, message = csv_row(lines, counter)
    local here = ("%s:%d"):format(place, first)
    if not cells then
      if message then problem(state, true, here, "%s; the rest is skipped", reason_of(message, place)) end
      break
    end
    if message then
      problem(state, true, here, "%s; skipped", message)
    elseif #cells ~= #columns then
      if #cells > 1 or cells[1] ~= "" then
        problem(state, true, here, "%d cells, the header has %d; skipped", #cells, #columns)
      end
    else
      local row = {}
      for i, name in ipairs(columns) do row[name] = cells[i] end
      local document = check_row(state, row, here)
      if document then coroutine.yield(document) end
    end
  end
  lines:close()
end

-- Files and folders ---------------------------------------------------------------------------------------------------

--- Readers by the end of the file's name; plugins may add their own.
reader.formats = {
  jsonl = read_json_lines, ndjson = read_json_lines, csv = read_csv, html = read_html, htm = read_html,
}

local function format_of(path)
  local name = path:lower():gsub("%.gz$", "")
  return reader.formats[name:match "%.([^./]+)$"] or read_text
end

--- The first bytes of a file; none where it cannot be opened, which is told of when it is read.
local function beginning_of(path)
  local file <close> = io.open(path, "rb")
  return file and file:read(16) or ""
end

--- Stores, with their -wal and -shm, are never input: a folder may hold the one that is being read into.
local function is_store(path)
  return beginning_of(path:gsub("%-wal$", ""):gsub("%-shm$", "")) == "SQLite format 3\0"
end

--- What the byte order marks of other encodings look like.
local function is_utf16(path)
  local mark = beginning_of(path):sub(1, 2)
  return mark == "\xFF\xFE" or mark == "\xFE\xFF"
end

local function read_file(state, path)
  local place = path == "-" and "standard input" or path
  -- A pipe can be read only once, so only files are looked at first.
  if path ~= "-" and lfs.attributes(path, "mode") == "file" and is_utf16(path) then
    return problem(state, true, place, "UTF-16, not UTF-8 (its byte order mark says so); skipped")
  end
  local lines, message = core.lines(path)
  if not lines then return problem(state, true, place, "%s; skipped", reason_of(message, place)) end
  if path == "-" then return (lines:peek() == "{" and read_json_lines or read_text)(state, lines, place) end
  return format_of(path)(state, lines, path)
end

--- The names in a folder in the byte order of the paths below them: a folder sorts as with a slash behind it.
local function list(state, folder)
  local readable, step, handle = pcall(lfs.dir, folder)
  if not readable then
    problem(state, true, folder, "%s; skipped", tostring(step):gsub("^.*: ", ""))
    return {}
  end
  local names = {}
  for name in step, handle do
    if name:sub(1, 1) ~= "." then
      local path = folder:gsub("/$", "") .. "/" .. name
      local mode, message = lfs.attributes(path, "mode")
      names[#names + 1] = { path = path, mode = mode, message = message,
        key = mode == "directory" and name .. "/" or name }
    end
  end
  table.sort(names, function(a, b) return a.key < b.key end)
  return names
end

local walk

-- `message` says why there is no mode.
local function visit(state, path, mode, trail, message)
  if mode == "file" then
    if not is_store(path) then
      read_file(state, path)
    elseif not next(trail) then -- it was named, not met in a folder
      problem(state, true, path, "a store (or another SQLite database), not reports; skipped")
    end
  elseif mode == "directory" then
    walk(state, path, trail)
  elseif mode == nil then
    local dangling = lfs.symlinkattributes(path, "mode") == "link"
    problem(state, true, path, "%s%s; skipped", dangling and "a link that leads nowhere: " or "",
      tostring(message):gsub("^.*: ", ""))
  elseif mode == "named pipe" and not next(trail) then -- named, as by casus extract <(zcat reports.jsonl.gz)
    read_file(state, path)
  else
    problem(state, true, path, "a %s, not a file; skipped", mode)
  end
end

--- `trail` holds the folders on the way here, by device and inode: a link back to one of them would never end.
function walk(state, folder, trail)
  local place = lfs.attributes(folder)
  local key = ("%s:%s"):format(place and place.dev, place and place.ino)
  if trail[key] then return problem(state, true, folder, "a link to a folder that it lies in; skipped") end
  trail[key] = true
  for _, entry in ipairs(list(state, folder)) do visit(state, entry.path, entry.mode, trail, entry.message) end
  trail[key] = nil
end

--- Iterates over the documents of a file, of a folder and all below it, or of standard input (`-`: JSON Lines if the
-- first byte is `{`, else plain text).
-- @tparam string path
-- @tparam[opt] table options `date` for documents that bring none; `report(message)` is told of what was skipped or
-- repaired; `counts` is a table whose `skipped` and `repaired` are counted up; `stream`: a plain text that is long has
-- `pieces` (as `casus.stream.parse` takes them) and a `digest` instead of its `text`
-- @treturn function an iterator over `{ text=, uri=, id=, date=, title=, source=, url=, lang= }`
-- @usage for document in casus.reader.documents("articles/") do print(document.uri, #document.text) end
function reader.documents(path, options)
  options = options or {}
  local state = { report = options.report, counts = options.counts or {}, stream = options.stream }
  local step = coroutine.wrap(function()
    if path == "-" then
      read_file(state, path)
    else
      local mode, message = lfs.attributes(path, "mode")
      if mode then
        visit(state, path, mode, {})
      else
        problem(state, true, path, "%s; skipped", tostring(message):gsub("^.*: ", ""))
      end
    end
  end)
  return function()
    local document = step()
    if document and not document.date then document.default_date = options.date end
    return document
  end
end

--- Whether a text is an ISO date that exists, as `--date` has to be.
-- @tparam string date
-- @treturn boolean
function reader.is_date(date)
  return #date == 10 and check_date(date) ~= nil
end

return reader
