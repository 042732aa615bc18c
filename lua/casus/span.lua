--- Spans: stretches of a document, as patterns find and capture them.
-- Tables with `start` and `stop` (bytes), `first` and `last` (numbers of tokens), `text` and `document`.
-- `tostring(span)` is its text.
-- @module casus.span

local core = require "casus.core"

local span = {}

--- The tokens.
-- @treturn table a list
-- @usage print(#document:match("@countries")():tokens())
function span:tokens()
  local tokens = {}
  for number = self.first, self.last do tokens[#tokens + 1] = self.document:token(number) end
  return tokens
end

--- The lemmas, with a space between each two.
-- @treturn string
-- @usage for match in document:match "[upos=VERB]+" do print(match:lemmas()) end
function span:lemmas()
  local lemmas = {}
  for number = self.first, self.last do
    local token = self.document:token(number)
    lemmas[#lemmas + 1] = token.lemma or token.form
  end
  return table.concat(lemmas, " ")
end

--- The sentence that holds it.
-- @treturn table see `casus.sentence`
-- @usage for match in document:match "@countries" do print(match:sentence().text) end
function span:sentence()
  return self.document:sentence(self.document:token(self.first).sentence)
end

local function text_of(self) return self.text end

core.span.__index = span
core.span.__tostring = text_of

-- A match is a span, and has its captures as fields beside `rule`, `priority`, `captures` and `emits`.
function core.match.__index(self, name)
  local method = span[name]
  if method then return method end
  local captures = rawget(self, "captures")
  return captures and captures[name]
end

core.match.__tostring = text_of

return span
