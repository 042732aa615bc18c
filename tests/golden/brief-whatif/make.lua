-- Makes a store whose records are written here, so that what is printed does not depend on what extractors find.
local core = require "casus.core"
local casus = require "casus"

local function make(store, id, date, text, rows)
  local document = assert(casus.parse(text, { id = id, date = date }))
  local codes = { NATO = "IGOWSTNAT", China = "CHN", Japan = "JPN" }
  local records = {}
  local function add(sentence, fields, start, stop)
    fields.start, fields.stop, fields.sentence = start, stop, sentence
    fields.extractor, fields.version, fields.confidence = "golden", "1", 0.9
    records[#records + 1] = fields
  end
  for number, sentence in ipairs(document:sentences()) do
    for name, code in pairs(codes) do
      local first, last = text:find(name, sentence.start + 1, true)
      if first and last <= sentence.stop then
        local label = name == "NATO" and "ORG" or "GPE"
        add(number, { kind = "entity", label = label, id = name, code = code, mention = "name" }, first - 1, last)
      end
    end
    local function part(name)
      local first, last = text:find(name or "\0", sentence.start + 1, true)
      return first and { start = first - 1, stop = last, id = name, code = codes[name] } or nil
    end
    for _, row in ipairs(rows[number] or {}) do
      add(number, { kind = "relation", type = row[2], source = part(row[1]), target = part(row[3]), goldstein = row[4],
        date = row[5], modality = row[6] or "asserted", negated = false,
        trigger = { start = sentence.start, stop = sentence.start + 1 } }, sentence.start, sentence.stop)
    end
  end
  table.sort(records, function(a, b)
    if a.start ~= b.start then return a.start < b.start end
    return (a.id or a.type) < (b.id or b.type)
  end)
  assert(store:add(document, { title = ("Report <%s>"):format(id), date = date, uri = id .. ".txt" }, false, records))
end

local store <close> = assert(core.store("case.casus"))
make(store, "one", "2023-05-26",
  "NATO will open an office in Japan.\n\nChina accused NATO of \27[31minterference.\n\n"
    .. "Japan will meet NATO on July 11.", {
    { { "NATO", "cooperate", "Japan", 7.4, nil, "planned" } },
    { { "China", "accuse", "NATO", -2, "2023-05-26" } },
    { { "Japan", "consult", "NATO", 1, "2023-07-11", "planned" } },
  })
make(store, "two", nil, "China accused NATO again, 日本経済新聞 wrote.\n\nSomebody threatened Japan.", {
  { { "China", "accuse", "NATO", -2 } },
  { { nil, "threaten", "Japan", -4.4 } },
})
