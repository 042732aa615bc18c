/* model.h - the model file: named sections of bytes behind a header, mapped into memory and shared by all who
 * map it.
 *
 *     "CASUSMDL"   8 bytes
 *     version      uint32, CASUS_MODEL_VERSION
 *     endian mark  uint32, 0x01020304 in the order of the machine that wrote the file
 *     size         uint64, of the whole file
 *     checksum     uint64, XXH3 of all that follows it
 *     sections     uint64, their count; then for each its name (16 bytes, NUL-padded), offset and size
 * (uint64)
 *
 * Each section begins on 64 bytes. A file that is cut short, damaged, of another version or byte order is
 * refused.
 */
#ifndef CASUS_PARSE_MODEL_H
#define CASUS_PARSE_MODEL_H

#include "base/buffer.h"

enum { CASUS_MODEL_VERSION = 1 };

typedef struct casus_model casus_model;

/* Maps a file. Errors name it. */
casus_model *casus_model_open(const char *path, const casus_allocator *allocator, casus_error *error);
void casus_model_close(casus_model *self);

/* A section, or NULL where there is none of this name. */
const void *casus_model_section(const casus_model *self, const char *name, size_t *size);

/* The file that it was opened from. */
const char *casus_model_path(const casus_model *self);

/* Sections for a new file. */
typedef struct casus_model_part {
  const char *name; /* shorter than 16 bytes */
  casus_string bytes;
} casus_model_part;

/* Whether a model can be written to `path`, as far as can be told before there is one. What is there stays.
 */
casus_status casus_model_try(const char *path, const casus_allocator *allocator, casus_error *error);

/* Writes a file beside `path` and renames it. */
casus_status casus_model_write(const char *path, const casus_model_part *parts, size_t count,
                               const casus_allocator *allocator, casus_error *error);

/* The same with the sections of another model, of which `part` replaces the one of its name or is added. */
casus_status casus_model_write_with(const casus_model *other, const casus_model_part *part, const char *path,
                                    const casus_allocator *allocator, casus_error *error);

#endif
