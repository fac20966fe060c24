-- What is counted, by any form of its words: a number in a text is led to the series that it is of.
CREATE VIRTUAL TABLE `series_fts` USING fts5(
	title, measure, population, event, unit, content='series', content_rowid='id',
	tokenize='porter unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE TRIGGER `series_fts_insert` AFTER INSERT ON `series` BEGIN
	INSERT INTO series_fts(rowid, title, measure, population, event, unit)
	VALUES (new.id, new.title, new.measure, new.population, new.event, new.unit);
END;
--> statement-breakpoint
CREATE TRIGGER `series_fts_delete` AFTER DELETE ON `series` BEGIN
	INSERT INTO series_fts(series_fts, rowid, title, measure, population, event, unit)
	VALUES ('delete', old.id, old.title, old.measure, old.population, old.event, old.unit);
END;
--> statement-breakpoint
CREATE TRIGGER `series_fts_update` AFTER UPDATE OF `title`, `measure`, `population`, `event`, `unit` ON `series` BEGIN
	INSERT INTO series_fts(series_fts, rowid, title, measure, population, event, unit)
	VALUES ('delete', old.id, old.title, old.measure, old.population, old.event, old.unit);
	INSERT INTO series_fts(rowid, title, measure, population, event, unit)
	VALUES (new.id, new.title, new.measure, new.population, new.event, new.unit);
END;
--> statement-breakpoint
INSERT INTO series_fts(series_fts) VALUES ('rebuild');
