-- Tables in every format, the width of text, and text from reports made harmless.
local test, check = ...
local display = require "casus.display"
local escape = require "casus.escape"
local grid = require "casus.table"
local number = require "casus.number"
local output = require "casus.output"
local sql = require "casus.sql"
local run = require "program"

-- ---- Display ----

test("width counts columns of a terminal", function()
  check.equal(display.width "plain", 5)
  check.equal(display.width "é", 1)
  check.equal(display.width "e\u{301}", 1)
  check.equal(display.width "中文", 4)
  check.equal(display.width "日本 NATO", 9)
  check.equal(display.width "ＡＢ", 4)
  check.equal(display.width "한국", 4)
  check.equal(display.width "😀", 2)
  check.equal(display.width "Владимир", 8)
  check.equal(display.width "", 0)
  check.equal(display.width "\xFF\xFE", 2)
end)

test("control characters, overrides and broken UTF-8 become visible", function()
  check.equal(display.printable "a\27[2Jb\0", "a\\x1B[2Jb\\x00")
  check.equal(display.printable "\u{202E}abc\u{2066}", "\\u{202E}abc\\u{2066}")
  check.equal(display.printable "\u{9B}31m", "\\u{9B}31m")
  check.equal(display.printable "é\xE9中", "é\\xE9中")
  check.equal(display.printable("a\nb\tc", "\n"), "a\nb\\x09c")
  check.equal(display.line "  two\n\n lines\t", "two lines")
end)

test("cut and pad count columns", function()
  check.equal(display.cut("中文字", 5), "中文…")
  check.equal(display.cut("中文字", 4), "中…")
  check.equal(display.cut("abc", 3), "abc")
  check.equal(display.pad("中", 4) .. "|", "中  |")
  check.equal(display.pad("é", 3, true), "  é")
end)

test("wrap keeps within the width and indents", function()
  check.equal(display.wrap("one two three", 9, "- ", "  "), "- one two\n  three")
  check.equal(display.wrap("a verylongword here", 12), "a\nverylongword\nhere")
  check.equal(display.wrap("abcdefghijklmnop", 10), "abcdefghij\nklmnop")
  check.equal(display.wrap("", 10, "* "), "* ")
  for line in (display.wrap(("中文 word "):rep(30), 40, "> ") .. "\n"):gmatch "(.-)\n" do
    check.truthy(display.width(line) <= 40, line)
  end
end)

-- ---- Escaping ----

test("HTML: markup and attributes", function()
  check.equal(escape.html [[<script>alert("x") & 'y'</script>]],
    "&lt;script&gt;alert(&quot;x&quot;) &amp; &#39;y&#39;&lt;/script&gt;")
  check.equal(escape.html "a\0b\27c", "a\\x00b\\x1Bc")
end)

test("Markdown: nothing is markup", function()
  check.equal(escape.markdown "a|b *c* _d_ `e` [f](g) <h> #i ~j~", "a\\|b \\*c\\* \\_d\\_ \\`e\\` \\[f\\](g) &lt;h&gt; \\#i \\~j\\~")
  check.equal(escape.markdown("1. one", true), "1\\. one")
  check.equal(escape.markdown("- one", true), "\\- one")
  check.equal(escape.markdown "-2.5", "-2.5")
  check.equal(escape.markdown "https://x.org", "https:&#47;/x.org")
  check.equal(escape.markdown "two\nlines", "two lines")
end)

test("CSV: quotes where needed, formulas where asked", function()
  check.equal(escape.csv 'say "a", b', '"say ""a"", b"')
  check.equal(escape.csv "line\nbreak", '"line\nbreak"')
  check.equal(escape.csv "=1+1", "=1+1")
  check.equal(escape.csv("=1+1", true), "'=1+1")
  check.equal(escape.csv(" @x", true), "' @x")
  check.equal(escape.csv("plain", true), "plain")
end)

-- ---- Numbers ----

test("numbers: whole, exact, short", function()
  check.equal(number.whole(3.0), 3)
  check.equal(number.whole(2.5), 2.5)
  check.equal(number.exact(0.1), "0.1")
  check.equal(number.exact(0.1 + 0.2), "0.30000000000000004")
  check.equal(number.exact(-2.0), "-2")
  check.equal(number.exact(9007199254740993), "9007199254740993")
  check.equal(number.short(-7 / 3, true), "-2.33333")
  check.equal(number.short(7.0, true), "+7")
  check.equal(number.percent(-45.83), "-45.8%")
  check.equal(number.percent(0), "0%")
  check.equal(number.percent(-0.01), "0%")
end)

-- ---- Formats ----

local columns = { "name", "n", { name = "note", right = false } }
local rows = { { "Tōkyō", 2, "a|b" }, { "北京", 10.5, nil }, { nil, -1, 'x, "y"' } }

test("aligned text: numbers to the right, wide characters counted, null empty", function()
  check.equal(grid.render("table", columns, rows), [[
name      n  note
-----  ----  ------
Tōkyō     2  a|b
北京   10.5
         -1  x, "y"
]])
end)

test("aligned text has its header also without rows, and no line break in a cell", function()
  check.equal(grid.render("table", { "a", "bb" }, {}), "a  bb\n-  --\n")
  check.equal(grid.render("table", { "a" }, { { "x\ny\27" } }), "a\n--------\nx\\ny\\x1B\n")
end)

test("aligned text cuts the widest cells to a width", function()
  local text = grid.render("table", { "a", "b" }, { { "short", ("long "):rep(30) } }, { width = 40 })
  for line in text:gmatch "[^\n]+" do check.truthy(display.width(line) <= 40, line) end
  check.match(text, "…")
end)

test("CSV, JSON, JSON Lines, Markdown, HTML", function()
  check.equal(grid.render("csv", columns, rows), 'name,n,note\nTōkyō,2,a|b\n北京,10.5,\n,-1,"x, ""y"""\n')
  check.equal(grid.render("csv", { "a" }, { {} }), 'a\n""\n')
  check.equal(grid.render("jsonl", columns, rows), [[
{"name":"Tōkyō","n":2,"note":"a|b"}
{"name":"北京","n":10.5,"note":null}
{"name":null,"n":-1,"note":"x, \"y\""}
]])
  check.equal(grid.render("json", columns, {}), "[]\n")
  check.equal(grid.render("json", { "a", "a" }, { { 1, 2 }, { 3 } }), '[{"a":1,"a":2},\n{"a":3,"a":null}]\n')
  check.equal(grid.render("jsonl", columns, {}), "")
  check.equal(grid.render("markdown", columns, rows), [[
| name | n | note |
| --- | ---: | --- |
| Tōkyō | 2 | a\|b |
| 北京 | 10.5 |  |
|  | -1 | x, "y" |
]])
  check.match(grid.render("html", { "a" }, { { "<b>" } }), "<td>&lt;b&gt;</td>")
end)

test("rows may come from an iterator, and unknown formats are refused", function()
  local i = 0
  check.equal(grid.render("csv", { "i" }, function()
    i = i + 1
    return i <= 3 and { i } or nil
  end), "i\n1\n2\n3\n")
  check.error(function() grid.render("docx", {}, {}) end, "no table format")
end)

-- ---- Output and SQL ----

test("a file is written whole, beside its place", function()
  local path = run.folder .. "/out put.txt"
  check.truthy(output.save(path, "one"))
  check.truthy(output.save(path, "two"))
  check.equal(run.read(path), "two")
  local saved, message = output.save(run.folder .. "/none/x.txt", "one")
  check.equal(saved, nil)
  check.match(message, "none/x.txt: No such file")
  check.equal(message:find "part", nil)
end)

test("SQL splits at semicolons outside of strings, names and comments", function()
  check.equal(sql.split "select ';'; select 2;", { "select ';'", "select 2" })
  check.equal(sql.split [[select "a;b", [c;d], `e;f` /* ; */ -- ;
    ; ; select 'it''s;']], { [[select "a;b", [c;d], `e;f` /* ; */ -- ;]], "select 'it''s;'" })
  check.equal(sql.split " -- nothing\n ; ", {})
  check.equal(sql.split "select 'open", { "select 'open" })
end)
