--- Training of models for the parser.
--
--     require("casus.train").model("mine.model", { treebanks = { "train.conllu" }, held_out = "dev.conllu" })
--
-- A model made here is used with `casus --model mine.model ...`.
-- @module casus.train

local core = require "casus.core"
local labelled = require "casus.labelled"

local train = {}

--- Trains a model on treebanks in CoNLL-U, of any language, and writes it to a file. The same treebanks, sizes and seed
-- give the same model on machines of one kind.
-- @tparam string path the file to write
-- @tparam table options `treebanks` (files), `silver` (files that a better model has parsed) and `silver_share` (how
--   many times as many words of those an epoch sees), `held_out` (a treebank to measure on after each epoch),
--   `clusters` (a file with a word and the number of its cluster a line), `without` (documents whose name begins so
--   are left out), `width`, `layers`, `epochs`, `seed`, `report` (a function that is called after each epoch with a
--   table of `epoch`, `epochs`, `loss`, `upos`, `uas`, `las`; where it returns false, training stops)
-- @treturn boolean true; or nil, message, code
function train.model(path, options)
  return core.train(core.home .. "/share/casus/data", options, path)
end

local function read_all(paths)
  local all = {}
  for _, path in ipairs(paths or {}) do
    local texts, message = labelled.read(path)
    if not texts then return nil, message, "format" end
    table.move(texts, 1, #texts, #all + 1, all)
  end
  return all
end

--- Trains a tagger of names upon the parser of a model, and writes a model of both to a file. Names that a dictionary
-- of actors knows are hints for it.
-- @tparam string path the file to write
-- @tparam table options `parser` (the model whose parser it is; nil: the shipped one), `gold` (files of texts with
--   their names, as for @{casus.labelled}), `silver` (files that a model has labelled) and `silver_share` (how many
--   times as many words of those an epoch sees), `held_out` (files to measure on after each epoch), `width`, `epochs`,
--   `seed`, `report` (a function that is called after each epoch with a table of `epoch`, `epochs`, `loss`,
--   `precision`, `recall`, `f1`; where it returns false, training stops)
-- @treturn boolean true; or nil, message, code
function train.entities(path, options)
  local data = core.home .. "/share/casus/data"
  local engine <close>, problem, why = core.engine(data, nil, options.parser)
  if not engine then return nil, problem, why end
  local texts = { report = options.report }
  for _, name in ipairs { "width", "epochs", "seed", "silver_share" } do texts[name] = options[name] end
  for _, name in ipairs { "gold", "silver", "held_out" } do
    local message, code
    texts[name], message, code = read_all(options[name])
    if not texts[name] then return nil, message, code end
  end
  return core.train_entities(engine, texts, path)
end

return train
