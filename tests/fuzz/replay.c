/* Replays inputs, files or folders of them, through a fuzz target: what once broke it stays repaired. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak)); /* not every target has it */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long replayed;

static void replay_file(const char *path) {
  FILE *file = fopen(path, "rb");
  struct stat status;
  if (!file || fstat(fileno(file), &status) != 0) {
    perror(path);
    exit(1);
  }
  size_t size = (size_t)status.st_size;
  uint8_t *data = malloc(size ? size : 1); /* of this very size: a sanitizer sees what is read beyond it */
  if (!data || fread(data, 1, size, file) != size) {
    perror(path);
    exit(1);
  }
  fclose(file);
  LLVMFuzzerTestOneInput(data, size);
  free(data);
  replayed++;
}

static void replay(const char *path) {
  DIR *folder = opendir(path);
  if (!folder) {
    replay_file(path);
    return;
  }
  for (struct dirent *entry; (entry = readdir(folder));) {
    char file[4096];
    if (entry->d_name[0] == '.') continue;
    snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
    replay_file(file);
  }
  closedir(folder);
}

int main(int argc, char **argv) {
  static const uint8_t nothing[1];
  if (LLVMFuzzerInitialize) LLVMFuzzerInitialize(&argc, &argv);
  LLVMFuzzerTestOneInput(nothing, 0);
  for (int i = 1; i < argc; i++) replay(argv[i]);
  printf("%lu inputs\n", replayed);
  return 0;
}
