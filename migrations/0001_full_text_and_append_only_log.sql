-- Marks the file as an On Record database ("OnRc"), so that no other file is taken for one.
PRAGMA application_id = 1332630115;
--> statement-breakpoint
INSERT INTO `data_version` (`id`, `version`, `changed_at`) VALUES (1, 0, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'));
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
	name, normalized, content='names', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
--> statement-breakpoint
CREATE TRIGGER `names_fts_insert` AFTER INSERT ON `names` BEGIN
	INSERT INTO names_fts(rowid, name, normalized) VALUES (new.id, new.name, new.normalized);
END;
--> statement-breakpoint
CREATE TRIGGER `names_fts_delete` AFTER DELETE ON `names` BEGIN
	INSERT INTO names_fts(names_fts, rowid, name, normalized)
	VALUES ('delete', old.id, old.name, old.normalized);
END;
--> statement-breakpoint
CREATE TRIGGER `names_fts_update` AFTER UPDATE OF `name`, `normalized` ON `names` BEGIN
	INSERT INTO names_fts(names_fts, rowid, name, normalized)
	VALUES ('delete', old.id, old.name, old.normalized);
	INSERT INTO names_fts(rowid, name, normalized) VALUES (new.id, new.name, new.normalized);
END;
--> statement-breakpoint
-- Headline and abstract stand with the article, its text, where held, in a table of its own.
CREATE VIEW `articles_searched` AS
	SELECT articles.id AS id, headline, abstract, content AS text
	FROM articles LEFT JOIN texts ON texts.id = articles.text_id;
--> statement-breakpoint
CREATE VIRTUAL TABLE `articles_fts` USING fts5(
	headline, abstract, text, content='articles_searched', content_rowid='id',
	tokenize='unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE TRIGGER `articles_fts_insert` AFTER INSERT ON `articles` BEGIN
	INSERT INTO articles_fts(rowid, headline, abstract, text)
	VALUES (new.id, new.headline, new.abstract, (SELECT content FROM texts WHERE id = new.text_id));
END;
--> statement-breakpoint
CREATE TRIGGER `articles_fts_delete` BEFORE DELETE ON `articles` BEGIN
	INSERT INTO articles_fts(articles_fts, rowid, headline, abstract, text)
	VALUES ('delete', old.id, old.headline, old.abstract, (SELECT content FROM texts WHERE id = old.text_id));
END;
--> statement-breakpoint
CREATE TRIGGER `articles_fts_update` AFTER UPDATE OF `headline`, `abstract`, `text_id` ON `articles` BEGIN
	INSERT INTO articles_fts(articles_fts, rowid, headline, abstract, text)
	VALUES ('delete', old.id, old.headline, old.abstract, (SELECT content FROM texts WHERE id = old.text_id));
	INSERT INTO articles_fts(rowid, headline, abstract, text)
	VALUES (new.id, new.headline, new.abstract, (SELECT content FROM texts WHERE id = new.text_id));
END;
--> statement-breakpoint
CREATE TRIGGER `articles_fts_text` AFTER UPDATE OF `content` ON `texts`
WHEN EXISTS (SELECT 1 FROM articles WHERE text_id = new.id) BEGIN
	INSERT INTO articles_fts(articles_fts, rowid, headline, abstract, text)
	SELECT 'delete', id, headline, abstract, old.content FROM articles WHERE text_id = new.id;
	INSERT INTO articles_fts(rowid, headline, abstract, text)
	SELECT id, headline, abstract, new.content FROM articles WHERE text_id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER `changes_are_not_edited` BEFORE UPDATE ON `changes` BEGIN
	SELECT raise(ABORT, 'the log of changes is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `changes_are_not_removed` BEFORE DELETE ON `changes` BEGIN
	SELECT raise(ABORT, 'the log of changes is append-only');
END;
