local test, check = ...
local casus = require "casus"
local core = require "casus.core"
local reader = require "casus.reader"
local run = require "program"
local stream = require "casus.stream"

local function words(count)
  local list = {}
  for i = 1, count do list[i] = ("word%d goes on."):format(i) end
  return list
end

--- The document that a reader makes of a text as a stream, its pieces, and what was told.
local function long(text)
  local path = run.folder .. "/long.txt"
  run.write(path, text)
  local counts, messages, pieces, found = {}, {}, {}, nil
  for document in reader.documents(path, {
    stream = true, counts = counts, report = function(message) messages[#messages + 1] = message end,
  }) do
    found = document
    if document.pieces then
      for piece, whole in document.pieces do pieces[#pieces + 1] = { piece, whole } end
    end
  end
  return found, pieces, counts, messages
end

test("a digest of pieces is the id of the whole", function()
  local digest <close> = core.digest()
  for _, piece in ipairs { "NATO ", "", "met." } do digest:add(piece) end
  check.equal(digest:id("2023-01-01", "x"), core.document_id("NATO met.", "2023-01-01", "x"))
  check.equal(digest:id(), core.document_id "NATO met.")
end)

test("pieces end behind a blank line, or else a line, a space or a character", function()
  local function pieces(text, most)
    local path = run.folder .. "/pieces.txt"
    run.write(path, text)
    local lines, found = assert(core.lines(path)), {}
    while true do
      local piece, whole = lines:piece(most)
      if not piece then break end
      found[#found + 1] = piece .. (whole and "|" or "")
    end
    lines:close()
    return found
  end
  check.equal(pieces("a\n\nbc\n \t\nde", 7), { "a\n\n|", "bc\n \t\n|", "de|" })
  check.equal(pieces("ab\ncd\nefg", 5), { "ab\n", "cd\n", "efg|" })
  check.equal(pieces("ab cd ef", 4), { "ab ", "cd ", "ef|" })
  check.equal(pieces("ääää", 3), { "ä", "ä", "ä", "ä|" })
  check.equal(pieces("abc", 3), { "abc|" })
  check.equal(pieces("", 3), {})
end)

test("a text that is no longer than a piece is read at once", function()
  local document, pieces = long("NATO met. It was long.")
  check.equal(document.text, "NATO met. It was long.")
  check.equal(pieces, {})
end)

test("a long text comes in pieces, with the id of the whole, repaired", function()
  local paragraph = table.concat(words(1000), " ") .. "\n\n"
  local text = paragraph:rep(stream.PIECE // #paragraph + 2) .. "b\xFFd"
  local document, pieces, counts, messages = long(text)
  local repaired = core.repair(text)
  check.equal(document.digest:id(), core.document_id(repaired))
  check.truthy(#pieces >= 2)
  local joined = {}
  for i, piece in ipairs(pieces) do joined[i] = piece[1] end
  check.truthy(table.concat(joined) == repaired)
  check.equal(counts, { repaired = 1 })
  check.match(messages[1], "long.txt: byte " .. #text - 2 .. ": ")
end)

test("what is no text is skipped also where it is long", function()
  local document, _, counts, messages = long(("\xFE\x00\x01\xFF"):rep(stream.PIECE // 4 + 1))
  check.equal(document, nil)
  check.equal(counts, { skipped = 1 })
  check.match(messages[1], "not text")
end)

-- Parsed in pieces, a text gives the same words, sentences and offsets as at once.
local function compare(text, bytes)
  local path = run.folder .. "/stream.txt"
  run.write(path, text)
  local script = ([[
    local stream = require "casus.stream"
    stream.PIECE = %d
    arg = { [0] = "parse", %q }
    os.exit(loadfile(require "casus.core".home .. "/share/casus/scripts/parse.lua")(%q) or 0, true)]]):format(bytes, path,
    path)
  local whole = run { "parse", path }
  local streamed = run { "-e", script }
  check.equal(streamed.stderr, "")
  check.truthy(#whole.stdout > 0)
  check.truthy(whole.stdout == streamed.stdout, "the same when parsed in pieces")
end

test("paragraphs in pieces are parsed as at once", function()
  local paragraphs = {}
  for i = 1, 60 do paragraphs[i] = ("Minister number %d met the press. “We agreed,” he said. Nobody left."):format(i) end
  compare(table.concat(paragraphs, "\n\n") .. "\n", 500)
end)

test("a paragraph that is longer than a piece is cut where sentences end", function()
  local sentences = {}
  for i = 1, 200 do sentences[i] = ("The minister of country %d signed the agreement in Oslo."):format(i) end
  compare(table.concat(sentences, " ") .. "\n\nThe end came soon.\n", 700)
end)

test("a sentence without end is cut, and no byte is read more than twice", function()
  local text, size, longest = ("ships "):rep(2000), 600, stream.LONGEST_SENTENCE
  local at, read, written = 0, 0, {}
  local function next_piece()
    if at >= #text then return nil end
    at = at + size
    return text:sub(at - size + 1, at), at >= #text
  end
  local function parse(bytes)
    read = read + #bytes
    return assert(casus.parse(bytes))
  end
  stream.LONGEST_SENTENCE = size
  local whole = stream.parse(next_piece, parse, function(document, place)
    return document:conllu(function(part) written[#written + 1] = part return true end, place)
  end)
  stream.LONGEST_SENTENCE = longest
  check.truthy(whole)
  local _, count = table.concat(written):gsub("\n%d+\tship", "")
  check.equal(count, 2000)
  check.truthy(read <= 2 * #text, "bytes read: " .. read)
end)

test("standard input is read as a stream, too", function()
  local paragraph = table.concat(words(2000), " ") .. "\n\n"
  local text = paragraph:rep(stream.PIECE // #paragraph + 2)
  run.write(run.folder .. "/input.txt", text)
  local piped = run { "parse", "-", stdin = text }
  local named = run { "parse", run.folder .. "/input.txt" }
  check.equal({ piped.status, named.status }, { 0, 0 })
  check.truthy(piped.stdout == named.stdout)
  check.match(piped.stdout, "^# newdoc id = " .. core.document_id(text) .. "\n")
end)
