#pragma once
#include <linux/futex.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/platform/x86.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Whether this CPU and the kernel of this system let AVX2 and FMA be used.
static inline bool cpu_has_avx2_fma(void) {
  return CPU_FEATURE_ACTIVE(AVX2) && CPU_FEATURE_ACTIVE(FMA) && CPU_FEATURE_ACTIVE(BMI2);
}

/// Whether this CPU and the kernel of this system let the x86-64-v4 set (AVX-512 F, BW, CD, DQ, VL) be used.
static inline bool cpu_has_avx512(void) {
  return CPU_FEATURE_ACTIVE(AVX512F) && CPU_FEATURE_ACTIVE(AVX512BW) && CPU_FEATURE_ACTIVE(AVX512CD) &&
         CPU_FEATURE_ACTIVE(AVX512DQ) && CPU_FEATURE_ACTIVE(AVX512VL);
}

/// How many CPUs this thread may run on; at least 1.
static inline int cpu_usable_count(void) {
  unsigned long mask[64] = {0};
  long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
  int count = 0;
  for (long i = 0; i * (long)sizeof mask[0] < bytes; i++) count += __builtin_popcountl(mask[i]);
  return count > 0 ? count : 1;
}

/// Tells the CPU that the caller spins.
static inline void cpu_spin_hint(void) { __builtin_ia32_pause(); }

/// Asks for the line of `address` to be brought into the second cache; any address may be named, none is ever read.
static inline void cpu_prefetch(const void *address) { __builtin_prefetch(address, 0, 2); }

/// The same, into the first cache.
static inline void cpu_prefetch_near(const void *address) { __builtin_prefetch(address, 0, 3); }

/// A register of the instruction set for which this is compiled.
#if defined(__AVX512F__)
typedef float cpu_vector __attribute__((ext_vector_type(16)));
#elif defined(__AVX2__)
typedef float cpu_vector __attribute__((ext_vector_type(8)));
#else
typedef float cpu_vector __attribute__((ext_vector_type(4)));
#endif

/// Writes `vector` past the caches to `address`, which is aligned to the size of a vector; `cpu_streamed` must follow before another thread is
/// told of it.
static inline void cpu_stream(cpu_vector vector, float *address) { __builtin_nontemporal_store(vector, (cpu_vector *)address); }

/// Everything that this thread has streamed stands in memory before anything that it writes from here on.
static inline void cpu_streamed(void) { __builtin_ia32_sfence(); }

/// Sleeps while `*word == expected`; may wake for no reason.
static inline void futex_wait(const void *word, uint32_t expected) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, (void *)0, (void *)0, 0);
}

/// Wakes at most `count` sleepers of `word`.
static inline void futex_wake(const void *word, int count) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, (void *)0, (void *)0, 0);
}
