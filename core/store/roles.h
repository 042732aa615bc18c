/* roles.h - who is in what on a day, for SQL: `SELECT name FROM actor_roles('2023-04-15') WHERE of = 'NATO'`.
 */
#ifndef CASUS_STORE_ROLES_H
#define CASUS_STORE_ROLES_H

#include "extract/actors.h"

#include <sqlite3.h>

/* Adds the table-valued function actor_roles([day]) to a connection. Its rows are those of data/actors that
 * say who belongs to what: columns name, kind (member, head of government ...), code, of, since, until. With
 * a day (ISO date) only the roles held on it. The actors must outlive the connection. Returns SQLite's code.
 */
int casus_roles_register(sqlite3 *database, const casus_actors *actors);

#endif
