--- The linter of the tables under data/.
-- It works on texts, not on files, so that a test can hand it a spoilt copy.
--
--     local lint = dofile(root .. "/tests/lua/data_lint.lua")
--     local files = lint.read(root .. "/data")     -- "actors/people.tsv" -> its text
--     for _, defect in ipairs(lint.check(files)) do print(defect) end

local lfs = require "lfs"

local lint = {}

-- ---------------------------------------------------------------------------------------------------------------
-- What the tables look like

local ACTOR = "name aliases kind code of from to source"

-- The columns of each table. A table that is not listed needs a header and a source.
local FRAMES = "lemma forms frame agent patient type mode context cameo goldstein reciprocal source"
local COLUMNS = {
  ["actors/agents.tsv"] = ACTOR,
  ["actors/capitals.tsv"] = ACTOR,
  ["actors/cities.tsv"] = ACTOR,
  ["actors/countries.tsv"] = ACTOR,
  ["actors/demonyms.tsv"] = ACTOR,
  ["actors/heads.tsv"] = ACTOR,
  ["actors/historical.tsv"] = ACTOR,
  ["actors/leaders.tsv"] = ACTOR,
  ["actors/members.tsv"] = ACTOR,
  ["actors/ministers.tsv"] = ACTOR,
  ["actors/organisations.tsv"] = ACTOR,
  ["actors/people.tsv"] = ACTOR,
  ["actors/seats.tsv"] = ACTOR,
  ["actors/ambiguous.tsv"] = "alias rule reason",
  ["lexicon/verbs.tsv"] = FRAMES,
  ["lexicon/event_nouns.tsv"] = FRAMES,
  ["lexicon/event_words.tsv"] = "class words source",
  ["lexicon/event_intents.tsv"] = "modality negated inner type mode cameo goldstein source",
  ["lexicon/light_verbs.tsv"] = "lemma forms frame subject source",
  ["lexicon/cues.tsv"] = "lemma forms strength source",
  ["lexicon/modality.tsv"] = "word modality source",
  ["lexicon/cause_verbs.tsv"] = "lemma turn source",
  ["lexicon/cause_changers.tsv"] = "lemma turn source",
  ["lexicon/cause_movers.tsv"] = "lemma turn source",
  ["lexicon/cause_stoppers.tsv"] = "lemma turn source",
  ["lexicon/cause_changes.tsv"] = "lemma turn source",
  ["lexicon/cause_hedges.tsv"] = "lemma hedge source",
  ["lexicon/cause_harms.tsv"] = "lemma source",
  ["lexicon/cause_events.tsv"] = "lemma source",
  ["lexicon/cause_harmings.tsv"] = "lemma source",
  ["lexicon/cause_protests.tsv"] = "lemma source",
  ["lexicon/cause_demands.tsv"] = "lemma source",
  ["lexicon/cause_blames.tsv"] = "lemma source",
  ["lexicon/cause_onsets.tsv"] = "lemma source",
  ["lexicon/appeals.tsv"] = "lemma source",
  ["lexicon/beliefs.tsv"] = "lemma source",
  ["lexicon/claims.tsv"] = "lemma source",
  ["lexicon/judgements.tsv"] = "lemma source",
  ["lexicon/wishes.tsv"] = "lemma source",
  ["lexicon/concepts.tsv"] = "concept lemmas source",
  ["ontology/cameo.tsv"] = "code name type mode context goldstein source",
  ["ontology/plover.tsv"] = "type mode note source",
  ["time/cardinals.tsv"] = "word value source",
  ["time/decades.tsv"] = "word value source",
  ["time/frequencies.tsv"] = "word value source",
  ["time/holidays.tsv"] = "name rule source",
  ["time/modifiers.tsv"] = "word mod source",
  ["time/months.tsv"] = "name month source",
  ["time/ordinals.tsv"] = "word value source",
  ["time/parts.tsv"] = "word part source",
  ["time/seasons.tsv"] = "word number source",
  ["time/units.tsv"] = "word unit source",
  ["time/vague.tsv"] = "word source",
  ["time/weekdays.tsv"] = "name weekday source",
  ["time/zones.tsv"] = "word offset source",
}

local function set(words)
  local result = {}
  for word in words:gmatch "%S+" do result[word] = true end
  return result
end

-- CAMEO's codes: of the roles that a part of a country can have, and of the bodies that we use.
local ROLES = set [[AGR BUS COP CRM CVL DEV EDU ELI ENV GOV HLH HRI IGO INS JUD LAB LEG MED MIL MOD NGO OPP PTY RAD
  REB REF REL SEP SET SPY UAF]]
local BODIES = set "IGO IGOEUREEC IGOUNO IGOUNOIAE IGOWSTNAT IMG NGO"

-- What a code can be of; each takes the code and the set of the codes of countries.
local function country(code, countries) return countries[code] end
local function part_of_country(code, countries) return #code == 6 and countries[code:sub(1, 3)] and ROLES[code:sub(4)] end
local function role(code) return ROLES[code] end
local function body(code) return BODIES[code] end

-- The kinds of actor: whether `of` has to be filled, what a code can be of, `empty`: the code may be unknown;
-- `person`: the row is about a person, and all rows of one name are about one; `single`: one holds it at a time.
local KINDS = {
  country = { codes = { country } },
  ["historical state"] = { codes = { country }, empty = true },
  demonym = { of = true, codes = { country }, empty = true },
  capital = { of = true, codes = { country } },
  seat = { of = true, codes = { part_of_country, body } },
  city = { of = true, codes = { country } },
  region = { codes = { country }, empty = true },
  organisation = { codes = { part_of_country, body }, empty = true },
  ["armed group"] = { codes = { part_of_country, body }, empty = true },
  member = { of = true, codes = { country, body }, empty = true },
  person = { of = true, codes = { part_of_country, body }, empty = true, person = true },
  ["head of state"] = { of = true, codes = { part_of_country, body }, empty = true, person = true, single = true },
  ["head of government"] = { of = true, codes = { part_of_country, body }, empty = true, person = true, single = true },
  ["foreign minister"] = { of = true, codes = { part_of_country, body }, empty = true, person = true, single = true },
  ["defence minister"] = { of = true, codes = { part_of_country, body }, empty = true, person = true, single = true },
  head = { of = true, codes = { part_of_country, body }, empty = true, person = true, single = true },
  spokesperson = { of = true, codes = { part_of_country, body }, empty = true, person = true },
  agent = { codes = { role } },
}

local MODALITIES = set "planned possible hypothetical requested denied negated"
local STRENGTHS = set "strong medium weak"

-- ---------------------------------------------------------------------------------------------------------------
-- Reading

--- The texts of all tables below a folder, by their path in it.
function lint.read(folder)
  local files = {}
  local function walk(prefix)
    for entry in lfs.dir(folder .. "/" .. prefix) do
      local path = prefix .. entry
      local full = folder .. "/" .. path
      if entry:sub(1, 1) == "." then
        goto continue
      elseif lfs.attributes(full, "mode") == "directory" then
        walk(path .. "/")
      elseif entry:find "%.tsv$" then
        local file <close> = assert(io.open(full, "rb"))
        files[path] = file:read "a"
      end
      ::continue::
    end
  end
  walk ""
  return files
end

local function split(text, separator)
  local parts = {}
  for part in (text .. separator):gmatch("(.-)" .. separator:gsub("%p", "%%%0")) do parts[#parts + 1] = part end
  return parts
end

--- The values of a field that can hold several.
local function values(field)
  return field == "" and {} or split(field, "|")
end

--- The rows of a table as tables by column name, with `path` and `line`; complains about the form.
local function parse(path, text, complain)
  local rows = {}
  if not utf8.len(text) then complain(path, 1, "is not UTF-8") end
  if text:find "\r" then complain(path, 1, "has carriage returns") end
  if text:sub(-1) ~= "\n" then complain(path, 1, "does not end with a line break") end
  local lines = split(text:gsub("\n$", ""), "\n")
  local first = 1
  while lines[first + 1] and lines[first]:find "^#" do first = first + 1 end -- comments come before the header
  local header = split(lines[first], "\t")
  local expected = COLUMNS[path]
  if expected and table.concat(header, " ") ~= expected then
    complain(path, first, ("header is not '%s'"):format(expected))
    return rows
  end
  local named, sourced = {}, path == "actors/ambiguous.tsv"
  for _, name in ipairs(header) do
    if not name:find "^%l[%l_]*$" or named[name] then complain(path, first, ("bad column name '%s'"):format(name)) end
    named[name] = true
    sourced = sourced or name == "source"
  end
  if not sourced then complain(path, first, "has no source column") end

  local seen = {}
  for number = first + 1, #lines do
    local line = lines[number]
    local fields = split(line, "\t")
    if #fields ~= #header then
      complain(path, number, ("has %d fields, the header has %d"):format(#fields, #header))
    else
      local row = { path = path, line = number }
      for i, name in ipairs(header) do
        row[name] = fields[i]
        if fields[i]:find "^ " or fields[i]:find " $" then
          complain(path, number, ("'%s' begins or ends with a space"):format(name))
        end
      end
      if seen[line] then complain(path, number, "repeats line " .. seen[line]) end
      seen[line] = number
      if row.source == "" then complain(path, number, "has no source") end
      rows[#rows + 1] = row
    end
  end
  return rows
end

-- ---------------------------------------------------------------------------------------------------------------
-- Dates

local function well_formed(date)
  local year, month, day = date:match "^(%d%d%d%d)%-?(%d?%d?)%-?(%d?%d?)$"
  if not year or #date ~= 4 and #date ~= 7 and #date ~= 10 then return false end
  if #date == 4 then return true end
  if #month ~= 2 or date:sub(5, 5) ~= "-" or tonumber(month) < 1 or tonumber(month) > 12 then return false end
  if #date == 7 then return true end
  if #day ~= 2 or date:sub(8, 8) ~= "-" then return false end
  local noon = os.date("*t", os.time { year = year, month = month, day = day, hour = 12 })
  return noon.month == tonumber(month) and noon.day == tonumber(day)
end

--- Whether one date may be followed by another; a year may be followed by any of its days.
local function in_order(from, to)
  local length = math.min(#from, #to)
  return from:sub(1, length) <= to:sub(1, length)
end

-- Two terms overlap when each begins before the other ends; on the day of a handover both hold.
local function overlap(a, b)
  local function before(from, to)
    local length = math.min(#from, #to)
    return to == "" or from:sub(1, length) < to:sub(1, length)
  end
  return before(a.from, b.to) and before(b.from, a.to)
end

-- ---------------------------------------------------------------------------------------------------------------
-- Actors

--- The things that `of` and `name` of a member may refer to, by name.
local function actors_by_name(rows)
  local names = {}
  for _, row in ipairs(rows) do
    local kind = KINDS[row.kind]
    if kind and not kind.person and row.kind ~= "member" and row.kind ~= "agent" and row.kind ~= "demonym" then
      names[row.name] = names[row.name] or row
    end
  end
  return names
end

local function is_of_any(code, kinds, countries)
  for _, is_of in ipairs(kinds) do
    if is_of(code, countries) then return true end
  end
  return false
end

--- A part has the code of the whole, or begins with it.
local function check_code(row, whole, countries, complain)
  local kind = KINDS[row.kind]
  if row.code == "" then
    if not kind.empty then complain(row.path, row.line, "has no code") end
  elseif not is_of_any(row.code, kind.codes, countries) then
    complain(row.path, row.line, ("code '%s' is not that of a %s"):format(row.code, row.kind))
  elseif whole and whole.code ~= "" and row.kind ~= "member" and row.code:sub(1, #whole.code) ~= whole.code then
    complain(row.path, row.line, ("code '%s' is not that of %s, '%s'"):format(row.code, row.of, whole.code))
  end
end

--- The codes of countries, of today and former. ISO 3166 has them in the tables of countries and former states.
local function codes_of_countries(tables, complain)
  local codes = {}
  for _, row in ipairs(tables["actors/countries.tsv"] or {}) do
    if not row.code:find "^%u%u%u$" and row.code ~= "" then
      complain(row.path, row.line, ("code '%s' is not that of a country"):format(row.code))
    elseif codes[row.code] then
      complain(row.path, row.line, ("code '%s' is there twice"):format(row.code))
    end
    codes[row.code] = true
  end
  for _, row in ipairs(tables["actors/historical.tsv"] or {}) do
    if row.code:find "^%u%u%u$" then codes[row.code] = true end
  end
  codes[""] = nil
  return codes
end

local function check_dates(row, complain)
  local good = true
  for _, column in ipairs { "from", "to" } do
    if row[column] ~= "" and not well_formed(row[column]) then
      complain(row.path, row.line, ("'%s' is no date: %s"):format(column, row[column]))
      good = false
    end
  end
  if good and row.from ~= "" and row.to ~= "" and not in_order(row.from, row.to) then
    complain(row.path, row.line, ("ends (%s) before it begins (%s)"):format(row.to, row.from))
  end
end

--- No two rows of one key hold at one time.
local function check_terms(rows, key_of, complain)
  local terms = {}
  for _, row in ipairs(rows) do
    local key = key_of(row)
    if key then
      terms[key] = terms[key] or {}
      for _, other in ipairs(terms[key]) do
        if overlap(row, other) then
          complain(row.path, row.line, ("%s, %s of %s, overlaps with %s (%s line %d)"):format(
            row.name, row.kind, row.of, other.name, other.path, other.line))
        end
      end
      table.insert(terms[key], row)
    end
  end
end

--- Nobody is twice a member of one group at a time, and a person holds an office once.
local function who_holds_it(row)
  local kind = KINDS[row.kind]
  if row.kind == "member" or kind and kind.person and row.kind ~= "person" then
    return table.concat({ row.name, row.kind, row.of }, "\0")
  end
end

--- An office that has one holder at a time.
local function held_by_one(row)
  local kind = KINDS[row.kind]
  if kind and kind.single then return row.kind .. "\0" .. row.of end
end

local can_be_a_member = set "country historical organisation"

local function check_names(row, complain)
  local seen = { [row.name] = true }
  for _, alias in ipairs(values(row.aliases)) do
    if alias == "" then complain(row.path, row.line, "has an empty alias") end
    if alias:find "^ " or alias:find " $" then
      complain(row.path, row.line, ("space around alias '%s'"):format(alias))
    end
    if seen[alias] then complain(row.path, row.line, ("alias '%s' is there twice"):format(alias)) end
    seen[alias] = true
  end
end

local function check_actor(row, names, countries, complain)
  local kind = KINDS[row.kind]
  if not kind then return complain(row.path, row.line, ("unknown kind '%s'"):format(row.kind)) end
  if row.name == "" then complain(row.path, row.line, "has no name") end
  if row.kind == "agent" and row.name:find "^%u%l" then complain(row.path, row.line, "an agent is no proper name") end
  local whole = names[row.of]
  if row.of == "" then
    if kind.of then complain(row.path, row.line, "'of' is empty") end
  elseif not whole then
    complain(row.path, row.line, ("'of' refers to nothing: %s"):format(row.of))
  end
  local member = row.kind == "member" and names[row.name]
  if row.kind == "member" and not (member and can_be_a_member[member.kind:match "^%a+"]) then
    complain(row.path, row.line, ("the member is not known: %s"):format(row.name))
  end
  check_names(row, complain)
  check_code(row, whole, countries, complain)
  check_dates(row, complain)
end

--- What the rows of one name are about: all that a person was is about one person.
local function thing(row)
  local kind = KINDS[row.kind]
  return kind and kind.person and "person" or row.kind
end

--- Which things a phrase can mean: phrase in lower case -> list of rows, one for each thing.
-- Phrases that differ in case alone can match one text (Who and WHO, us and US), so they count as one phrase.
local function meanings(rows)
  local phrases = {}
  local function add(phrase, row)
    local key = phrase:lower()
    phrases[key] = phrases[key] or {}
    for _, other in ipairs(phrases[key]) do
      if other.name == row.name and thing(other) == thing(row) then return end
    end
    table.insert(phrases[key], row)
  end
  for _, row in ipairs(rows) do
    if row.kind ~= "member" then
      add(row.name, row)
      for _, alias in ipairs(values(row.aliases)) do add(alias, row) end
    end
  end
  return phrases
end

local function check_ambiguity(rows, rules, complain)
  local phrases = meanings(rows)
  local ruled = {}
  for _, rule in ipairs(rules) do
    local key = rule.alias:lower()
    if ruled[key] then complain(rule.path, rule.line, ("'%s' has two rules"):format(rule.alias)) end
    if rule.reason == "" then complain(rule.path, rule.line, "has no reason") end
    local chosen = 0
    for _, row in ipairs(phrases[key] or {}) do
      if row.name == rule.rule then chosen = chosen + 1 end
    end
    if chosen ~= 1 then
      complain(rule.path, rule.line, ("'%s' does not decide '%s'"):format(rule.rule, rule.alias))
    end
    ruled[key] = true
  end
  for phrase, candidates in pairs(phrases) do
    if #candidates > 1 and not ruled[phrase] then
      local second = candidates[2]
      complain(second.path, second.line, ("'%s' is also %s (%s line %d), and no rule decides"):format(
        phrase, candidates[1].name, candidates[1].path, candidates[1].line))
    end
  end
end

local function check_actors(tables, complain)
  local rows = {}
  for path, own in pairs(tables) do
    if path:find "^actors/" and path ~= "actors/ambiguous.tsv" then table.move(own, 1, #own, #rows + 1, rows) end
  end
  table.sort(rows, function(a, b)
    if a.path ~= b.path then return a.path < b.path end
    return a.line < b.line
  end)
  local names = actors_by_name(rows)
  local countries = codes_of_countries(tables, complain)
  for _, row in ipairs(rows) do check_actor(row, names, countries, complain) end
  check_terms(rows, who_holds_it, complain)
  check_terms(rows, held_by_one, complain)
  check_ambiguity(rows, tables["actors/ambiguous.tsv"] or {}, complain)
end

-- ---------------------------------------------------------------------------------------------------------------
-- Ontology and lexicon

--- The event types with their modes, and the codes, as the ontology has them.
local function check_ontology(tables, complain)
  local types, codes = {}, {}
  for _, row in ipairs(tables["ontology/plover.tsv"] or {}) do
    if types[row.type] then complain(row.path, row.line, ("type '%s' is there twice"):format(row.type)) end
    types[row.type] = {}
    for _, mode in ipairs(values(row.mode)) do types[row.type][mode] = true end
  end
  for _, row in ipairs(tables["ontology/cameo.tsv"] or {}) do
    if not row.code:find "^%d%d%d?%d?$" then
      complain(row.path, row.line, ("'%s' is no CAMEO code"):format(row.code))
    end
    if codes[row.code] then complain(row.path, row.line, ("code '%s' is there twice"):format(row.code)) end
    if row.name == "" then complain(row.path, row.line, "has no name") end
    local value = tonumber(row.goldstein)
    if not value or value < -10 or value > 10 then
      complain(row.path, row.line, ("'%s' is no Goldstein value"):format(row.goldstein))
    end
    codes[row.code] = row
  end
  return types, codes
end

--- A row's type is one of the ontology, its mode one of the type's.
local function check_type(row, types, complain)
  if not types[row.type] then
    complain(row.path, row.line, ("unknown type '%s'"):format(row.type))
  elseif row.mode ~= "" and not types[row.type][row.mode] then
    complain(row.path, row.line, ("'%s' is no mode of %s"):format(row.mode, row.type))
  end
end

local function check_forms(row, forms, complain)
  if not row.lemma:find "^%l[%l -]*$" then complain(row.path, row.line, ("bad lemma '%s'"):format(row.lemma)) end
  for _, form in ipairs(values(row.forms)) do
    if not form:find "^%l[%l -]*$" then complain(row.path, row.line, ("bad form '%s'"):format(form)) end
  end
  if forms[row.lemma] and forms[row.lemma] ~= row.forms then
    complain(row.path, row.line, ("other forms of '%s' elsewhere"):format(row.lemma))
  end
  forms[row.lemma] = row.forms
end

local function check_code_of_verb(row, codes, complain)
  if row.cameo == "" then
    if row.goldstein ~= "" then complain(row.path, row.line, "a Goldstein value without a code") end
    return
  end
  local entry = codes[row.cameo]
  if not entry then return complain(row.path, row.line, ("unknown CAMEO code '%s'"):format(row.cameo)) end
  for _, column in ipairs { "type", "goldstein" } do
    if row[column] ~= entry[column] then
      complain(row.path, row.line, ("%s is '%s', the ontology has '%s' for %s"):format(
        column, row[column], entry[column], row.cameo))
    end
  end
end

--- The words that a frame or a column of sides is made of: `@name` is a class of event_words.tsv.
local function check_slots(row, cell, classes, complain)
  for slot in cell:gmatch "[^ ]+" do
    local name, words = slot:match "^(%l[%l-]*):(.+)$"
    if not (name or slot:find "^%l[%l-]*$") then
      complain(row.path, row.line, ("bad slot '%s'"):format(slot))
    end
    for _, word in ipairs(values(words or "")) do
      local class = word:match "^@(.*)$"
      if class and not classes[class] then
        complain(row.path, row.line, ("unknown class '%s'"):format(word))
      elseif not class and not word:find "^%l[%l_'-]*$" then
        complain(row.path, row.line, ("bad word '%s'"):format(word))
      end
    end
  end
end

local function check_frame(row, classes, seen, complain)
  local key = row.lemma .. "\0" .. row.frame
  if seen[key] then
    complain(row.path, row.line, ("'%s %s' is in line %d too"):format(row.lemma, row.frame, seen[key]))
  end
  seen[key] = row.line
  check_slots(row, row.frame, classes, complain)
end

--- Rows of frames. One without a type says that the words mean no event.
local function check_frames(rows, classes, types, codes, complain)
  local forms, seen = {}, {}
  for _, row in ipairs(rows) do
    check_forms(row, forms, complain)
    check_frame(row, classes, seen, complain)
    if row.type ~= "" then check_type(row, types, complain) end
    check_code_of_verb(row, codes, complain)
    if row.reciprocal ~= "" and row.reciprocal ~= "1" then
      complain(row.path, row.line, ("reciprocal is '%s', not 1 or nothing"):format(row.reciprocal))
    end
    for _, side in ipairs { row.agent, row.patient } do
      for _, slot in ipairs(values(side)) do check_slots(row, slot, classes, complain) end
    end
  end
end

local function check_lights(rows, classes, complain)
  local forms, seen = {}, {}
  for _, row in ipairs(rows) do
    check_forms(row, forms, complain)
    check_frame(row, classes, seen, complain)
    if row.subject ~= "source" and row.subject ~= "target" then
      complain(row.path, row.line, ("subject is '%s', not source or target"):format(row.subject))
    end
  end
end

local function check_intents(rows, types, codes, complain)
  for _, row in ipairs(rows) do
    check_type(row, types, complain)
    check_code_of_verb(row, codes, complain)
    if not types[row.inner] then complain(row.path, row.line, ("unknown type '%s'"):format(row.inner)) end
    if not MODALITIES[row.modality] then
      complain(row.path, row.line, ("no modality '%s'"):format(row.modality))
    end
  end
end

local function check_lexicon(tables, types, codes, complain)
  local classes = {}
  for _, row in ipairs(tables["lexicon/event_words.tsv"] or {}) do
    if classes[row.class] then complain(row.path, row.line, ("class '%s' is there twice"):format(row.class)) end
    classes[row.class] = true
  end
  check_frames(tables["lexicon/verbs.tsv"] or {}, classes, types, codes, complain)
  check_frames(tables["lexicon/event_nouns.tsv"] or {}, classes, types, codes, complain)
  check_lights(tables["lexicon/light_verbs.tsv"] or {}, classes, complain)
  check_intents(tables["lexicon/event_intents.tsv"] or {}, types, codes, complain)
end

--- Each word once, with a value out of a set.
local function check_words(rows, key, column, allowed, complain)
  local seen = {}
  for _, row in ipairs(rows) do
    if row[key] == "" then complain(row.path, row.line, ("has no %s"):format(key)) end
    if seen[row[key]] then
      complain(row.path, row.line, ("'%s' is in line %d too"):format(row[key], seen[row[key]]))
    end
    if not allowed[row[column]] then
      complain(row.path, row.line, ("'%s' is no %s"):format(row[column], column))
    end
    seen[row[key]] = row.line
  end
end

local function up_to(n)
  local result = {}
  for i = 1, n do result[tostring(i)] = true end
  return result
end

-- ---------------------------------------------------------------------------------------------------------------

local function describe(path, line, message) return ("%s:%d: %s"):format(path, line, message) end

-- What was read of a table last: copies of the data with one spoilt table share the others.
local last = {}

local function read_once(path, text)
  if not last[path] or last[path].text ~= text then
    local defects = {}
    local rows = parse(path, text, function(...) defects[#defects + 1] = describe(...) end)
    last[path] = { text = text, rows = rows, defects = defects }
  end
  return last[path]
end

--- Checks tables that are handed over as texts.
-- @tparam table files path below data/ -> text, as `lint.read` returns it
-- @treturn {string,...} the defects, sorted, each with file and line; none if all is well
function lint.check(files)
  local defects, tables = {}, {}
  local function complain(path, line, message)
    defects[#defects + 1] = describe(path, line, message)
  end
  for path in pairs(COLUMNS) do
    if not files[path] then complain(path, 0, "is missing") end
  end
  for path, text in pairs(files) do
    local read = read_once(path, text)
    tables[path] = read.rows
    table.move(read.defects, 1, #read.defects, #defects + 1, defects)
  end

  check_actors(tables, complain)
  local types, codes = check_ontology(tables, complain)
  for _, row in ipairs(tables["ontology/cameo.tsv"] or {}) do check_type(row, types, complain) end
  check_lexicon(tables, types, codes, complain)
  local cue_forms = {}
  for _, row in ipairs(tables["lexicon/cues.tsv"] or {}) do check_forms(row, cue_forms, complain) end
  check_words(tables["lexicon/cues.tsv"] or {}, "lemma", "strength", STRENGTHS, complain)
  check_words(tables["lexicon/modality.tsv"] or {}, "word", "modality", MODALITIES, complain)
  check_words(tables["time/months.tsv"] or {}, "name", "month", up_to(12), complain)
  check_words(tables["time/weekdays.tsv"] or {}, "name", "weekday", up_to(7), complain)

  table.sort(defects)
  return defects
end

return lint
