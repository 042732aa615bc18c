/* The program: runs scripts as `lua` does, named commands, and the REPL. */
#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bind/bind.h"
#include "bind/home.h"
#include "bind/module.h"
#include "casus.h"
#include "host/call.h"
#include "host/command.h"
#include "host/coroutine.h"
#include "host/options.h"
#include "host/repl.h"

static const char program[] = "casus";

static const char usage[] = "usage: casus [options] [script [arguments]]\n"
                            "       casus [options] COMMAND [arguments]\n"
                            "  -e stat       run the statement 'stat'\n"
                            "  -i            the REPL after the script\n"
                            "  -l mod        require 'mod' into a global of that name\n"
                            "  -l g=mod      require 'mod' into the global 'g'\n"
                            "  -v            print the version, then go on\n"
                            "  -E            ignore the environment\n"
                            "  -W            turn warnings on\n"
                            "  --version     print the version\n"
                            "  --help        print this text\n"
                            "  --            end of the options\n"
                            "  -             run standard input\n"
                            "Without a script: the REPL on a terminal, else standard input is run.\n";

typedef struct invocation {
  int argc;
  char **argv;
  host_options options;
  int status;
} invocation;

/* A reader who has seen enough is no error. Other pipes, such as those of io.popen, report EPIPE to who
 * writes. */
static void on_broken_pipe(int number) {
  (void)number;
  int saved = errno;
  struct pollfd output = {.fd = STDOUT_FILENO};
  if (poll(&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP))) _exit(HOST_DONE);
  errno = saved;
}

/* A standard stream that the caller has closed would be the next file that is opened, and messages be written
 * into it; what takes its place fails like a closed one. */
static void hold_streams(void) {
  for (int number = STDIN_FILENO; number <= STDERR_FILENO; number++)
    if (fcntl(number, F_GETFD) < 0) open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static void open_signals(void) {
  struct sigaction action = {.sa_handler = on_broken_pipe, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(SIGPIPE, &action, NULL);
}

static void print_version(void) {
  printf("casus %s (" LUA_RELEASE ")\n", casus_version());
}

/* ---- The state */

/* Puts the Lua files of the home before all others. [-0, +0, m] */
static void set_path(lua_State *L, const char *home) {
  lua_getglobal(L, LUA_LOADLIBNAME);
  lua_getfield(L, -1, "path");
  lua_pushfstring(L, "%s/share/lua/5.4/?.lua;%s/share/lua/5.4/?/init.lua;%s", home, home,
                  lua_tostring(L, -1));
  lua_setfield(L, -3, "path");
  lua_pop(L, 2);
}

/* [-0, +0, m] */
static void open_libraries(lua_State *L, const host_options *options) {
  if (options->pure) {
    lua_pushboolean(L, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, "LUA_NOENV");
  }
  luaL_openlibs(L);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushcfunction(L, luaopen_casus_core);
  lua_setfield(L, -2, "casus.core");
  lua_pop(L, 1);
  if (casus_push_home(L, "/proc/self/exe")) {
    set_path(L, lua_tostring(L, -1));
    lua_setfield(L, LUA_REGISTRYINDEX, CASUS_FIELD_HOME);
  }
  luaL_getsubtable(L, LUA_REGISTRYINDEX, CASUS_FIELD_OPTIONS);
  lua_pushstring(L, options->model); /* nil if there is none */
  lua_setfield(L, -2, "model");
  lua_pop(L, 1);
  host_call_open(L);
  host_coroutine_open(L);
  lua_gc(L, LUA_GCGEN, 0, 0);
}

/* The global `arg`: the script at 0, what precedes it below. [-0, +0, m] */
static void set_arg(lua_State *L, const invocation *call) {
  int script = call->options.script < call->argc ? call->options.script : 0;
  lua_createtable(L, call->argc - script, script + 1);
  for (int i = 0; i < call->argc; i++) {
    lua_pushstring(L, call->argv[i]);
    lua_rawseti(L, -2, i - script);
  }
  lua_setglobal(L, "arg");
}

/* ---- Steps */

/* Runs the chunk on top, if it was loaded, and reports. [-1, +0, m] */
static int run_chunk(lua_State *L, int loaded) {
  return host_report(L, loaded == LUA_OK ? host_call(L, 0, 0, HOST_TRACE_ALWAYS) : loaded, program);
}

static int run_string(lua_State *L, const char *code, const char *name) {
  return run_chunk(L, luaL_loadbuffer(L, code, strlen(code), name));
}

static int run_environment(lua_State *L) {
  static const char *const names[] = {"=LUA_INIT_" LUA_VERSION_MAJOR "_" LUA_VERSION_MINOR, "=LUA_INIT"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *init = getenv(names[i] + 1);
    if (!init) continue;
    return *init == '@' ? run_chunk(L, luaL_loadfile(L, init + 1)) : run_string(L, init, names[i]);
  }
  return HOST_DONE;
}

/* `mod`, `global=mod`; "mod-v2" becomes the global `mod`. [-0, +0, m] */
static int run_require(lua_State *L, const char *text) {
  const char *equals = strchr(text, '='), *module = equals ? equals + 1 : text;
  size_t size = equals ? (size_t)(equals - text) : strcspn(text, "-");
  lua_getglobal(L, "require");
  lua_pushstring(L, module);
  int status = host_call(L, 1, 1, HOST_TRACE_ALWAYS);
  if (status == LUA_OK) {
    lua_pushglobaltable(L);
    lua_pushlstring(L, text, size);
    lua_pushvalue(L, -3);
    lua_settable(L, -3);
    lua_pop(L, 2);
  }
  return host_report(L, status, program);
}

static int run_steps(lua_State *L, const invocation *call) {
  int status = HOST_DONE, index = 1;
  host_step step;
  while (status == HOST_DONE && host_options_step(&call->options, call->argv, &index, &step)) {
    switch (step.kind) {
    case 'e': status = run_string(L, step.argument, "=(command line)"); break;
    case 'l': status = run_require(L, step.argument); break;
    default: lua_warning(L, "@on", 0); break;
    }
  }
  return status;
}

/* Pushes what follows the script on the command line. [-0, +n, e] */
static int push_arguments(lua_State *L, const invocation *call) {
  int first = call->options.script + 1, count = call->argc - first;
  luaL_checkstack(L, count + LUA_MINSTACK, "too many arguments to the script");
  for (int i = 0; i < count; i++) lua_pushstring(L, call->argv[first + i]);
  return count;
}

/* A command says its exit status by returning it. [-1, +0, e] */
static int run_command(lua_State *L, const invocation *call, const char *name) {
  const char *who = lua_pushfstring(L, "%s %s", program, name);
  int status = luaL_loadfile(L, lua_tostring(L, -2)), result = HOST_DONE;
  if (status == LUA_OK) status = host_call(L, push_arguments(L, call), 1, HOST_TRACE_POSITION);
  if (status == LUA_OK) {
    result = lua_isinteger(L, -1) ? (int)lua_tointeger(L, -1) : HOST_DONE;
    lua_pop(L, 1);
  } else {
    result = host_report(L, status, who);
  }
  lua_pop(L, 2);
  return result;
}

static int refuse_name(lua_State *L, const char *name) {
  fprintf(stderr, "%s: there is neither a command nor a file '%s'; the commands are\n", program, name);
  host_command_list(L, stderr);
  return HOST_USAGE;
}

static int run_script(lua_State *L, const invocation *call) {
  const char *name = call->argv[call->options.script];
  bool after_dashes = call->options.script > 1 && strcmp(call->argv[call->options.script - 1], "--") == 0;
  if (host_command_named(name)) {
    if (host_command_find(L, name)) return run_command(L, call, name);
    if (access(name, F_OK) != 0) return refuse_name(L, name);
  }
  const char *file = strcmp(name, "-") == 0 && !after_dashes ? NULL : name;
  int status = luaL_loadfile(L, file);
  if (status == LUA_OK) status = host_call(L, push_arguments(L, call), 0, HOST_TRACE_ALWAYS);
  return host_report(L, status, program);
}

/* The library is there without a require. [-0, +0, m] */
static void run_repl(lua_State *L) {
  lua_getglobal(L, "require");
  lua_pushstring(L, program);
  int status = host_call(L, 1, 1, HOST_TRACE_POSITION);
  if (status == LUA_OK)
    lua_setglobal(L, program);
  else
    host_report(L, status, program);
  host_repl(L);
}

/* Argument 1 is the invocation. [-1, +0, e] */
static int protected_main(lua_State *L) {
  invocation *call = lua_touserdata(L, 1);
  const host_options *options = &call->options;
  bool has_script = options->script < call->argc;
  lua_settop(L, 0);
  luaL_checkversion(L);
  open_libraries(L, options);
  if (options->help) {
    fputs(usage, stdout);
    puts("Commands:");
    host_command_list(L, stdout);
    return 0;
  }
  bool idle = !has_script && !options->evaluates && !options->version;
  bool repl = options->interactive || (idle && isatty(STDIN_FILENO));
  if (options->version || repl) print_version();
  if (options->leave) return 0;
  set_arg(L, call);
  if (!options->pure) call->status = run_environment(L);
  if (call->status == HOST_DONE) call->status = run_steps(L, call);
  if (call->status == HOST_DONE && has_script) call->status = run_script(L, call);
  if (call->status != HOST_DONE) return 0;
  if (repl)
    run_repl(L);
  else if (idle)
    call->status = run_chunk(L, luaL_loadfile(L, NULL));
  return 0;
}

/* Results that did not arrive are a failure, whatever the script thinks; one that has failed has said why. */
static int finish_output(int status) {
  bool failed = fflush(stdout) != 0;
  if (!failed && !ferror(stdout)) return status;
  if (errno == EPIPE) return status;
  if (failed || status == HOST_DONE) perror("casus: cannot write to standard output");
  return status == HOST_DONE ? HOST_FAILED : status;
}

int main(int argc, char **argv) {
  invocation call = {.argc = argc, .argv = argv};
  const char *culprit;
  const char *wrong = host_options_read(&call.options, argc, argv, &culprit);
  if (wrong) {
    fprintf(stderr, "%s: ", program);
    fprintf(stderr, wrong, culprit);
    fprintf(stderr, "\n%s", usage);
    return HOST_USAGE;
  }
  hold_streams();
  open_signals();
  lua_State *L = luaL_newstate();
  if (!L) {
    host_complain(program, "not enough memory");
    return HOST_FAILED;
  }
  lua_pushcfunction(L, protected_main);
  lua_pushlightuserdata(L, &call);
  int status = lua_pcall(L, 1, 0, 0);
  if (status != LUA_OK) call.status = host_report(L, status, program);
  lua_close(L);
  return finish_output(call.status);
}
