ALTER TABLE `figures` ADD `hops` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `quotes` ADD `hops` integer DEFAULT 0 NOT NULL;