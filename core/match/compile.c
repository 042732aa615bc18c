/* From the tree of a pattern to its program. */
#include "match/machine.h"
#include "match/program.h"

enum { INSTRUCTIONS = 20000 };

typedef struct compiler {
  casus_rules *rules;
  casus_reader *reader;
  casus_program *program;
  size_t at;         /* of the rule, for messages */
  uint32_t from, to; /* what is compiled now, in the text */
} compiler;

static void emit_node(compiler *work, const casus_node *node);

static void set_place(compiler *work, size_t from, size_t to) {
  work->from = (uint32_t)from;
  work->to = (uint32_t)to;
}

static uint32_t here(const compiler *work) {
  return (uint32_t)work->rules->code.count;
}

/* Adds an instruction; returns its place. */
static uint32_t emit(compiler *work, casus_operation operation, uint32_t a, uint32_t b) {
  if (here(work) - work->program->start >= INSTRUCTIONS)
    casus_reader_fail(work->reader, work->at, "this pattern is too large: repetitions are spelled out");
  else
    *casus_arena_push(work->reader->arena, &work->rules->code) =
        (casus_instruction){operation, a, b, work->from, work->to};
  if (operation == CASUS_OP_SPLIT) work->program->splits++;
  return here(work) - 1;
}

static casus_instruction *instruction(compiler *work, uint32_t place) {
  return &work->rules->code.items[place];
}

/* A split is emitted before its second branch is known. `lazy`: what follows is the second choice. */
static void set_branch(compiler *work, uint32_t split, bool lazy, uint32_t body, uint32_t out) {
  casus_instruction *now = instruction(work, split);
  now->a = lazy ? out : body;
  now->b = lazy ? body : out;
}

/* Whether a pattern may fit where no token is. */
static bool may_be_empty(const casus_node *node) {
  const casus_node *part;
  switch (node->kind) {
  case CASUS_NODE_TEST:
  case CASUS_NODE_PHRASE: return false;
  case CASUS_NODE_SEQUENCE:
    for (part = node->parts; part; part = part->next)
      if (!may_be_empty(part)) return false;
    return true;
  case CASUS_NODE_CHOICE:
    for (part = node->parts; part; part = part->next)
      if (may_be_empty(part)) return true;
    return false;
  case CASUS_NODE_REPEAT: return node->least == 0 || may_be_empty(node->parts);
  case CASUS_NODE_CAPTURE:
  case CASUS_NODE_TIED: return may_be_empty(node->parts);
  default: return true;
  }
}

static bool is_single(const casus_node *node) {
  while (node->kind == CASUS_NODE_CAPTURE || node->kind == CASUS_NODE_TIED) node = node->parts;
  return node->kind == CASUS_NODE_TEST;
}

static void emit_test(compiler *work, casus_test *test) {
  *casus_arena_push(work->reader->arena, &work->rules->tests) = test;
  emit(work, CASUS_OP_TEST, (uint32_t)work->rules->tests.count - 1, 0);
}

static void emit_choice(compiler *work, const casus_node *node) {
  uint32_t ends = UINT32_MAX; /* jumps to the end, in a chain through `a` until it is known */
  for (const casus_node *part = node->parts; part; part = part->next) {
    const uint32_t split = part->next ? emit(work, CASUS_OP_SPLIT, 0, 0) : UINT32_MAX;
    emit_node(work, part);
    if (!part->next || work->reader->failed) break;
    ends = emit(work, CASUS_OP_JUMP, ends, 0);
    set_branch(work, split, false, split + 1, here(work));
  }
  while (ends != UINT32_MAX && !work->reader->failed) {
    const uint32_t next = instruction(work, ends)->a;
    instruction(work, ends)->a = here(work);
    ends = next;
  }
}

/* Any number of times: L: split B, E; B: body; jump L; E: */
static void emit_loop(compiler *work, const casus_node *node) {
  const uint32_t split = emit(work, CASUS_OP_SPLIT, 0, 0);
  const bool empty = may_be_empty(node->parts);
  if (empty) emit(work, CASUS_OP_MARK, 0, 0);
  emit_node(work, node->parts);
  if (empty) emit(work, CASUS_OP_MOVED, 0, 0);
  emit(work, CASUS_OP_JUMP, split, 0);
  if (!work->reader->failed) set_branch(work, split, node->lazy, split + 1, here(work));
}

/* At most once, and once more within it, as often as is left. */
static void emit_optional(compiler *work, const casus_node *node, uint32_t times) {
  if (times == 0 || work->reader->failed) return;
  const uint32_t split = emit(work, CASUS_OP_SPLIT, 0, 0);
  emit_node(work, node->parts);
  emit_optional(work, node, times - 1);
  if (!work->reader->failed) set_branch(work, split, node->lazy, split + 1, here(work));
}

static void emit_repeat(compiler *work, const casus_node *node) {
  for (uint32_t i = 0; i < node->least && !work->reader->failed; i++) emit_node(work, node->parts);
  if (node->most == UINT32_MAX)
    emit_loop(work, node);
  else
    emit_optional(work, node, node->most - node->least);
}

/* How many tokens a part takes, at least and at most; never more than a match may have. */
typedef struct width {
  uint32_t least, most;
} width;

static uint32_t at_most(uint64_t tokens) {
  return tokens < CASUS_MATCH_LONGEST ? (uint32_t)tokens : CASUS_MATCH_LONGEST;
}

static width width_of(const casus_node *node) {
  width all = {0, 0};
  switch (node->kind) {
  case CASUS_NODE_TEST: return (width){1, 1};
  case CASUS_NODE_PHRASE: return (width){1, CASUS_MATCH_LONGEST};
  case CASUS_NODE_LOOK:
  case CASUS_NODE_START:
  case CASUS_NODE_END: return all;
  case CASUS_NODE_CAPTURE:
  case CASUS_NODE_TIED: return width_of(node->parts);
  case CASUS_NODE_REPEAT: {
    const width one = width_of(node->parts);
    return (width){at_most((uint64_t)one.least * node->least), at_most((uint64_t)one.most * node->most)};
  }
  case CASUS_NODE_SEQUENCE:
    for (const casus_node *part = node->parts; part; part = part->next) {
      const width one = width_of(part);
      all = (width){at_most((uint64_t)all.least + one.least), at_most((uint64_t)all.most + one.most)};
    }
    return all;
  case CASUS_NODE_CHOICE:
    all.least = UINT32_MAX;
    for (const casus_node *part = node->parts; part; part = part->next) {
      const width one = width_of(part);
      if (one.least < all.least) all.least = one.least;
      if (one.most > all.most) all.most = one.most;
    }
    return all;
  }
  return (width){0, CASUS_MATCH_LONGEST};
}

static void emit_look(compiler *work, const casus_node *node) {
  const width range = width_of(node->parts);
  const uint32_t look =
      emit(work, CASUS_OP_LOOK, 0,
           (node->behind ? CASUS_LOOK_BEHIND : 0) | (node->forbidden ? CASUS_LOOK_FORBIDDEN : 0) |
               range.least << CASUS_LOOK_LEAST | range.most << CASUS_LOOK_MOST);
  emit_node(work, node->parts);
  emit(work, CASUS_OP_LOOKED, 0, 0);
  if (!work->reader->failed) instruction(work, look)->a = here(work);
}

static void emit_relation(compiler *work, const casus_relation *relation) {
  *casus_arena_push(work->reader->arena, &work->rules->ties) =
      (casus_tie){relation->direction, relation->need, relation->deprels, relation->deprel_count,
                  is_single(relation->target)};
  set_place(work, relation->from, relation->to);
  const uint32_t relate = emit(work, CASUS_OP_RELATE, (uint32_t)work->rules->ties.count - 1, 0);
  emit_node(work, relation->target);
  emit(work, CASUS_OP_LEAVE, 0, 0);
  if (!work->reader->failed) instruction(work, relate)->b = here(work);
}

static void emit_tied(compiler *work, const casus_node *node) {
  if (may_be_empty(node->parts))
    casus_reader_fail(work->reader, work->at,
                      "a part that may be empty has no word that relations could be tied to");
  work->program->tied = work->rules->uses_trees = true;
  emit(work, CASUS_OP_MARK, 0, 0);
  emit_node(work, node->parts);
  emit(work, CASUS_OP_NODE, 0, 0);
  for (const casus_relation *relation = node->relations; relation; relation = relation->next)
    emit_relation(work, relation);
  emit(work, CASUS_OP_DONE, 0, 0);
}

static void emit_node(compiler *work, const casus_node *node) {
  if (work->reader->failed) return;
  if (node->to) set_place(work, node->from, node->to);
  switch (node->kind) {
  case CASUS_NODE_TEST: emit_test(work, node->test); break;
  case CASUS_NODE_PHRASE: emit(work, CASUS_OP_PHRASE, node->phrases, 0); break;
  case CASUS_NODE_SEQUENCE:
    for (const casus_node *part = node->parts; part; part = part->next) emit_node(work, part);
    break;
  case CASUS_NODE_CHOICE: emit_choice(work, node); break;
  case CASUS_NODE_REPEAT: emit_repeat(work, node); break;
  case CASUS_NODE_CAPTURE:
    emit(work, CASUS_OP_MARK, 0, 0);
    emit_node(work, node->parts);
    emit(work, CASUS_OP_CAPTURE, node->capture, 0);
    break;
  case CASUS_NODE_LOOK: emit_look(work, node); break;
  case CASUS_NODE_START: emit(work, CASUS_OP_START, 0, 0); break;
  case CASUS_NODE_END: emit(work, CASUS_OP_END, 0, 0); break;
  case CASUS_NODE_TIED: emit_tied(work, node); break;
  }
}

void casus_program_compile(casus_rules *self, casus_reader *reader, size_t number, const casus_node *pattern,
                           size_t at) {
  casus_program *program = &self->programs[number];
  compiler work = {self, reader, program, at, 0, 0};
  *program = (casus_program){.start = (uint32_t)self->code.count, .opening_phrases = UINT32_MAX};
  if (may_be_empty(pattern)) casus_reader_fail(reader, at, "this pattern would fit where nothing is");
  emit_node(&work, pattern);
  emit(&work, CASUS_OP_MATCH, 0, 0);
  casus_program_require(program, reader, pattern);
}
