-- What is claimed to cause what. The sentences are made up; docs/causes.md has more, which are run here too.
local test, check = ...
local casus = require "casus"

local function causes(text)
  return assert(casus.parse(text)):extract { only = { "cause" } }
end

--- "the war -> hunger" for each claim, with what is not the usual about it.
local function claims(text)
  local list = {}
  for i, record in ipairs(causes(text)) do
    local words = { record.cause.text, "->", record.effect.text }
    if record.polarity ~= 1 then words[#words + 1] = ("polarity %d"):format(record.polarity) end
    if record.sign ~= record.polarity then words[#words + 1] = ("sign %d"):format(record.sign) end
    if record.hedge ~= "stated" then words[#words + 1] = record.hedge end
    if record.purpose then words[#words + 1] = "purpose" end
    if record.attribution then words[#words + 1] = "says " .. record.attribution end
    list[i] = table.concat(words, " ")
  end
  return list
end

local function finds(text, ...) check.equal(claims(text), { ... }, text) end

test("connectives", function()
  finds("Many fled because of the war.", "the war -> Many fled")
  finds("The dam burst because the river rose.", "the river rose -> The dam burst")
  finds("On account of the strike, work stopped.", "the strike -> work stopped sign -1")
  finds("He left as a result of the strike.", "the strike -> He left")
  finds("If the office is opened, China will respond.", "the office is opened -> China will respond possible")
end)

test("verbs, in the active and the passive", function()
  finds("The war led to hunger.", "The war -> hunger")
  finds("Hunger is caused by war.", "war -> Hunger")
  finds("Heavy rains are likely to cause flooding in the area.", "Heavy rains -> flooding in the area likely")
  finds("The storm worsened flooding in the valley.", "The storm -> flooding in the valley")
  finds("The blasts killed ten, causing panic.", "The blasts killed ten -> panic", "The blasts -> ten")
end)

test("what prevents and what makes harder", function()
  finds("The law makes it harder to invest.", "The law -> invest polarity -1")
  finds("The talks eased tensions between the two states.",
    "The talks -> tensions between the two states polarity -1")
  finds("The fees could discourage families from sending children to school.",
    "The fees -> sending children to school polarity -1 possible")
  finds("High tariffs are a barrier to exports.", "High tariffs -> exports polarity -1")
  finds("Without aid, many will die.", "aid -> many will die polarity -1 possible")
end)

test("what an open word does", function()
  finds("Markets were affected by the reform.", "the reform -> Markets polarity 0")
  finds("Insecurity has affected markets.", "Insecurity -> markets polarity -1")
  finds("The reform has had a negative impact on trade.", "The reform -> trade polarity -1")
  finds("The impact of the drought on harvests is clear.", "the drought -> harvests polarity -1")
  finds("The drought is taking a toll on livestock.", "The drought -> livestock polarity -1")
end)

test("verbs that the parser takes for something else", function()
  finds("Poor rainfall limits crop production in the valley.", "rainfall -> crop production in the valley polarity -1 sign 1")
  finds("High fuel costs limit food production.", "High fuel costs -> food production polarity -1")
  finds("The new tax may also trigger protests.", "The new tax -> protests possible")
  finds("Local laws ban large dogs.")
end)

test("members of a list of harms have claims of their own", function()
  finds("The strike caused displacement of people, food shortages and damage to roads.",
    "The strike -> damage to roads sign -1", "The strike -> food shortages sign -1", "The strike -> displacement of people")
end)

test("time, comparison and departure are no claims", function()
  finds "Roads have been closed since the war began."
  finds "It looked as if the dam would break."
  finds "The coin left the country."
  finds "His brother gave a book to the school."
end)

test("blame, charges, provocation and dispute", function()
  finds("The floods were blamed for the losses.", "The floods -> the losses sign -1")
  finds("He was arrested on suspicion of theft.", "suspicion of theft -> He was arrested")
  finds("The rise was attributed to poor rains.", "poor rains -> The rise sign -1")
  finds("Students clashed with guards over the transfer of a teacher.",
    "the transfer of a teacher -> Students clashed with guards")
  finds("A rebel group claimed responsibility for the bombing.", "A rebel group -> the bombing")
end)

test("reasons and conditions of what is known", function()
  finds("I am sure that he would stay if they asked him.", "they asked him -> he would stay possible")
  finds("That is why he left early.", "That -> he left early")
  finds("They are poor now that prices are up.", "prices are up -> They are poor sign -1")
end)

test("signs through nouns and adjectives", function()
  finds("The drought caused a sharp decline in harvests.", "The drought -> a sharp decline in harvests sign -1")
  finds("Poor roads limit trade.", "Poor roads -> trade polarity -1 sign 1")
  finds("Food prices increased due to reduced supplies.", "reduced supplies -> Food prices increased sign -1")
  finds("Food is scarce due to conflict.", "conflict -> Food is scarce sign -1")
  finds("Low education levels reduce exports.", "Low education levels -> exports polarity -1 sign 1")
  finds("The delay led to reduced crop yields.", "The delay -> reduced crop yields")
  finds("The delay led to above-average prices.", "The delay -> above-average prices sign -1")
  finds("Limited access to markets increases poverty.", "Limited access to markets -> poverty sign -1")
end)

test("a claim denied, and who makes one", function()
  finds("The war did not cause the famine.", "The war -> the famine denied")
  finds("The mayor denied that the dam caused the flood.", "the dam -> the flood denied")
  finds("Angela Merkel said that the sanctions had caused a shortage of bread.",
    "the sanctions -> a shortage of bread sign -1 says Angela Merkel")
end)

test("purpose and motive", function()
  finds("Workers went on strike demanding higher wages.",
    "demanding higher wages -> Workers went on strike purpose")
  finds("Residents staged a protest against the plan.", "the plan -> Residents staged a protest purpose")
  finds("The army attacked in order to free the hostages.", "free the hostages -> The army attacked purpose")
  finds("They blocked the road in order to stop trucks.", "stop trucks -> They blocked the road purpose")
end)

test("what a sentence points back to", function()
  finds("The alliance expanded to the east. This expansion threatens peace.",
    "The alliance expanded to the east -> peace polarity -1")
  finds("The dam broke. This led to hunger.", "The dam broke -> hunger")
  finds("This led to hunger.", "This -> hunger")
end)

test("mere sequence is no cause", function()
  finds "They met on Monday and left on Tuesday."
  finds "The minister spoke before the king arrived."
  finds "The town lies near the river."
end)

test("the effect of one is the cause of the next", function()
  local found = causes "Heavy rain caused landslides, which blocked the road."
  check.equal(#found, 2)
  check.equal({ found[1].effect.start, found[1].effect.stop }, { found[2].cause.start, found[2].cause.stop })
end)

test("a record names its rule, its signal and its word", function()
  local record = causes("The drought resulted in losses.")[1]
  check.equal(record.extractor, "causes:results-in/result")
  check.equal(record.signal.text, "resulted in")
  check.equal({ record.cause.change, record.effect.change }, { 0, -1 })
  check.equal(record.text, "The drought resulted in losses")
end)

test("claims are stored and asked for", function()
  local store <close> = casus.open()
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write "The war led to hunger. The reform prevents growth."
  file:close()
  assert(store:read(path))
  os.remove(path)
  local rows = {}
  for row in store:causes {} do rows[#rows + 1] = ("%s %d %s"):format(row.cause, row.polarity, row.effect) end
  table.sort(rows)
  check.equal(rows, { "The reform -1 growth", "The war 1 hunger" })
end)

test("the examples of docs/causes.md", function()
  local file <close> = assert(io.open((os.getenv "CASUS_ROOT") .. "/docs/causes.md"))
  local count = 0
  for example in file:read "a":gmatch "```cause\n(.-)```" do
    local expected, text = {}, nil
    for line in example:gmatch "[^\n]+" do
      local name, value = line:match "^(%l+)%s+(.*)$"
      if name == "text" then text = value else expected[#expected + 1] = value end
    end
    check.equal(claims(text), expected, text)
    count = count + 1
  end
  check.truthy(count >= 8)
end)
