--- Foreign text made harmless in each format.
-- @module casus.escape

local display = require "casus.display"

local escape = {}

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

--- Text for HTML, inside of elements and of quoted attributes. Characters that HTML forbids become visible.
-- @tparam string text
-- @treturn string
-- @usage escape.html '<b> & "c"' --> &lt;b&gt; &amp; &quot;c&quot;
function escape.html(text)
  return (display.printable(text, "\t\n"):gsub("[&<>\"']", entities))
end

--- Text for a line of Markdown (CommonMark with tables): shown as it is written, never as markup.
-- @tparam string text
-- @tparam[opt] boolean first whether it stands first in a line or list item, where it might open a list or a heading
-- @treturn string
-- @usage escape.markdown "a|b *c* <d>" --> a\|b \*c\* &lt;d&gt;
function escape.markdown(text, first)
  text = display.line(text):gsub("[\\`*_%[%]|~#!$]", "\\%0"):gsub("[&<>]", entities)
  if first then text = text:gsub("^[-+=]", "\\%0"):gsub("^(%d+)([.)])", "%1\\%2") end
  -- Bare addresses become links in many renderers.
  return (text:gsub("(%a)(://)", "%1:&#47;/"):gsub("(%w)@(%w)", "%1&#64;%2"):gsub("www%.", "www&#46;"))
end

--- A field of CSV (RFC 4180), in quotation marks where it needs them.
-- @tparam string text
-- @tparam[opt] boolean defuse whether a text that a spreadsheet would take for a formula gets an apostrophe before it
-- @treturn string
-- @usage escape.csv('=1+"a"', true) --> "'=1+""a"""
function escape.csv(text, defuse)
  if defuse and text:find("^[%s]*[=+@%-\t\r]") then text = "'" .. text end
  if text:find('[",\r\n]') or text:find("^%s") or text:find("%s$") then
    text = '"' .. text:gsub('"', '""') .. '"'
  end
  return text
end

return escape
