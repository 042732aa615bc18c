--- Patterns and rules: what `document:match` and `document:find_all` look for. docs/patterns.md has the language.
--
--     local visits = casus.pattern "who:@PERSON <nsubj [lemma=visit] >obj where:@GPE"
--     for match in document:match(visits) do print(match.who, match.where) end
-- @module casus.pattern

local check = require "casus.options".check
local core = require "casus.core"
require "casus.span"

local pattern = {}

local matcher = {}
matcher.__index = matcher
matcher.__name = "casus.pattern"

--- Something that can be found: compiled rules, what predicates in them mean, what to make of their matches.
local function new(compiled, options)
  return setmetatable({
    compiled = compiled, predicates = options.predicates, emit = options.emit, name = options.name,
  }, matcher)
end

local pattern_options = { lists = true, predicates = true }

local function engine() return require("casus").engine() end

--- Compiles a pattern. Raises where it is wrong: the message has the byte and what was expected there.
-- @tparam string text
-- @tparam[opt] table options `lists`: word lists by name, for `@name`; `predicates`: functions by name, of a token,
--   for `[name()]`
-- @treturn table for `document:match`
-- @usage local acts = casus.pattern("[lemma=@acts]", { lists = { acts = { "attack", "invade" } } })
function pattern.new(text, options)
  if type(text) ~= "string" then error("a pattern is a string, not a " .. type(text), 2) end
  check(options, pattern_options, 2)
  options = options or {}
  local compiled, message = core.pattern(engine(), text, options.lists)
  if not compiled then error(message, 2) end
  return new(compiled, options)
end

--- Reads a file of rules.
-- @tparam string path
-- @tparam[opt] table options as for `pattern.new`
-- @treturn table for `document:find_all`; or nil, message (which names file, line and column), code
-- @usage local rules = assert(casus.rules "mine.rules")
function pattern.open(path, options)
  if type(path) ~= "string" then error("rules are read from a file, and its path is a string", 2) end
  check(options, pattern_options, 2)
  options = options or {}
  local compiled, message, code = core.open_rules(engine(), path, options.lists)
  if not compiled then return nil, message, code end
  return new(compiled, options)
end

local rule_fields = { name = true, pattern = true, emit = true, priority = true, lists = true, predicates = true }

--- A rule in Lua: a pattern with a name and a function that makes a record of a match.
-- @tparam table fields `name`, `pattern`; `emit(match)` returns a record, a list of records or nothing; `priority`;
--   `lists` and `predicates` as for `pattern.new`
-- @treturn table for `document:find_all`, alone or in a list
-- @usage local rule = casus.rule { name = "visit", pattern = "[lemma=visit]", emit = function(match) ... end }
function pattern.rule(fields)
  check(fields, rule_fields, 2)
  local name, text = fields.name, fields.pattern
  if type(name) ~= "string" or not name:find "^[%a_][%w_-]*$" then error("a rule has a name, such as 'visit'", 2) end
  if type(text) ~= "string" then error(("rule '%s' has no pattern"):format(name), 2) end
  if fields.emit ~= nil and type(fields.emit) ~= "function" then
    error(("rule '%s': emit should be a function"):format(name), 2)
  end
  local indented = text:gsub("\n", "\n    ")
  local source = ("rule %s\n  priority %d\n  pattern\n    %s\n"):format(name, fields.priority or 0, indented)
  local compiled, message = core.rules(engine(), source, name, fields.lists)
  if not compiled then error(message, 2) end
  return new(compiled, fields)
end

--- What a predicate of a pattern is told: its function by name gets the token.
local function asking(self, document)
  local predicates = self.predicates
  return function(name, number)
    local predicate = predicates and predicates[name]
    if not predicate then error(("nothing is given for the predicate '%s()'"):format(name), 0) end
    return predicate(document:token(number))
  end
end

--- Runs a matcher; raises where a rule takes too many steps.
local function find(self, document, choose, options)
  local ask = asking(self, document)
  local list, message = document:lend(core.find, self.compiled, choose, ask, options.first, options.last,
    options.emits == false)
  if not list then error(message, 3) end
  for _, match in ipairs(list) do match.maker = self.emit end
  return list
end

local match_options = { first = true, last = true }

--- What is to be matched: a matcher, or the text of a pattern, which is compiled once.
local texts = setmetatable({}, { __mode = "v" })
local function matcher_of(what, level)
  if getmetatable(what) == matcher then return what end
  if type(what) ~= "string" then error("a pattern is expected, not a " .. type(what), level + 1) end
  local known = texts[what]
  if not known or known.engine ~= engine() then
    known = pattern.new(what)
    known.engine = engine()
    texts[what] = known
  end
  return known
end

--- All matches, by their start. @see casus.document
function pattern.match(document, what, options)
  check(options, match_options, 3)
  local list = find(matcher_of(what, 3), document, false, options or {})
  local number = 0
  return function()
    number = number + 1
    return list[number]
  end
end

local find_options = { first = true, last = true, overlap = true, emits = true }

--- The matches of rules, as a list. @see casus.document
function pattern.find_all(document, what, options)
  check(options, find_options, 3)
  options = options or {}
  local all = {}
  local single = type(what) ~= "table" or getmetatable(what) == matcher
  local parts = single and { matcher_of(what, 3) } or what
  for _, one in ipairs(parts) do
    for _, match in ipairs(find(matcher_of(one, 3), document, options.overlap == false, options)) do
      all[#all + 1] = match
    end
  end
  if single then return all end
  local place = {}
  for i, match in ipairs(all) do place[match] = i end
  table.sort(all, function(a, b)
    if a.first ~= b.first then return a.first < b.first end
    if a.priority ~= b.priority then return a.priority > b.priority end
    if a.last ~= b.last then return a.last > b.last end
    return place[a] < place[b]
  end)
  return all
end

--- The rules that did not match in a sentence, though some of them fitted, those that came furthest first.
-- @tparam userdata document
-- @tparam table what rules or a pattern
-- @tparam integer number of the sentence
-- @treturn table a list of `{ rule=, passed=, token=, wanted= }`: how many tests fitted, the number of the token where
--   the next one did not (nil: the sentence ended), and what that one is in the rule
-- @usage for _, miss in ipairs(casus.pattern.near(document, rules, 1)) do print(miss.rule, miss.wanted) end
function pattern.near(document, what, number)
  local one = matcher_of(what, 2)
  local list, message = document:lend(core.near, one.compiled, number, asking(one, document))
  if not list then error(message, 2) end
  return list
end

--- Ends it now rather than when it is collected.
function matcher:close()
  self.compiled:close()
end

matcher.__close = matcher.close

return pattern
