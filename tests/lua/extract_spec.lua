-- What is found in sentences. Those here are made up to have one thing each in them.
local test, check = ...
local casus = require "casus"
local core = require "casus.core"

local function records(text, kind, date)
  return assert(casus.parse(text, { date = date })):extract { only = { kind } }
end

--- "France > Germany" for each relation, with its type and what is not the usual about it.
local function relations(text, date)
  local list = {}
  for i, record in ipairs(records(text, "relation", date)) do
    local words = { record.source and record.source.id or "-", ">", record.target and record.target.id or "-",
      ":", record.type }
    if record.modality ~= "asserted" then words[#words + 1] = record.modality end
    if record.negated then words[#words + 1] = "not" end
    if record.date then words[#words + 1] = "on " .. record.date end
    if record.place then words[#words + 1] = "in " .. record.place end
    if record.attribution then words[#words + 1] = "says " .. record.attribution end
    list[i] = table.concat(words, " ")
  end
  table.sort(list)
  return list
end

local function finds(text, ...) check.equal(relations(text), { ... }, text) end

-- ---- Relations

test("active and passive", function()
  finds("France praised Germany.", "France > Germany : support")
  finds("Germany was praised by France.", "France > Germany : support")
  finds("Germany has been praised.", "- > Germany : support")
  finds("He visited Spain.", "- > Spain : consult")
  finds("The weather was fine in Spain.")
end)

test("participles with an agent are passive", function()
  finds("Ukraine, attacked by Russia, met France.", "France > Ukraine : consult", "Russia > Ukraine : assault",
    "Ukraine > France : consult")
  finds("A base attacked by Israel burned.", "Israel > - : assault")
  finds("The deal, signed by India and Nepal, failed.", "India > Nepal : support", "Nepal > India : support")
  finds("Russia attacked by night.", "Russia > - : assault")
end)

test("coordinated actors share what governs them", function()
  finds("The capitals of India and Nepal attacked China.", "India > China : assault", "Nepal > China : assault")
  finds("Japan attacked China in India and Nepal.", "Japan > China : assault in India")
  finds("Japan was attacked in India and Nepal.", "- > Japan : assault in India")
end)

test("negation", function()
  finds("Israel did not attack Iran.", "Israel > Iran : assault not")
  finds("Israel didn't attack Iran.", "Israel > Iran : assault not")
  finds("Israel didn’t attack Iran.", "Israel > Iran : assault not")
  finds("Israel never attacked Iran.", "Israel > Iran : assault not")
  finds("Iran was not attacked by Israel.", "Israel > Iran : assault not")
  finds("Israel will not attack Iran.", "Israel > Iran : assault planned not")
  finds("Israel won't attack Iran.", "Israel > Iran : assault planned not")
  finds("Israel couldn’t attack Iran.", "Israel > Iran : assault possible not")
  finds("Israel can't attack Iran.", "Israel > Iran : assault possible not")
  finds("Israel is not going to attack Iran.", "Israel > Iran : assault planned not")
  finds("Israel attacked Iran.", "Israel > Iran : assault")
end)

test("modality", function()
  finds("Russia may attack Ukraine.", "Russia > Ukraine : assault possible")
  finds("Russia is unlikely to attack Ukraine.", "Russia > Ukraine : assault possible")
  finds("If Russia attacks Ukraine, France will condemn Russia.", "France > Russia : accuse planned",
    "Russia > Ukraine : assault hypothetical")
  for _, record in ipairs(records("Russia will attack Ukraine.", "relation")) do check.equal(record.negated, false) end
end)

test("what is planned agrees or threatens, as PLOVER has it", function()
  finds("Russia will attack Ukraine.", "Russia > Ukraine : threaten planned")
  finds("Russia'll attack Ukraine.", "Russia > Ukraine : threaten planned")
  finds("Russia is going to attack Ukraine.", "Russia > Ukraine : threaten planned")
  finds("France will praise Germany.", "France > Germany : agree planned")
  finds("France will not praise Germany.", "France > Germany : reject planned")
  local record = records("France will visit Germany.", "relation")[1]
  check.equal({ record.type, record.cameo, record.goldstein, record.extractor }, { "agree", "036", 4.0, "events:verb/visit" })
end)

test("the outer act decides the type", function()
  finds("Russia refused to meet Ukraine.", "Russia > Ukraine : reject")
  finds("Iran agreed to release France.", "Iran > France : agree")
  finds("North Korea threatened to attack Japan.", "North Korea > Japan : threaten")
  finds("Germany called on Russia to withdraw.", "Germany > Russia : request")
  finds("China demanded that Japan apologise.", "China > Japan : request")
  finds("France accused Iran of attacking Israel.", "France > Iran : accuse")
end)

test("what is made to depend on others is a threat", function()
  finds("Kenya will withdraw its troops from Somalia unless the fighting ends.", "Kenya > Somalia : threaten planned")
  finds("Kenya will withdraw its troops from Somalia.", "Kenya > Somalia : agree planned")
end)

test("a visit at home and an inquiry into an accident are no events", function()
  finds("The president of France attended a ceremony in France.")
  finds("Swedish police are investigating a fire.")
  finds("The president of France visited Sweden.", "France > Sweden : consult")
  finds("Ministers from France attended the summit.", "France > - : consult") -- many meet, whoever they are
end)

test("who says so is not whom it is done to", function()
  finds("Hezbollah has threatened to attack Israel, an Omani newspaper reports.", "Hezbollah > Israel : threaten")
end)

test("a group is of the one country that the text names", function()
  local text = "Peru is a country in the Andes. The farmers attacked the police."
  check.equal(records(text, "relation")[1].source.code, "PERLAB")
  text = "Peru and Chile lie in the Andes. The farmers attacked the police."
  check.equal(records(text, "relation")[1].source.code, nil)
end)

test("a surname behind an office is of the one country whose holders had it", function()
  check.equal(records("President Menem praised Chile.", "relation")[1].source.text, "Menem")
  local function code(text)
    for _, record in ipairs(records(text, "relation")) do
      if record.type ~= "office" then return record.source.code end
    end
  end
  check.equal(code("President Clinton threatened Serbia."), "USAGOV")
  check.equal(code("Mr Clinton threatened Serbia."), nil)
end)

test("a noun and a name side by side are one subject", function()
  check.equal(records("Human rights group Amnesty International demanded that Sudan free a lawyer.", "relation")[1].source.text,
    "Amnesty International")
end)

test("who is put under an inquiry is its target", function()
  finds("A Swedish bank was placed under investigation by Norway.", "Norway > Sweden : accuse")
end)

test("what a speaker says that somebody must do is a demand, whatever it is", function()
  finds("Norway said Sweden must ensure the safety of the ferries.", "Norway > Sweden : request requested")
  finds("Sweden must ensure the safety of the ferries.")
  finds("Norway said Sweden can ensure the safety of the ferries.")
end)

test("a body that faces part of a state is of that state, where no other is named", function()
  local function code(text) return records(text, "relation")[1].source.code end
  check.equal(code("The Rowan Front demanded elections from the Gambian government."), "GMB")
  check.equal(code("The Rowan Front demanded elections from the Gambian government, a Senegalese paper said."), nil)
end)

test("nouns are events with a verb that says that they happen, or with both sides", function()
  finds("Israel carried out an attack on Iran.", "Israel > Iran : assault")
  finds("France held talks with Germany.", "France > Germany : consult", "Germany > France : consult")
  finds("China put pressure on Japan.", "China > Japan : request")
  finds("Russia's invasion of Ukraine went on.", "Russia > Ukraine : assault")
  finds("Ukraine came under attack.", "- > Ukraine : assault")
  finds("The attack was over.")
end)

test("frames of one verb", function()
  finds("France lifted sanctions on Iran.", "France > Iran : retreat")
  finds("France imposed new targeted sanctions on Iran.", "France > Iran : coerce")
  finds("France sent tanks to Ukraine.", "France > Ukraine : aid")
  finds("France sent its troops to Ukraine.", "France > Ukraine : mobilize")
  finds("France released the report.")
end)

test("actors behind adjectives, titles and coordinated adjectives", function()
  local function sides(text)
    local list = {}
    for i, record in ipairs(records(text, "relation")) do
      list[i] = ("%s > %s"):format(record.source and record.source.code, record.target and record.target.code)
    end
    table.sort(list)
    return list
  end
  check.equal(sides "Israeli troops attacked Syrian rebels.", { "ISRMIL > SYRREB" })
  check.equal(sides "US and British forces attacked Iraq.", { "GBRMIL > IRQ", "USAMIL > IRQ" })
  check.equal(sides "The Japanese foreign minister praised France.", { "JPNGOV > FRA" })
end)

test("May is a month", function()
  finds("On May 10, 2023 France praised Germany.", "France > Germany : support on 2023-05-10")
  finds("May 10, 2023: France praised Germany.", "France > Germany : support on 2023-05-10")
  finds("In May France praised Germany.", "France > Germany : support")
  finds("In May France may attack Spain.", "France > Spain : assault possible")
  finds("FRANCE MAY ATTACK SPAIN", "France > Spain : assault possible")
end)

test("coordination gives a relation a pair", function()
  finds("France and Germany condemned Russia and Belarus.", "France > Belarus : accuse", "France > Russia : accuse",
    "Germany > Belarus : accuse", "Germany > Russia : accuse")
  finds("France, Germany and Italy condemned Russia.", "France > Russia : accuse", "Germany > Russia : accuse",
    "Italy > Russia : accuse")
  finds("China condemned France, Germany, and the United Kingdom.", "China > France : accuse", "China > Germany : accuse",
    "China > United Kingdom : accuse")
  finds("Japan praised NATO and criticised China.", "Japan > China : accuse", "Japan > NATO : support")
end)

test("a comma alone coordinates nothing", function()
  finds("China condemned France, Germany said on Monday.", "China > France : accuse says Germany")
  finds("In Ukraine, France condemned Russia.", "France > Russia : accuse in Ukraine")
  check.equal(#relations "Japan and NATO signed a treaty.", 2)
end)

test("reciprocal events go both ways", function()
  finds("India met Pakistan.", "India > Pakistan : consult", "Pakistan > India : consult")
  finds("India and Pakistan met.", "India > Pakistan : consult", "Pakistan > India : consult")
  finds("The agreement was signed by India and Nepal.", "India > Nepal : support", "Nepal > India : support")
  finds("France praised Germany.", "France > Germany : support")
end)

test("relative clauses", function()
  finds("Germany, which condemned Russia, met France.", "France > Germany : consult", "Germany > France : consult",
    "Germany > Russia : accuse")
  finds("Russia attacked Ukraine, which condemned Russia.", "Russia > Ukraine : assault", "Ukraine > Russia : accuse")
end)

test("parts of states have the code of the state and their role", function()
  local function source(text) return records(text, "relation")[1].source end
  check.equal({ source("The Turkish foreign ministry condemned Sweden.").id,
    source("The Turkish foreign ministry condemned Sweden.").code }, { "Turkey", "TURGOV" })
  check.equal(source("China's foreign ministry condemned Sweden.").code, "CHNGOV")
  check.equal(source("China’s foreign ministry condemned Sweden.").text, "China’s foreign ministry")
  check.equal(source("Turkey's army attacked Syria.").code, "TURMIL")
  check.equal({ source("The army attacked Syria.").text, source("The army attacked Syria.").code }, { "The army" })
end)

test("capitals and seats of power act for their states, and are themselves as entities", function()
  finds("Beijing accused Washington of interference.", "China > United States : accuse")
  finds("The Kremlin condemned NATO.", "Russia > NATO : accuse")
  local entities = records("Beijing accused Washington of interference.", "entity")
  check.equal({ entities[1].id, entities[1].code, entities[1].label }, { "Beijing", "CHN", "GPE" })
end)

test("where and when", function()
  finds("India met Pakistan in Geneva on May 10, 2023.", "India > Pakistan : consult on 2023-05-10 in Geneva",
    "Pakistan > India : consult on 2023-05-10 in Geneva")
  check.equal(relations("France praised Germany on May 10.", "2023-05-26"), { "France > Germany : support on 2023-05-10" })
  finds("France praised Germany on May 10.", "France > Germany : support") -- which year is not known
end)

test("what is said in a quotation is the speaker's", function()
  finds("“Russia attacked Ukraine,” said Emmanuel Macron.", "Russia > Ukraine : assault says Emmanuel Macron")
end)

test("names that are not the same thing", function()
  finds("Nobody likes Turkeys or china.")
  check.equal(#records("The us and turkey are in the oven, jordan said.", "entity"), 0)
  check.equal(#records("Us and them.", "entity"), 0)
end)

--- "text LABEL" of each name, with the id where it is another, and a code.
local function names(text)
  local list = {}
  for i, record in ipairs(records(text, "entity")) do
    local words = { record.text, record.label }
    if record.id ~= record.text then words[#words + 1] = "= " .. record.id end
    words[#words + 1] = record.code
    check.equal(record.extractor, record.code and "actors" or "tagger")
    list[i] = table.concat(words, " ")
  end
  return list
end

test("names of the tagger and of the dictionary are joined", function()
  check.equal(names "Maria Ivanova met Emmanuel Macron in Oslo.",
    { "Maria Ivanova PERSON", "Emmanuel Macron PERSON FRAGOV", "Oslo GPE NOR" })
  check.equal(names "The Bank of China lent money to Chinese and US companies.",
    { "Bank of China ORG", "Chinese NORP = China CHN", "US GPE = United States USA" })
  check.equal(names "Voters backed the Social Democratic Party of Croatia (SDP).",
    { "Social Democratic Party of Croatia ORG", "SDP ORG" })
  check.equal(names "The 1992 United Kingdom general election was won by John Major.",
    { "1992 United Kingdom general election EVENT", "John Major PERSON GBRGOV" })
  check.equal(names "Then Maria  Ivanova left.", { "Maria  Ivanova PERSON = Maria Ivanova" })
end)

test("words know the name that they are part of", function()
  local document = assert(casus.parse "Maria Ivanova left.")
  local seen = {}
  for i = 1, #document do seen[i] = { document:token(i).entity or false, document:token(i).begins } end
  check.equal(seen, { { "PERSON", true }, { "PERSON", false }, { false, false }, { false, false } })
  check.equal(assert(casus.parse("Maria Ivanova left.", { plain = true })):token(1).entity, nil)
end)

test("without a tagger, the names of the dictionary are all", function()
  local document = assert(casus.parse("Maria Ivanova met Emmanuel Macron at the Bank of China.", { plain = true }))
  local seen = {}
  for i, record in ipairs(document:extract { only = { "entity" } }) do seen[i] = record.text end
  check.equal(seen, { "Emmanuel Macron", "China" })
end)

test("long texts without a full stop are no trouble", function()
  local text = ("China accused Japan on May 10 2023 "):rep(3000)
  check.equal(#records(text, "relation") > 2000, true)
end)

-- ---- Times

--- "value mod from to" of each time.
local function times(text, date)
  local list = {}
  for i, record in ipairs(records(text, "time", date)) do
    local words = { record.text, "=", record.value }
    if record.mod then words[#words + 1] = record.mod end
    if record.from then words[#words + 1] = record.from .. ".." .. record.to end
    check.equal(record.type, "DATE")
    list[i] = table.concat(words, " ")
  end
  return list
end

local function dated(text, date, ...) check.equal(times(text, date), { ... }, text) end

test("dates in full", function()
  local day = " = 2023-05-10 2023-05-10..2023-05-10"
  for _, shape in ipairs { "May 10, 2023", "May 10 2023", "10 May 2023", "10 May, 2023", "10th May 2023", "10th of May 2023",
    "May 10th, 2023", "2023-05-10" } do
    dated("They left on " .. shape .. ".", nil, shape .. day)
    dated("They left on " .. shape .. ".", "1999-01-01", shape .. day)
  end
  dated("They left on Feb. 3, 2021.", nil, "Feb. 3, 2021 = 2021-02-03 2021-02-03..2021-02-03")
  dated("They left on Sept. 3, 2021.", nil, "Sept. 3, 2021 = 2021-09-03 2021-09-03..2021-09-03")
end)

test("months and years", function()
  dated("They left in May 2021.", nil, "May 2021 = 2021-05 2021-05-01..2021-05-31")
  dated("They left in February 2024.", nil, "February 2024 = 2024-02 2024-02-01..2024-02-29")
  dated("They left in 2022.", nil, "2022 = 2022 2022-01-01..2022-12-31")
  dated("They left in May.", "2023-06-01", "May = 2023-05 2023-05-01..2023-05-31")
  dated("They left in May.", nil, "May = XXXX-05")
end)

test("about the middle, the start, the end", function()
  dated("They left in mid-April 2023.", nil, "mid-April 2023 = 2023-04 MID 2023-04-11..2023-04-20")
  dated("They left in mid-2022.", nil, "mid-2022 = 2022 MID 2022-05-02..2022-08-31")
  dated("They left in late 2022.", nil, "late 2022 = 2022 END 2022-09-01..2022-12-31")
  dated("They left in early May.", "2023-06-01", "early May = 2023-05 START 2023-05-01..2023-05-10")
end)

test("a year that is not said is the one that is nearest", function()
  dated("They left on May 10.", "2023-05-26", "May 10 = 2023-05-10 2023-05-10..2023-05-10")
  dated("They left on December 30.", "2023-01-03", "December 30 = 2022-12-30 2022-12-30..2022-12-30")
  dated("They leave on January 2.", "2022-12-30", "January 2 = 2023-01-02 2023-01-02..2023-01-02")
  dated("They left in December.", "2023-01-03", "December = 2022-12 2022-12-01..2022-12-31")
  dated("They left on May 10.", nil, "May 10 = XXXX-05-10")
end)

test("29 February", function()
  dated("They left on February 29, 2024.", nil, "February 29, 2024 = 2024-02-29 2024-02-29..2024-02-29")
  dated("They left on February 29.", "2024-03-05", "February 29 = 2024-02-29 2024-02-29..2024-02-29")
  dated("They left on February 29.", "2023-03-01", "February 29 = 2024-02-29 2024-02-29..2024-02-29")
  dated("They left on February 29.", "2021-03-01", "February 29 = 2020-02-29 2020-02-29..2020-02-29")
  dated("They left on February 29.", "1900-03-01", "February 29 = 1904-02-29 1904-02-29..1904-02-29")
  dated("They left on February 29, 2023.", nil)
end)

test("days that no month has", function()
  dated("They left on June 31.", nil)
  dated("They left on June 31.", "2023-06-01")
  dated("They left on February 30.", "2024-03-01")
  dated("They left on May 32.", nil)
  dated("The code is 2023-13-01.", nil)
end)

test("two days of a month", function()
  dated("They meet on July 11 and 12.", "2023-07-01", "July 11 = 2023-07-11 2023-07-11..2023-07-11",
    "12 = 2023-07-12 2023-07-12..2023-07-12")
end)

--- "type value" of each time.
local function typed(text, date, ...)
  local list = {}
  for i, record in ipairs(records(text, "time", date)) do list[i] = record.text .. " " .. record.type .. " " .. record.value end
  check.equal(list, { ... }, text)
end

test("a stretch written as one is one time", function()
  typed("The shop opens from 9:15 to 11:45.", nil, "from 9:15 to 11:45 TIME (T09:15,T11:45,PT2H30M)")
  typed("The review runs from 3:00 to 4:30 pm.", nil, "from 3:00 to 4:30 pm TIME (T15:00,T16:30,PT1H30M)")
  typed("The plan covers 2011-2013.", "2012-03-01", "2011-2013 DATE (2011-01-01,2013-01-01,P2Y)")
end)

test("clock times and days that are typed fast", function()
  typed("See you at 7.", nil, "7 TIME T07")
  typed("It starts at half past six in the evening.", nil, "half past six in the evening TIME T18:30")
  typed("It starts at 6 in the evening.", nil, "6 in the evening TIME T18")
  typed("We meet every Tuesday at 4 pm.", nil, "every Tuesday at 4 pm SET XXXX-WXX-2T16")
  typed("It was due in Q3 2022.", nil, "Q3 2022 DATE 2022-Q3")
  typed("It was due 14/Feb/2021.", nil, "14/Feb/2021 DATE 2021-02-14")
  typed("It was due on the third of june.", "2021-06-10", "the third of june DATE 2021-06-03")
  typed("We wait half an hour from now.", "2021-06-10T08:15:00", "half an hour from now TIME 2021-06-10T08:45:00")
end)

test("minutes before and after the hour", function()
  typed("The train left at a quarter to five.", nil, "a quarter to five TIME T04:45")
  typed("The train left at twenty minutes past three.", nil, "twenty minutes past three TIME T03:20")
  typed("The train left at half past 8 pm.", nil, "half past 8 pm TIME T20:30")
  typed("The bar shut early Monday morning.", "2021-06-09", "early Monday morning TIME 2021-06-07TMO")
  typed("The vote began yesterday at about 4 pm.", "2021-06-09", "yesterday at about 4 pm TIME 2021-06-08T16")
  typed("The shop opens at 0800.", nil, "0800 TIME T08:00")
end)

test("days that are only numbered", function()
  typed("The bill is due on the 18th.", "2021-06-09", "the 18th DATE 2021-06-18")
  typed("Come Tue 15th.", "2021-06-09", "Tue 15th DATE 2021-06-15")
  typed("It fell on Friday 6/11.", "2021-06-09", "Friday 6/11 DATE 2021-06-11")
  typed("It was sold on Dec31, 1994.", nil, "Dec31, 1994 DATE 1994-12-31")
  typed("She looked on the 18th president as a friend.", "2021-06-09")
  typed("That was settled by the 13th and 14th amendments.", "2021-06-09")
end)

test("days and weeks within months and years", function()
  typed("They vote on the first Monday of May 2021.", nil, "the first Monday of May 2021 DATE 2021-05-03")
  typed("They vote on the last Friday of October 2019.", nil, "the last Friday of October 2019 DATE 2019-10-25")
  typed("It rained in the last week of July 2021.", nil, "the last week of July 2021 DATE 2021-W30")
  typed("It rained in the week of April 8, 2019.", nil, "the week of April 8, 2019 DATE 2019-W15")
  typed("Sales fell in the first half of 2019.", nil, "the first half of 2019 DATE 2019-H1")
  typed("It rained in the first three months of May 2021.", nil, "the first three months DURATION P3M", "May 2021 DATE 2021-05")
  typed("Plans were made two months from Friday.", "2021-06-09", "two months from Friday DATE 2021-08-04")
end)

test("the edge of a stretch is a length whose days are known", function()
  local found = records("It rained in the first ten days of May 2021 and the last two weeks of June 2021.", "time")
  check.equal({ found[1].type, found[1].value, found[1].from, found[1].to },
    { "DURATION", "P10D", "2021-05-01", "2021-05-10" })
  check.equal({ found[2].type, found[2].value, found[2].from, found[2].to },
    { "DURATION", "P2W", "2021-06-17", "2021-06-30" })
end)

test("stretches of days in figures, and up to now", function()
  typed("We are closed from 5/1-5/7, 2020.", nil, "from 5/1-5/7, 2020 DATE (2020-05-01,2020-05-07,P6D)")
  typed("He ruled from June 2019 to now.", "2021-06-09", "from June 2019 to now DATE (2019-06-01,2021-06-09,P739D)")
  typed("The fair is on Nov - Feb 5, 2017.", "2018-10-24", "Nov - Feb 5, 2017 DATE (2016-11-01,2017-02-05,P96D)")
  typed("We rest for the rest of the week.", "2021-06-09", "the rest of the week DATE (2021-06-09,2021-06-13,P4D)")
  typed("Oslo won 5/1-5/7.", "2021-06-09")
end)

test("lengths of more than one unit, and sets", function()
  typed("It took 3 hours 30 minutes.", nil, "3 hours 30 minutes DURATION PT3H30M")
  typed("It took 2 years, 3 months and 4 days.", nil, "2 years, 3 months and 4 days DURATION P2Y3M4D")
  typed("It took a year and a half.", nil, "a year and a half DURATION P1Y6M")
  typed("He left 2 years and 4 months ago.", "2021-06-09", "2 years and 4 months ago DATE 2019-02")
  typed("He left one hundred and twenty days ago.", "2021-06-09", "one hundred and twenty days ago DATE 2021-02-09")
  typed("They meet on Mondays and train twice a week.", nil, "Mondays SET XXXX-WXX-1", "twice a week SET P1W")
end)

test("years of business have no days", function()
  local found = records("Sales fell in fiscal 2023, FY22 and the school year 2021.", "time")
  local values = {}
  for i, record in ipairs(found) do
    values[i] = record.value
    check.equal({ record.from, record.to }, {})
  end
  check.equal(values, { "FY2023", "FY2022", "SY2021" })
end)

test("eras, decades and centuries in words", function()
  typed("It fell in AD 79.", nil, "AD 79 DATE 0079")
  typed("It fell in the nineteen-eighties.", nil, "the nineteen-eighties DATE 198")
  typed("It fell in the summer of '69.", "2021-06-09", "the summer of '69 DATE 1969-SU")
  typed("It fell in May of '87.", "2021-06-09", "May of '87 DATE 1987-05")
  typed("It lasted 10s.", nil)
end)

test("days of the month and the year that is spoken of", function()
  typed("It is due on the 5th of next month.", "2021-06-09", "the 5th of next month DATE 2021-07-05")
  typed("It is due on the last day of the month.", "2021-06-09", "the last day of the month DATE 2021-06-30")
  typed("It was due in the first quarter of the year.", "2021-06-09", "the first quarter of the year DATE 2021-Q1")
  typed("It rained on the weekend of June 5, 2021.", nil, "the weekend of June 5, 2021 DATE 2021-W22-WE")
  typed("We meet tomorrow night at ten.", "2021-06-09", "tomorrow night at ten TIME 2021-06-10T22")
end)

test("what is no clock time", function()
  typed("The boats leave at 6 am and 6 pm.", nil, "6 am TIME T06", "6 pm TIME T18")
  typed("Rates stood at 6 percent, work began at 6 sites, and she died at 7 years old.", nil, "7 years old DURATION P7Y")
  typed("Oslo won 3 to 2.", nil)
  typed("She told The World At One.", nil)
  typed("He danced with Merry Mondays.", nil)
  typed("The court ruled by five to four that 20 past two mayors may stay.", nil)
  typed("She won the race in 2:17:22, after a time of 2:18:01.", nil)
end)

test("what is no date", function()
  dated("They may march on.", nil)
  dated("It has 2000 members, 31 rooms and cost $2019.", nil)
  dated("They won by 20 to 10 and paid 1999 euros.", nil)
  dated("In May 20 people left.", "2023-06-01", "May = 2023-05 2023-05-01..2023-05-31")
end)

-- ---- Quotations

--- "content | speaker | cue" of each quotation.
local function quotes(text)
  local list = {}
  for i, record in ipairs(records(text, "quote")) do
    list[i] = ("%s: %s | %s | %s"):format(record.mode, record.text, record.speaker and record.speaker.text or "-",
      record.cue and record.cue.text or "-")
  end
  return list
end

test("quotations before and behind their speaker", function()
  check.equal(quotes "“Peace is far away,” said Emmanuel Macron.",
    { "direct: “Peace is far away,” | Emmanuel Macron | said" })
  check.equal(quotes "Emmanuel Macron said: “Peace is far away.”",
    { "direct: “Peace is far away.” | Emmanuel Macron | said" })
  check.equal(quotes [["We will never agree to such a plan," Olaf Scholz told reporters.]],
    { 'direct: "We will never agree to such a plan," | Olaf Scholz | told' })
end)

test("quotations in several pieces", function()
  for _, text in ipairs { "“Peace,” said Emmanuel Macron, “is far away.”",
    "“Peace is far away,” said Emmanuel Macron. “Nobody wants to talk.”" } do
    local list = records(text, "quote")
    check.equal(#list, 1)
    check.equal({ list[1].start, list[1].stop, #list[1].spans }, { 0, #text, 2 })
    check.equal(list[1].spans[1], { 0, list[1].cue.start - 1 })
    check.equal(text:sub(list[1].spans[2][1] + 1, list[1].spans[2][2]):sub(1, 3), "“")
    check.equal(list[1].speaker.id, "Emmanuel Macron")
  end
end)

test("quotations without a speaker", function()
  check.equal(quotes "“Peace is far away. Nobody wants to talk.”",
    { "direct: “Peace is far away. Nobody wants to talk.” | - | -" })
  check.equal(quotes "\"We will never agree,\" he said.", { 'direct: "We will never agree," | he | said' })
  check.equal(records("\"We will never agree,\" he said.", "quote")[1].speaker.id, nil)
end)

test("reported speech", function()
  check.equal(quotes "Emmanuel Macron said that peace was far away.",
    { "indirect: that peace was far away | Emmanuel Macron | said" })
  check.equal(quotes "Peace is far away, Emmanuel Macron said.", { "indirect: Peace is far away | Emmanuel Macron | said" })
  check.equal(quotes "Peace is far away, according to Emmanuel Macron.",
    { "indirect: Peace is far away | Emmanuel Macron | according to" })
  check.equal(quotes "He rejected the claim that peace was far away.",
    { "indirect: the claim that peace was far away | He | rejected" })
  check.equal(quotes "Olaf Scholz wants to sign the treaty.", { "indirect: to sign the treaty | Olaf Scholz | wants" })
  check.equal(quotes "The minister vowed to sign the treaty.", { "indirect: to sign the treaty | The minister | vowed" })
  check.equal(quotes "The minister urged France to sign the treaty.",
    { "indirect: France to sign the treaty | The minister | urged" })
  check.equal(quotes "The troops are expected to leave.", { "indirect: The troops are expected to leave | - | expected" })
  check.equal(quotes "Scholz: Peace is far away", { "indirect: Peace is far away | Scholz | :" })
end)

test("reported speech around its verb is in pieces", function()
  local list = records("The new plan, he said, would be very bad for the country.", "quote")
  check.equal({ list[1].text, list[1].spans },
    { "The new plan, he said, would be very bad for the country", { { 0, 12 }, { 23, 56 } } })
end)

test("words in marks within reported speech", function()
  check.equal(quotes "Emmanuel Macron said that the plan was “as dead as can be” and that he would leave.",
    { "mixed: that the plan was “as dead as can be” and that he would leave | Emmanuel Macron | said" })
end)

test("speech of several paragraphs", function()
  check.equal(quotes "“We will never agree,” said Olaf Scholz. “It is late.\n\n“Too late. We go.”",
    { "direct: “We will never agree,” said Olaf Scholz. “It is late.\n\n“Too late. We go.” | Olaf Scholz | said" })
end)

test("a quotation behind a colon is not that of the next line's speaker", function()
  check.equal(quotes "Emmanuel Macron replied: “No, that is not the plan.”\nA weary Scholz quipped, “It never was our plan.”", {
    "direct: “No, that is not the plan.” | Emmanuel Macron | replied",
    "direct: “It never was our plan.” | A weary Scholz | quipped",
  })
end)

test("who writes on the next line did not say what is quoted on this one", function()
  check.equal(quotes "“I can go where I like. It is my town.”\nScholz wrote, in the diary of the town, a note.",
    { "direct: “I can go where I like. It is my town.” | - | -" })
end)

test("what is said within a quotation is not taken apart", function()
  check.equal(quotes "“We think that he said no,” said Olaf Scholz.",
    { "direct: “We think that he said no,” | Olaf Scholz | said" })
end)

test("an event in a quotation has the speaker as its attribution, one beside it does not", function()
  finds("Germany said that China had condemned France.", "China > France : accuse says Germany")
  finds("China condemned France after Germany said that it was late.", "China > France : accuse")
end)

test("records of quotations name their rule", function()
  check.equal(records("Peace is far away, according to Olaf Scholz.", "quote")[1].extractor, "quotes:according")
end)

test("what is no quotation", function()
  check.equal(quotes "They built the “iron” bridge.", {})
  check.equal(quotes "“Never closed, and no more.", {})
  check.equal(quotes "“”", {})
  check.equal(quotes "The screen is 15\" wide, the other 17\" wide.", {})
  check.equal(quotes "“Not closed here.\n\nNothing” more.", {})
end)

-- ---- What all records have

local common = { doc = "string", kind = "string", start = "integer", ["end"] = "integer", text = "string",
  sentence = "integer", extractor = "string", confidence = "number" }

local contract = { -- as docs/formats.md; "?" may be null
  entity = { label = "string", id = "string?", code = "string?", mention = "string" },
  time = { type = "string", value = "string", mod = "string?", from = "string?", to = "string?" },
  quote = { mode = "string", speaker = "table?", cue = "table?" },
  relation = { type = "string", mode = "string?", context = "string?", cameo = "string?", goldstein = "number?",
    source = "table?", target = "table?", date = "string?", place = "string?", modality = "string", negated = "boolean",
    attribution = "string?", trigger = "table" },
}

local part_fields = { source = { "id", "code" }, target = { "id", "code" }, speaker = { "id" }, cue = {}, trigger = {} }

local function kind_of(value) return math.type(value) or type(value) end

local function fits(value, wanted)
  if value == nil then return wanted:sub(-1) == "?" end
  local plain = wanted:gsub("%?", "")
  return kind_of(value) == plain or (plain == "number" and type(value) == "number")
end

local news = [[
é 中 “Summit” ends — On May 10, 2023 China’s foreign ministry accused NATO of meddling in Tokyo.

“We will not accept it,” said Jens Stoltenberg. “We stay.” Japan and South Korea will not sign with NATO in mid-July.

The plan was rejected by Russia, France and Italy, “he” said. Beijing condemned Washington in 2022.]]

test("records have the fields of the formats, with their types, and text is the slice", function()
  local seen, last = {}, 0
  local document = assert(casus.parse(news, { id = "news", date = "2023-05-11" }))
  for line in document:json():gmatch "[^\n]+" do
    local record = assert(core.json.decode(line))
    for name, wanted in pairs(common) do check.equal(fits(record[name], wanted), true, name) end
    for name, wanted in pairs(contract[record.kind]) do
      check.equal(fits(record[name], wanted), true, record.kind .. "." .. name)
      check.truthy(line:find('"' .. name .. '":', 1, true), record.kind .. " without " .. name)
    end
    check.equal(news:sub(record.start + 1, record["end"]), record.text)
    check.equal(record.start >= last, true)
    check.equal(record.confidence > 0 and record.confidence <= 1, true)
    check.equal(document:sentence_at(record.start), record.sentence)
    for name, fields in pairs(part_fields) do
      local part = contract[record.kind][name] and record[name]
      if part then
        check.equal(news:sub(part.start + 1, part["end"]), part.text)
        for _, field in ipairs(fields) do check.truthy(line:find('"' .. field .. '":', 1, true)) end
      end
    end
    seen[record.kind], last = true, record.start
  end
  check.equal(seen, { entity = true, time = true, quote = true, relation = true })
end)

test("events of the lexicon have known types", function()
  local types = {}
  for _, row in ipairs(require("casus.data").rows "ontology/plover.tsv") do types[row.type or row.name or row.event] = true end
  for _, record in ipairs(records(news, "relation")) do check.truthy(types[record.type], record.type) end
end)

test("groups have the country that the sentence leaves no doubt of, others none", function()
  local function codes(text)
    local record = records(text, "relation")[1]
    return (record.source and record.source.code or "-") .. " " .. (record.target and record.target.code or "-")
  end
  check.equal(codes "Students in Lagos attacked the police.", "NGAEDU NGACOP")
  check.equal(codes "Rebels attacked Sudanese police.", "SDNREB SDNCOP")
  check.equal(codes "Rebels attacked French soldiers.", "- FRAMIL")
  check.equal(codes "Norway demanded that the Sudanese government release the prisoners.", "NOR SDNGOV")
end)
