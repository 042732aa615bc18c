/* A backtracking machine. What it may try again lies on the C stack, one call a choice; places and captures
 * that a choice changes are put back when it fails. Every instruction is a step, and a sentence allows so
 * many of them. */
#include "match/machine.h"

#include <string.h>

enum {
  STEPS_FREE = 100000, /* allowed for each rule in each sentence, and ... */
  STEPS_TOKEN = 16384, /* ... for each of its tokens: 64 for each place of a longest match */
  STEPS_PLAIN = 512,   /* from one start, before failures are remembered */
  DEPTH = 1500,        /* choices within each other */
  WIDEST = 512,        /* children of one word, and words above one, that are looked at */
};

static bool run(casus_machine *self, uint32_t pc, uint32_t at, uint32_t frame);

/* ---- State that is put back */

typedef struct savepoint {
  size_t frames, undo;
  uint32_t passed;
} savepoint;

static savepoint save(const casus_machine *self) {
  return (savepoint){self->frames.count, self->undo.count, self->passed};
}

static void restore(casus_machine *self, savepoint point) {
  while (self->undo.count > point.undo) {
    const casus_undo *last = &self->undo.items[--self->undo.count];
    self->captures[last->capture] = last->extent;
  }
  self->frames.count = point.frames;
  self->passed = point.passed;
}

static uint32_t push_frame(casus_machine *self, casus_frame frame) {
  *casus_arena_push(self->arena, &self->frames) = frame;
  return (uint32_t)self->frames.count - 1;
}

static void set_capture(casus_machine *self, uint32_t capture, casus_extent extent) {
  *casus_arena_push(self->arena, &self->undo) = (casus_undo){capture, self->captures[capture]};
  self->captures[capture] = extent;
}

/* Something did not fit; that is remembered where no way has come further. */
static bool missed(const casus_machine *self, uint32_t pc, uint32_t at) {
  casus_trace *trace = self->trace;
  if (trace && !self->looking && self->passed > trace->passed) *trace = (casus_trace){self->passed, pc, at};
  return false;
}

/* Tries one way; where it fails, everything is as before. */
static bool attempt(casus_machine *self, uint32_t pc, uint32_t at, uint32_t frame) {
  if (self->depth == DEPTH) {
    self->exhausted = true;
    return false;
  }
  const savepoint point = save(self);
  self->depth++;
  const bool done = run(self, pc, at, frame);
  self->depth--;
  if (!done) restore(self, point);
  return done;
}

/* Whether a part of the program, up to its end, fits on its own. What it captures is forgotten. */
static bool fits(casus_machine *self, uint32_t pc, uint32_t at, casus_frame frame) {
  const savepoint point = save(self);
  const bool looking = self->looking;
  frame.last = true;
  self->looking = true;
  const bool done = attempt(self, pc, at, push_frame(self, frame));
  self->looking = looking;
  restore(self, point);
  return done;
}

/* ---- Matches */

/* The token of [first, limit) whose head is outside of it; the first where there are several. */
static uint32_t word_of(const casus_machine *self, uint32_t first, uint32_t limit) {
  for (uint32_t token = first; token < limit; token++) {
    const uint32_t head = casus_view_head(self->view, token, self->first);
    if (head == CASUS_NONE || head < first || head >= limit) return token;
  }
  return first;
}

/* Whether two captures are of one word, however much around it they hold. */
static bool is_same(const casus_machine *self, casus_extent a, casus_extent b) {
  if (a.first == CASUS_NONE || b.first == CASUS_NONE) return a.first == b.first;
  return (a.first == b.first && a.limit == b.limit) ||
         word_of(self, a.first, a.limit) == word_of(self, b.first, b.limit);
}

/* A pattern with relations matches once for each choice of words: the first way to find them counts. */
static bool is_new(const casus_machine *self) {
  for (size_t i = self->first_hit; i < self->hits->count; i++) {
    size_t alike = 0;
    while (alike < self->rule->capture_count &&
           is_same(self, self->hits->items[i].captures[alike], self->captures[alike]))
      alike++;
    if (alike == self->rule->capture_count) return false;
  }
  return true;
}

/* Adds what has been found; true where no more is wanted. */
static bool matched(casus_machine *self, uint32_t at) {
  const size_t size = self->rule->capture_count * sizeof *self->captures;
  if (at == self->start) return false;
  if (self->program->tied && !is_new(self)) return false;
  casus_extent *captures = casus_arena_alloc(self->arena, size + 1);
  memcpy(captures, self->captures, size);
  *casus_arena_push(self->arena, self->hits) = (casus_hit){self->rule, {self->start, at}, captures};
  return !self->program->tied;
}

/* ---- Relations */

static bool is_deprel(const casus_machine *self, const casus_tie *tie, uint32_t token) {
  const casus_view *view = self->view;
  if (!tie->deprels) return true;
  if (!view->document->deprel) return false;
  const casus_string deprel = casus_pool_get(&view->document->pool, view->document->deprel[token]);
  for (uint32_t i = 0; i < tie->deprel_count; i++) {
    const casus_string wanted = casus_pool_get(&view->rules->literals, tie->deprels[i]);
    const bool subtypes = wanted.bytes[wanted.size - 1] == ':';
    const size_t size = subtypes ? wanted.size - 1 : wanted.size;
    if (deprel.size < size || memcmp(deprel.bytes, wanted.bytes, size) != 0) continue;
    if (deprel.size == size || (subtypes && deprel.bytes[size] == ':')) return true;
  }
  return false;
}

typedef struct relating {
  const casus_tie *tie;
  uint32_t pc, word; /* where the program for the target begins; the word whose relation this is */
  uint32_t frame;
  bool alone; /* only whether there is one */
} relating;

/* Runs the program for a target word: from it, or from where a group may begin that it lies in. */
static bool try_target(casus_machine *self, const relating *job, uint32_t target) {
  enum { BEFORE = 24 };
  const uint32_t back = target - self->first < BEFORE ? target - self->first : BEFORE;
  const uint32_t lowest = job->tie->single ? target : target - back;
  for (uint32_t start = lowest; start <= target && !self->exhausted; start++) {
    const casus_frame frame = {job->frame, start, target, false};
    const savepoint point = save(self);
    if (job->alone ? fits(self, job->pc, start, frame)
                   : attempt(self, job->pc, start, push_frame(self, frame)))
      return true;
    restore(self, point);
  }
  return false;
}

static uint32_t child_of(const casus_machine *self, uint32_t token) {
  return self->view->child[token - self->view->first];
}

static uint32_t sibling_of(const casus_machine *self, uint32_t token) {
  return self->view->sibling[token - self->view->first];
}

static bool try_children(casus_machine *self, const relating *job, uint32_t word, bool deep) {
  uint32_t token = child_of(self, word);
  if (deep && self->depth + 1 >= DEPTH) return false;
  for (int i = 0; i < WIDEST && token != CASUS_NONE && !self->exhausted;
       i++, token = sibling_of(self, token)) {
    self->steps++;
    if (is_deprel(self, job->tie, token) && try_target(self, job, token)) return true;
    self->depth++;
    const bool found = deep && try_children(self, job, token, true);
    self->depth--;
    if (found) return true;
  }
  return false;
}

static bool try_ancestors(casus_machine *self, const relating *job, bool all) {
  uint32_t lower = job->word;
  for (int i = 0; i < WIDEST && !self->exhausted; i++) {
    const uint32_t upper = casus_view_head(self->view, lower, self->first);
    if (upper == CASUS_NONE) return false;
    self->steps++;
    if (is_deprel(self, job->tie, job->word) && try_target(self, job, upper)) return true;
    if (!all) return false;
    lower = upper;
  }
  return false;
}

/* The siblings in one direction; only the nearest one, or all. */
static bool try_siblings(casus_machine *self, const relating *job, bool later, bool all) {
  const uint32_t head = casus_view_head(self->view, job->word, self->first);
  if (head == CASUS_NONE) return false;
  uint32_t nearest = CASUS_NONE, token = later ? sibling_of(self, job->word) : child_of(self, head);
  for (int i = 0; i < WIDEST && token != CASUS_NONE && !self->exhausted;
       i++, token = sibling_of(self, token)) {
    self->steps++;
    if (token == job->word) break;
    if (all && is_deprel(self, job->tie, token) && try_target(self, job, token)) return true;
    nearest = token;
    if (later && !all) break;
  }
  return !all && nearest != CASUS_NONE && is_deprel(self, job->tie, nearest) &&
         try_target(self, job, nearest);
}

static bool try_all(casus_machine *self, const relating *job) {
  switch (job->tie->direction) {
  case CASUS_CHILD: return try_children(self, job, job->word, false);
  case CASUS_DESCENDANT: return try_children(self, job, job->word, true);
  case CASUS_PARENT: return try_ancestors(self, job, false);
  case CASUS_ANCESTOR: return try_ancestors(self, job, true);
  case CASUS_NEXT_SIBLING: return try_siblings(self, job, true, false);
  case CASUS_PREVIOUS_SIBLING: return try_siblings(self, job, false, false);
  case CASUS_LATER_SIBLING: return try_siblings(self, job, true, true);
  default: return try_siblings(self, job, false, true);
  }
}

static bool relate(casus_machine *self, const casus_instruction *now, uint32_t pc, uint32_t at,
                   uint32_t frame) {
  const casus_tie *tie = &self->view->rules->ties.items[now->a];
  relating job = {tie, pc + 1, self->frames.items[frame].word, frame, true};
  if (tie->need == CASUS_FORBIDDEN)
    return try_all(self, &job) ? missed(self, pc, job.word) : run(self, now->b, at, frame);
  if (tie->need == CASUS_OPTIONAL && !try_all(self, &job)) return run(self, now->b, at, frame);
  job.alone = false;
  return try_all(self, &job) || missed(self, pc, job.word);
}

/* ---- Looking around */

static bool look(casus_machine *self, const casus_instruction *now, uint32_t pc, uint32_t at) {
  casus_frame frame = {0, at, CASUS_NONE, true};
  bool found = false;
  if (now->b & CASUS_LOOK_BEHIND) {
    frame.word = at;
    const uint32_t least = now->b >> CASUS_LOOK_LEAST & CASUS_LOOK_MASK, most = now->b >> CASUS_LOOK_MOST;
    const uint32_t back = at - self->first < most ? at - self->first : most;
    for (uint32_t start = at - back; start + least <= at && !found && !self->exhausted; start++)
      found = fits(self, pc + 1, start, frame);
  } else
    found = fits(self, pc + 1, at, frame);
  return found != ((now->b & CASUS_LOOK_FORBIDDEN) != 0);
}

/* ---- Failures that are remembered: without relations, what comes of a split depends on the place alone */

/* Whether a split has been tried here; it is marked as such. */
static bool tried(casus_machine *self, uint32_t pc, uint32_t at) {
  if (self->looking || self->program->tied || self->steps - self->start_steps < STEPS_PLAIN) return false;
  const size_t places = CASUS_MATCH_LONGEST + 1, from = pc - self->program->start;
  const size_t bit = from * places + (at - self->start), words = bit / 64 + 1;
  if (self->visited_size < words) {
    uint64_t *larger = casus_arena_new(self->arena, uint64_t, words * 2);
    if (self->visited_used) memcpy(larger, self->visited, self->visited_used * sizeof *larger);
    self->visited = larger;
    self->visited_size = words * 2;
  }
  for (; self->visited_used < words; self->visited_used++) self->visited[self->visited_used] = 0;
  const bool before = self->visited[bit / 64] >> bit % 64 & 1;
  self->visited[bit / 64] |= (uint64_t)1 << bit % 64;
  return before;
}

/* ---- The machine */

static bool step(casus_machine *self) {
  if (++self->steps > self->most || self->view->status != CASUS_OK) self->exhausted = true;
  return !self->exhausted;
}

/* Where a sequence has to end: a match has so many tokens at most. What is looked at around it, and the words
 * that it is tied to, may be anywhere in the sentence. */
static uint32_t limit_of(const casus_machine *self) {
  const bool anywhere =
      self->looking || self->program->tied || self->limit - self->start <= CASUS_MATCH_LONGEST;
  return anywhere ? self->limit : self->start + CASUS_MATCH_LONGEST;
}

/* Goes on behind each phrase that begins here. */
static bool phrase(casus_machine *self, uint32_t number, uint32_t pc, uint32_t at, uint32_t frame) {
  const casus_phrase_view *phrases = casus_view_phrases(self->view, number);
  const uint32_t limit = limit_of(self);
  if (at >= limit || !casus_phrase_begins(phrases, at)) return missed(self, pc, at);
  self->passed++;
  for (size_t i = casus_phrase_from(phrases, at); i < phrases->count && phrases->items[i].first == at; i++)
    if (phrases->items[i].limit <= limit && attempt(self, pc + 1, phrases->items[i].limit, frame))
      return true;
  return false;
}

static bool run(casus_machine *self, uint32_t pc, uint32_t at, uint32_t frame) {
  const casus_rules *rules = self->view->rules;
  const uint32_t limit = limit_of(self);
  while (step(self)) {
    const casus_instruction *now = &rules->code.items[pc];
    const casus_frame *top = frame == CASUS_NONE ? NULL : &self->frames.items[frame];
    switch (now->operation) {
    case CASUS_OP_TEST:
      if (at >= limit ||
          !casus_view_test(self->view, rules->tests.items[now->a], at, self->first, self->limit))
        return missed(self, pc, at);
      self->passed += rules->tests.items[now->a]->kind != CASUS_TEST_ANY;
      at++;
      break;
    case CASUS_OP_PHRASE: return phrase(self, now->a, pc, at, frame);
    case CASUS_OP_START:
      if (at != self->first) return missed(self, pc, at);
      break;
    case CASUS_OP_END:
      if (at != self->limit) return missed(self, pc, at);
      break;
    case CASUS_OP_SPLIT:
      if (tried(self, pc, at)) return false;
      if (attempt(self, now->a, at, frame)) return true;
      pc = now->b;
      continue;
    case CASUS_OP_JUMP: pc = now->a; continue;
    case CASUS_OP_MARK: frame = push_frame(self, (casus_frame){frame, at, CASUS_NONE, false}); break;
    case CASUS_OP_MOVED:
      if (top->at == at) return false;
      frame = top->below;
      break;
    case CASUS_OP_CAPTURE:
      frame = top->below;
      set_capture(self, now->a, (casus_extent){top->at, at});
      break;
    case CASUS_OP_LOOK:
      if (!look(self, now, pc, at)) return missed(self, pc, at);
      pc = now->a;
      continue;
    case CASUS_OP_LOOKED: return top->word == CASUS_NONE || top->word == at;
    case CASUS_OP_NODE:
      frame = push_frame(self, (casus_frame){top->below, at, word_of(self, top->at, at), false});
      break;
    case CASUS_OP_RELATE: return relate(self, now, pc, at, frame);
    case CASUS_OP_LEAVE:
      if (at <= top->word) return false; /* the word is not in the group */
      if (top->last) return true;
      frame = top->below;
      at = self->frames.items[frame].at;
      break;
    case CASUS_OP_DONE:
      at = top->at;
      frame = top->below;
      break;
    case CASUS_OP_MATCH: return matched(self, at);
    }
    pc++;
  }
  return false;
}

void casus_machine_begin(casus_machine *self, uint32_t rule, uint32_t first, uint32_t limit) {
  self->rule = &self->view->rules->items[rule];
  self->program = &self->view->rules->programs[rule];
  self->first = first;
  self->limit = limit;
  self->steps = 0;
  self->exhausted = false;
  self->most = STEPS_FREE + (uint64_t)STEPS_TOKEN * (limit - first);
}

uint32_t casus_machine_run(casus_machine *self, uint32_t start) {
  self->start = start;
  self->first_hit = self->hits->count;
  self->start_steps = self->steps;
  self->frames.count = self->undo.count = 0;
  self->visited_used = 0;
  self->passed = 0;
  memset(self->captures, 0xFF, self->rule->capture_count * sizeof *self->captures);
  run(self, self->program->start, start, CASUS_NONE);
  uint32_t stop = 0;
  for (size_t i = self->first_hit; i < self->hits->count; i++)
    if (self->hits->items[i].extent.limit > stop) stop = self->hits->items[i].extent.limit;
  return stop;
}
