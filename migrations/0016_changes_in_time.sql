-- One index of all classes of changes in the order of the log, in the place of one for each column.
DROP INDEX `changes_by_kind`;--> statement-breakpoint
DROP INDEX `changes_by_action`;--> statement-breakpoint
DROP INDEX `changes_by_origin`;--> statement-breakpoint
CREATE INDEX `changes_by_class` ON `changes` (`kind`,`action`,`origin`,`sequence`);--> statement-breakpoint
-- The log goes on in time, so that a time is a place in it. What a clock that was put back has recorded
-- earlier than the change before it takes the time of that one.
DROP TRIGGER `changes_are_not_edited`;--> statement-breakpoint
UPDATE `changes` SET `recorded_at` = `so_far`.`latest`
FROM (SELECT `sequence`, max(`recorded_at`) OVER (ORDER BY `sequence`) AS `latest` FROM `changes`) AS `so_far`
WHERE `so_far`.`sequence` = `changes`.`sequence` AND `so_far`.`latest` > `changes`.`recorded_at`;
--> statement-breakpoint
CREATE TRIGGER `changes_are_not_edited` BEFORE UPDATE ON `changes` BEGIN
	SELECT raise(ABORT, 'the log of changes is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `changes_go_on_in_time` BEFORE INSERT ON `changes`
WHEN new.recorded_at < (SELECT recorded_at FROM changes ORDER BY sequence DESC LIMIT 1) BEGIN
	SELECT raise(ABORT, 'a change is recorded before the one that it follows');
END;
