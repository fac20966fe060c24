DROP INDEX `entities_by_kind_and_name`;--> statement-breakpoint
CREATE INDEX `entities_by_name` ON `entities` (`name`,`slug`);--> statement-breakpoint
CREATE INDEX `entities_by_name_down` ON `entities` ("name" desc,`slug`);--> statement-breakpoint
DROP INDEX `quotes_by_type`;--> statement-breakpoint
DROP INDEX `quotes_by_speaker`;--> statement-breakpoint
DROP INDEX `quotes_by_addressee`;--> statement-breakpoint
DROP INDEX `quotes_by_utterance`;--> statement-breakpoint
DROP INDEX `quotes_by_continues`;--> statement-breakpoint
ALTER TABLE `quotes` ADD `rank` integer GENERATED ALWAYS AS ((coalesce(cast(julianday(said_on) as integer), 0) << 32) + id) VIRTUAL;--> statement-breakpoint
CREATE INDEX `quotes_by_rank` ON `quotes` (`rank`);--> statement-breakpoint
CREATE INDEX `quotes_by_newest` ON `quotes` ("said_on" desc,`slug`);--> statement-breakpoint
CREATE INDEX `quotes_by_position` ON `quotes` (`position`,`slug`);--> statement-breakpoint
CREATE INDEX `quotes_by_position_down` ON `quotes` ("position" desc,`slug`);--> statement-breakpoint
CREATE INDEX `quotes_by_hops` ON `quotes` (`hops`,"said_on" desc,`slug`);--> statement-breakpoint
CREATE INDEX `quotes_by_language` ON `quotes` (`language`);--> statement-breakpoint
CREATE INDEX `quotes_by_occasion` ON `quotes` (`occasion`);--> statement-breakpoint
CREATE INDEX `quotes_by_speaker` ON `quotes` (`speaker_id`,"said_on" desc,`slug`);--> statement-breakpoint
CREATE INDEX `quotes_by_addressee` ON `quotes` (`addressee_id`,"said_on" desc,`slug`);--> statement-breakpoint
CREATE INDEX `quotes_by_utterance` ON `quotes` (`utterance_id`,"said_on" desc,`slug`);--> statement-breakpoint
CREATE INDEX `quotes_by_continues` ON `quotes` (`continues_id`,"said_on" desc,`slug`);--> statement-breakpoint
DROP INDEX `articles_by_publisher`;--> statement-breakpoint
DROP INDEX `articles_by_story`;--> statement-breakpoint
ALTER TABLE `articles` ADD `rank` integer GENERATED ALWAYS AS ((coalesce(cast(julianday(published_on) as integer), 0) << 32) + id) VIRTUAL;--> statement-breakpoint
CREATE INDEX `articles_by_rank` ON `articles` (`rank`);--> statement-breakpoint
CREATE INDEX `articles_by_newest` ON `articles` ("published_on" desc,`slug`);--> statement-breakpoint
CREATE INDEX `articles_by_headline` ON `articles` (`headline`,`slug`);--> statement-breakpoint
CREATE INDEX `articles_by_headline_down` ON `articles` ("headline" desc,`slug`);--> statement-breakpoint
CREATE INDEX `articles_by_language` ON `articles` (`language`);--> statement-breakpoint
CREATE INDEX `articles_by_publisher` ON `articles` (`publisher_id`,"published_on" desc,`slug`);--> statement-breakpoint
CREATE INDEX `articles_by_story` ON `articles` (`story_id`,"published_on" desc,`slug`);--> statement-breakpoint
DROP INDEX `figures_by_series`;--> statement-breakpoint
DROP INDEX `figures_by_claimant`;--> statement-breakpoint
ALTER TABLE `figures` ADD `rank` integer GENERATED ALWAYS AS ((coalesce(cast(julianday(as_of) as integer), 0) << 32) + id) VIRTUAL;--> statement-breakpoint
CREATE INDEX `figures_by_rank` ON `figures` (`rank`);--> statement-breakpoint
CREATE INDEX `figures_by_newest` ON `figures` ("as_of" desc,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_position` ON `figures` (`position`,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_position_down` ON `figures` ("position" desc,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_hops` ON `figures` (`hops`,"as_of" desc,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_series_and_claimant` ON `figures` (`series_id`,`claimant_id`);--> statement-breakpoint
CREATE INDEX `figures_by_value_down` ON `figures` ("value" desc,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_series` ON `figures` (`series_id`,"as_of" desc,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_claimant` ON `figures` (`claimant_id`,"as_of" desc,`slug`);--> statement-breakpoint
DROP INDEX `stories_by_source`;--> statement-breakpoint
CREATE INDEX `stories_by_title` ON `stories` (`title`,`slug`);--> statement-breakpoint
CREATE INDEX `stories_by_title_down` ON `stories` ("title" desc,`slug`);--> statement-breakpoint
CREATE INDEX `stories_by_source` ON `stories` (`source_id`,`title`,`slug`);--> statement-breakpoint
ALTER TABLE `utterances` ADD `said_on` text;--> statement-breakpoint
ALTER TABLE `utterances` ADD `speaker_id` integer;--> statement-breakpoint
ALTER TABLE `utterances` ADD `wordings` integer;--> statement-breakpoint
CREATE INDEX `utterances_by_said_on` ON `utterances` (`said_on`,`slug`);--> statement-breakpoint
CREATE INDEX `utterances_by_newest` ON `utterances` ("said_on" desc,`slug`);--> statement-breakpoint
CREATE INDEX `utterances_by_speaker` ON `utterances` (`speaker_id`,"said_on" desc,`slug`);--> statement-breakpoint
CREATE INDEX `utterances_by_wordings` ON `utterances` (`wordings`,"said_on" desc,`slug`);--> statement-breakpoint
CREATE INDEX `changes_by_kind` ON `changes` (`kind`,`sequence`,`id`);--> statement-breakpoint
CREATE INDEX `changes_by_action` ON `changes` (`action`,`sequence`,`id`);--> statement-breakpoint
CREATE INDEX `changes_by_origin` ON `changes` (`origin`,`sequence`,`id`);--> statement-breakpoint
CREATE INDEX `series_by_title` ON `series` (`title`,`slug`);--> statement-breakpoint
CREATE INDEX `series_by_title_down` ON `series` ("title" desc,`slug`);--> statement-breakpoint
CREATE INDEX `series_by_measure_down` ON `series` ("measure" desc,`slug`);--> statement-breakpoint
CREATE INDEX `series_by_unit` ON `series` (`unit`);--> statement-breakpoint
CREATE INDEX `series_by_event` ON `series` (`event`);