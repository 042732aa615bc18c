local rivers = assert(require("casus").dictionary { "Umbrel", "Tarwe" })

return {
  name = "rivers", version = "1.0", api = 1, summary = "Two rivers",
  extractors = {
    broken = function() error("no map", 0) end,
    names = function(document, emit)
      for _, match in ipairs(rivers:all(document.text)) do
        emit { kind = "entity", label = "LOC", mention = "name", start = match[1], stop = match[2] }
      end
    end,
  },
}
