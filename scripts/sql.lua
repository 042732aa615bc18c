-- Asks a store in SQL.
-- Tables, views and actor_roles(day) are described in docs/schema.md; the store is opened for reading only.

local casus = require "casus"
local command = require "casus.command"
local core = require "casus.core"
local grid = require "casus.table"
local sql = require "casus.sql"

local spec = {
  name = "sql",
  usage = "STORE 'SELECT ...'",
  description = "Asks a store in SQL, reading only. Several statements are separated by semicolons; - takes them from\n"
    .. "standard input.",
  operands = { 2, 2 },
  options = {
    { "format", value = "FORMAT", choices = { "table", "csv", "json", "jsonl", "markdown" }, default = "table",
      help = "how to print rows" },
  },
}

local function fail(path, message, code)
  -- What SQLite says while rows are read is raised, with the line of Lua that asked for them.
  message = message:gsub("^[^\n:]+%.lua:%d+: ", "")
  if code == "readonly" then message = message .. ": casus sql only reads; a script can write with store:exec" end
  if not message:find(path, 1, true) then message = ("%s: %s"):format(path, message) end
  error(command.failure(1, message), 0)
end

local function open(path)
  local store, message = casus.open(path, { mode = "read" })
  if not store then error(command.failure(1, message), 0) end
  return store
end

return command.run(spec, function(options, operands)
  local path, text = operands[1], operands[2]
  local store <close> = open(path)
  local database = store:database()
  if text == "-" then text = io.read "a" end
  local statements = sql.split(text)
  if #statements == 0 then command.misuse(spec, "there is no SQL statement") end
  local printed = false
  store:provide(text)
  for _, statement in ipairs(statements) do
    local rows, message, code = database:rows(statement)
    if not rows then fail(path, message, code) end
    local columns = rows:columns()
    if #columns > 0 then
      if printed and (options.format == "table" or options.format == "markdown") then io.write "\n" end
      local done, problem = pcall(grid.write, options.format, columns, rows:tuples(), function(piece)
        io.write(piece)
      end, { width = core.columns() })
      if not done then fail(path, problem) end
      printed = true
    end
  end
  return 0
end, ...)
