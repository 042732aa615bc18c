/* migrations.h - the steps from an empty database to the schema of today. */
#ifndef CASUS_STORE_MIGRATIONS_H
#define CASUS_STORE_MIGRATIONS_H

/* Each step is a NULL-terminated list of SQL texts; a database whose user_version is n has had the first n
 * steps. */
extern const char *const *const casus_migrations[];
extern const int casus_migration_count;

#endif
