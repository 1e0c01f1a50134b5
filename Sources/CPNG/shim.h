#pragma once
#include <png.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

// libpng reports errors by longjmp, which must not pass through Swift frames: so the whole writing of one picture lives in
// this one function, and the sink that it calls into Swift never fails and never jumps.

typedef void (*scrawl_png_sink)(void *context, const uint8_t *bytes, size_t count);

struct scrawl_png_write_state {
    scrawl_png_sink sink;
    void *context;
    char *message;
    size_t message_capacity;
};

static inline void scrawl_png_emit(png_structp png, png_bytep bytes, size_t count) {
    struct scrawl_png_write_state *state = (struct scrawl_png_write_state *)png_get_io_ptr(png);
    state->sink(state->context, bytes, count);
}

static inline void scrawl_png_flush(png_structp png) { (void)png; }

static inline void scrawl_png_fail(png_structp png, png_const_charp text) {
    struct scrawl_png_write_state *state = (struct scrawl_png_write_state *)png_get_error_ptr(png);
    strncpy(state->message, text, state->message_capacity - 1);
    state->message[state->message_capacity - 1] = 0;
    png_longjmp(png, 1);
}

static inline void scrawl_png_warn(png_structp png, png_const_charp text) { (void)png; (void)text; }

// Writes height rows of width pixels; channels is 1 for gray bytes or 4 for blue, green, red and a byte that is dropped.
// keys and values hold text_count strings each; a value with a byte above 127 is UTF-8 and becomes iTXt, others tEXt.
// Returns 0 when all was handed to the sink, else 1 with the reason in message.
static inline int scrawl_png_write(
    uint32_t width, uint32_t height, int channels, const uint8_t *pixels,
    const char *const *keys, const char *const *values, int text_count,
    scrawl_png_sink sink, void *context, char *message, size_t message_capacity
) {
    struct scrawl_png_write_state state = { sink, context, message, message_capacity };
    png_structp volatile png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &state, scrawl_png_fail, scrawl_png_warn);
    png_infop volatile info = png ? png_create_info_struct(png) : NULL;
    if (info == NULL) {
        png_structp failed = png;
        png_destroy_write_struct(&failed, NULL);
        strncpy(message, "out of memory", message_capacity - 1);
        message[message_capacity - 1] = 0;
        return 1;
    }
    int failed = setjmp(png_jmpbuf(png));
    if (!failed) {
        png_set_write_fn(png, &state, scrawl_png_emit, scrawl_png_flush);
        png_set_IHDR(png, info, width, height, 8, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB,
                     PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
        for (int i = 0; i < text_count; i++) {
            png_text text;
            memset(&text, 0, sizeof text);
            int ascii = 1;
            for (const unsigned char *c = (const unsigned char *)values[i]; *c; c++) ascii &= *c < 128;
            text.compression = ascii ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
            text.key = (png_charp)keys[i];
            text.text = (png_charp)values[i];
            png_set_text(png, info, &text, 1);
        }
        png_write_info(png, info);
        if (channels == 4) {
            png_set_bgr(png);
            png_set_filler(png, 0, PNG_FILLER_AFTER);
        }
        for (uint32_t y = 0; y < height; y++) png_write_row(png, pixels + (size_t)y * width * channels);
        png_write_end(png, NULL);
    }
    png_structp written = png;
    png_infop described = info;
    png_destroy_write_struct(&written, &described);
    return failed;
}
