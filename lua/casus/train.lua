--- Training of models for the parser.
--
--     require("casus.train").model("mine.model", { treebanks = { "train.conllu" }, held_out = "dev.conllu" })
--
-- A model made here is used with `casus --model mine.model ...`.
-- @module casus.train

local core = require "casus.core"

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

return train
