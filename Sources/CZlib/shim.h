#pragma once
#include <zlib.h>

/// Makes `stream` ready to inflate gzip data; a macro of zlib, which Swift cannot import.
static inline int gzip_inflate_begin(z_stream *stream) { return inflateInit2(stream, 16 + MAX_WBITS); }
