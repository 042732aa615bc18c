-- Trains a model of the parser on treebanks.

local command = require "casus.command"
local train = require "casus.train"

return command.run({
  name = "train",
  usage = "OUTPUT TREEBANK.conllu ... | OUTPUT --entities TEXTS.jsonl ...",
  description = "Trains the parser on treebanks of Universal Dependencies, in any language, and writes a model,\n"
    .. "which `casus --model OUTPUT ...` uses. A line after each time through the treebanks says how it\n"
    .. "goes: the loss of a word, and on what is held out the percentage of words with the right UPOS,\n"
    .. "the right head (UAS), the right head and relation (LAS).",
  operands = { 2 },
  options = {
    { "held-out", value = "FILE", help = "a treebank to measure on" },
    { "clusters", value = "FILE", help = "a word and the number of its cluster a line: words that are alike" },
    { "silver", value = "FILE", repeated = true,
      help = "CoNLL-U that a better model has parsed, to learn from as well" },
    { "silver-share", value = "N", type = "number", default = 1, help = "words of it for each word of the treebanks" },
    { "without", value = "PREFIX", help = "leave out documents whose name begins so" },
    { "epochs", value = "N", type = "integer", help = "times through the treebanks" },
    { "width", value = "N", type = "integer", help = "units of a layer in each direction" },
    { "layers", value = "N", type = "integer", help = "layers" },
    { "entities", help = "train the tagger of names: the files are JSON Lines of texts with their names" },
    { "parser", value = "MODEL", help = "the model whose parser the tagger is added to (default: the shipped one)" },
    { "seed", value = "N", type = "integer", default = 1, help = "another number gives another model" },
  },
  notes = "docs/parsing.md and docs/entities.md say how the shipped model was made.",
}, function(options, operands)
  local percent = function(share) return share and ("%.2f"):format(100 * share) or "-" end
  if options.entities then
    local began = os.time()
    local good, message = train.entities(operands[1], {
      gold = table.move(operands, 2, #operands, 1, {}), silver = options.silver, parser = options.parser,
      silver_share = options["silver-share"], held_out = { options["held-out"] },
      epochs = options.epochs, width = options.width, seed = options.seed,
      report = function(figures)
        io.stderr:write(("epoch %d of %d: loss %.3f, precision %s, recall %s, F1 %s, %d s\n"):format(
          figures.epoch, figures.epochs, figures.loss, percent(figures.precision), percent(figures.recall),
          percent(figures.f1), os.difftime(os.time(), began)))
      end,
    })
    if not good then error(command.failure(1, message), 0) end
    return 0
  end
  local began = os.time()
  local good, message = train.model(operands[1], {
    treebanks = table.move(operands, 2, #operands, 1, {}),
    held_out = options["held-out"], clusters = options.clusters, without = options.without,
    silver = options.silver, silver_share = options["silver-share"],
    epochs = options.epochs, width = options.width, layers = options.layers, seed = options.seed,
    report = function(figures)
      io.stderr:write(("epoch %d of %d: loss %.3f, UPOS %s, UAS %s, LAS %s, %d s\n"):format(
        figures.epoch, figures.epochs, figures.loss, percent(figures.upos), percent(figures.uas), percent(figures.las),
        os.difftime(os.time(), began)))
    end,
  })
  if not good then error(command.failure(1, message), 0) end
  return 0
end, ...)
