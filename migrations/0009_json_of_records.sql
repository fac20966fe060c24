CREATE TABLE `articles_json` (
	`id` integer PRIMARY KEY NOT NULL,
	`json` text NOT NULL,
	FOREIGN KEY (`id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `figures_json` (
	`id` integer PRIMARY KEY NOT NULL,
	`json` text NOT NULL,
	FOREIGN KEY (`id`) REFERENCES `figures`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `json_shapes` (
	`list` text PRIMARY KEY NOT NULL,
	`sha256` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `quotes_json` (
	`id` integer PRIMARY KEY NOT NULL,
	`json` text NOT NULL,
	FOREIGN KEY (`id`) REFERENCES `quotes`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `utterances_json` (
	`id` integer PRIMARY KEY NOT NULL,
	`json` text NOT NULL,
	FOREIGN KEY (`id`) REFERENCES `utterances`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
