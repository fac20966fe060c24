DROP INDEX `entities_by_kind`;--> statement-breakpoint
DROP INDEX `entities_by_name`;--> statement-breakpoint
DROP INDEX `entities_by_name_down`;--> statement-breakpoint
ALTER TABLE `entities` ADD `list` text GENERATED ALWAYS AS (case kind when 'person' then 'people' when 'place' then 'places' else 'organizations' end) VIRTUAL;--> statement-breakpoint
CREATE INDEX `entities_by_list` ON `entities` (`list`,`slug`);--> statement-breakpoint
CREATE INDEX `entities_by_kind` ON `entities` (`kind`,`name`,`slug`);--> statement-breakpoint
CREATE INDEX `entities_by_name` ON `entities` (`list`,`name`,`slug`);--> statement-breakpoint
CREATE INDEX `entities_by_name_down` ON `entities` (`list`,"name" desc,`slug`);--> statement-breakpoint
ALTER TABLE `series` ADD `figures` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `series_by_figures` ON `series` (`figures`,`title`,`slug`);--> statement-breakpoint
CREATE INDEX `places_by_latitude` ON `places` (`latitude`);--> statement-breakpoint
CREATE INDEX `places_by_longitude` ON `places` (`longitude`);