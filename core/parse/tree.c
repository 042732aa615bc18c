#include "parse/tree.h"

#include "base/room.h"
#include "parse/floats.h"

#include <stdbool.h>
#include <string.h>

static const float NEVER = -1e18f;

/* An arc between words, which may stand for one between the cycles that hold them. */
typedef struct link {
  uint16_t head, dependent;
} link;

/* A cycle that became one node. Nodes below `length` are words, the others are contractions. */
typedef struct contraction {
  uint16_t first, limit; /* its members, in `members` */
} contraction;

typedef struct member {
  uint16_t node;
  link in; /* the arc of the cycle that enters it */
} member;

typedef struct contractor {
  uint32_t length;
  float *scores;                /* [head place][dependent place]; a node has the place of one of its words */
  link *links;                  /* what each arc of `scores` stands for */
  uint16_t *node, *best, *mark; /* by place; NONE: none lives there */
  uint16_t *parent;             /* by node: the contraction that holds it */
  link *in;                     /* by node, in the end */
  contraction *contractions;
  member *members;
  uint32_t contraction_count, member_count;
} contractor;

enum { NONE = UINT16_MAX };

static size_t lay_out(contractor *self, uint32_t length, char *room) {
  const size_t n = length;
  size_t at = 0;
  self->length = length;
  self->scores = casus_room_take(room, &at, n * n * sizeof *self->scores);
  self->links = casus_room_take(room, &at, n * n * sizeof *self->links);
  self->node = casus_room_take(room, &at, n * sizeof *self->node);
  self->best = casus_room_take(room, &at, n * sizeof *self->best);
  self->mark = casus_room_take(room, &at, n * sizeof *self->mark);
  self->parent = casus_room_take(room, &at, 2 * n * sizeof *self->parent);
  self->in = casus_room_take(room, &at, 2 * n * sizeof *self->in);
  self->contractions = casus_room_take(room, &at, n * sizeof *self->contractions);
  self->members = casus_room_take(room, &at, 2 * n * sizeof *self->members);
  return at;
}

size_t casus_tree_room(uint32_t longest) {
  contractor counted;
  return lay_out(&counted, longest, NULL);
}

/* ---- Each word's best head */

/* Among the positions [from, length), or only words. */
CASUS_CLONES static void choose(const float *arcs, size_t step, uint32_t length, uint32_t from,
                                float *restrict most, uint32_t *restrict heads) {
  for (uint32_t i = 0; i < length; i++) {
    most[i] = NEVER;
    heads[i] = 0;
  }
  for (uint32_t j = from; j < length; j++) {
    const float *restrict row = arcs + j * step;
    for (uint32_t i = 0; i < length; i++) {
      const bool better = row[i] > most[i];
      most[i] = better ? row[i] : most[i];
      heads[i] = better ? j : heads[i];
    }
  }
}

/* The word that loses least when it hangs on the root; all others get the best word for a head. */
static void choose_root(const float *arcs, uint32_t length, const float *most, uint32_t *heads) {
  uint32_t root = 1;
  for (uint32_t i = 2; i < length; i++)
    if (arcs[i] - most[i] > arcs[root] - most[root]) root = i;
  heads[0] = heads[root] = 0;
}

static bool is_tree(const uint32_t *heads, uint32_t length, uint16_t *mark) {
  memset(mark, 0, length * sizeof *mark);
  for (uint32_t i = 1; i < length; i++) {
    uint32_t at = i;
    while (at && !mark[at]) {
      mark[at] = (uint16_t)i;
      at = heads[at];
    }
    if (at && mark[at] == i) return false;
  }
  return true;
}

/* ---- Contracting cycles */

static void begin(contractor *self, const float *arcs, size_t step, const uint32_t *heads) {
  const uint32_t n = self->length;
  self->contraction_count = self->member_count = 0;
  for (uint32_t j = 0; j < n; j++) {
    memcpy(self->scores + (size_t)j * n, arcs + j * step, n * sizeof *self->scores);
    for (uint32_t i = 0; i < n; i++) {
      self->links[(size_t)j * n + i] = (link){(uint16_t)j, (uint16_t)i};
      if (i == j || (j == 0) != (heads[i] == 0)) self->scores[(size_t)j * n + i] = NEVER;
    }
    self->node[j] = (uint16_t)j;
  }
  for (uint32_t i = 0; i < 2 * n; i++) self->parent[i] = NONE;
}

static void find_best(contractor *self) {
  const uint32_t n = self->length;
  for (uint32_t i = 1; i < n; i++) {
    uint32_t best = 0;
    if (self->node[i] == NONE) continue;
    for (uint32_t j = 0; j < n; j++)
      if (j != i && self->node[j] != NONE && self->scores[j * n + i] > self->scores[best * n + i]) best = j;
    self->best[i] = (uint16_t)best;
  }
}

/* A place on a cycle of best heads, or 0. */
static uint32_t find_cycle(contractor *self) {
  const uint32_t n = self->length;
  memset(self->mark, 0, n * sizeof *self->mark);
  for (uint32_t i = 1; i < n; i++) {
    uint32_t at = i;
    if (self->node[i] == NONE) continue;
    while (at && !self->mark[at]) {
      self->mark[at] = (uint16_t)i;
      at = self->best[at];
    }
    if (at && self->mark[at] == i) return at;
  }
  return 0;
}

/* The node at `place` joins the cycle that lives at `home`. */
static void merge(contractor *self, uint32_t home, uint32_t place, float lost) {
  const uint32_t n = self->length;
  for (uint32_t u = 0; u < n; u++) {
    if (self->node[u] == NONE || self->mark[u] == NONE) continue;
    const size_t in = u * n + place, out = place * n + u, home_in = u * n + home, home_out = home * n + u;
    const float gained = self->scores[in] - lost;
    if (place == home || gained > self->scores[home_in]) {
      self->scores[home_in] = gained;
      self->links[home_in] = self->links[in];
    }
    if (self->scores[out] > self->scores[home_out]) {
      self->scores[home_out] = self->scores[out];
      self->links[home_out] = self->links[out];
    }
  }
}

static void contract(contractor *self, uint32_t home) {
  const uint32_t n = self->length, number = n + self->contraction_count;
  contraction *made = &self->contractions[self->contraction_count++];
  made->first = (uint16_t)self->member_count;
  memset(self->mark, 0, n * sizeof *self->mark);
  uint32_t place = home;
  do {
    const uint32_t head = self->best[place];
    self->members[self->member_count++] = (member){self->node[place], self->links[head * n + place]};
    self->parent[self->node[place]] = (uint16_t)number;
    self->mark[place] = NONE;
    place = head;
  } while (place != home);
  made->limit = (uint16_t)self->member_count;
  /* home first: its own scores become those of the cycle */
  do {
    const uint32_t head = self->best[place];
    merge(self, home, place, self->scores[head * n + place]);
    place = head;
  } while (place != home);
  for (place = self->best[home]; place != home; place = self->best[place]) self->node[place] = NONE;
  self->node[home] = (uint16_t)number;
}

/* Each contraction passes the arc that enters it on to the member that it enters; the others keep those of
 * the cycle. */
static void expand(contractor *self) {
  for (uint32_t k = self->contraction_count; k-- > 0;) {
    const contraction *cycle = &self->contractions[k];
    const uint32_t number = self->length + k;
    uint32_t entered = self->in[number].dependent;
    while (self->parent[entered] != number) entered = self->parent[entered];
    for (uint32_t i = cycle->first; i < cycle->limit; i++) {
      const member *one = &self->members[i];
      self->in[one->node] = one->node == entered ? self->in[number] : one->in;
    }
  }
}

static void contract_all(contractor *self, uint32_t *heads) {
  const uint32_t n = self->length;
  uint32_t home;
  for (find_best(self); (home = find_cycle(self)) != 0; find_best(self)) contract(self, home);
  for (uint32_t i = 1; i < n; i++)
    if (self->node[i] != NONE) self->in[self->node[i]] = self->links[(size_t)self->best[i] * n + i];
  expand(self);
  for (uint32_t i = 1; i < n; i++) heads[i] = self->in[i].head;
}

void casus_tree_find(const float *arcs, size_t step, uint32_t length, uint32_t *heads, void *room) {
  contractor self;
  lay_out(&self, length, room);
  if (length < 2) {
    heads[0] = 0;
    return;
  }
  float *const most = self.scores; /* not needed yet */
  choose(arcs, step, length, 1, most, heads);
  choose_root(arcs, length, most, heads);
  if (is_tree(heads, length, self.mark)) return;
  begin(&self, arcs, step, heads);
  contract_all(&self, heads);
}
