-- The program: options, scripts, commands, exit statuses, signals and the REPL.
local test, check = ...
local run = require "program"

local function result(call, stdout, status)
  local got = run(call)
  if stdout then check.equal(got.stdout, stdout) end
  check.equal(got.status, status or 0, got.stderr)
  return got
end

-- ---- Options as lua has them ----

test("-e runs a statement, with or without a space", function()
  result({ "-e", "io.write(1)", "-eio.write(2)" }, "12")
end)

test("-l requires into a global", function()
  run.write(run.folder .. "/mine.lua", "return { x = 7 }")
  result({ "-l", "mine", "-e", "print(mine.x)" }, "7\n")
  result({ "-l", "m=mine", "-e", "print(m.x, mine)" }, "7\tnil\n")
  result({ "-l", "no-such-module" }, "", 1)
end)

test("-v prints the version and goes on; --version does not", function()
  local core = require "casus.core"
  local version = ("casus %s (Lua 5.4"):format(core.version)
  check.equal(result({ "-v" }).stdout:sub(1, #version), version)
  check.match(result({ "-v", "-e", "print 'on'" }).stdout, "\non\n")
  check.equal(select(2, result({ "--version", "no-such-file.lua" }).stdout:gsub("\n", "")), 1)
end)

test("-W turns warnings on", function()
  check.equal(result({ "-e", "warn 'heard'" }).stderr, "")
  check.match(result({ "-W", "-e", "warn 'heard'" }).stderr, "heard")
end)

test("LUA_INIT is run first, as code or as a file; -E ignores it", function()
  local init = { LUA_INIT = "x = 'init'" }
  result({ "-e", "print(x)", environment = init }, "init\n")
  result({ "-E", "-e", "print(x)", environment = init }, "nil\n")
  run.write(run.folder .. "/init file.lua", "x = 'file'")
  result({ "-e", "print(x)", environment = { LUA_INIT = "@init file.lua" } }, "file\n")
  result({ "-e", "print(x)", environment = { LUA_INIT = "x = 1", LUA_INIT_5_4 = "x = 2" } }, "2\n")
  result({ "-e", "print(x)", environment = { LUA_INIT = "error 'no'" } }, "", 1)
end)

test("a script has arg and ..., and what precedes it at negative indices", function()
  run.write(run.folder .. "/show args.lua", "print(arg[0], #arg, arg[1], arg[2], arg[-1], ...)")
  result({ "-W", "show args.lua", "a b", "" }, "show args.lua\t2\ta b\t\t-W\ta b\t\n")
  result({ "--", "show args.lua", "-e" }, "show args.lua\t1\t-e\tnil\t--\t-e\n")
end)

test("standard input is a script where it is no terminal", function()
  result({ stdin = "print(select('#', ...))" }, "0\n")
  result({ "-", "a", "b", stdin = "print(...)" }, "a\tb\n")
  result({ "-e", "print 'only this'", stdin = "print 'not this'" }, "only this\n")
end)

test("a script's first line may be for the shell", function()
  run.write(run.folder .. "/shebang.lua", "#!/usr/bin/env casus\nprint 'ran'")
  result({ "./shebang.lua" }, "ran\n")
end)

test("--model is handed on to the module", function()
  result({ "--model", "m.bin", "-e", "print(require 'casus.core'.options.model)" }, "m.bin\n")
  result({ "--model=m.bin", "-e", "print(require 'casus.core'.options.model)" }, "m.bin\n")
  result({ "-e", "print(require 'casus.core'.options.model)" }, "nil\n")
end)

test("CASUS_HOME moves the home, unless -E", function()
  local moved = { CASUS_HOME = run.folder }
  result({ "-e", "print(require 'casus.core'.home)", environment = moved }, run.folder .. "\n")
  local own = run { "-e", "print(require 'casus.core'.home)" }.stdout
  result({ "-E", "-e", "print(require 'casus.core'.home)", environment = moved }, own)
end)

-- ---- What is wrong with the command line ----

test("usage errors have status 2 and say what is wrong", function()
  for _, call in ipairs { { "--frobnicate" }, { "-x" }, { "-vx" }, { "-e" }, { "-l" }, { "--model" }, { "-e", "-i" } } do
    local got = result(call, "", 2)
    check.match(got.stderr, "^casus: .*'%-")
    check.match(got.stderr, "\nusage: casus ")
  end
end)

test("--sandbox is refused rather than pretended", function()
  check.match(result({ "--sandbox", "-e", "print 'ran'" }, "", 2).stderr, "sandbox")
end)

test("a name that is neither command nor file lists the commands", function()
  local got = result({ "no-such-command" }, "", 2)
  check.match(got.stderr, "'no%-such%-command'")
end)

test("a missing script fails", function()
  check.match(result({ "missing.lua" }, "", 1).stderr, "missing.lua")
end)

-- ---- Errors ----

test("an error in a script ends it with a traceback of the script's frames", function()
  run.write(run.folder .. "/fail.lua", "local function f() error 'broken' end\nprint 'before'\nf()\n")
  local got = result({ "fail.lua" }, "before\n", 1)
  check.match(got.stderr, "^casus: fail.lua:1: broken\nstack traceback:\n")
  check.match(got.stderr, "fail.lua:3: in main chunk\n$")
end)

test("errors that are no strings are described", function()
  check.match(result({ "-e", "error(setmetatable({}, { __tostring = function() return 'shown' end }))" }, "", 1).stderr,
    "casus: shown\n")
  check.match(result({ "-e", "error {}" }, "", 1).stderr, "error object is a table value")
end)

test("an error with a status ends the program with it", function()
  check.equal(result({ "-e", "error { status = 3, message = 'skipped' }" }, "", 3).stderr, "casus: skipped\n")
end)

test("a syntax error is reported", function()
  check.match(result({ "-e", "x x" }, "", 1).stderr, "syntax error near 'x'")
end)

test("os.exit closes and hands its status on", function()
  result({ "-e", "io.write 'out' os.exit(5, true)" }, "out", 5)
end)

-- ---- Commands: a home of our own ----

local home = run.folder .. "/home"
os.execute("mkdir -p " .. run.quote(home .. "/share/casus/scripts") .. " " .. run.quote(home .. "/share/casus/data"))
local function command(name, code) run.write(("%s/share/casus/scripts/%s.lua"):format(home, name), code) end
local function casus(call)
  call.environment = { CASUS_HOME = home }
  return call
end

command("greet", "--- Greets whom it is told.\nprint(...)\nprint(arg[0], arg[1])\n")
command("status", "return tonumber((...))\n")
command("usage", "error { status = 2, message = 'name a store' }\n")
command("plain", "error('the store is busy', 0)\n")
command("broken", "local x = nil\nprint(x.y)\n")

test("a bare name is a command", function()
  result(casus { "greet", "a", "--flag" }, "a\t--flag\ngreet\ta\n")
end)

test("a command comes before a file of its name, a file before nothing", function()
  run.write(run.folder .. "/greet", "print 'file'")
  run.write(run.folder .. "/other", "print 'file'")
  result(casus { "greet", "a" }, "a\ngreet\ta\n")
  result(casus { "./greet" }, "file\n")
  result(casus { "other" }, "file\n")
end)

test("the integer that a command returns is the exit status", function()
  result(casus { "status" }, "")
  result(casus { "status", "0" }, "")
  result(casus { "status", "3" }, "", 3)
end)

test("errors of a command carry its name", function()
  check.equal(result(casus { "usage" }, "", 2).stderr, "casus usage: name a store\n")
  check.equal(result(casus { "plain" }, "", 1).stderr, "casus plain: the store is busy\n")
  local broken = result(casus { "broken" }, "", 1).stderr
  check.match(broken, "^casus broken: .*broken.lua:2: attempt to index a nil value")
  check.match(broken, "stack traceback")
end)

test("--help and a wrong name list the commands with what they do", function()
  check.match(result(casus { "--help" }).stdout, "\n  greet +Greets whom it is told%.\n")
  check.match(result(casus { "gret" }, "", 2).stderr, "\n  greet +Greets whom it is told%.\n")
end)

-- ---- Output and signals ----

test("a reader that leaves early is no error", function()
  local got = run.shell([["$CASUS" -e 'while true do print "line" end' | head -n 1; echo "${PIPESTATUS[0]}"]])
  check.equal(got.stdout, "line\n0\n")
  check.equal(got.stderr, "")
  got = run.shell([["$CASUS" -e 'print "line"' | sleep 0.1; echo "${PIPESTATUS[0]}"]])
  check.equal(got.stdout .. got.stderr, "0\n")
end)

test("another pipe that breaks is the script's to handle", function()
  result({ "-e", [[
    local pipe = io.popen("exec true", "w")
    local good, why
    repeat good, why = pipe:write(("x"):rep(100000)) until not good
    print(why)]] }, "Broken pipe\n")
end)

test("output that cannot be written is a failure", function()
  local got = run.shell([["$CASUS" -e 'print "line"' >/dev/full]])
  check.equal(got.status, 1)
  check.match(got.stderr, "No space left on device")
end)

test("standard streams that are closed fail, and no file takes their place", function()
  local got = run.shell [["$CASUS" -e 'print "line"' >&-]]
  check.equal(got.status, 1)
  check.match(got.stderr, "cannot write to standard output: Bad file descriptor")
  got = run.shell [["$CASUS" extract <&-]]
  check.equal(got.status, 3)
  check.match(got.stderr, "^casus: standard input: Bad file descriptor; skipped\n$")
  check.match(run.shell [["$CASUS" extract </]].stderr, "^casus: standard input: Is a directory; skipped\n$")
  run.shell [["$CASUS" -e 'io.open("kept", "w"):write "text"; io.stderr:write "lost"' 2>&- >&- <&-]]
  check.equal(run.read(run.folder .. "/kept"), "text")
end)

-- Sends SIGINT once the script has said that it is ready, by calling the function of that name, and then some more time
-- has gone by. Nothing may depend on how much.
local function interrupt(code)
  run.write(run.folder .. "/loop.lua", "function ready() print 'ready' io.stdout:flush() end\n" .. code)
  return run.shell [[
    coproc "$CASUS" loop.lua 2>loop.err
    pid=$COPROC_PID
    exec 3<&"${COPROC[0]}"
    read -r line <&3
    sleep 0.1
    kill -INT "$pid"
    cat <&3
    wait "$pid"; echo "status $?"
    cat loop.err >&2]]
end

test("Ctrl-C stops a loop, with status 130", function()
  local got = interrupt "ready() while true do end"
  check.equal(got.stdout, "status 130\n")
  check.equal(got.stderr, "casus: interrupted!\n")
end)

test("Ctrl-C stops a loop in a coroutine in a coroutine", function()
  local got = interrupt [[
    coroutine.wrap(function()
      print(coroutine.resume(coroutine.create(function() ready() while true do end end)))
      error("passed on", 0)
    end)()]]
  check.match(got.stdout, "^false\t.*interrupted!\nstatus 130\n$")
end)

test("Ctrl-C stops a wait for input", function()
  local got = interrupt "ready() io.popen('sleep 5'):read 'a' print 'not reached'"
  check.equal(got.stdout, "status 130\n")
end)

test("Ctrl-C stops a query, though the query may only return nil", function()
  local endless = "with recursive t(i) as (select 1 union all select i + 1 from t) select count(*) as n from t"
  local got = interrupt(([[
    local database <close> = require "casus.core".database ":memory:"
    ready()
    local row = database:first "%s"
    print "not reached"]]):format(endless))
  check.equal(got.stdout, "status 130\n")
  check.equal(got.stderr, "casus: interrupted!\n")
end)

test("a script may handle Ctrl-C", function()
  local got = interrupt "print(pcall(function() ready() while true do end end))"
  check.match(got.stdout, "^false\t.*interrupted!\nstatus 0\n$")
end)

test("coroutines behave as they do in lua", function()
  result({ "-e", [[
    local co = coroutine.wrap(function(a, b)
      local guard <close> = setmetatable({}, { __close = function() io.write "closed " end })
      io.write(a, b, " ", coroutine.yield(1, 2), " ")
      error("bad", 0)
    end)
    print(co("a", "b"))
    print(pcall(co, "c"))
    print(pcall(co))
    local other = coroutine.create(function(...) coroutine.yield(select("#", ...)) error { "table" } end)
    print(coroutine.resume(other, 1, nil, nil))
    print(select("#", coroutine.resume(other)), coroutine.status(other))
    print(coroutine.resume(other))
    print(pcall(coroutine.resume, 1))
    print(pcall(coroutine.wrap))]] },
    "1\t2\n" ..
    "ab c closed false\tbad\n" ..
    "false\tcannot resume dead coroutine\n" ..
    "true\t3\n" ..
    "2\tdead\n" ..
    "false\tcannot resume dead coroutine\n" ..
    "false\tbad argument #1 to 'coroutine.resume' (thread expected, got number)\n" ..
    "false\tbad argument #1 to 'coroutine.wrap' (function expected, got no value)\n")
end)

-- ---- The REPL ----

test("-i without a terminal reads lines, without a prompt", function()
  local got = result { "-i", stdin = [[
1 + 1, "text"
for i = 1, 2 do
  print(i)
end
= 5
t = { 1, name = "x" }
t
nil
print()
.quit
print "not reached"
]] }
  check.equal(got.stdout:gsub("^[^\n]*\n", ""), '2\ttext\n1\n2\n5\n{ 1, name = "x" }\nnil\n\n')
end)

test("the REPL shows rows as a table, and says where it stops", function()
  local got = result { "-i", stdin = [[
store = require("casus").open()
store:sql "select 1 as a, null as b, 'x' as a"
store:relations {}
store:sql "with recursive n(i) as (select 1 union all select i + 1 from n where i < 51) select i from n"
store
]] }
  local shown = got.stdout:gsub("^[^\n]*\n", "")
  check.match(shown, "^a  a\n%-  %-\n1  x\nno rows\n i\n%-%-\n 1\n")
  check.match(shown, "\n50\n%.%.%. these are the first 50\nstore %(in memory%)\n$")
end)

test("an error in the REPL is shown, and it goes on", function()
  local got = result { "-i", stdin = "error 'oops'\nx x\n'on'\nerror { status = 4, message = 'm' }\nfor i = 1" }
  check.equal(got.stdout:gsub("^[^\n]*\n", ""), "on\n")
  check.match(got.stderr, "stdin:1: oops\nstack traceback.*syntax error near 'x'.*m\n.*near <eof>")
end)

test("-i comes after the script, unless that fails", function()
  run.write(run.folder .. "/set.lua", "x = 'set'")
  check.match(result { "-i", "set.lua", stdin = "x" }.stdout, "\nset\n$")
  result({ "-i", "-e", "error 'no'", stdin = "print 'not reached'" }, nil, 1)
end)

test("the library is there in the REPL", function()
  check.match(result { "-i", stdin = "casus == require 'casus'" }.stdout, "\ntrue\n$")
end)

test(".help explains, and what it does not know it says", function()
  local got = result { "-i", stdin = ".help\n.help casus.inspect\n.help no_such_name\n.nonsense\n" }
  check.match(got.stdout, "%.quit")
  check.match(got.stdout, "Keys are sorted")
  check.match(got.stdout, "there is no 'no_such_name'")
  check.match(got.stderr, "there is no '.nonsense'")
end)

-- A bare chroot may have no pseudo-terminals.
if run.shell("script -qefc true /dev/null").status ~= 0 then
  io.stderr:write "There are no pseudo-terminals here: the tests of the prompt are left out.\n"
  return
end

-- A conversation on a terminal: what has to be on the screen, what is typed then, what has to be there after that, what is
-- typed then, and so on; each text is waited for behind the last one, so that no machine is too slow. The shell between
-- `script` and the program has to be one that outlives a Ctrl-C which its child handles; sh need not be.
local function terminal(pieces, environment)
  local steps = {}
  for i = 1, #pieces, 2 do
    steps[#steps + 1] = ("await %s; printf %s"):format(run.quote(pieces[i]), run.quote(pieces[i + 1]))
  end
  environment = environment or {}
  environment.TERM = "dumb"
  environment.SHELL = "/bin/bash"
  environment.CASUS_HISTORY = environment.CASUS_HISTORY or ""
  local line = [==[
: >screen
await() {
  local shown rest
  for ((try = 0; try < 600; try++)); do
    shown=$(tr -d '\r' <screen; printf .)
    rest=${shown:${seen-0}}
    if [[ $rest == *"$1"* ]]; then
      rest=${rest%%"$1"*}
      seen=$((${seen-0} + ${#rest} + ${#1}))
      return
    fi
    sleep 0.05
  done
  echo "never shown: $1" >&2
}
{ ]==] .. table.concat(steps, "; ") .. [==[; await status; } |
  script -qefc '"$CASUS"; echo status $?' /dev/null >screen
cat screen]==]
  local got = run.shell(line, { environment = environment })
  check.equal(got.stderr, "")
  return (got.stdout:gsub("\r", ""))
end

test("a statement goes on over several lines on a terminal", function()
  local screen = terminal { "> ", [[for i = 6, 7 do\n]], ">> ", [[print(i * 2)\n]], ">> ", [[end\n]], "14\n> ", [[\004]] }
  check.match(screen, "\n>? ?[^\n]*>> [^\n]*\n12\n14\n")
  check.match(screen, "status 0")
end)

test("Ctrl-C drops the line, stops what runs, and leaves the REPL alive", function()
  local screen = terminal {
    "> ", [[garbage(]], "garbage(", [[\003]],
    "\n> ", [[print(6 * 7) while true do end\n]], "\n42\n", [[\003]],
    "interrupted!", [[6 * 9\n]], "\n54\n> ", [[\004]],
  }
  check.match(screen, "status 0")
end)

test("Tab completes names", function()
  terminal { "> ", [[string.rever]], "rever", [[\t]], "se", [[("abc")\n]], "\ncba\n> ", [[\004]] }
  local methods = [[x = setmetatable({}, { __index = { __close = 1, only = 42 } })\n]]
  terminal { "> ", methods, "\n> ", [[x.]], "x.", [[\t]], "only", [[\n]], "\n42\n> ", [[\004]] } -- not x.__close
end)

test("the history is kept in a file, whose folder is made", function()
  local file = run.folder .. "/state/deep/history"
  local environment = { CASUS_HISTORY = file }
  terminal({
    "> ", [[return "first"\n]], "\nfirst\n> ", [[if true then\n]], ">> ", [[end\n]], "\n> ", [[\004]],
  }, environment)
  check.equal(run.read(file), 'return "first"\nif true then\\nend\n')
  terminal({ "> ", [[\020\020\n]], "\nfirst\n> ", [[\004]] }, environment)
end)

test("a history that cannot be written does not matter", function()
  terminal({ "> ", [[6 * 7\n]], "\n42\n> ", [[\004]] }, { CASUS_HISTORY = "/dev/null/x/history" })
end)
