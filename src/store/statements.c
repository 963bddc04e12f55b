/* The tables of an index, and the statements that are asked of them. FORMAT.md says what the columns hold. */
#include "statements.h"

const char dvi_schema[] =
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE article(number INTEGER PRIMARY KEY, id TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT "
    "NULL,"
    " source TEXT NOT NULL, time INTEGER, lang TEXT NOT NULL, tokens INTEGER NOT NULL, characters INTEGER "
    "NOT NULL,"
    " content INTEGER NOT NULL, sum INTEGER NOT NULL);"
    "CREATE UNIQUE INDEX article_id ON article(id);"
    "CREATE INDEX article_time ON article(time);"
    "CREATE TABLE feature(number INTEGER PRIMARY KEY, list BLOB NOT NULL, sum INTEGER NOT NULL);"
    "CREATE TABLE place(number INTEGER PRIMARY KEY, duplicate INTEGER NOT NULL, event INTEGER NOT NULL,"
    " score INTEGER NOT NULL, representative INTEGER NOT NULL, tie INTEGER NOT NULL, time INTEGER, sum "
    "INTEGER NOT NULL);"
    "CREATE INDEX place_duplicate ON place(duplicate);"
    "CREATE INDEX place_event ON place(event);"
    "CREATE TABLE retired(level INTEGER NOT NULL, number INTEGER NOT NULL, became INTEGER, sum INTEGER NOT "
    "NULL,"
    " PRIMARY KEY(level, number)) WITHOUT ROWID;"
    "CREATE TABLE pair(article INTEGER NOT NULL, other INTEGER NOT NULL, duplicate INTEGER NOT NULL,"
    " event INTEGER NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY(article, other)) WITHOUT ROWID;"
    "CREATE TABLE recent(number INTEGER PRIMARY KEY, list BLOB NOT NULL, sum INTEGER NOT NULL);"
    "CREATE TABLE run(number INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL,"
    " articles INTEGER NOT NULL, alive INTEGER NOT NULL, earliest INTEGER NOT NULL, latest INTEGER NOT NULL,"
    " content INTEGER NOT NULL, sum INTEGER NOT NULL);"
    "CREATE TABLE gone(number INTEGER PRIMARY KEY, bits BLOB NOT NULL, sum INTEGER NOT NULL);"
    "CREATE VIEW news AS SELECT article.number, id, url, title, source, datetime(article.time, 'unixepoch') "
    "AS date, lang,"
    " duplicate, event, score / 65536.0 AS score, representative FROM article JOIN place USING (number);";

const char *const dvi_statement_texts[DVI_SQL_STATEMENTS] = {
    [DVI_SQL_BEGIN_READ] = "BEGIN",
    [DVI_SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [DVI_SQL_COMMIT] = "COMMIT",
    [DVI_SQL_META_GET] = "SELECT value, sum FROM meta WHERE name = ?1",
    [DVI_SQL_META_PUT] = "REPLACE INTO meta(name, value, sum) VALUES(?1, ?2, ?3)",
    [DVI_SQL_ARTICLE_PUT] =
        "INSERT INTO article(number, id, url, title, source, time, lang, tokens, characters, content, sum)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [DVI_SQL_ARTICLE_FIND] = "SELECT number FROM article WHERE id = ?1",
    [DVI_SQL_ARTICLE_GET] =
        "SELECT id, url, title, source, time, lang, tokens, characters, content, sum FROM article"
        " WHERE number = ?1",
    [DVI_SQL_ARTICLE_NEXT] = "SELECT number FROM article WHERE number > ?1 ORDER BY number LIMIT 1",
    [DVI_SQL_ARTICLE_OLDEST] = "SELECT number FROM article WHERE time < ?1 ORDER BY time LIMIT 1",
    [DVI_SQL_ARTICLE_DELETE] = "DELETE FROM article WHERE number = ?1",
    [DVI_SQL_FEATURE_PUT] = "INSERT INTO feature(number, list, sum) VALUES(?1, ?2, ?3)",
    [DVI_SQL_FEATURE_GET] = "SELECT list, sum FROM feature WHERE number = ?1",
    [DVI_SQL_FEATURE_NEXT] = "SELECT number FROM feature WHERE number > ?1 ORDER BY number LIMIT 1",
    [DVI_SQL_FEATURE_DELETE] = "DELETE FROM feature WHERE number = ?1",
    [DVI_SQL_PLACE_PUT] =
        "REPLACE INTO place(number, duplicate, event, score, representative, tie, time, sum)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [DVI_SQL_PLACE_GET] =
        "SELECT duplicate, event, score, representative, tie, time, sum FROM place WHERE number = ?1",
    [DVI_SQL_PLACE_NEXT] = "SELECT number FROM place WHERE number > ?1 ORDER BY number LIMIT 1",
    [DVI_SQL_PLACE_DELETE] = "DELETE FROM place WHERE number = ?1",
    [DVI_SQL_MEMBER_DUPLICATE] =
        "SELECT number FROM place WHERE duplicate = ?1 AND number > ?2 ORDER BY number LIMIT 1",
    [DVI_SQL_MEMBER_EVENT] =
        "SELECT number FROM place WHERE event = ?1 AND number > ?2 ORDER BY number LIMIT 1",
    [DVI_SQL_SIZE_DUPLICATE] = "SELECT count(*) FROM place WHERE duplicate = ?1",
    [DVI_SQL_SIZE_EVENT] = "SELECT count(*) FROM place WHERE event = ?1",
    [DVI_SQL_RETIRE] = "INSERT INTO retired(level, number, became, sum) VALUES(?1, ?2, ?3, ?4)",
    [DVI_SQL_RETIRED] = "SELECT became, sum FROM retired WHERE level = ?1 AND number = ?2",
    [DVI_SQL_PAIR_PUT] =
        "REPLACE INTO pair(article, other, duplicate, event, sum) VALUES(?1, ?2, ?3, ?4, ?5)",
    [DVI_SQL_PAIR_GET] = "SELECT other, duplicate, event, sum FROM pair WHERE article = ?1 ORDER BY other",
    [DVI_SQL_PAIR_DELETE] = "DELETE FROM pair WHERE article = ?1 AND other = ?2",
    [DVI_SQL_RECENT_NEXT] = "SELECT number, list, sum FROM recent WHERE number > ?1 ORDER BY number",
    [DVI_SQL_RECENT_PUT] = "INSERT INTO recent(number, list, sum) VALUES(?1, ?2, ?3)",
    [DVI_SQL_RECENT_DELETE] = "DELETE FROM recent WHERE number = ?1",
    [DVI_SQL_RECENT_CLEAR] = "DELETE FROM recent",
    [DVI_SQL_RUN_ALL] = "SELECT number, first, last, articles, alive, earliest, latest, content, sum FROM run"
                        " ORDER BY first",
    [DVI_SQL_RUN_PUT] =
        "REPLACE INTO run(number, first, last, articles, alive, earliest, latest, content, sum)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [DVI_SQL_RUN_DELETE] = "DELETE FROM run WHERE number = ?1",
    [DVI_SQL_GONE_ALL] = "SELECT number, bits, sum FROM gone ORDER BY number",
    [DVI_SQL_GONE_PUT] = "REPLACE INTO gone(number, bits, sum) VALUES(?1, ?2, ?3)",
    [DVI_SQL_GONE_DELETE] = "DELETE FROM gone WHERE number = ?1",
};
