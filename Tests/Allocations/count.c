// Counts what a program asks of the heap: blocks of at least a kibibyte, and smaller ones. To be preloaded; at the end of the program the two numbers
// and the bytes of the smaller ones stand in the file that SCRAWL_ALLOCATIONS names.
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static atomic_ulong large, small, small_bytes;

static void count(size_t size) {
    if (size >= 1024) {
        large++;
    } else {
        small++;
        small_bytes += size;
    }
}

void *malloc(size_t size) {
    count(size);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(number * size);
    return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
    count(size);
    return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count(size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    void *memory = aligned_alloc(alignment, size);
    if (!memory) return ENOMEM;
    *block = memory;
    return 0;
}

__attribute__((destructor)) static void report(void) {
    unsigned long counts[] = {large, small, small_bytes};
    const char *path = getenv("SCRAWL_ALLOCATIONS");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file) return;
    fprintf(file, "%lu %lu %lu\n", counts[0], counts[1], counts[2]);
    fclose(file);
}
