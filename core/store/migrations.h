/* migrations.h - the steps from an empty database to the schema of today.
 *
 * Step n is core/store/steps/n.sql, which the build makes part of the library. A step that has been released
 * is never edited: a change is a further step.
 */
#ifndef CASUS_STORE_MIGRATIONS_H
#define CASUS_STORE_MIGRATIONS_H

/* SQL of one or more statements each; a database whose user_version is n has had the first n steps. */
extern const char *const casus_migrations[];
extern const int casus_migration_count;

#endif
