-- What a host has to hold: faults of files, disks and other processes, calls with wrong types, and callbacks that pull
-- away what is in use. Each gives a message with file and place and the documented status, or raises; nothing that was
-- good is lost, and nothing crashes (run it in a build with sanitizers). Faults of single lines, links, pipes, gzip and
-- CSV are in reader_spec.lua and read_spec.lua.
local test, check = ...
local casus = require "casus"
local core = require "casus.core"
local lfs = require "lfs"
local reader = require "casus.reader"
local run = require "program"

local made = 0

local function new_name(ending)
  made = made + 1
  return ("%s/fault-%d%s"):format(run.folder, made, ending or "")
end

--- A new folder with some files: names and what they hold.
local function folder(files)
  local root = new_name()
  assert(lfs.mkdir(root))
  for name, text in pairs(files or {}) do run.write(root .. "/" .. name, text) end
  return root
end

local function notice(format, ...) io.stderr:write("faults_spec.lua: left out: ", format:format(...), "\n") end

local good = '{"id":"good","text":"China accused NATO. Japan met France."}\n'

--- Whether a store holds so many documents and is whole.
local function check_store(path, documents)
  local database <close> = assert(core.database(path))
  check.equal(database:first "PRAGMA integrity_check".integrity_check, "ok")
  check.equal(database:first "SELECT count(*) AS n FROM document".n, documents)
  check.equal(database:first "SELECT count(*) AS n FROM sentence WHERE document NOT IN (SELECT number FROM document)".n, 0)
end

--- Reads into a new store, beside a good report: the counts, what was reported, the store's path.
local function read(path)
  local beside, into, messages = new_name ".jsonl", new_name ".casus", {}
  run.write(beside, good)
  local store <close> = assert(casus.open(into))
  local counts = assert(store:read({ beside, path }, { report = function(text) messages[#messages + 1] = text end }))
  return counts, messages, into
end

-- ---- Bytes that are no reports --------------------------------------------------------------------------------------

local function random_bytes(size)
  local pieces = {}
  for i = 1, size // 8 do pieces[i] = string.pack("i8", math.random(0)) end
  return table.concat(pieces)
end

test("ten megabytes of random bytes, whatever their name says", function()
  local bytes = random_bytes(10000000)
  for _, ending in ipairs { ".txt", ".jsonl", ".csv", ".html", ".gz", ".jsonl.gz" } do
    local path = new_name(ending)
    run.write(path, bytes)
    local counts, messages, into = read(path)
    check.equal({ counts.new, counts.skipped > 0, #messages }, { 1, true, counts.skipped }, ending)
    for _, message in ipairs(messages) do check.equal(message:sub(1, #path), path) end
    check_store(into, 1)
    os.remove(path)
  end
end)

test("one line of 50 megabytes", function()
  local line = (("long"):rep(200) .. " the minister said "):rep(50000000 // 819) -- bytes, rather than words
  for ending, content in pairs { [".txt"] = line, [".jsonl"] = ('{"text":"%s"}\n%s'):format(line, good:gsub("good", "behind")) } do
    local path, into = new_name(ending), new_name ".casus"
    run.write(path, content)
    local result = run { "read", into, path }
    check.equal(result.status, 0, result.stderr)
    check_store(into, ending == ".txt" and 1 or 2)
    local store <close> = assert(casus.open(into, { mode = "read" }))
    check.equal(store:scalar "SELECT max(length(text)) FROM document", #line)
    os.remove(path)
  end
end)

test("50 megabytes without a line end are skipped where they are no JSON", function()
  local path = new_name ".jsonl"
  run.write(path, ("x"):rep(50000000))
  local counts, messages = read(path)
  check.equal({ counts.new, counts.skipped }, { 1, 1 })
  check.match(messages[1], ":1: not JSON")
end)

test("UTF-16 is told of and skipped, with its mark or without", function()
  local function wide(text, mark, big)
    return mark .. text:gsub(".", big and "\0%0" or "%0\0")
  end
  local texts = { [".txt"] = "China accused NATO of meddling.", [".csv"] = "text,id\nChina left.,1\n",
    [".jsonl"] = '{"text":"China left."}\n{"text":"NATO came."}\n', [".html"] = "<p>China left.</p>" }
  for ending, text in pairs(texts) do
    for mark, big in pairs { ["\xFF\xFE"] = false, ["\xFE\xFF"] = true } do
      local path = new_name(ending)
      run.write(path, wide(text, mark, big))
      local counts, messages = read(path)
      check.equal({ counts.new, counts.skipped, #messages }, { 1, 1, 1 })
      check.equal(messages[1], path .. ": UTF-16, not UTF-8 (its byte order mark says so); skipped")
      run.write(path, wide(text, "", big))
      counts, messages = read(path)
      check.equal({ counts.new, counts.skipped > 0 }, { 1, true })
      check.equal(messages[1]:sub(1, #path), path)
    end
  end
end)

test("messages cannot steer the terminal, nor look like two", function()
  local path = new_name "\27[31m\n.jsonl"
  run.write(path, '\27]0;title\7\n')
  local result = run { "extract", path }
  check.equal(result.status, 3)
  check.equal(result.stderr:find "[%c\x7F]", #result.stderr) -- the line end
end)

-- ---- Files that change, and paths that lead nowhere ------------------------------------------------------------------

test("a file and a folder that vanish between listing and opening", function()
  local root = folder { ["a.txt"] = "China left.", ["b.txt"] = "gone", ["d.txt"] = "NATO came." }
  lfs.mkdir(root .. "/c")
  local messages, texts, counts = {}, {}, {}
  for document in reader.documents(root, { counts = counts, report = function(text) messages[#messages + 1] = text end }) do
    texts[#texts + 1] = document.text
    os.remove(root .. "/b.txt")
    lfs.rmdir(root .. "/c")
  end
  check.equal(texts, { "China left.", "NATO came." })
  check.equal(messages, { root .. "/b.txt: No such file or directory; skipped",
    root .. "/c: No such file or directory; skipped" })
  check.equal(counts, { skipped = 2 })
end)

test("a file that grows while it is read, and the half of a line at its end", function()
  local path, into = new_name ".jsonl", new_name ".casus"
  local file <close> = assert(io.open(path, "wb"))
  local function line(number) return ('{"id":"%d","text":"China met NATO %d times."}\n'):format(number, number) end
  for i = 1, 3000 do file:write(line(i)) end -- more than is read ahead
  file:flush()
  local store <close> = assert(casus.open(into))
  local last, messages = 3000, {}
  local counts = store:read(path, { progress = function()
    if last > 4000 then return end
    for i = last + 1, last + 300 do file:write(line(i)) end
    file:write(line(last + 301):sub(1, 12))
    file:flush()
    file:seek("cur", -12)
    last = last + 300
  end, report = function(message) messages[#messages + 1] = message end })
  check.truthy(counts.new >= 3000)
  check.equal(#messages, counts.skipped)
  for _, message in ipairs(messages) do check.match(message, "%.jsonl:%d+: not JSON") end
  file:write(line(last + 1))
  file:flush()
  counts = store:read(path)
  check.equal({ counts.new + counts.known, counts.skipped }, { last + 1, 0 })
  check.equal(store:scalar "SELECT count(*) FROM document", last + 1)
end)

test("a file that is cut short while it is read", function()
  local path = new_name ".jsonl"
  run.write(path, good:rep(20000))
  local count, counts = 0, {}
  for _ in reader.documents(path, { counts = counts }) do
    count = count + 1
    if count == 1 then run.write(path, "") end
  end
  check.truthy(count >= 1 and count < 20000)
  check.truthy((counts.skipped or 0) <= 1) -- the line in which it breaks off
end)

test("a folder a thousand levels deep: what has no path is told of, the rest is read", function()
  local root, here = folder { ["first.txt"] = "China left." }, lfs.currentdir()
  assert(lfs.chdir(root))
  for level = 1, 1000 do
    assert(lfs.mkdir "levels")
    assert(lfs.chdir "levels")
    if level == 400 then run.write("deep.txt", "NATO came.") end
    if level == 1000 then run.write("too-deep.txt", "Japan stayed.") end
  end
  assert(lfs.chdir(here))
  local result = run { "read", root .. "/s.casus", ".", folder = root }
  check.equal(result.status, 3)
  check.match(result.stderr, "levels/levels: File name too long; skipped\n")
  check.match(result.stderr, "2 new, 1 skipped\n$")
  check_store(root .. "/s.casus", 2)
  os.execute("rm -rf " .. run.quote(root))
end)

test("loops of links, and links that lead nowhere", function()
  local root = folder { ["a.txt"] = "China left." }
  for from, to in pairs { loop = "pool", pool = "loop", self = "self", up = ".", gone = "nowhere", far = ("x"):rep(300) } do
    assert(lfs.link(to, root .. "/" .. from, true))
  end
  local counts, messages = read(root)
  table.sort(messages)
  check.equal({ counts.new, counts.skipped }, { 2, 6 })
  check.equal(messages, {
    root .. "/far: a link that leads nowhere: File name too long; skipped",
    root .. "/gone: a link that leads nowhere: No such file or directory; skipped",
    root .. "/loop: a link that leads nowhere: Too many levels of symbolic links; skipped",
    root .. "/pool: a link that leads nowhere: Too many levels of symbolic links; skipped",
    root .. "/self: a link that leads nowhere: Too many levels of symbolic links; skipped",
    root .. "/up: a link to a folder that it lies in; skipped",
  })
  counts, messages = read(root .. "/loop")
  check.equal({ counts.new, counts.skipped }, { 1, 1 })
  check.match(messages[1], "/loop: Too many levels of symbolic links; skipped$")
end)

-- ---- What may not be read or written ---------------------------------------------------------------------------------

-- A way to run the program without the rights of root; nil where there is none.
local unprivileged
if run.shell("id -u").stdout ~= "0\n" then
  unprivileged = ""
else
  run.shell "chmod 711 ."
  local drop = "setpriv --reuid 65534 --regid 65534 --clear-groups "
  -- Its scripts have to be in reach, too: a tree in root's home may not be.
  if run.shell(drop .. '"$CASUS" read --help').status == 0 then unprivileged = drop end
end

test("folders and files that may not be read, or not be written", function()
  if not unprivileged then return notice "rights: root cannot drop its own here" end
  local root = folder { ["a.txt"] = "China left.", ["secret.txt"] = "NATO came." }
  lfs.mkdir(root .. "/closed")
  run.write(root .. "/closed/b.txt", "Japan stayed.")
  assert(casus.open(root .. "/s.casus")):close()
  run.shell("chmod 777 . && chmod 000 closed secret.txt && chmod 666 s.casus", { folder = root })
  local function without_rights(line) return run.shell(unprivileged .. '"$CASUS" ' .. line, { folder = root }) end

  local result = without_rights "read s.casus ."
  check.equal(result.status, 3)
  check.equal(result.stderr, "casus: ./closed: Permission denied; skipped\ncasus: ./secret.txt: Permission denied; skipped\n"
    .. "s.casus: 1 new, 2 skipped\n")
  check_store(root .. "/s.casus", 1)

  run.shell("chmod 555 . && chmod 444 s.casus", { folder = root })
  result = without_rights "read s.casus a.txt"
  check.equal(result.status, 1)
  check.match(result.stderr, "^casus read: s%.casus: ")
  result = without_rights "read new.casus a.txt"
  check.equal(result.status, 1)
  check.match(result.stderr, "^casus read: new%.casus: ")
  for _, line in ipairs { "brief s.casus", "sql s.casus 'SELECT 1 AS one'" } do -- it can be asked
    result = without_rights(line)
    check.equal({ result.status, result.stderr }, { 0, "" }, line)
  end
  for _, line in ipairs { "brief s.casus --output new.html", "brief s.casus --output a.txt" } do
    result = without_rights(line)
    check.equal(result.status, 1)
    check.match(result.stderr, "^casus brief: cannot write [%w.]+: Permission denied\n$")
  end
  check.equal(run.read(root .. "/a.txt"), "China left.")
  run.shell("chmod 700 . closed", { folder = root })
  check_store(root .. "/s.casus", 1)
end)

test("a full disk", function()
  local lines = {}
  for i = 1, 3000 do
    lines[i] = ('{"id":"%d","text":"China accused NATO of %d things. Japan and France met in Vilnius."}'):format(i, i)
  end
  local root = folder { ["many.jsonl"] = table.concat(lines, "\n"), ["few.jsonl"] = table.concat(lines, "\n", 1, 20),
    ["s.lua"] = 'return { measures = { "count(type=accuse)" }, scenarios = {} }' }
  lfs.mkdir(root .. "/disk")
  local outside = root .. "/whole.casus"
  assert(casus.open(outside)):read(root .. "/few.jsonl")
  collectgarbage()
  -- Remounting says what is mounted: what /proc says of it names a user whom the namespace of another one does not know.
  local script = [[
    mount -t tmpfs -o size=1m tmpfs disk 2>/dev/null || exit 77
    "$CASUS" read disk/s.casus few.jsonl 2>/dev/null || exit 78
    "$CASUS" read disk/s.casus many.jsonl; echo "read $?"
    cat /dev/zero >disk/filler 2>/dev/null
    "$CASUS" read disk/new.casus few.jsonl; echo "new $?"
    "$CASUS" brief whole.casus --output disk/brief.html; echo "brief $?"
    "$CASUS" whatif whole.casus s.lua --output disk/table.html; echo "whatif $?"
    ls disk | grep -v casus
    rm disk/filler; cp disk/s.casus* .; mount -i -t tmpfs -o remount,size=64m tmpfs disk
    "$CASUS" read disk/s.casus many.jsonl; echo "again $?"
    cp disk/s.casus again.casus]]
  local result
  for _, options in ipairs { "-m", "-rm" } do
    result = run.shell(("unshare %s bash -c %s"):format(options, run.quote(script)), { folder = root })
    if result.status == 0 then break end
  end
  if result.status ~= 0 then return notice("a full disk: no file system can be mounted here (%d)", result.status) end
  check.equal(result.stdout, "read 1\nnew 1\nbrief 1\nwhatif 1\nfiller\nagain 0\n") -- no half of a file is left
  check.match(result.stderr, "casus read: disk/s%.casus: database or disk is full")
  check.match(result.stderr, "casus read: disk/new%.casus: database or disk is full\n")
  check.match(result.stderr, "casus brief: cannot write disk/brief%.html: No space left on device\n")
  check.match(result.stderr, "casus whatif: cannot write disk/table%.html: No space left on device\n")
  check_store(root .. "/s.casus", tonumber(result.stderr:match "(%d+) already known"))
  check_store(root .. "/again.casus", 3000)
end)

-- ---- Stores that are none, damaged or in use ---------------------------------------------------------------------------

test("what is no store is refused by every command, and stays as it is", function()
  local root = folder { ["a.txt"] = "China left.", ["text.casus"] = ("no database "):rep(100), ["scenarios.lua"] = "return { measures = {} }" }
  assert(core.database(root .. "/other.casus")):exec "CREATE TABLE notes (text)"
  assert(casus.open(root .. "/newer.casus")):close()
  assert(core.database(root .. "/newer.casus")):exec "PRAGMA user_version = 1000"
  collectgarbage()
  run.write(root .. "/half.casus", run.read(root .. "/newer.casus"):sub(1, 50))
  lfs.mkdir(root .. "/folder.casus")
  for name, pattern in pairs { text = "not a casus store, nor any SQLite database", other = "database of another program",
    newer = "written by a newer casus %(store version 1000, ", half = "not a casus store", folder = "not a regular file" } do
    local path = root .. "/" .. name .. ".casus"
    local before = name ~= "folder" and run.read(path)
    for _, arguments in ipairs { { "read", path, root .. "/a.txt" }, { "sql", path, "SELECT 1" },
      { "whatif", path, root .. "/scenarios.lua" } } do
      local result = run(arguments)
      check.equal({ result.status, result.stdout }, { 1, "" }, name .. " " .. arguments[1])
      check.equal(result.stderr:sub(1, #path + 10 + #arguments[1]), ("casus %s: %s: "):format(arguments[1], path))
      check.match(result.stderr, pattern)
    end
    check.equal(name ~= "folder" and run.read(path), before)
  end
end)

local function filled(path, count)
  local lines = {}
  for i = 1, count or 40 do
    lines[i] = ('{"id":"%d","text":"China accused NATO of %d things. “We go,” said Jens Stoltenberg in May 2023."}'):format(i, i)
  end
  local input = new_name ".jsonl"
  run.write(input, table.concat(lines, "\n"))
  local store <close> = assert(casus.open(path))
  assert(store:read(input))
  return input
end

-- Asks and changes a store in all ways; messages of what failed.
local function use(path, input)
  local messages = {}
  local function try(fn)
    local done, result, message = pcall(fn)
    if not done or (result == nil and message) then messages[#messages + 1] = tostring(done and message or result) end
  end
  for _, mode in ipairs { "read", "write" } do
    local store <close>, message = casus.open(path, { mode = mode })
    if not store then
      messages[#messages + 1] = message
    else
      for _, view in ipairs { "relations", "quotes", "mentions", "sentences", "documents" } do
        try(function() for _ in store[view](store, {}) do check.truthy(true) end end)
      end
      try(function() for _ in store:search "NATO" do check.truthy(true) end end)
      try(function() return store:brief():render "text" end)
      try(function()
        local world <close> = store:world()
        return world:retract { type = "accuse" }
      end)
      if mode == "write" then
        try(function() return store:read(input, { refresh = true }) end)
        try(function() return store:remove "1" end)
      end
    end
  end
  return messages
end

test("a store that was cut short, or in which bytes have changed, is used without a crash, and named", function()
  local path = new_name ".casus"
  local input = filled(path)
  local bytes = run.read(path)
  local bad, noticed = new_name ".casus", 0
  local function damage(content)
    for _, ending in ipairs { "", "-wal", "-shm" } do os.remove(bad .. ending) end
    run.write(bad, content)
    local messages = use(bad, input)
    collectgarbage()
    if #messages > 0 then noticed = noticed + 1 end
    for _, message in ipairs(messages) do
      if message:find("malformed", 1, true) then check.truthy(message:find(bad, 1, true), message) end
    end
  end
  for part = 0, 9 do damage(bytes:sub(1, #bytes * part // 10 + 7)) end
  check.truthy(noticed >= 9)
  math.randomseed(11)
  for _ = 1, 60 do
    local at, size = math.random(100, #bytes - 64), math.random(1, 64)
    damage(bytes:sub(1, at) .. random_bytes(size + 8):sub(1, size) .. bytes:sub(at + size + 1))
  end
end)

test("a store that another process is writing", function()
  local path = new_name ".casus"
  local input = filled(path, 3)
  local writer <close> = assert(core.database(path))
  writer:transaction(function()
    writer:exec "UPDATE document SET title = 'x' WHERE id = '1'"
    local result = run { "read", path, input, "--refresh" } -- waits for some seconds
    check.equal({ result.status, result.stdout }, { 1, "" })
    check.equal(result.stderr, ("casus read: %s: database is locked\n"):format(path))
    result = run { "sql", path, "SELECT count(*) AS n FROM document WHERE title = 'x'", "--format", "csv" } -- readers go on
    check.equal({ result.status, (result.stdout:gsub("\r", "")) }, { 0, "n\n0\n" })
  end)
  check.equal(run { "read", path, input, "--refresh" }.stderr, path .. ": 3 extracted again\n")
  check_store(path, 3)
end)

-- ---- Wrong types ------------------------------------------------------------------------------------------------------

local text = "China accused NATO of interference. “We go,” said Jens Stoltenberg on Friday."

local function parse() return assert(casus.parse(text, { id = "a", date = "2023-06-01" })) end

local function lines()
  local path = new_name ".txt"
  run.write(path, "a\nb\n")
  return assert(core.lines(path))
end

local function treebank()
  local path = new_name ".conllu"
  run.write(path, "1\tGo\t_\tVERB\t_\t_\t0\troot\t_\t_\n")
  return assert(casus.treebank(path))
end

-- Each Lua type of the library: how one is made, what calls of its methods fit, and what it says when it is closed. A
-- method that has no row here is missed by the test below.
local types = {
  { make = parse, closed = "document is closed", methods = { token = { 1 }, sentence = { 1 }, sentence_at = { 0 },
    sentence_count = {}, records = {}, json = {}, conllu = { type }, write_json = { type }, lend = { type }, sentences = {}, extract = {},
    match = { "[]" }, find_all = { "[]" }, missed = {} }, table = core.document },
  { make = function() return assert(core.pattern(casus.engine(), "[]")) end, closed = "matcher is closed", methods = {} },
  { make = treebank, closed = "treebank is closed", methods = { word = { 1 }, sentence = { 1 }, sentence_count = {},
    sentences = {}, text = {} }, table = core.treebank },
  { make = function() return assert(core.dictionary { "NATO" }) end, closed = "dictionary is closed",
    methods = { find = { text }, all = { text } } },
  { make = function() return assert(core.engine(core.home .. "/share/casus/data")) end, closed = "engine is closed",
    methods = { parse = { text }, register = { assert(core.database ":memory:") } } },
  { make = lines, closed = "lines are closed", methods = { next = {}, rest = {}, peek = {}, piece = { 9 } } },
  { make = function() return assert(core.digest()) end, closed = "digest is closed", methods = { add = { "a" }, id = {} } },
  { make = function() return assert(core.database ":memory:") end, closed = "the database is closed",
    methods = { exec = { "SELECT 1" }, rows = { "SELECT 1" }, first = { "SELECT 1" }, columns = { "SELECT 1" },
      readonly = { "SELECT 1" }, transaction = { function() end }, register = { "f", 0, function() end } } },
  { make = function() return assert(core.database ":memory:"):rows "SELECT 1" end, closed = "the rows are closed",
    methods = { tuples = {}, columns = {} }, works = { columns = true } },
  { make = function() return assert(core.store()) end, closed = "the store is closed",
    methods = { database = {}, add = { parse() }, remove = { "a" }, has = { "a", text } } },
  { make = function() return assert(casus.open()) end, closed = "the store is closed", methods = { database = {},
    exec = { "SELECT 1" }, transaction = { function() end }, add = { parse() }, remove = { "a" }, has = { "a", text },
    read = { "x" }, world = {}, sql = { "SELECT 1" }, scalar = { "SELECT 1" }, search = { "x" }, relations = {}, events = {}, clusters = {}, cluster_mentions = {}, concepts = {},
    causes = {}, quotes = {}, mentions = {}, times = {}, entities = {}, sentences = {}, documents = {}, brief = {},
    whatif = { { measures = { "count()" }, scenarios = {} } } }, partial = true },
  { make = function() return assert(casus.open()):world() end, closed = "the world is closed", methods = { database = {},
    fork = {}, assert = { { "China", "aid", "Japan" } }, retract = { { type = "aid" } },
    modify = { { set = { weight = 1 } } }, sql = { "SELECT 1" }, scalar = { "SELECT 1" }, relations = {}, brief = {} },
    partial = true },
}

local function methods_of(kind, object)
  if kind.table then return kind.table end
  local index = getmetatable(object).__index
  return type(index) == "table" and index or {}
end

test("every method works, and raises after close", function()
  for _, kind in ipairs(types) do
    local object = kind.make()
    for name in pairs(kind.partial and {} or methods_of(kind, object)) do
      check.truthy(name == "close" or kind.methods[name], ("a method '%s' that is not tested"):format(name))
    end
    object:close()
    object:close()
    check.equal(type(tostring(object)), "string")
    for name, arguments in pairs(kind.methods) do
      local own = kind.make()
      own[name](own, table.unpack(arguments))
      local method = own[name]
      own:close()
      if not (kind.works or {})[name] then
        check.error(function() method(own, table.unpack(arguments)) end, kind.closed)
      end
      own:close()
    end
  end
end)

test("methods and metamethods refuse what is not theirs", function()
  for _, kind in ipairs(types) do
    local object = kind.make()
    if type(object) == "userdata" then
      for _, other in ipairs { {}, io.stdout, 1, "x", core.null, print } do
        for name in pairs(kind.methods) do check.error(function() methods_of(kind, object)[name](other) end) end
        for name, metamethod in pairs(getmetatable(object)) do
          if type(metamethod) == "function" then
            check.truthy(name == "__index" or not pcall(metamethod, other), name)
          end
        end
      end
    end
  end
end)

-- Values that are wrong somewhere. Strings name files in a folder of this test only.
local function odd_values()
  local closed = parse()
  closed:close()
  return { false, true, 0, -1, 1.5, 0 / 0, 1 / 0, math.maxinteger, math.mininteger, 1 << 32, "", "a", "a\0b", "\xFF",
    ("x"):rep(5000), "SELECT ?", {}, { 1, {}, "x" }, { a = { b = {} } }, string.rep, function() error {} end,
    coroutine.create(string.rep), io.stdout, core.null, core.blob "\0", parse(), closed, parse():token(1),
    setmetatable({}, { __index = function() error "index" end, __len = function() return -1 end,
      __name = 1, __tostring = function() return 1 end }) }
end

test("calls with odd values of all kinds never crash", function()
  local here, room = lfs.currentdir(), folder()
  assert(lfs.chdir(room))
  math.randomseed(7)
  local values = odd_values()
  local function any() return values[math.random(#values + 2)] end -- or nil
  local function batter(fn, ...)
    for count = 0, 4 do
      for _ = 1, 12 do
        local arguments = table.pack(...)
        for _ = 1, count do
          arguments.n = arguments.n + 1
          arguments[arguments.n] = any()
        end
        pcall(fn, table.unpack(arguments, 1, arguments.n))
      end
    end
  end
  for _, value in pairs(core.json) do
    if type(value) == "function" then batter(value) end
  end
  for _, value in pairs(core) do
    if type(value) == "function" then batter(value) end
  end
  for _, kind in ipairs(types) do
    for name in pairs(kind.methods) do
      for _ = 1, 3 do
        local object = kind.make()
        batter(object[name], object)
        pcall(object.close, object)
      end
    end
    local object = kind.make()
    for name, metamethod in pairs(getmetatable(object)) do
      if type(metamethod) == "function" and name ~= "__gc" then batter(metamethod, object) end
    end
  end
  collectgarbage()
  collectgarbage()
  assert(lfs.chdir(here))
  check.equal(#parse():extract() > 0, true)
end)

-- ---- Callbacks that pull away what is in use -------------------------------------------------------------------------

local function store_with(count)
  local store = assert(casus.open())
  for i = 1, count or 3 do store:add(assert(casus.parse(text, { id = "d" .. i }))) end
  return store
end

test("a store closed within its transaction keeps nothing of it", function()
  local path = new_name ".casus"
  local store = assert(casus.open(path))
  check.error(function()
    store:transaction(function()
      store:add(parse())
      store:transaction(function() store:close() end)
    end)
  end, "closed within its transaction")
  check_store(path, 0)
end)

test("a store closed while its rows are read", function()
  for _, ask in ipairs { function(store) return store:relations() end, function(store) return store:sql "SELECT 1 UNION SELECT 2" end,
    function(store) return store:sql("SELECT id FROM document"):tuples() end, function(store) return store:search "NATO" end,
    function(store) return store:world():relations() end } do
    local store = store_with()
    check.error(function() for _ in ask(store) do store:close() end end, "closed")
    collectgarbage()
  end
end)

test("rows and worlds closed by the loop over them", function()
  local store <close> = store_with()
  for _, make in ipairs { function() return store:relations() end, function() return store:sql "SELECT id FROM document" end } do
    local rows = make()
    check.error(function() for _ in rows do rows:close() end end, "the rows are closed")
  end
  local rows = store:sql "SELECT id FROM document"
  check.error(function() for _ in rows:tuples() do rows:close() end end, "the rows are closed")
  local world = store:world()
  for _ in world:relations() do world:close() end -- or raise
  check.error(function() world:relations() end, "the world is closed")
end)

test("a store read into and removed from while it is iterated over", function()
  local store <close> = store_with()
  local path, seen = new_name ".jsonl", 0
  run.write(path, good)
  for row in store:sql "SELECT id FROM document WHERE id LIKE 'd%'" do
    seen = seen + 1
    check.truthy(store:read(path))
    check.equal(store:remove(row.id), true)
  end
  check.equal({ seen, store:scalar "SELECT count(*) FROM document", store:scalar "PRAGMA integrity_check" }, { 3, 1, "ok" })
end)

test("functions of SQL that close, drop, yield, recurse and raise", function()
  local store = store_with()
  local database = store:database()
  local function asked(name, fn)
    check.equal(database:register(name, -1, fn), true)
    return select(2, database:first(("SELECT %s(id) AS x FROM document"):format(name)))
  end
  check.match(asked("shut", function() store:close() end), "the database is running")
  check.match(asked("shut_core", function() store.handle:close() end), "the database is running")
  check.match(asked("shut_database", function() database:close() end), "the database is running")
  check.match(asked("remove_all", function() assert(database:exec "DROP TABLE document") end), "locked")
  check.match(asked("yield", function() coroutine.yield() end), "yield")
  check.match(asked("deeper", function() assert(database:first "SELECT deeper(1)") end), "overflow")
  check.match(asked("throw", function() error(setmetatable({}, { __tostring = error })) end), "not a string")
  check.match(asked("again", function() assert(database:register("again", -1, print)) end), "active")
  check.equal(asked("collect", function() for _ = 1, 2 do collectgarbage() end end), nil)
  check.equal(asked("read", function()
    store:add(assert(casus.parse("NATO left.", { id = "other" })))
    return 1
  end), nil)
  local rows
  database:register("finalise", 0, function() getmetatable(rows).__gc(rows) end)
  rows = database:rows "SELECT finalise() AS x"
  check.error(rows, "being read by the statement")
  check.equal(store:scalar "SELECT count(*) FROM document", 4)
  store:close()
end)

test("functions that take the place of SQLite's own in the statements of a store", function()
  local store <close> = store_with()
  local document = assert(casus.parse(text, { id = "new" }))
  coroutine.wrap(function() -- which is gone when the function is called
    store:database():register("ifnull", 2, function(a, b)
      document:close()
      store:close()
      return a or b
    end)
  end)()
  collectgarbage()
  collectgarbage()
  pcall(store.add, store, document)
  pcall(store.add, store, parse())
  collectgarbage()
  check.truthy(store:scalar "SELECT count(*) FROM document" >= 3)
end)

test("reports, progress and plugins that close the store that is read into", function()
  local path = new_name ".jsonl"
  run.write(path, good .. "rubbish\n" .. good:gsub("good", "other"))
  local function plugin(fn)
    return { { name = "p", version = "1", api = 1, summary = "", extractors = { x = fn } } }
  end
  local store
  local function shut() store:close() end
  for _, options in ipairs { { report = shut }, { plugins = plugin(shut) },
    { plugins = plugin(function(document) document:close() end) },
    { plugins = plugin(function() coroutine.yield() end), report = function() end },
    { plugins = plugin(function() store:transaction(function() store:close() end) end), report = function() end } } do
    store = assert(casus.open())
    local done, result = pcall(store.read, store, path, options)
    check.truthy(not done or type(result) == "table")
    store:close()
    collectgarbage()
  end
  store = assert(casus.open())
  check.equal(store:read(path, { progress = shut }).new, 2) -- it is told when all is done
  store = assert(casus.open())
  store:read(path, { plugins = plugin(function(_, emit) -- one that reads, too
    store:read(new_name "nowhere")
    emit { kind = "entity", start = 0, stop = 5, label = "GPE", mention = "name" }
  end) })
  check.equal(store:scalar "SELECT count(*) FROM mention JOIN extractor AS e ON e.id = extractor WHERE e.name = 'p:x'", 2)
  store:close()
end)

test("documents used and closed by what they are written through", function()
  local document = parse()
  local pieces = 0
  document:conllu(function()
    pieces = pieces + 1
    if pieces < 5 then document:conllu(function() return #document:extract() > 0 end) end
    collectgarbage()
    check.error(function() document:close() end, "in use")
    check.error(function() getmetatable(document).__gc(document) end, "in use")
    return true
  end)
  check.error(function() coroutine.wrap(function() document:conllu(coroutine.yield) end)() end, "yield")
  document:close()
end)

test("documents closed by what they are lent to", function()
  local document = parse()
  check.equal({ document:lend(function(same, ...) return same == document, ... end, 1, nil) }, { true, 1 })
  document:lend(function()
    document:lend(function() return #document:extract() end)
    check.error(function() document:close() end, "in use")
  end)
  check.error(function() document:lend(error, "on purpose") end)
  check.error(function() coroutine.wrap(function() document:lend(coroutine.yield) end)() end, "yield")
  document:close()
end)

test("metamethods of arguments that close what they are given to", function()
  local function closing(object, result)
    return setmetatable({}, { __index = function()
      object:close()
      return result
    end, __len = function() return 1 end, __tostring = function()
      object:close()
      return "entity"
    end })
  end
  local store, document = core.store(), parse()
  check.error(function() store:add(document, closing(store)) end, "the store is closed")
  store = core.store()
  check.error(function() store:add(document, closing(document)) end, "document is closed")
  document = parse()
  check.error(function() store:add(document, nil, { closing(document) }) end, "document is closed")
  document = parse()
  check.error(function() store:add(document, nil, { closing(store) }) end, "the store is closed")
  local engine = assert(core.engine(core.home .. "/share/casus/data"))
  local options = setmetatable({ beam = 1 }, getmetatable(closing(engine, "a")))
  check.error(function() engine:parse(text, options) end, "engine is closed")
end)

test("lists and records whose metamethods make up what they hold", function()
  local endless = { __len = function() return math.maxinteger end, __index = function(_, key) return "phrase " .. tostring(key) end }
  check.equal(core.dictionary(setmetatable({}, endless)):all "phrase 1", {})
  endless.__len = function() return -1 end
  check.equal(core.dictionary(setmetatable({}, endless)):all "phrase 1", {})
  local store = core.store()
  check.equal(store:add(parse(), nil, false, setmetatable({}, endless)), "new")
  local made_up = setmetatable({}, { __index = function(_, key) return key == "start" and 0 or key == "stop" and 5 or key:rep(50) end })
  check.error(function() store:add(assert(casus.parse "b"), nil, false, { made_up }) end, "'kind'")
end)

test("a record may stand in a list more than once", function()
  local spans = {}
  for i = 1, 100 do spans[i] = { 0, 5 } end
  local quote = { kind = "quote", start = 0, stop = 34, sentence = 1, extractor = "x", version = "1", mode = "direct", spans = spans }
  local list = {}
  for i = 1, 200 do list[i] = i % 3 == 0 and quote or setmetatable({}, { __index = quote }) end
  for i, one in ipairs(list) do
    if one ~= quote then
      list[i] = {}
      for key, value in pairs(quote) do list[i][key] = value end
    end
  end
  local store <close> = assert(casus.open())
  store:database():register("noise", 0, function() return ("x"):rep(1000) end)
  check.equal(store:add(parse(), nil, false, list), "new")
  check.equal(store:scalar "SELECT count(DISTINCT spans) FROM quote", 1)
end)

test("iterators resumed from within themselves", function()
  local path = new_name ".jsonl"
  run.write(path, "rubbish\n" .. good)
  local documents
  documents = reader.documents(path, { report = function() documents() end })
  check.error(documents, "non%-suspended")
end)

test("measures, briefs and worlds whose store is closed meanwhile", function()
  for _, use_it in ipairs {
    function(store) store:whatif { measures = { { name = "m", function() store:close() return 1 end } }, scenarios = {} } end,
    function(store) store:world():assert { store:close() } end,
    function(store)
      local world <close> = store:world()
      store:close()
      world:retract { type = "accuse" }
    end,
    function(store)
      local brief = store:brief()
      store:close()
      brief:render "text"
    end,
  } do
    local store = store_with()
    pcall(use_it, store)
    store:close()
    collectgarbage()
    collectgarbage()
  end
end)
