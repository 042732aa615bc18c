/* Claims: what the rules of data/rules/quotes.rules find in a document. */
#include "extract/quotes.h"

static uint32_t token_of(const casus_hit *hit, uint32_t capture) {
  return capture == UINT32_MAX ? CASUS_NONE : hit->captures[capture].first;
}

static void add_claim(const casus_analysis *self, const casus_tree *tree, const casus_hit *hit,
                      casus_claims *into) {
  const casus_quote_rule *rule = &self->engine->rules->quotes.items[hit->rule->number];
  const casus_extent cue = hit->captures[rule->cue];
  if (into->count && into->items[into->count - 1].cue.first >= cue.first) return;
  if (casus_analysis_is_furniture(self, cue.first)) return;
  casus_claim claim = {.rule = rule,
                       .cue = cue,
                       .speaker = token_of(hit, rule->speaker),
                       .content = token_of(hit, rule->content)};
  if (claim.speaker == CASUS_NONE && !rule->silent) claim.speaker = casus_tree_subject(tree, cue.first);
  casus_tree_content(tree, &claim);
  *casus_arena_push(self->arena, into) = claim;
}

void casus_claims_find(const casus_analysis *self, const casus_tree *tree, casus_claims *into) {
  const casus_subject subject = {.document = self->document};
  casus_hits hits = {0};
  /* a rule that takes too many steps leaves what was found so far */
  casus_rules_find(self->engine->rules->quotes.rules, &subject, 0, self->document->sentence_count,
                   self->arena, &hits, NULL);
  for (size_t i = 0; i < hits.count; i++) add_claim(self, tree, &hits.items[i], into);
}
