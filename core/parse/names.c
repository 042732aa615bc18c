#include "parse/names.h"

#include "base/error.h"

#include <string.h>

casus_status casus_names_load(casus_names *self, const void *bytes, size_t size, casus_error *error) {
  const uint32_t *numbers = bytes;
  bool good =
      size >= sizeof *numbers && numbers[0] && numbers[0] <= (size - sizeof *numbers) / sizeof *numbers;
  if (good) {
    *self = (casus_names){numbers[0], numbers + 1, (const char *)(numbers + 1 + numbers[0])};
    const size_t room = size - (1 + (size_t)numbers[0]) * sizeof *numbers;
    for (uint32_t i = 0; good && i < self->count; i++)
      good = self->ends[i] >= (i ? self->ends[i - 1] : 0) && self->ends[i] <= room;
    for (uint32_t i = 0; good && i < self->count; i++) {
      const casus_string name = casus_names_get(self, i);
      good = casus_utf8_valid(name.bytes, name.size) == name.size;
    }
  }
  return good ? CASUS_OK : casus_fail(error, CASUS_FORMAT, 0, "the model's list of names is damaged");
}

void casus_names_write(casus_buffer *into, const casus_string *strings, uint32_t count) {
  uint32_t end = 0;
  casus_buffer_append(into, (const char *)&count, sizeof count);
  for (uint32_t i = 0; i < count; i++) {
    end += (uint32_t)strings[i].size;
    casus_buffer_append(into, (const char *)&end, sizeof end);
  }
  for (uint32_t i = 0; i < count; i++) casus_buffer_append(into, strings[i].bytes, strings[i].size);
}
