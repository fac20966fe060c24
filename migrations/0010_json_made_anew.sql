-- What a record tells of others: where one of those changes, its own JSON is made anew at the end of the
-- load. The queues are those of the index of filters; utterances, which have none, get one.
CREATE TABLE `utterances_unindexed` (`id` integer PRIMARY KEY) STRICT;
--> statement-breakpoint
CREATE TRIGGER `utterances_json_insert` AFTER INSERT ON `utterances` BEGIN
	INSERT INTO utterances_unindexed SELECT new.id WHERE new.id NOT IN (SELECT id FROM utterances_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `utterances_json_update` AFTER UPDATE ON `utterances` BEGIN
	INSERT INTO utterances_unindexed SELECT new.id WHERE new.id NOT IN (SELECT id FROM utterances_unindexed);
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE utterance_id = new.id
		AND new.wordings IS NOT old.wordings AND id NOT IN (SELECT id FROM quotes_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `utterances_json_delete` AFTER DELETE ON `utterances` BEGIN
	DELETE FROM utterances_unindexed WHERE id = old.id;
END;
--> statement-breakpoint
-- A quote tells of the one before and the one after it; its utterance, and the figures in it, tell of it.
CREATE TRIGGER `quotes_json_insert` AFTER INSERT ON `quotes` BEGIN
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE article_id = new.article_id
		AND position IN (new.position - 1, new.position + 1) AND id NOT IN (SELECT id FROM quotes_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `quotes_json_update` AFTER UPDATE ON `quotes` BEGIN
	INSERT INTO utterances_unindexed SELECT id FROM utterances WHERE id IN (old.utterance_id, new.utterance_id)
		AND id NOT IN (SELECT id FROM utterances_unindexed);
	INSERT INTO figures_unindexed SELECT id FROM figures WHERE quote_id = new.id
		AND id NOT IN (SELECT id FROM figures_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `quotes_json_move` AFTER UPDATE OF `article_id`, `position`, `slug` ON `quotes`
WHEN new.article_id <> old.article_id OR new.position <> old.position OR new.slug <> old.slug BEGIN
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE article_id IN (old.article_id, new.article_id)
		AND position IN (old.position - 1, old.position + 1, new.position - 1, new.position + 1)
		AND id NOT IN (SELECT id FROM quotes_unindexed);
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE continues_id = new.id
		AND id NOT IN (SELECT id FROM quotes_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `quotes_json_delete` AFTER DELETE ON `quotes` BEGIN
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE article_id = old.article_id
		AND position IN (old.position - 1, old.position + 1) AND id NOT IN (SELECT id FROM quotes_unindexed);
END;
--> statement-breakpoint
-- Spans of every role are shown, and the words that an outlet put into a quote by its utterance, too.
DROP TRIGGER `quote_spans_index_update`;
--> statement-breakpoint
DROP TRIGGER `quote_spans_index_insert`;
--> statement-breakpoint
DROP TRIGGER `quote_spans_index_delete`;
--> statement-breakpoint
CREATE TRIGGER `quote_spans_index_update` AFTER UPDATE ON `quote_spans` BEGIN
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE id IN (old.quote_id, new.quote_id)
		AND id NOT IN (SELECT id FROM quotes_unindexed);
	INSERT INTO utterances_unindexed SELECT DISTINCT utterance_id FROM quotes WHERE id IN (old.quote_id, new.quote_id)
		AND 'insertion' IN (old.role, new.role) AND utterance_id NOT IN (SELECT id FROM utterances_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `quote_spans_index_insert` AFTER INSERT ON `quote_spans` BEGIN
	INSERT INTO quotes_unindexed SELECT new.quote_id WHERE new.quote_id NOT IN (SELECT id FROM quotes_unindexed);
	INSERT INTO utterances_unindexed SELECT utterance_id FROM quotes WHERE id = new.quote_id
		AND new.role = 'insertion' AND utterance_id NOT IN (SELECT id FROM utterances_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `quote_spans_index_delete` AFTER DELETE ON `quote_spans` BEGIN
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE id = old.quote_id
		AND id NOT IN (SELECT id FROM quotes_unindexed);
	INSERT INTO utterances_unindexed SELECT utterance_id FROM quotes WHERE id = old.quote_id
		AND old.role = 'insertion' AND utterance_id NOT IN (SELECT id FROM utterances_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `attribution_hops_index_update` AFTER UPDATE ON `attribution_hops` BEGIN
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE id IN (old.quote_id, new.quote_id)
		AND id NOT IN (SELECT id FROM quotes_unindexed);
	INSERT INTO figures_unindexed SELECT id FROM figures WHERE id IN (old.figure_id, new.figure_id)
		AND id NOT IN (SELECT id FROM figures_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `article_authors_index_update` AFTER UPDATE ON `article_authors` BEGIN
	INSERT INTO articles_unindexed SELECT id FROM articles WHERE id IN (old.article_id, new.article_id)
		AND id NOT IN (SELECT id FROM articles_unindexed);
END;
--> statement-breakpoint
-- All that stands in an article tells which one that is.
DROP TRIGGER `articles_index_parts`;
--> statement-breakpoint
CREATE TRIGGER `articles_index_parts` AFTER UPDATE OF `slug`, `headline`, `publisher_id`, `published_on`, `url`, `story_id`
ON `articles` WHEN new.slug <> old.slug OR new.headline IS NOT old.headline OR new.publisher_id IS NOT old.publisher_id
	OR new.published_on IS NOT old.published_on OR new.url IS NOT old.url OR new.story_id IS NOT old.story_id BEGIN
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE article_id = new.id
		AND id NOT IN (SELECT id FROM quotes_unindexed);
	INSERT INTO figures_unindexed SELECT id FROM figures WHERE article_id = new.id
		AND id NOT IN (SELECT id FROM figures_unindexed);
	INSERT INTO utterances_unindexed SELECT DISTINCT utterance_id FROM quotes WHERE article_id = new.id
		AND utterance_id NOT IN (SELECT id FROM utterances_unindexed);
END;
--> statement-breakpoint
-- Reported speech shows the words of the text where that is held.
DROP TRIGGER `texts_index_update`;
--> statement-breakpoint
CREATE TRIGGER `texts_index_update` AFTER UPDATE ON `texts`
WHEN new.content IS NOT old.content OR new.sha256 <> old.sha256 OR new.length <> old.length BEGIN
	INSERT INTO articles_unindexed SELECT id FROM articles WHERE text_id = new.id
		AND id NOT IN (SELECT id FROM articles_unindexed);
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE text_id = new.id
		AND id NOT IN (SELECT id FROM quotes_unindexed);
	INSERT INTO figures_unindexed SELECT id FROM figures WHERE text_id = new.id
		AND new.sha256 <> old.sha256 AND id NOT IN (SELECT id FROM figures_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `stories_json_update` AFTER UPDATE OF `slug` ON `stories` WHEN new.slug <> old.slug BEGIN
	INSERT INTO articles_unindexed SELECT id FROM articles WHERE story_id = new.id
		AND id NOT IN (SELECT id FROM articles_unindexed);
END;
--> statement-breakpoint
-- Whoever is named somewhere: as speaker, addressee, relay or claimant, author, publisher, or by a series.
CREATE TRIGGER `entities_json_update` AFTER UPDATE OF `slug`, `kind`, `name` ON `entities`
WHEN new.slug <> old.slug OR new.kind <> old.kind OR new.name <> old.name BEGIN
	INSERT INTO articles_unindexed SELECT id FROM articles WHERE (publisher_id = new.id OR dateline_id = new.id
			OR id IN (SELECT article_id FROM article_authors WHERE entity_id = new.id))
		AND id NOT IN (SELECT id FROM articles_unindexed);
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE (speaker_id = new.id OR addressee_id = new.id
			OR id IN (SELECT quote_id FROM attribution_hops WHERE agent_id = new.id)
			OR article_id IN (SELECT id FROM articles WHERE publisher_id = new.id))
		AND id NOT IN (SELECT id FROM quotes_unindexed);
	INSERT INTO figures_unindexed SELECT id FROM figures WHERE (claimant_id = new.id
			OR id IN (SELECT figure_id FROM attribution_hops WHERE agent_id = new.id)
			OR article_id IN (SELECT id FROM articles WHERE publisher_id = new.id)
			OR series_id IN (SELECT id FROM series WHERE party_id = new.id UNION SELECT id FROM series WHERE place_id = new.id))
		AND id NOT IN (SELECT id FROM figures_unindexed);
	INSERT INTO utterances_unindexed SELECT id FROM utterances WHERE (speaker_id = new.id
			OR id IN (SELECT utterance_id FROM quotes WHERE article_id IN (SELECT id FROM articles WHERE publisher_id = new.id)))
		AND id NOT IN (SELECT id FROM utterances_unindexed);
END;
