DROP INDEX `articles_by_language`;--> statement-breakpoint
CREATE INDEX `articles_by_language_and_headline` ON `articles` (`language`,`headline`,`slug`);--> statement-breakpoint
CREATE INDEX `articles_by_language_and_headline_down` ON `articles` (`language`,"headline" desc,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_series_and_value` ON `figures` (`series_id`,`value`,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_series_and_value_down` ON `figures` (`series_id`,"value" desc,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_claimant_and_value` ON `figures` (`claimant_id`,`value`,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_claimant_and_value_down` ON `figures` (`claimant_id`,"value" desc,`slug`);