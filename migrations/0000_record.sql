CREATE TABLE `article_authors` (
	`article_id` integer NOT NULL,
	`position` integer NOT NULL,
	`entity_id` integer NOT NULL,
	PRIMARY KEY(`article_id`, `position`),
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`entity_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `article_authors_by_entity` ON `article_authors` (`entity_id`);--> statement-breakpoint
CREATE TABLE `articles` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`headline` text,
	`publisher_id` integer,
	`url` text,
	`language` text NOT NULL,
	`published_on` text,
	`published_on_accuracy` text,
	`dateline_id` integer,
	`text_id` integer NOT NULL,
	`abstract` text NOT NULL,
	`story_id` integer,
	`story_relation` text,
	`note` text,
	FOREIGN KEY (`publisher_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`dateline_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`text_id`) REFERENCES `texts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`story_id`) REFERENCES `stories`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "articles_slug" CHECK("articles"."slug" <> '' and "articles"."slug" not glob '*[^a-z0-9-]*'),
	CONSTRAINT "articles_published_on" CHECK("articles"."published_on" is date("articles"."published_on")),
	CONSTRAINT "articles_published_on_accuracy" CHECK("articles"."published_on_accuracy" in ('day', 'week', 'month', 'year')),
	CONSTRAINT "articles_published_together" CHECK(("articles"."published_on" is null) = ("articles"."published_on_accuracy" is null)),
	CONSTRAINT "articles_story_relation" CHECK("articles"."story_relation" in ('original', 'reprint', 'update', 'back_translation')),
	CONSTRAINT "articles_story_together" CHECK(("articles"."story_id" is null) = ("articles"."story_relation" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `articles_slug_unique` ON `articles` (`slug`);--> statement-breakpoint
CREATE INDEX `articles_by_published_on` ON `articles` (`published_on`,`slug`);--> statement-breakpoint
CREATE INDEX `articles_by_publisher` ON `articles` (`publisher_id`,`published_on`);--> statement-breakpoint
CREATE INDEX `articles_by_story` ON `articles` (`story_id`);--> statement-breakpoint
CREATE INDEX `articles_by_dateline` ON `articles` (`dateline_id`);--> statement-breakpoint
CREATE INDEX `articles_by_text` ON `articles` (`text_id`);--> statement-breakpoint
CREATE TABLE `attribution_hops` (
	`id` integer PRIMARY KEY NOT NULL,
	`quote_id` integer,
	`figure_id` integer,
	`position` integer NOT NULL,
	`role` text NOT NULL,
	`agent_id` integer NOT NULL,
	FOREIGN KEY (`quote_id`) REFERENCES `quotes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`figure_id`) REFERENCES `figures`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`agent_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "attribution_hops_of_one" CHECK(("attribution_hops"."quote_id" is null) <> ("attribution_hops"."figure_id" is null)),
	CONSTRAINT "attribution_hops_role" CHECK("attribution_hops"."role" in ('translator', 'spokesperson', 'official', 'service', 'reporter', 'agency', 'outlet')),
	CONSTRAINT "attribution_hops_position" CHECK("attribution_hops"."position" >= 1)
) STRICT;
--> statement-breakpoint
CREATE INDEX `attribution_hops_by_agent` ON `attribution_hops` (`agent_id`,`quote_id`,`figure_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `attribution_hops_of_quote` ON `attribution_hops` (`quote_id`,`position`);--> statement-breakpoint
CREATE UNIQUE INDEX `attribution_hops_of_figure` ON `attribution_hops` (`figure_id`,`position`);--> statement-breakpoint
CREATE TABLE `changes` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`recorded_at` text NOT NULL,
	`action` text NOT NULL,
	`kind` text NOT NULL,
	`record_id` text NOT NULL,
	`reason` text NOT NULL,
	`before` text,
	`after` text,
	CONSTRAINT "changes_action" CHECK("changes"."action" in ('insert', 'correct', 'retract', 'merge')),
	CONSTRAINT "changes_kind" CHECK("changes"."kind" in ('entities', 'series', 'stories', 'utterances', 'articles', 'quotes', 'figures')),
	CONSTRAINT "changes_before" CHECK("changes"."before" is null or json_valid("changes"."before")),
	CONSTRAINT "changes_after" CHECK("changes"."after" is null or json_valid("changes"."after"))
) STRICT;
--> statement-breakpoint
CREATE INDEX `changes_by_record` ON `changes` (`kind`,`record_id`,`sequence`);--> statement-breakpoint
CREATE TABLE `data_version` (
	`id` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`changed_at` text NOT NULL,
	CONSTRAINT "data_version_one_row" CHECK("data_version"."id" = 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `entities` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`named` integer NOT NULL,
	`description` text,
	`wikidata_id` text,
	`note` text,
	CONSTRAINT "entities_slug" CHECK("entities"."slug" <> '' and "entities"."slug" not glob '*[^a-z0-9-]*'),
	CONSTRAINT "entities_kind" CHECK("entities"."kind" in ('person', 'organization', 'group', 'place')),
	CONSTRAINT "entities_named" CHECK("entities"."named" in (0, 1)),
	CONSTRAINT "entities_wikidata_id" CHECK("entities"."wikidata_id" is null or "entities"."wikidata_id" glob 'Q[1-9]*')
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `entities_slug_unique` ON `entities` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `entities_wikidata_id_unique` ON `entities` (`wikidata_id`);--> statement-breakpoint
CREATE INDEX `entities_by_kind` ON `entities` (`kind`,`slug`);--> statement-breakpoint
CREATE INDEX `entities_by_kind_and_name` ON `entities` (`kind`,`name`,`slug`);--> statement-breakpoint
CREATE TABLE `figures` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`series_id` integer NOT NULL,
	`article_id` integer NOT NULL,
	`text_id` integer NOT NULL,
	`quote_id` integer,
	`position` integer NOT NULL,
	`value` real,
	`value_max` real,
	`comparator` text NOT NULL,
	`expression` text NOT NULL,
	`start` integer NOT NULL,
	`end` integer NOT NULL,
	`claimant_id` integer,
	`as_of` text,
	`as_of_accuracy` text,
	`anchor_status` text DEFAULT 'unverified' NOT NULL,
	`note` text,
	FOREIGN KEY (`series_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`text_id`) REFERENCES `texts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`quote_id`) REFERENCES `quotes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`claimant_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "figures_slug" CHECK("figures"."slug" <> '' and "figures"."slug" not glob '*[^a-z0-9-]*'),
	CONSTRAINT "figures_comparator" CHECK("figures"."comparator" in ('exact', 'approximately', 'more_than', 'at_least', 'nearly', 'less_than', 'at_most', 'between', 'vague')),
	CONSTRAINT "figures_vague" CHECK(("figures"."comparator" = 'vague') = ("figures"."value" is null)),
	CONSTRAINT "figures_between" CHECK(("figures"."comparator" = 'between') = ("figures"."value_max" is not null)),
	CONSTRAINT "figures_range" CHECK("figures"."value_max" >= "figures"."value"),
	CONSTRAINT "figures_span" CHECK("figures"."start" >= 0 and "figures"."end" > "figures"."start"),
	CONSTRAINT "figures_as_of" CHECK("figures"."as_of" is date("figures"."as_of")),
	CONSTRAINT "figures_as_of_accuracy" CHECK("figures"."as_of_accuracy" in ('day', 'week', 'month', 'year')),
	CONSTRAINT "figures_as_of_together" CHECK(("figures"."as_of" is null) = ("figures"."as_of_accuracy" is null)),
	CONSTRAINT "figures_anchor_status" CHECK("figures"."anchor_status" in ('unverified', 'verified', 'moved', 'orphaned'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `figures_slug_unique` ON `figures` (`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_as_of` ON `figures` (`as_of`,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_series` ON `figures` (`series_id`,`as_of`,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_claimant` ON `figures` (`claimant_id`,`as_of`,`slug`);--> statement-breakpoint
CREATE INDEX `figures_by_article` ON `figures` (`article_id`,`position`);--> statement-breakpoint
CREATE INDEX `figures_by_text` ON `figures` (`text_id`);--> statement-breakpoint
CREATE INDEX `figures_by_quote` ON `figures` (`quote_id`);--> statement-breakpoint
CREATE INDEX `figures_by_value` ON `figures` (`value`,`slug`);--> statement-breakpoint
CREATE TABLE `mentions` (
	`id` integer PRIMARY KEY NOT NULL,
	`entity_id` integer NOT NULL,
	`article_id` integer NOT NULL,
	`text_id` integer NOT NULL,
	`kind` text NOT NULL,
	`exact` text NOT NULL,
	`start` integer NOT NULL,
	`end` integer NOT NULL,
	`anchor_status` text DEFAULT 'unverified' NOT NULL,
	FOREIGN KEY (`entity_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`text_id`) REFERENCES `texts`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "mentions_kind" CHECK("mentions"."kind" in ('name', 'description', 'adjective')),
	CONSTRAINT "mentions_span" CHECK("mentions"."start" >= 0 and "mentions"."end" > "mentions"."start"),
	CONSTRAINT "mentions_anchor_status" CHECK("mentions"."anchor_status" in ('unverified', 'verified', 'moved', 'orphaned'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `mentions_by_entity` ON `mentions` (`entity_id`,`text_id`,`start`);--> statement-breakpoint
CREATE INDEX `mentions_by_article` ON `mentions` (`article_id`,`entity_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `mentions_span_of_entity` ON `mentions` (`text_id`,`start`,`end`,`entity_id`);--> statement-breakpoint
CREATE TABLE `names` (
	`id` integer PRIMARY KEY NOT NULL,
	`entity_id` integer NOT NULL,
	`name` text NOT NULL,
	`normalized` text NOT NULL,
	`script` text NOT NULL,
	`language` text,
	`kind` text NOT NULL,
	`printed` integer NOT NULL,
	FOREIGN KEY (`entity_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "names_script" CHECK("names"."script" glob '[A-Z][a-z][a-z][a-z]'),
	CONSTRAINT "names_kind" CHECK("names"."kind" in ('name', 'alias', 'transliteration')),
	CONSTRAINT "names_printed" CHECK("names"."printed" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE INDEX `names_by_normalized` ON `names` (`normalized`,`entity_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `names_of_entity` ON `names` (`entity_id`,`name`);--> statement-breakpoint
CREATE TABLE `organizations` (
	`entity_id` integer PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`country` text,
	`parent_id` integer,
	FOREIGN KEY (`entity_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`parent_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "organizations_type" CHECK("organizations"."type" in ('government', 'ministry', 'legislature', 'emergency_service', 'security_service', 'armed_forces', 'law_enforcement', 'news_agency', 'media', 'international_organization', 'alliance', 'company', 'people', 'other')),
	CONSTRAINT "organizations_country" CHECK("organizations"."country" is null or "organizations"."country" glob '[A-Z][A-Z]')
) STRICT;
--> statement-breakpoint
CREATE INDEX `organizations_by_parent` ON `organizations` (`parent_id`);--> statement-breakpoint
CREATE INDEX `organizations_by_country` ON `organizations` (`country`);--> statement-breakpoint
CREATE TABLE `people` (
	`entity_id` integer PRIMARY KEY NOT NULL,
	`position` text,
	`affiliation_id` integer,
	`country` text,
	FOREIGN KEY (`entity_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`affiliation_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "people_country" CHECK("people"."country" is null or "people"."country" glob '[A-Z][A-Z]')
) STRICT;
--> statement-breakpoint
CREATE INDEX `people_by_affiliation` ON `people` (`affiliation_id`);--> statement-breakpoint
CREATE INDEX `people_by_country` ON `people` (`country`);--> statement-breakpoint
CREATE TABLE `places` (
	`entity_id` integer PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`country` text,
	`parent_id` integer,
	`latitude` real,
	`longitude` real,
	`geonames_id` integer,
	FOREIGN KEY (`entity_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`parent_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "places_type" CHECK("places"."type" in ('continent', 'country', 'region', 'city', 'district', 'building', 'landmark', 'border', 'other')),
	CONSTRAINT "places_country" CHECK("places"."country" is null or "places"."country" glob '[A-Z][A-Z]'),
	CONSTRAINT "places_latitude" CHECK("places"."latitude" between -90 and 90),
	CONSTRAINT "places_longitude" CHECK("places"."longitude" between -180 and 180),
	CONSTRAINT "places_position" CHECK(("places"."latitude" is null) = ("places"."longitude" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `places_geonames_id_unique` ON `places` (`geonames_id`);--> statement-breakpoint
CREATE INDEX `places_by_parent` ON `places` (`parent_id`);--> statement-breakpoint
CREATE INDEX `places_by_country` ON `places` (`country`);--> statement-breakpoint
CREATE TABLE `quote_spans` (
	`quote_id` integer NOT NULL,
	`position` integer NOT NULL,
	`role` text NOT NULL,
	`start` integer NOT NULL,
	`end` integer NOT NULL,
	`exact` text,
	PRIMARY KEY(`quote_id`, `position`),
	FOREIGN KEY (`quote_id`) REFERENCES `quotes`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "quote_spans_role" CHECK("quote_spans"."role" in ('content', 'source', 'cue', 'insertion')),
	CONSTRAINT "quote_spans_order" CHECK("quote_spans"."start" >= 0 and "quote_spans"."end" > "quote_spans"."start")
) STRICT;
--> statement-breakpoint
CREATE TABLE `quotes` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`article_id` integer NOT NULL,
	`text_id` integer NOT NULL,
	`position` integer NOT NULL,
	`type` text NOT NULL,
	`content` text NOT NULL,
	`content_origin` text NOT NULL,
	`language` text NOT NULL,
	`location` text NOT NULL,
	`speaker_id` integer,
	`speaker_text` text,
	`speaker_role` text,
	`cue` text,
	`addressee_id` integer,
	`said_on` text,
	`said_on_accuracy` text,
	`occasion` text,
	`utterance_id` integer NOT NULL,
	`relation` text NOT NULL,
	`continues_id` integer,
	`anchor_status` text DEFAULT 'unverified' NOT NULL,
	`note` text,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`text_id`) REFERENCES `texts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`speaker_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`addressee_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`utterance_id`) REFERENCES `utterances`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`continues_id`) REFERENCES `quotes`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "quotes_slug" CHECK("quotes"."slug" <> '' and "quotes"."slug" not glob '*[^a-z0-9-]*'),
	CONSTRAINT "quotes_type" CHECK("quotes"."type" in ('direct', 'mixed', 'indirect')),
	CONSTRAINT "quotes_content_origin" CHECK("quotes"."content_origin" in ('verbatim', 'rewritten', 'paraphrase')),
	CONSTRAINT "quotes_paraphrase" CHECK(("quotes"."type" = 'indirect') = ("quotes"."content_origin" = 'paraphrase')),
	CONSTRAINT "quotes_location" CHECK("quotes"."location" in ('headline', 'standfirst', 'crosshead', 'caption', 'body')),
	CONSTRAINT "quotes_said_on" CHECK("quotes"."said_on" is date("quotes"."said_on")),
	CONSTRAINT "quotes_said_on_accuracy" CHECK("quotes"."said_on_accuracy" in ('day', 'week', 'month', 'year')),
	CONSTRAINT "quotes_said_together" CHECK(("quotes"."said_on" is null) = ("quotes"."said_on_accuracy" is null)),
	CONSTRAINT "quotes_relation" CHECK("quotes"."relation" in ('identical', 'truncated', 'extended', 'translation', 'paraphrase', 'altered')),
	CONSTRAINT "quotes_anchor_status" CHECK("quotes"."anchor_status" in ('unverified', 'verified', 'moved', 'orphaned'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `quotes_slug_unique` ON `quotes` (`slug`);--> statement-breakpoint
CREATE INDEX `quotes_by_said_on` ON `quotes` (`said_on`,`slug`);--> statement-breakpoint
CREATE INDEX `quotes_by_speaker` ON `quotes` (`speaker_id`,`said_on`,`slug`);--> statement-breakpoint
CREATE INDEX `quotes_by_addressee` ON `quotes` (`addressee_id`,`said_on`,`slug`);--> statement-breakpoint
CREATE INDEX `quotes_by_article` ON `quotes` (`article_id`,`position`);--> statement-breakpoint
CREATE INDEX `quotes_by_text` ON `quotes` (`text_id`);--> statement-breakpoint
CREATE INDEX `quotes_by_utterance` ON `quotes` (`utterance_id`);--> statement-breakpoint
CREATE INDEX `quotes_by_continues` ON `quotes` (`continues_id`);--> statement-breakpoint
CREATE INDEX `quotes_by_type` ON `quotes` (`type`,`said_on`,`slug`);--> statement-breakpoint
CREATE TABLE `series` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`measure` text NOT NULL,
	`population` text,
	`party_id` integer,
	`place_id` integer,
	`event` text,
	`unit` text NOT NULL,
	`temporality` text NOT NULL,
	`counting_since` text,
	`parent_id` integer,
	`note` text,
	FOREIGN KEY (`party_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`place_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`parent_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "series_slug" CHECK("series"."slug" <> '' and "series"."slug" not glob '*[^a-z0-9-]*'),
	CONSTRAINT "series_temporality" CHECK("series"."temporality" in ('stock', 'flow', 'cumulative')),
	CONSTRAINT "series_counting_since" CHECK("series"."counting_since" is date("series"."counting_since"))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `series_slug_unique` ON `series` (`slug`);--> statement-breakpoint
CREATE INDEX `series_by_measure` ON `series` (`measure`,`slug`);--> statement-breakpoint
CREATE INDEX `series_by_population` ON `series` (`population`,`slug`);--> statement-breakpoint
CREATE INDEX `series_by_party` ON `series` (`party_id`);--> statement-breakpoint
CREATE INDEX `series_by_place` ON `series` (`place_id`);--> statement-breakpoint
CREATE INDEX `series_by_parent` ON `series` (`parent_id`);--> statement-breakpoint
CREATE TABLE `stories` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`source_id` integer,
	`note` text,
	FOREIGN KEY (`source_id`) REFERENCES `entities`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "stories_slug" CHECK("stories"."slug" <> '' and "stories"."slug" not glob '*[^a-z0-9-]*')
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `stories_slug_unique` ON `stories` (`slug`);--> statement-breakpoint
CREATE INDEX `stories_by_source` ON `stories` (`source_id`);--> statement-breakpoint
CREATE TABLE `texts` (
	`id` integer PRIMARY KEY NOT NULL,
	`article_id` integer NOT NULL,
	`sha256` text NOT NULL,
	`length` integer NOT NULL,
	`content` text,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "texts_sha256" CHECK(length("texts"."sha256") = 64 and "texts"."sha256" not glob '*[^0-9a-f]*'),
	CONSTRAINT "texts_length" CHECK("texts"."length" > 0),
	CONSTRAINT "texts_content" CHECK("texts"."content" is null or length("texts"."content") = "texts"."length")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `texts_sha256_unique` ON `texts` (`sha256`);--> statement-breakpoint
CREATE INDEX `texts_by_article` ON `texts` (`article_id`);--> statement-breakpoint
CREATE TABLE `utterances` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text,
	`reference_id` integer,
	`note` text,
	FOREIGN KEY (`reference_id`) REFERENCES `quotes`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "utterances_slug" CHECK("utterances"."slug" <> '' and "utterances"."slug" not glob '*[^a-z0-9-]*')
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `utterances_slug_unique` ON `utterances` (`slug`);--> statement-breakpoint
CREATE INDEX `utterances_by_reference` ON `utterances` (`reference_id`);