/// A step of the database's form, from one `user_version` to the next.
package struct Migration: Sendable {
    /// The statements that make the step.
    package let script: String

    package init(script: String) { self.script = script }
}

extension Migration {
    /// The steps from an empty file to the form of today; a step that was released is never changed.
    ///
    /// What a list shows stands apart from the large pictures, so that a search reads few pages. `thumbnail` comes before
    /// `picture` because SQLite reads a row from its beginning.
    package static let all: [Migration] = [
        Migration(script: """
            CREATE TABLE deletion (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                date INTEGER NOT NULL               -- milliseconds since 1970
            ) STRICT;

            CREATE TABLE entry (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                date INTEGER NOT NULL,              -- milliseconds since 1970
                source TEXT NOT NULL CHECK (source IN ('drawing', 'file', 'link')),
                source_name TEXT,
                text TEXT NOT NULL,
                correction TEXT,
                confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
                deletion INTEGER REFERENCES deletion (id)
            ) STRICT;

            CREATE INDEX entry_by_deletion ON entry (deletion) WHERE deletion IS NOT NULL;

            CREATE TABLE content (
                entry INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
                thumbnail BLOB NOT NULL,            -- PNG
                picture BLOB NOT NULL,              -- PNG
                strokes BLOB,
                reading TEXT NOT NULL               -- JSON
            ) STRICT;
            """),
    ]
}

/// What `PRAGMA application_id` says of our files: "Scrl" in ASCII.
package let applicationID: Int64 = 0x5363_726c
