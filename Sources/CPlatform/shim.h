#pragma once
#include <stdbool.h>
#include <sys/platform/x86.h>

/// Whether this CPU and the kernel of this system let AVX2 and FMA be used.
static inline bool cpu_has_avx2_fma(void) { return CPU_FEATURE_ACTIVE(AVX2) && CPU_FEATURE_ACTIVE(FMA) && CPU_FEATURE_ACTIVE(BMI2); }
/// Whether this CPU and the kernel of this system let the x86-64-v4 set (AVX-512 F, BW, CD, DQ, VL) be used.
static inline bool cpu_has_avx512(void) {
  return CPU_FEATURE_ACTIVE(AVX512F) && CPU_FEATURE_ACTIVE(AVX512BW) && CPU_FEATURE_ACTIVE(AVX512CD) &&
         CPU_FEATURE_ACTIVE(AVX512DQ) && CPU_FEATURE_ACTIVE(AVX512VL);
}
