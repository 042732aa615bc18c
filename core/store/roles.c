/* A read-only eponymous virtual table (https://www.sqlite.org/vtab.html#tabfunc2). */
#include "store/roles.h"

#include <string.h>

enum { NAME, KIND, CODE, OF, SINCE, UNTIL, DAY };

typedef struct roles {
  sqlite3_vtab base;
  const casus_actors *actors;
} roles;

typedef struct cursor {
  sqlite3_vtab_cursor base;
  uint32_t row;
  char *day; /* NULL: every role, whenever it was held */
} cursor;

static const casus_actors *actors_of(const cursor *self) {
  return ((const roles *)(const void *)self->base.pVtab)->actors;
}

static int roles_connect(sqlite3 *database, void *actors, int argc, const char *const *argv,
                         sqlite3_vtab **made, char **error) {
  (void)argc;
  (void)argv;
  (void)error;
  const int code =
      sqlite3_declare_vtab(database, "CREATE TABLE actor_roles(name TEXT, kind TEXT, code TEXT, of TEXT,"
                                     " since TEXT, until TEXT, day TEXT HIDDEN)");
  if (code != SQLITE_OK) return code;
  roles *self = sqlite3_malloc(sizeof *self);
  if (!self) return SQLITE_NOMEM;
  memset(self, 0, sizeof *self);
  self->actors = actors;
  *made = &self->base;
  return SQLITE_OK;
}

static int roles_disconnect(sqlite3_vtab *self) {
  sqlite3_free(self);
  return SQLITE_OK;
}

/* The day, where it is given, is the one argument of roles_filter. */
static int roles_plan(sqlite3_vtab *self, sqlite3_index_info *plan) {
  (void)self;
  plan->estimatedCost = 1000;
  for (int i = 0; i < plan->nConstraint; i++) {
    const struct sqlite3_index_constraint *one = &plan->aConstraint[i];
    if (one->iColumn != DAY || one->op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (!one->usable) return SQLITE_CONSTRAINT; /* the day of a join: ask again in another order */
    plan->aConstraintUsage[i].argvIndex = 1;
    plan->aConstraintUsage[i].omit = 1;
    plan->idxNum = 1;
    break;
  }
  return SQLITE_OK;
}

static int roles_open(sqlite3_vtab *table, sqlite3_vtab_cursor **made) {
  (void)table;
  cursor *self = sqlite3_malloc(sizeof *self);
  if (!self) return SQLITE_NOMEM;
  memset(self, 0, sizeof *self);
  *made = &self->base;
  return SQLITE_OK;
}

static int roles_close(sqlite3_vtab_cursor *base) {
  cursor *self = (cursor *)base;
  sqlite3_free(self->day);
  sqlite3_free(self);
  return SQLITE_OK;
}

static int roles_eof(sqlite3_vtab_cursor *base) {
  const cursor *self = (const cursor *)base;
  return self->row >= casus_actors_roles(actors_of(self));
}

static void skip_others(cursor *self) {
  while (!roles_eof(&self->base) && self->day &&
         !casus_actor_held(casus_actors_role(actors_of(self), self->row), self->day))
    self->row++;
}

static int roles_filter(sqlite3_vtab_cursor *base, int plan, const char *name, int argc,
                        sqlite3_value **argv) {
  (void)name;
  (void)argc;
  cursor *self = (cursor *)base;
  sqlite3_free(self->day);
  self->day = NULL;
  self->row = 0;
  if (plan && sqlite3_value_type(argv[0]) != SQLITE_NULL) {
    self->day = sqlite3_mprintf("%s", sqlite3_value_text(argv[0]));
    if (!self->day) return SQLITE_NOMEM;
  }
  skip_others(self);
  return SQLITE_OK;
}

static int roles_next(sqlite3_vtab_cursor *base) {
  cursor *self = (cursor *)base;
  self->row++;
  skip_others(self);
  return SQLITE_OK;
}

static int roles_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
  const cursor *self = (const cursor *)base;
  const casus_actor *role = casus_actors_role(actors_of(self), self->row);
  const char *const values[] = {
      [NAME] = role->name,  [KIND] = role->kind, [CODE] = role->code, [OF] = role->of,
      [SINCE] = role->from, [UNTIL] = role->to,  [DAY] = self->day};
  sqlite3_result_text(context, values[column], -1, column == DAY ? SQLITE_TRANSIENT : SQLITE_STATIC);
  return SQLITE_OK;
}

static int roles_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid) {
  *rowid = ((const cursor *)base)->row + 1;
  return SQLITE_OK;
}

int casus_roles_register(sqlite3 *database, const casus_actors *actors) {
  static const sqlite3_module module = {
      .xConnect = roles_connect,
      .xBestIndex = roles_plan,
      .xDisconnect = roles_disconnect,
      .xOpen = roles_open,
      .xClose = roles_close,
      .xFilter = roles_filter,
      .xNext = roles_next,
      .xEof = roles_eof,
      .xColumn = roles_column,
      .xRowid = roles_rowid,
  };
  return sqlite3_create_module(database, "actor_roles", &module, (void *)(uintptr_t)actors);
}
