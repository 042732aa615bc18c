/* tree.h - from the scores of all arcs of a sentence to its tree. */
#ifndef CASUS_PARSE_TREE_H
#define CASUS_PARSE_TREE_H

#include <stddef.h>
#include <stdint.h>

/* The bytes that a tree of at most `longest` positions needs. */
size_t casus_tree_room(uint32_t longest);

/* Finds the tree over positions 0 (the root) to length - 1 whose arcs have the largest sum, among those in
 * which just one word hangs on the root: which one that is, is decided first. `arcs` holds at [head * step +
 * dependent] the score of an arc; that of a word to itself is far below all others. `heads[i]` becomes the
 * head of position i; heads[0] is 0. `room` has casus_tree_room bytes, aligned to 8.
 *
 * Where the best head of each word makes a tree, it is that; else cycles are contracted as by Chu and Liu
 * (1965) and Edmonds (1967). Quadratic in the length, and cubic at worst. */
void casus_tree_find(const float *arcs, size_t step, uint32_t length, uint32_t *heads, void *room);

#endif
