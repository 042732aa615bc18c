-- HTML to text: pages of many shapes.
local test, check = ...
local core = require "casus.core"

local function text(html)
  return assert(core.html(html)).text
end

-- The text of an article in a page with little around it.
local function article(html)
  return text("<!DOCTYPE html><html><body><article>" .. html .. "</article></body></html>")
end

local function paragraphs(...)
  return table.concat({ ... }, "\n\n")
end

-- Running text, each time another.
local function sentence(n)
  return ("Delegation number %d arrived in the capital on Monday and asked for talks with the government."):format(n)
end

-- ---- Text

test("paragraphs, headings and list items are paragraphs; <br> is a line break", function()
  check.equal(article "<h2>Why</h2><p>One.</p><p>Two,<br>three.</p><ul><li>Four</li><li>Five</li></ul>",
    paragraphs("Why", "One.", "Two,\nthree.", "Four", "Five"))
  check.equal(article "One.<br><br>Two.<br />\n<br/>\n<br>Three.", paragraphs("One.", "Two.", "Three."))
  check.equal(article "<div>One.<p>Two.</p>three</div>four<div></div>five",
    paragraphs("One.", "Two.", "three", "four", "five"))
  check.equal(article "<dl><dt>NATO</dt><dd>An alliance.</dd></dl><blockquote>Never again.</blockquote>",
    paragraphs("NATO", "An alliance.", "Never again."))
end)

test("white space collapses, and inline tags leave no trace", function()
  check.equal(article "<p>\n  A\tmini<b>ster</b>\r\n <i> of </i> <span>state</span>\n</p>", "A minister of state")
  check.equal(article "<p>5&nbsp;000&#8239;km of&#8203;fice co&shy;operate</p>", "5 000 km office cooperate")
end)

test("entities are decoded", function()
  check.equal(article "<p>AT&amp;T &lt;b&gt; caf&eacute; &ldquo;x&rdquo; &unknown; &amp;amp; R&D</p>",
    "AT&T <b> café “x” &unknown; &amp; R&D")
  check.equal(article "<p>&#8364;5 &#x20AC;6 &#128;7</p>", "€5 €6 €7")
  check.equal(article "<p>&#0;&#xD800;&#1114112;</p>", ("\u{FFFD}"):rep(3))
  check.equal(article "<p>&#xAAAAAAAAAA;&#99999999999;&#x0000000000000041;&#00000000000066;&#&#x</p>",
    ("\u{FFFD}"):rep(2) .. "AB&#&#x")
end)

test("table cells are paragraphs", function()
  check.equal(article "<table><caption>Votes</caption><tr><th>State<th>For<tr><td>Peru<td>31</table>",
    paragraphs("Votes", "State", "For", "Peru", "31"))
end)

test("preformatted text keeps its lines", function()
  check.equal(article "<pre>GENEVA (Wire) --\nTalks   ended.\n\nNothing was signed.\n</pre>",
    paragraphs("GENEVA (Wire) --\nTalks ended.", "Nothing was signed."))
end)

test("what is not prose is left out", function()
  check.equal(article [[<p>One.</p><script>document.write("<p>no</p>")</script><style>p { color: red }</style>
    <nav>no</nav><header>no</header><footer>no</footer><aside>no</aside><form><p>no</p></form><button>no</button>
    <figure><img alt="no"><figcaption>no</figcaption></figure><noscript><p>no</p></noscript><svg><text>no</text></svg>
    <iframe>no</iframe><video>no</video><select><option>no</select><textarea>no</textarea><template>no</template>
    <math><mi>no</mi></math><!-- no --><p hidden>no</p><p style="color: red; DISPLAY : None">no</p>
    <span aria-hidden="true">no</span><p class="visually-hidden">no</p><div role="navigation">no</div><p>Two.</p>]],
    paragraphs("One.", "Two."))
end)

test("a gloss is left out, the word stays", function()
  check.equal(article "<p><ruby>東京<rp>(</rp><rt>Tokyo</rt><rp>)</rp></ruby> said.</p>", "東京 said.")
end)

-- ---- Malformed markup

test("tags that are left open, crossed or out of place", function()
  check.equal(article "<p>One <b>two <i>three</b> four</i><p>five</div></span></p><li>six", -- </p> makes an empty one
    paragraphs("One two three four", "five", "six"))
  check.equal(text "Just text & nothing else", "Just text & nothing else")
  check.equal(text "a < b, c > d <", "a < b, c > d <")
  check.equal(text "<p>One<p title='>'>two<p title=\"a>b\" x=>three", paragraphs("One", "two", "three"))
  check.equal(text "<table>out<tr><td>in</table>", paragraphs("out", "in"))
  check.equal(text "<p>One</p></body></html><p>two</p>", paragraphs("One", "two"))
  check.equal(text "<p>One<!-- two -- three --!><p>four<!-->five", paragraphs("One", "fourfive"))
  check.equal(text "<p>One<script>two<p>three", "One")
  check.equal(text "<p>One</p><a href='", "One")
end)

test("no page at all", function()
  for _, html in ipairs { "", " \n", "<html></html>", "<head><title></title></head>", "<!DOCTYPE html>" } do
    check.equal(core.html(html), { text = "" })
  end
end)

test("bytes that are not UTF-8 are an error", function()
  local page, message, code = core.html "<p>caf\xE9</p>"
  check.equal(page, nil)
  check.equal(message, "not UTF-8, or a NUL, at byte 6")
  check.equal(code, "format")
  check.equal(core.html "<p>a\0b</p>", nil)
  check.error(function() core.html() end, "string expected")
end)

test("nesting has no end", function()
  local n = 100000
  for _, tag in ipairs { "div", "b", "span", "section", "made-up" } do
    check.equal(text(("<" .. tag .. ">"):rep(n) .. "deep" .. ("</" .. tag .. ">"):rep(n)), "deep", tag)
  end
  check.equal(text(("<table><tr><td>"):rep(n) .. "deep"), "deep")
  check.equal(text("<p>One</p>" .. ("<div>"):rep(n) .. ("</div>"):rep(n) .. "<p>two</p>"), paragraphs("One", "two"))
end)

-- ---- The main content

test("a modern page: navigation, consent, captions, sharing, teasers and comments go", function()
  local page = core.html [[<!DOCTYPE html><html lang="en-GB"><head>
    <title>Ministers agree fishing deal - The Coast Courier</title>
    <meta property="og:title" content="Ministers agree fishing deal &amp; end dispute - The Coast Courier">
    <meta property="og:site_name" content="The Coast Courier">
    <meta property="article:published_time" content="2023-06-01T09:30:00+01:00">
    <meta property="og:url" content="https://courier.example/other">
    <link rel="canonical" href="https://courier.example/fishing-deal"></head>
    <body class="has-sidebar comments-open"><header><h1 class="logo"><a href="/">The Coast Courier</a></h1>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav></header>
    <div class="cookieBanner"><p>We use cookies to make this site better for you and our partners.</p></div>
    <main><article><header><h1>Ministers agree</h1><p>By Ann Other</p></header>
    <p>Norway and Iceland <b>agreed</b> on Thursday to share mackerel quotas.</p>
    <figure><img src="x.jpg"><figcaption>A trawler off Bergen.</figcaption></figure>
    <div class="ad">Advertisement: buy our boats, the best boats of the coast.</div>
    <p>“We are content,” said the minister, <a href="/p/jon">Jon Berg</a>.</p>
    <h2><a id="next">What comes next</a></h2><ul><li>Parliament votes in July.</li></ul>
    <ul><li><a href="/1">Whales seen near Tromsø</a></li><li><a href="/2">Storm sinks ferry</a></li></ul>
    <p><a href="/more">Read more: the mackerel war in five charts</a></p>
    <div class="share-tools">Share on X</div></article>
    <section id="comments"><h2>Comments</h2><article class="comment"><p>This is a very long comment about fish, the sea
    and everything else in it, and it goes on for a while.</p></article></section></main>
    <footer><p>Copyright The Coast Courier. All rights reserved.</p></footer></body></html>]]
  check.equal(page, {
    title = "Ministers agree fishing deal & end dispute", date = "2023-06-01T09:30:00+01:00", lang = "en-GB",
    source = "The Coast Courier", url = "https://courier.example/fishing-deal",
    text = paragraphs("Norway and Iceland agreed on Thursday to share mackerel quotas.",
      "“We are content,” said the minister, Jon Berg.", "What comes next", "Parliament votes in July."),
  })
end)

test("a page of nested tables in a form, as around 2000", function()
  local page = core.html [[<HTML><HEAD><TITLE>Rebels seize northern town | Wire</TITLE></HEAD><BODY BGCOLOR=white>
    <FORM ACTION="page.aspx"><TABLE WIDTH=100%><TR><TD COLSPAN=2><A HREF=/>Home</A> | <A HREF=/n>News</A></TD></TR>
    <TR><TD WIDTH=120><FONT SIZE=1><A HREF=/a>Africa</A><BR><A HREF=/b>Asia</A><BR>Search: <INPUT NAME=q></FONT></TD>
    <TD><FONT SIZE=+2><B>Rebels seize northern town</B></FONT><BR><BR>
    NAIROBI, March 3 - Rebels seized the town of Moro on Monday, the army said.<BR><BR>
    The government accused its neighbour.<P>Thousands fled, aid workers said. <I>They need water.
    <P>The African Union called for talks.</TD></TR></TABLE></FORM></BODY></HTML>]]
  check.equal(page, { title = "Rebels seize northern town", text = paragraphs("Rebels seize northern town",
    "NAIROBI, March 3 - Rebels seized the town of Moro on Monday, the army said.",
    "The government accused its neighbour.",
    "Thousands fled, aid workers said. They need water.", "The African Union called for talks.") })
end)

test("a page of nothing but <div>: by density, with the lead and the text behind an advertisement", function()
  local page = core.html([[<html><head><title>Bank raises rates to 5 percent :: Daily Ledger</title></head><body>
    <div id="wrap"><div class="m1"><a href=1>Home</a> <a href=2>Markets</a></div>
    <div id="col1"><h1>Bank raises rates to 5 percent</h1><p class="lead">]] .. sentence(1) .. [[</p>
    <div class="txt"><p>]] .. sentence(2) .. "</p><p>" .. sentence(3) .. [[</p></div>
    <div class="box"><a href=x>Compare mortgages</a></div><div class="txt"><p>]] .. sentence(4) .. [[</p></div></div>
    <div id="col2"><ul><li><a href=3>Shares slide in Asia after the decision</a></li><li><a href=4>Gold up</a></li></ul>
    </div></div></body></html>]])
  check.equal(page, { title = "Bank raises rates to 5 percent", text = paragraphs("Bank raises rates to 5 percent",
    sentence(1), sentence(2), sentence(3), sentence(4)) })
end)

test("paragraphs that are <div>s, each in a wrapper", function()
  local html = { "<body><div class=page><div class=top><a href=/>Home</a></div><div class=story>" }
  local expected = {}
  for i = 1, 8 do
    html[#html + 1] = "<div class=block><div class=inner>" .. sentence(i) .. "</div></div>"
    expected[i] = sentence(i)
  end
  html[#html + 1] = "</div><div class=right><div><a href=/a>One story more</a></div></div></div>"
  check.equal(text(table.concat(html)), paragraphs(table.unpack(expected)))
end)

test("a page that a program made: names that say nothing, each paragraph in boxes of its own", function()
  local html = { "<body><div id=__next><div class=css-1ad9f><div class=css-nav0><span><a href=/>Front</a></span></div>",
    "<div class=css-0>" }
  local expected = {}
  for i = 1, 4 do
    html[#html + 1] = "<div class=x1><div class=p1><p class=q1ad>" .. sentence(i) .. "</p></div></div>"
    expected[i] = sentence(i)
  end
  html[#html + 1] = "<div class=x3><ul><li><a href=/1>Five things in the budget</a></li></ul></div></div></div></div>"
  check.equal(text(table.concat(html)), paragraphs(table.unpack(expected)))
end)

test("headings with nothing behind them go", function()
  check.equal(article("<p>" .. sentence(1) .. "</p><h2>Why</h2><p>" .. sentence(2) .. "</p><p>" .. sentence(3)
    .. "</p><div><h3>More on this</h3><ul><li><a href=/1>Storm sinks ferry</a></ul></div><h4>Topics</h4>"),
    paragraphs(sentence(1), "Why", sentence(2), sentence(3)))
end)

test("a discussion longer than the article", function()
  local html = { "<body><div id=content><h1>Vote</h1><p>", sentence(1), "</p><p>", sentence(2), "</p></div>",
    "<div id=comments-area>" }
  for i = 3, 60 do html[#html + 1] = "<div class=comment-body><p>" .. sentence(i) .. "</p></div>" end
  check.equal(text(table.concat(html)), paragraphs("Vote", sentence(1), sentence(2)))
end)

test("a live report: several articles of a size", function()
  check.equal(text("<body><nav>no</nav><main><article><p>" .. sentence(1) .. "</p></article><article><p>" .. sentence(2)
    .. "</p></article><article><p>" .. sentence(3) .. "</p></article></main>"),
    paragraphs(sentence(1), sentence(2), sentence(3)))
end)

test("an <article> that is a teaser is not the content", function()
  local html = { "<body><article><h3><a href=/x>Storm sinks ferry</a></h3><p>Forty are missing.</p></article>",
    "<div class=story>" }
  for i = 1, 5 do html[#html + 1] = "<p>" .. sentence(i) .. "</p>" end
  check.equal(text(table.concat(html)), paragraphs(sentence(1), sentence(2), sentence(3), sentence(4), sentence(5)))
end)

test("microdata: itemprop says where the text is", function()
  local page = core.html("<body><article><p>By Ann Other, who has been our correspondent for many years.</p>"
    .. "<div itemprop=articleBody><p>" .. sentence(1) .. "</p><p>" .. sentence(2) .. "</p></div>"
    .. "<meta itemprop=datePublished content='2023-06-01'></article>")
  check.equal(page, { date = "2023-06-01", text = paragraphs(sentence(1), sentence(2)) })
end)

test("a name that misleads does not cost the text", function()
  local body = "<p>" .. sentence(1) .. "</p><p>" .. sentence(2) .. "</p><p>" .. sentence(3) .. "</p>"
  local expected = paragraphs(sentence(1), sentence(2), sentence(3))
  for _, open in ipairs { "<div class=sidebar>", "<div class='related'>", "<div id=comments>", "<div aria-hidden=true>",
    "<div style='visibility:hidden'>", "<a href=/x>", "<form>", "<div class=credit-suisse-ad>" } do
    check.equal(text("<body><div>" .. open .. body .. "</div>"), expected, open)
  end
end)

-- ---- What the page says of itself

local function head(html)
  return core.html("<html><head>" .. html .. "</head><body><p>Text.</p></body></html>")
end

test("titles without the outlet", function()
  for html, title in pairs {
    ["<title>Talks end in Geneva | The Wire</title>"] = "Talks end in Geneva",
    ["<title>Talks end in Geneva — The Wire</title>"] = "Talks end in Geneva",
    ["<title>Talks end\n in   Geneva</title>"] = "Talks end in Geneva",
    ["<title>War - what we know about the new offensive</title>"] = "War - what we know about the new offensive",
    ["<title>Talks - The Wire</title><meta property='og:site_name' content='The Wire'>"] = "Talks",
    ["<title>The Wire: Talks</title>"] = "The Wire: Talks",
    ["<title>The Wire | Talks end in Geneva after eleven days</title><meta property=og:site_name content='The Wire'>"] =
      "Talks end in Geneva after eleven days",
    ["<meta property=og:title content='A - B'><title>C</title>"] = "A - B",
    ["<svg><title>icon</title></svg>"] = false,
  } do
    check.equal(head(html).title or false, title, html)
  end
end)

test("the headline is the heading of the article, not the name of the outlet", function()
  local page = core.html("<title>The Wire - Talks end</title><div><h1>The Wire</h1></div>"
    .. "<article><h1>Talks end<br>in Geneva</h1><p>" .. sentence(1) .. "</p></article>")
  check.equal(page.title, "Talks end in Geneva")
end)

test("dates are ISO dates, or absent", function()
  for given, date in pairs {
    ["2023-06-01"] = "2023-06-01",
    ["20230601"] = "2023-06-01",
    [" 2023-06-01 12:30 "] = "2023-06-01T12:30",
    ["2023-06-01T12:30:15.123Z"] = "2023-06-01T12:30:15.123Z",
    ["2023-06-01T12:30:15+0200"] = "2023-06-01T12:30:15+0200",
    ["2023-06-01, a Thursday"] = "2023-06-01",
    ["2023-13-01"] = false, ["2023-00-10"] = false, ["2023-06-32"] = false, ["2023-06"] = false, ["2023"] = false,
    ["202306011"] = false, ["June 1, 2023"] = false, [""] = false,
  } do
    check.equal(head("<meta name=date content='" .. given .. "'>").date or false, date, given)
  end
end)

test("where dates are found, the best first", function()
  local meta = "<meta name=date content=2023-01-01><meta property=article:published_time content=2023-01-02>"
  local linked = '<script type="application/ld+json">{"datePublished" : "2023-01-03T10:00:00Z"}</script>'
  local times = "<div><time datetime=2023-01-04>x</time></div>"
    .. "<article><time>now</time><time datetime=2023-01-05>y</time><p>" .. sentence(1) .. "</p></article>"
  check.equal(core.html(meta .. linked .. times).date, "2023-01-02")
  check.equal(core.html(linked .. times).date, "2023-01-03T10:00:00Z")
  check.equal(core.html(times).date, "2023-01-05")
  check.equal(core.html("<time datetime=P3D>x</time><time datetime=2023-01-04>x</time>").date, "2023-01-04")
end)

test("outlet, language and address", function()
  local names = "<meta name=application-name content=App><meta property=og:site_name content=' The  Wire '>"
  check.equal(head(names).source, "The Wire")
  check.equal(head("<meta property=og:locale content=en_US>").lang, "en-US")
  check.equal(head("<meta http-equiv=Content-Language content='fr, en'>").lang, "fr")
  local addresses = "<link rel=canonical href=/relative><meta property=og:url content='https://a.example/?x=1&amp;y=2'>"
  check.equal(head(addresses).url, "https://a.example/?x=1&y=2")
  check.equal(head("<link rel=canonical href='javascript:x'>").url, nil)
end)
