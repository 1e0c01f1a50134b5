#pragma once
#include <sqlite3.h>

/// `SQLITE_DBCONFIG_DEFENSIVE`: SQL can no longer damage the file (no writable_schema, no writes to shadow tables).
static inline int sqlite3_enable_defensive(sqlite3 *db) {
  return sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}
/// Whether closing copies the write-ahead log into the file: where it does not, the file and its log stay as they are.
static inline int sqlite3_set_checkpoint_on_close(sqlite3 *db, int checkpoints) {
  return sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !checkpoints, (int *)0);
}
/// Binds text that SQLite copies (`SQLITE_TRANSIENT` is a macro that Swift does not see); no address is an empty text, not NULL.
static inline int sqlite3_bind_text_copied(sqlite3_stmt *statement, int index, const char *text, int length) {
  return sqlite3_bind_text(statement, index, text ? text : "", length, SQLITE_TRANSIENT);
}
/// Binds bytes that SQLite copies; no bytes are bound as an empty blob, not as NULL.
static inline int sqlite3_bind_blob_copied(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 length) {
  return length == 0 ? sqlite3_bind_zeroblob(statement, index, 0)
                     : sqlite3_bind_blob64(statement, index, bytes, length, SQLITE_TRANSIENT);
}
