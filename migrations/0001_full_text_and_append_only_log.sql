-- Marks the file as an On Record database ("OnRc"), so that no other file is taken for one.
PRAGMA application_id = 1332630115;
--> statement-breakpoint
CREATE VIRTUAL TABLE `quotes_fts` USING fts5(
	content, content='quotes', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE TRIGGER `quotes_fts_insert` AFTER INSERT ON `quotes` BEGIN
	INSERT INTO quotes_fts(rowid, content) VALUES (new.id, new.content);
END;
--> statement-breakpoint
CREATE TRIGGER `quotes_fts_delete` AFTER DELETE ON `quotes` BEGIN
	INSERT INTO quotes_fts(quotes_fts, rowid, content) VALUES ('delete', old.id, old.content);
END;
--> statement-breakpoint
CREATE TRIGGER `quotes_fts_update` AFTER UPDATE OF `content` ON `quotes` BEGIN
	INSERT INTO quotes_fts(quotes_fts, rowid, content) VALUES ('delete', old.id, old.content);
	INSERT INTO quotes_fts(rowid, content) VALUES (new.id, new.content);
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE `names_fts` USING fts5(
	normalized, content='names', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
--> statement-breakpoint
CREATE TRIGGER `names_fts_insert` AFTER INSERT ON `names` BEGIN
	INSERT INTO names_fts(rowid, normalized) VALUES (new.id, new.normalized);
END;
--> statement-breakpoint
CREATE TRIGGER `names_fts_delete` AFTER DELETE ON `names` BEGIN
	INSERT INTO names_fts(names_fts, rowid, normalized) VALUES ('delete', old.id, old.normalized);
END;
--> statement-breakpoint
CREATE TRIGGER `names_fts_update` AFTER UPDATE OF `normalized` ON `names` BEGIN
	INSERT INTO names_fts(names_fts, rowid, normalized) VALUES ('delete', old.id, old.normalized);
	INSERT INTO names_fts(rowid, normalized) VALUES (new.id, new.normalized);
END;
--> statement-breakpoint
-- Headline, abstract and, where held, the text stand in two tables: the index keeps no copy of them.
CREATE VIRTUAL TABLE `articles_fts` USING fts5(
	headline, abstract, text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE TRIGGER `articles_fts_insert` AFTER INSERT ON `articles` BEGIN
	INSERT INTO articles_fts(rowid, headline, abstract, text) VALUES (new.id, new.headline, new.abstract, '');
END;
--> statement-breakpoint
CREATE TRIGGER `articles_fts_delete` AFTER DELETE ON `articles` BEGIN
	DELETE FROM articles_fts WHERE rowid = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER `articles_fts_update` AFTER UPDATE OF `headline`, `abstract` ON `articles` BEGIN
	INSERT OR REPLACE INTO articles_fts(rowid, headline, abstract, text)
	SELECT new.id, new.headline, new.abstract,
		coalesce((SELECT group_concat(content, ' ') FROM texts WHERE article_id = new.id), '');
END;
--> statement-breakpoint
CREATE TRIGGER `articles_fts_text_insert` AFTER INSERT ON `texts` WHEN new.content IS NOT NULL BEGIN
	INSERT OR REPLACE INTO articles_fts(rowid, headline, abstract, text)
	SELECT id, headline, abstract, new.content FROM articles WHERE id = new.article_id;
END;
--> statement-breakpoint
CREATE TRIGGER `articles_fts_text_update` AFTER UPDATE OF `content` ON `texts` BEGIN
	INSERT OR REPLACE INTO articles_fts(rowid, headline, abstract, text)
	SELECT id, headline, abstract, coalesce(new.content, '') FROM articles WHERE id = new.article_id;
END;
--> statement-breakpoint
CREATE TRIGGER `changes_are_not_edited` BEFORE UPDATE ON `changes` BEGIN
	SELECT raise(ABORT, 'the log of changes is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `changes_are_not_removed` BEFORE DELETE ON `changes` BEGIN
	SELECT raise(ABORT, 'the log of changes is append-only');
END;
