rockspec_format = "3.0"
package = "casus"
version = "0.1.0-1"
source = {
  url = "file://.", -- `luarocks make` in the source tree
}
description = {
  summary = "Extracts who did what to whom from news, and asks what if",
  license = "MIT",
}
supported_platforms = { "linux" }
dependencies = {
  "lua ~> 5.4",
  "luafilesystem >= 1.8",
}
external_dependencies = {
  SQLITE = { header = "sqlite3.h" },
  JANSSON = { header = "jansson.h" },
  ZLIB = { header = "zlib.h" },
  XXHASH = { header = "xxhash.h" },
  GUMBO = { header = "gumbo.h" },
}
build = {
  type = "cmake",
  variables = {
    CMAKE_BUILD_TYPE = "Release",
    CMAKE_INSTALL_PREFIX = "$(PREFIX)",
    CASUS_LUA_DIR = "$(LUADIR)",
    CASUS_MODULE_DIR = "$(LIBDIR)",
    CASUS_SHARE_DIR = "$(LIBDIR)/casus/share/casus", -- beside the module, which looks for it there
    CASUS_MODULE_ONLY = "ON",
  },
}
