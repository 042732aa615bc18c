--- Reports: what is to be said, apart from how it is printed.
--
-- A report is plain data: `title`, `subtitle` and `sections`; a section has a `title`, perhaps a `note`, and `blocks`.
-- A block is one of
--
-- * `{ text = "..." }`: a paragraph;
-- * `{ items = { { lead =, text =, evidence =, more = }, ... } }`: statements, perhaps under a `heading`, or under a
--   `fold`, which is the heading of details that a reader opens;
-- * `{ columns = { { name =, right =, group = }, ... }, rows = { { ..., evidence =, more = }, ... } }`: a table.
--   Columns of one `group` stay together where a table is too wide; those without a group are repeated.
--
-- `evidence` is a list of `{ number =, document =, sentence =, start =, stop =, text =, assumed = }`, `number` being
-- the place of the document in the report's list of them; `more` says how many further pieces there are. A renderer is
-- one function from a report to text, in a module `casus.report.NAME`.
-- @module casus.report

local report = {}

--- The renderers by name; a further one is a function added here.
report.formats = {
  text = require "casus.report.text",
  markdown = require "casus.report.markdown",
  html = require "casus.report.html",
}

local by_extension = { txt = "text", text = "text", md = "markdown", markdown = "markdown", html = "html", htm = "html",
  json = "json", csv = "csv" }

--- The format that a file's name asks for.
-- @tparam string path
-- @treturn string|nil
-- @usage report.format_of "brief.html" --> html
function report.format_of(path)
  return by_extension[(path:match("%.(%w+)$") or ""):lower()]
end

--- Renders a report.
-- @tparam table content the report
-- @tparam string format a name in @{formats}
-- @tparam[opt] table options `width`: of a line of text
-- @treturn string
function report.render(content, format, options)
  return report.formats[format](content, options or {})
end

return report
