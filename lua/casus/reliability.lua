--- How far confidences can be trusted: of the records said at 0.8, four in five should be right.
-- @module casus.reliability

local reliability = {}

local BINS <const> = 10

--- The table of reliability of judged records.
-- @tparam {table,...} judged `{ confidence =, correct = boolean }`
-- @treturn {table,...} a table for each tenth of confidence in which there are records, from the highest: `from` and
-- `to` (the bounds), `records`, `said` (the mean confidence) and `right` (the share that is right), all from 0 to 1
-- @treturn number the expected calibration error: |said - right| on average over records
-- (Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", 2015)
-- @usage local bins = reliability.table { { confidence = 0.82, correct = true } } --> bins[1].right == 1.0
function reliability.table(judged)
  local bins, list, apart = {}, {}, 0
  for _, one in ipairs(judged) do
    local number = math.min(math.floor(one.confidence * BINS), BINS - 1)
    local bin = bins[number] or { from = number / BINS, to = (number + 1) / BINS, records = 0, said = 0.0, right = 0.0 }
    bins[number], bin.records = bin, bin.records + 1
    bin.said, bin.right = bin.said + one.confidence, bin.right + (one.correct and 1 or 0)
  end
  for number = BINS - 1, 0, -1 do
    local bin = bins[number]
    if bin then
      apart = apart + math.abs(bin.said - bin.right)
      bin.said, bin.right = bin.said / bin.records, bin.right / bin.records
      list[#list + 1] = bin
    end
  end
  return list, #judged > 0 and apart / #judged or 0.0
end

return reliability
