-- Relations that last: offices, parts, places, allies, members.
local test, check = ...
local casus = require "casus"

-- "type: source > target (role, mode, date, modality, not)" of each standing relation of a text, in order.
local function standing(text, date)
  local document <close> = assert(casus.parse(text, { date = date or "2023-06-01" }))
  local list = {}
  for _, record in ipairs(document:extract { only = { "relation" } }) do
    if record.extractor:find "^standing:" or record.extractor:find "^members:" then
      local more = {}
      for _, value in ipairs { record.role or false, record.mode or false, record.date or false,
        record.modality ~= "asserted" and record.modality, record.negated and "not" } do
        if value then more[#more + 1] = value end
      end
      list[#list + 1] = ("%s: %s > %s%s"):format(record.type, record.source.id, record.target and record.target.id or "-",
        #more > 0 and (" (%s)"):format(table.concat(more, ", ")) or "")
    end
  end
  table.sort(list)
  return list
end

local function finds(text, ...)
  check.equal(standing(text), { ... }, text)
end

-- ---- Offices

test("titles before names", function()
  finds("French President Emmanuel Macron flew home.", "office: Emmanuel Macron > France (president)")
  finds("They met Japan's Prime Minister Fumio Kishida.", "office: Fumio Kishida > Japan (prime minister)")
  finds("NATO Secretary General Jens Stoltenberg spoke first.", "office: Jens Stoltenberg > NATO (secretary general)")
  finds("Volvo CEO Jim Rowan sold his house.", "office: Jim Rowan > Volvo (CEO)")
end)

test("offices that are held no more, not fully or not yet", function()
  finds("Former German chancellor Angela Merkel wrote a book.", "office: Angela Merkel > Germany (chancellor, former)")
  finds("Germany's former chancellor Angela Merkel wrote a book.", "office: Angela Merkel > Germany (chancellor, former)")
  finds("Acting Libyan prime minister Osama Hamada resigned.", "office: Osama Hamada > Libya (prime minister, acting)")
  finds("Finnish president-elect Alexander Stubb waited.", "office: Alexander Stubb > Finland (president, planned)")
end)

test("names before offices", function()
  finds("Catherine Colonna, France's foreign minister, left early.", "office: Catherine Colonna > France (foreign minister)")
  finds("Yoshimasa Hayashi, the foreign minister of Japan, left early.",
    "office: Yoshimasa Hayashi > Japan (foreign minister)")
  finds("The president of Finland, Sauli Niinistö, waited.", "office: Sauli Niinistö > Finland (president)")
  finds("Mark Oaten, spokesman for the Danish airline's pilots, left.")
end)

test("an ambassador is one of the country that sent him", function()
  finds("The Russian ambassador to Turkey, Alexei Yerkhov, was summoned.", "office: Alexei Yerkhov > Russia (ambassador)")
  finds("Nicholas Burns, the US ambassador to China, was summoned.", "office: Nicholas Burns > United States (ambassador)")
end)

test("two offices of one person", function()
  check.equal(standing "Pakistani deputy prime minister and foreign minister Ishaq Dar spoke.", {
    "office: Ishaq Dar > Pakistan (deputy prime minister)", "office: Ishaq Dar > Pakistan (foreign minister)" })
end)

test("becoming and being, with dates", function()
  finds("Donald Tusk became prime minister of Poland in 2007.", "office: Donald Tusk > Poland (prime minister, 2007)")
  finds("Alexander Lukashenko has been president of Belarus since 1994.",
    "office: Alexander Lukashenko > Belarus (president, 1994)")
  finds("Donald Tusk is not the president of Poland.", "office: Donald Tusk > Poland (president, not)")
end)

test("a title alone: whose it is on that day", function()
  check.equal(standing("President Macron was late.", "2023-06-01"), { "office: Emmanuel Macron > France (president)" })
  check.equal(standing("Governor Wilma Hartfield was late.", "2023-06-01"), { "office: Wilma Hartfield > - (governor)" })
  check.equal(standing("Former president Nicolas Sarkozy was late.", "2023-06-01"),
    { "office: Nicolas Sarkozy > France (president, former)" })
end)

test("who says so", function()
  local document <close> = assert(casus.parse('"Ukraine is a member of NATO," Dmitry Peskov said.'))
  local found
  for _, record in ipairs(document:extract { only = { "relation" } }) do if record.type == "member" then found = record end end
  check.equal(found.attribution, "Dmitry Peskov")
  check.equal(found.trigger.text, "member")
end)

test("pronouns hold no offices", function()
  finds "He is the president of France."
  finds "The president of France was late."
end)

-- ---- Parts

test("wings, units and subsidiaries", function()
  finds("The Qassam Brigades, the armed wing of Hamas, said so.", "part-of: Al-Qassam Brigades > Hamas")
  finds("Hamas's armed wing, the Qassam Brigades, said so.", "part-of: Al-Qassam Brigades > Hamas")
  finds("They asked Russia's Federal Security Service.", "part-of: Federal Security Service > Russia")
end)

test("rebels and companies are no part of the state", function()
  finds "Yemen's Houthis fired again."
  finds "Russia's Gazprom sold less."
end)

-- ---- Places

test("a place and what it lies in", function()
  finds("They marched in Dallas, Texas.", "located-in: Dallas > Texas")
  finds("Tokyo, the capital of Japan, was quiet.", "located-in: Tokyo > Japan")
  finds("They fled the Syrian city of Homs.", "located-in: Homs > Syria")
  finds("A train left Basra in southern Iraq.", "located-in: Basra > Iraq")
  finds("They work for the London-based Chatham House.", "located-in: Chatham House > London")
end)

test("lists of countries are no places in each other", function()
  finds "They flew to France, Germany and Italy."
  finds "They flew to France, Germany, Italy, Spain and Portugal."
  finds "In Paris, Germany was the topic."
end)

-- ---- Allies

test("allies", function()
  finds("Belarus, a close ally of Russia, sent buses.", "ally: Belarus > Russia")
  finds("Russia's close ally Belarus sent buses.", "ally: Belarus > Russia")
  finds("Syria and Iran are allies.", "ally: Iran > Syria", "ally: Syria > Iran")
  finds("US allies Japan and Australia sent ships.", "ally: Australia > United States", "ally: Japan > United States")
  finds "Its close ally Belarus sent buses."
end)

-- ---- Members

test("members", function()
  finds("Turkey, a member of NATO, sent ships.", "member: Turkey > NATO")
  finds("NATO members Poland and Romania sent ships.", "member: Poland > NATO", "member: Romania > NATO")
  finds("NATO member Turkey sent ships.", "member: Turkey > NATO")
  finds("Ukraine is not a member of NATO.", "member: Ukraine > NATO (not)")
  finds("Poland joined NATO in 1999.", "member: Poland > NATO (1999)")
  finds "The 31 members of NATO sent ships."
  finds "Poland joined Volvo in 1999."
end)

test("members of what a group is called", function()
  local text = "NATO works with Japan, South Korea, Australia and New Zealand. The office will help these four countries, dubbed "
  for _, name in ipairs { "the AP4.", "the Asia-Pacific partners, or AP4." } do
    check.equal(standing(text .. name), { "member: Australia > AP4", "member: Japan > AP4", "member: New Zealand > AP4",
      "member: South Korea > AP4" }, name)
  end
  finds "Iran dubbed the United Nations a farce."
end)

test("members: lists, and since when", function()
  finds("NATO members such as Poland and Romania sent ships.", "member: Poland > NATO", "member: Romania > NATO")
  finds("Finland and Sweden joined the European Union in 1995.",
    "member: Finland > European Union (1995)", "member: Sweden > European Union (1995)")
  finds("Lithuania has been a member of NATO since 2004.", "member: Lithuania > NATO (2004)")
  finds("Lithuania, a member of NATO since 2004, sent ships.", "member: Lithuania > NATO (2004)")
end)

test("allies of allies", function()
  finds("Russia and its ally Belarus sent buses.", "ally: Belarus > Russia")
end)

test("jobs and fields", function()
  finds("British director Mike Leigh was late.")
  finds("Tunisian human rights minister Ayachi Hammami was late.",
    "office: Ayachi Hammami > Tunisia (human rights minister)")
  finds("Gerhard Romen, head of market development at Nokia, was late.",
    "office: Gerhard Romen > Nokia (head of market development)")
  finds("They arrested director Michael Winter.")
  finds("They arrested interior minister Michael Winter.", "office: Michael Winter > - (interior minister)")
  finds("Minister Michael Winter was late.", "office: Michael Winter > - (minister)")
end)

test("bodies of bodies, and what is owned", function()
  finds("They asked NATO's North Atlantic Council.", "part-of: North Atlantic Council > NATO")
  finds("They asked NATO's Military Committee.", "part-of: Military Committee > NATO")
  finds("They met at Lexus, a division of Toyota.", "part-of: Lexus > Toyota")
  finds("They met at Lexus, which is owned by Toyota.", "part-of: Lexus > Toyota")
  finds("Volvo, based in Gothenburg, grew.", "located-in: Volvo > Gothenburg")
  finds("They moved to the Canadian province of Ontario.", "located-in: Ontario > Canada")
end)
