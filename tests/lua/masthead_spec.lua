-- Datelines, bylines and what else stands around a report.
local test, check = ...
local casus = require "casus"

--- Where a text says that it comes from: place, date, agency, byline.
local function head(text, options)
  local document <close> = assert(casus.parse(text, options))
  return { place = document.place, date = document.date, agency = document.agency, byline = document.byline }
end

--- The kinds of records that a text yields, with their texts.
local function found(text, options)
  local document <close> = assert(casus.parse(text, options))
  local list = {}
  for i, record in ipairs(document:extract {}) do list[i] = record.kind .. " " .. record.text end
  return list
end

test("datelines in several manners", function()
  check.equal(head("TOKYO, May 10 (Pacific Wire) - NATO met.", { default_date = "2023-06-01" }),
    { place = "Tokyo", date = "2023-05-10", agency = "Pacific Wire" })
  check.equal(head "SEOUL, South Korea — Yoon met Kishida.", { place = "Seoul" })
  check.equal(head("BRUSSELS (Harbour Press) — NATO met.", { date = "2022-01-01" }),
    { place = "Brussels", date = "2022-01-01", agency = "Harbour Press" })
  check.equal(head("VILNIUS, July 12 - Leaders met.", { default_date = "2023-07-20" }),
    { place = "Vilnius", date = "2023-07-12" })
  check.equal(head "WASHINGTON, 3 March 2021 -- Ministers met.", { place = "Washington", date = "2021-03-03" })
  check.equal(head "Geneva, 5 June 2020 (Wire) – Ministers met.", { place = "Geneva", date = "2020-06-05", agency = "Wire" })
  check.equal(head("Plan stalls\n\nBy Jane Example and John Sample, Diplomatic Editor\n\nKYIV (Wire) - Russia attacked."),
    { place = "Kyiv", agency = "Wire", byline = "Jane Example and John Sample, Diplomatic Editor" })
end)

test("the year of a dateline at the turn of the year", function()
  check.equal(head("PARIS, Dec 30 - France objected.", { default_date = "2024-01-02" }).date, "2023-12-30")
  check.equal(head("PARIS, Jan 2 - France objected.", { default_date = "2023-12-30" }).date, "2024-01-02")
end)

test("a date that the document brings wins, and a default is taken where there is no other", function()
  check.equal(head("PARIS, May 3 - France objected.", { date = "2020-01-01", default_date = "2023-05-05" }).date, "2020-01-01")
  check.equal(head("France objected.", { default_date = "2023-05-05" }).date, "2023-05-05")
  check.equal(head("PARIS, February 30 - France objected.", { default_date = "2023-05-05" }).date, "2023-05-05")
  check.equal(head("PARIS, May 3 - France objected.").date, nil)
end)

test("what only looks like a dateline or a byline", function()
  check.equal(head "WORLD CUP - England beat Iran.", {})
  check.equal(head "U.S.-China talks begin", {})
  check.equal(head "China - a large state - objected.", {})
  check.equal(head "By May China had objected to the plan.", {})
  check.equal(head "By then, Japan and NATO had met in Tokyo, and Seoul was waiting.", {})
end)

test("nothing is found in furniture, and what a dateline names does nothing", function()
  check.equal(found "By China Smith\n\nThe plan was shelved.", {})
  check.equal(found "The plan was shelved.\n\nRead more: China accuses Japan of espionage", {})
  check.equal(found "The plan was shelved.\n(Reporting by Paris Jones; editing by Georgia Brown)", {})
  check.equal(found "Photo: Kishida meets Stoltenberg in Brussels\n\nThe plan was shelved.", {})
  check.equal(found "MOSCOW (Wire) - Attacked were two towns.", { "entity MOSCOW" })
  check.equal(found "China objected. Read more about it: China accused Japan.", {
    "relation China objected", "entity China", "relation China accused Japan", "entity China", "entity Japan" })
end)

test("a store keeps place, byline and the agency as source", function()
  local path = os.getenv "CASUS_TMP" .. "/dispatch.txt"
  local file <close> = assert(io.open(path, "w"))
  assert(file:write "Plan stalls\n\nBy Jane Example\n\nTOKYO, May 10 (Pacific Wire) - NATO met Japan.\n")
  assert(file:close())
  local store <close> = casus.open()
  assert(store:read(path, { date = "2023-06-01" }))
  local row = store:documents {}()
  check.equal({ row.place, row.byline, row.source, row.date, row.title },
    { "Tokyo", "Jane Example", "Pacific Wire", "2023-05-10", "Plan stalls" })
end)
