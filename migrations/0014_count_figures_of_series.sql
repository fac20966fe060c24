-- Counts the figures of each series, from now on with each figure. That a number of figures changes is
-- no reason to index all of them anew.
DROP TRIGGER `series_index_update`;
--> statement-breakpoint
UPDATE `series` SET `figures` = (SELECT count(*) FROM `figures` WHERE `series_id` = `series`.`id`);
--> statement-breakpoint
CREATE TRIGGER `series_index_update` AFTER UPDATE ON `series` WHEN new.figures = old.figures BEGIN
	INSERT INTO figures_unindexed SELECT id FROM figures WHERE series_id = new.id
		AND id NOT IN (SELECT id FROM figures_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `figures_series_insert` AFTER INSERT ON `figures` BEGIN
	UPDATE series SET figures = figures + 1 WHERE id = new.series_id;
END;
--> statement-breakpoint
CREATE TRIGGER `figures_series_update` AFTER UPDATE OF `series_id` ON `figures`
WHEN new.series_id <> old.series_id BEGIN
	UPDATE series SET figures = figures - 1 WHERE id = old.series_id;
	UPDATE series SET figures = figures + 1 WHERE id = new.series_id;
END;
--> statement-breakpoint
CREATE TRIGGER `figures_series_delete` AFTER DELETE ON `figures` BEGIN
	UPDATE series SET figures = figures - 1 WHERE id = old.series_id;
END;
