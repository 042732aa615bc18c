--- Texts that are too long to be held in memory at once, parsed piece by piece.
--
-- A piece ends where a paragraph does. A paragraph that is longer than a piece is cut where a sentence ends, and what
-- may not have ended is read again with the next piece; a sentence that is longer than a piece is no sentence, and cut
-- where a piece ends, so that no byte is read more than twice.
-- @module casus.stream

local stream = {}

--- Bytes of a piece; a text of no more is read at once.
stream.PIECE = 1 << 20

--- A sentence that goes on for so many bytes is cut wherever a piece ends.
stream.LONGEST_SENTENCE = 1 << 20

--- The pieces of a file that is read from the front.
-- @tparam userdata lines of `core.lines`
-- @treturn function an iterator over pieces, and whether a blank line or the end is behind each; where reading fails,
--   it raises a table with the `message`
function stream.pieces(lines)
  return function()
    local piece, whole = lines:piece(stream.PIECE)
    if not piece then
      if whole then error({ message = whole }, 0) end
      return nil
    end
    return piece, whole
  end
end

--- Parses pieces one after the other.
-- @tparam function next an iterator over the pieces
-- @tparam function parse makes a document of a text
-- @tparam function each gets a document and the place of the piece, as `document:conllu` takes it; returns false to
--   stop
-- @treturn boolean false where it was stopped
function stream.parse(next, parse, each)
  local place = { offset = 0, sentences = 0, begins = true, inside = false }
  local carried = ""
  for piece, whole in next do
    local text = carried .. piece
    local document <close> = parse(text)
    local count = document:sentence_count()
    place.open = not whole and count > 0 and (count > 1 or #text < stream.LONGEST_SENTENCE)
    if each(document, place) == false then return false end
    local last = place.open and document:sentence(count)
    carried = last and text:sub(last.start + 1) or ""
    place.inside = not whole and not (last and last.paragraph and (count > 1 or not place.inside))
    place.offset = place.offset + #text - #carried
    place.sentences = place.sentences + count - (last and 1 or 0)
    place.begins = false
  end
  return true
end

return stream
