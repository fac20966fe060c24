PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_changes` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text GENERATED ALWAYS AS (cast(sequence as text)) VIRTUAL NOT NULL,
	`recorded_at` text NOT NULL,
	`action` text NOT NULL,
	`origin` text NOT NULL,
	`kind` text NOT NULL,
	`record_id` text NOT NULL,
	`reason` text NOT NULL,
	`before` text,
	`after` text,
	CONSTRAINT "changes_action" CHECK("action" in ('insert', 'correct', 'retract', 'merge')),
	CONSTRAINT "changes_origin" CHECK("origin" in ('load', 'correction', 'text', 'settlement')),
	CONSTRAINT "changes_kind" CHECK("kind" in ('entities', 'series', 'stories', 'utterances', 'articles', 'quotes', 'figures')),
	CONSTRAINT "changes_before" CHECK("before" is null or json_valid("before")),
	CONSTRAINT "changes_after" CHECK("after" is null or json_valid("after"))
) STRICT;
--> statement-breakpoint
-- What was merged until now followed from what was loaded.
INSERT INTO `__new_changes`("sequence", "recorded_at", "action", "origin", "kind", "record_id", "reason", "before", "after") SELECT "sequence", "recorded_at", "action", iif("action" = 'merge', 'settlement', 'load'), "kind", "record_id", "reason", "before", "after" FROM `changes`;--> statement-breakpoint
DROP TABLE `changes`;--> statement-breakpoint
ALTER TABLE `__new_changes` RENAME TO `changes`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `changes_by_record` ON `changes` (`kind`,`record_id`,`sequence`);--> statement-breakpoint
CREATE INDEX `changes_by_record_id` ON `changes` (`record_id`,`sequence`);--> statement-breakpoint
CREATE INDEX `changes_by_recorded_at` ON `changes` (`recorded_at`,`sequence`);--> statement-breakpoint
CREATE UNIQUE INDEX `changes_by_id` ON `changes` (`id`);