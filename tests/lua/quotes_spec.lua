-- Which quotation marks belong together, and to whose words. The sentences are made up.
local test, check = ...
local casus = require "casus"

--- "mode: first piece + second piece | speaker | cue" of each quotation.
local function quotes(text)
  local list = {}
  for i, record in ipairs(assert(casus.parse(text)):extract { only = { "quote" } }) do
    local pieces = {}
    for _, span in ipairs(record.spans or { { record.start, record.stop } }) do
      pieces[#pieces + 1] = text:sub(span[1] + 1, span[2])
    end
    list[i] = ("%s: %s | %s | %s"):format(record.mode, table.concat(pieces, " + "),
      record.speaker and record.speaker.text or "-", record.cue and record.cue.text or "-")
  end
  return list
end

local function finds(text, ...) check.equal(quotes(text), { ... }, text) end

-- ---- One quotation in pieces

test("a quotation goes on in the next sentence, whatever stands behind its verb", function()
  finds([["The bridge is closed," he told Radio Five in Bergen. "Nobody can cross it."]],
    [[direct: "The bridge is closed," + "Nobody can cross it." | he | told]])
  finds([["The bridge is closed," she said. "Nobody can cross it." She noted a sharp rise in prices.]],
    [[direct: "The bridge is closed," + "Nobody can cross it." | she | said]],
    "indirect: a sharp rise in prices | She | noted")
  finds([["The bridge is closed," said Anna Berg of Springfield, Ill. "Nobody can cross it."]],
    [[direct: "The bridge is closed," + "Nobody can cross it." | Anna Berg of Springfield, Ill. | said]])
end)

test("any verb that a comma ties to a quotation reports it", function()
  finds([["The bridge is closed now," the old mayor mused. "Nobody can cross it."]],
    [[direct: "The bridge is closed now," + "Nobody can cross it." | the old mayor | mused]])
  finds([["Is the bridge closed again?" Anna Berg went on, with a smile. "Nobody can cross it."]],
    [[direct: "Is the bridge closed again?" + "Nobody can cross it." | Anna Berg | went on]])
end)

test("speech that a paragraph does not close ends where it is said anew who speaks", function()
  finds("“The bridge is closed,” he said. “Nobody can cross it.\n\n“The road is open,” she said. “It is dry.”",
    "direct: “The bridge is closed,” + “Nobody can cross it. | he | said",
    "direct: “The road is open,” + “It is dry.” | she | said")
end)

-- ---- Two speakers

test("a verb right before a quotation keeps it from the next speaker", function()
  finds("When a guest shouted, “Hurry,” Anna Berg joked, in a low voice, “We have all night!”",
    "direct: “Hurry,” | a guest | shouted",
    "direct: “We have all night!” | Anna Berg | joked")
end)

test("two verbs in one sentence have a quotation each", function()
  finds([["The road is dry," she said, but despite the rain, "I think we will go," said Peter.]],
    [[direct: "The road is dry," | she | said]], [[direct: "I think we will go," | Peter | said]])
end)

-- ---- Direct or mixed

test("a quotation in brackets, and one that begins with another, is direct", function()
  finds("The crowd booed. (“I do not want to fight,” said one guest.)",
    "direct: “I do not want to fight,” | one guest | said")
  finds("“‘Crooked Bridge’ is a fine name, and it will stay,” wrote Anna Berg.",
    "direct: “‘Crooked Bridge’ is a fine name, and it will stay,” | Anna Berg | wrote")
end)

test("a clause without a capital is direct where it is all that is reported", function()
  finds("The guests left the hall, shouting “we want the bridge!”",
    "direct: “we want the bridge!” | The guests | shouting")
end)

test("a sentence that the reporter begins is mixed", function()
  finds([[The new bridge, he said, "would be a good way to cross the river."]],
    [[mixed: The new bridge + "would be a good way to cross the river." | he | said]])
  finds("He added that the guests have two choices: “You stay or you go.”",
    "mixed: that the guests have two choices: “You stay or you go.” | He | added")
end)

test("a quotation by itself goes on with what the sentence before reports", function()
  finds("Anna Berg said that the bridge was closed. “We have to find another way.”",
    "mixed: that the bridge was closed + “We have to find another way.” | Anna Berg | said")
end)

test("a title in the middle of a sentence is no quotation", function()
  finds("The cap bears the old slogan, “Make The Bridge Great Again.”")
end)

-- ---- Marks

test("single marks are those of speech in a text without double ones", function()
  finds("‘We won’t go,’ said Anna Berg. ‘It is the workers’ fight.’",
    "direct: ‘We won’t go,’ + ‘It is the workers’ fight.’ | Anna Berg | said")
  finds("'We won't go,' said Anna Berg. 'It is the workers' fight.'",
    "direct: 'We won't go,' + 'It is the workers' fight.' | Anna Berg | said")
  finds("Anna Berg said: ‘The bridge is closed.’", "direct: ‘The bridge is closed.’ | Anna Berg | said")
end)

test("single marks beside double ones, and apostrophes, are none", function()
  finds("“He asked me, ‘Who are you?’ and left,” said Anna Berg.",
    "direct: “He asked me, ‘Who are you?’ and left,” | Anna Berg | said")
  finds("The 'Twelve boys' school of the '90s was the teachers' pride.")
end)

test("a straight mark that stands before a word does not close", function()
  finds([["The road is wet and nobody came, he said. "The bridge is closed now," said Peter.]],
    "indirect: The road is wet and nobody came | he | said", [[direct: "The bridge is closed now," | Peter | said]])
end)

test("judgements and wishes that nobody words are no quotations", function()
  finds("The minister criticised the move.")
  finds("Japan expressed its desire to join the treaty.")
  finds("The papers dubbed the plan a failure.")
end)

test("a sentence between two quotations that tells of nobody new does not part them", function()
  finds("“These are very small towns,” Anna Berg said. They also lie far away from the sea. “That is a hard area.”",
    "direct: “These are very small towns,” + “That is a hard area.” | Anna Berg | said")
end)

test("a few quoted words that are a paragraph are a heading", function()
  finds("“The bridge is closed,” Anna Berg said.\n\n“No way across.”\n\nThe river is deep.",
    "direct: “The bridge is closed,” | Anna Berg | said")
end)

-- ---- Speakers

test("a speaker with a long description, and several speakers", function()
  finds("“The bridge is closed,” Anna Berg, the former mayor of the town and the leading critic of all the plans " ..
    "for the new road across the river, said.",
    "direct: “The bridge is closed,” | Anna Berg, the former mayor of the town and the leading critic of all the " ..
    "plans for the new road across the river | said")
  finds("“The bridge is closed,” said Anna Berg and Peter Holm.",
    "direct: “The bridge is closed,” | Anna Berg and Peter Holm | said")
end)
