-- The index of filters: each record as words such as speaker12 or type646972656374 (a key, or a word in
-- hexadecimal), so that FTS5 finds what several filters and a search have in common. Its rows are
-- numbered by `rank`, which is by day. It keeps no text, so a row can be taken out by its number alone.
CREATE VIRTUAL TABLE `quotes_index` USING fts5(
	content, keys, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `figures_index` USING fts5(keys, content='', contentless_delete=1);
--> statement-breakpoint
CREATE VIRTUAL TABLE `articles_index` USING fts5(
	headline, abstract, text, keys, content='', contentless_delete=1,
	tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
--> statement-breakpoint
-- Records that changed since they were indexed; they are put into the index at the end of a load. (Not
-- `OR IGNORE`: the conflict clause of the statement that fires a trigger would take its place.)
CREATE TABLE `quotes_unindexed` (`id` integer PRIMARY KEY) STRICT;
--> statement-breakpoint
CREATE TABLE `figures_unindexed` (`id` integer PRIMARY KEY) STRICT;
--> statement-breakpoint
CREATE TABLE `articles_unindexed` (`id` integer PRIMARY KEY) STRICT;
--> statement-breakpoint
CREATE VIEW `quotes_to_index` AS SELECT quotes.id AS id, quotes.rank AS rank, quotes.content AS content,
	concat_ws(' ', 'speaker' || speaker_id,
		'speakernamed' || (SELECT named FROM entities WHERE id = speaker_id),
		'addressee' || addressee_id,
		(SELECT group_concat('relayedby' || agent_id, ' ') FROM attribution_hops WHERE quote_id = quotes.id),
		'publisher' || publisher_id, 'story' || story_id,
		'type' || hex(type), 'contentorigin' || hex(content_origin), 'location' || hex(location),
		'language' || hex(quotes.language), 'relation' || hex(relation), 'occasion' || hex(occasion),
		'anchor' || hex(anchor_status),
		(SELECT group_concat('mentions' || mentions.entity_id, ' ') FROM quote_spans JOIN mentions
			ON mentions.text_id = quotes.text_id AND quote_spans.start <= mentions.start
			AND mentions.end <= quote_spans.end
			WHERE quote_spans.quote_id = quotes.id AND quote_spans.role = 'content')
	) AS keys
	FROM quotes JOIN articles ON articles.id = quotes.article_id;
--> statement-breakpoint
CREATE VIEW `figures_to_index` AS SELECT figures.id AS id, figures.rank AS rank,
	concat_ws(' ', 'series' || series_id, 'measure' || hex(measure), 'population' || hex(population),
		(WITH RECURSIVE wholes(id) AS (SELECT series.party_id UNION SELECT parent_id FROM organizations
			JOIN wholes ON entity_id = wholes.id) SELECT group_concat('party' || id, ' ') FROM wholes),
		(WITH RECURSIVE wholes(id) AS (SELECT series.place_id UNION SELECT parent_id FROM places
			JOIN wholes ON entity_id = wholes.id) SELECT group_concat('place' || id, ' ') FROM wholes),
		'event' || hex(event), 'unit' || hex(unit), 'temporality' || hex(temporality),
		'claimant' || claimant_id,
		'claimantnamed' || (SELECT named FROM entities WHERE id = claimant_id),
		(SELECT group_concat('relayedby' || agent_id, ' ') FROM attribution_hops WHERE figure_id = figures.id),
		'publisher' || publisher_id, 'story' || story_id,
		'comparator' || hex(comparator), 'anchor' || hex(anchor_status)
	) AS keys
	FROM figures JOIN series ON series.id = figures.series_id
	JOIN articles ON articles.id = figures.article_id;
--> statement-breakpoint
CREATE VIEW `articles_to_index` AS SELECT articles.id AS id, articles.rank AS rank, headline, abstract,
	(SELECT content FROM texts WHERE id = articles.text_id) AS text,
	concat_ws(' ', 'publisher' || publisher_id,
		(SELECT group_concat('author' || entity_id, ' ') FROM article_authors WHERE article_id = articles.id),
		'story' || story_id, 'storyrelation' || hex(story_relation), 'language' || hex(language),
		(WITH RECURSIVE wholes(id) AS (SELECT articles.dateline_id UNION SELECT parent_id FROM places
			JOIN wholes ON entity_id = wholes.id) SELECT group_concat('dateline' || id, ' ') FROM wholes),
		(SELECT group_concat(DISTINCT 'mentions' || entity_id) FROM mentions WHERE article_id = articles.id)
	) AS keys
	FROM articles;
--> statement-breakpoint
CREATE TRIGGER `quotes_unindexed_insert` AFTER INSERT ON `quotes_unindexed` BEGIN
	DELETE FROM quotes_index WHERE rowid = (SELECT rank FROM quotes WHERE id = new.id);
END;
--> statement-breakpoint
CREATE TRIGGER `quotes_index_insert` AFTER INSERT ON `quotes` BEGIN
	INSERT INTO quotes_unindexed SELECT new.id WHERE new.id NOT IN (SELECT id FROM quotes_unindexed);
	UPDATE utterances SET wordings = coalesce(wordings, 0) + 1 WHERE id = new.utterance_id;
	UPDATE utterances SET said_on = new.said_on, speaker_id = new.speaker_id WHERE reference_id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER `quotes_index_update` AFTER UPDATE ON `quotes` BEGIN
	DELETE FROM quotes_index WHERE rowid = old.rank;
	INSERT INTO quotes_unindexed SELECT new.id WHERE new.id NOT IN (SELECT id FROM quotes_unindexed);
	UPDATE utterances SET said_on = new.said_on, speaker_id = new.speaker_id WHERE reference_id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER `quotes_index_utterance` AFTER UPDATE OF `utterance_id` ON `quotes`
WHEN new.utterance_id <> old.utterance_id BEGIN
	UPDATE utterances SET wordings = wordings - 1 WHERE id = old.utterance_id;
	UPDATE utterances SET wordings = coalesce(wordings, 0) + 1 WHERE id = new.utterance_id;
END;
--> statement-breakpoint
CREATE TRIGGER `quotes_index_delete` AFTER DELETE ON `quotes` BEGIN
	DELETE FROM quotes_index WHERE rowid = old.rank;
	DELETE FROM quotes_unindexed WHERE id = old.id;
	UPDATE utterances SET wordings = wordings - 1 WHERE id = old.utterance_id;
END;
--> statement-breakpoint
CREATE TRIGGER `utterances_insert` AFTER INSERT ON `utterances` BEGIN
	UPDATE utterances SET (said_on, speaker_id) = (SELECT said_on, speaker_id FROM quotes WHERE id = new.reference_id),
		wordings = (SELECT count(*) FROM quotes WHERE utterance_id = new.id) WHERE id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER `utterances_update` AFTER UPDATE OF `reference_id` ON `utterances` BEGIN
	UPDATE utterances SET (said_on, speaker_id) = (SELECT said_on, speaker_id FROM quotes WHERE id = new.reference_id)
		WHERE id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER `figures_unindexed_insert` AFTER INSERT ON `figures_unindexed` BEGIN
	DELETE FROM figures_index WHERE rowid = (SELECT rank FROM figures WHERE id = new.id);
END;
--> statement-breakpoint
CREATE TRIGGER `figures_index_insert` AFTER INSERT ON `figures` BEGIN
	INSERT INTO figures_unindexed SELECT new.id WHERE new.id NOT IN (SELECT id FROM figures_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `figures_index_update` AFTER UPDATE ON `figures` BEGIN
	DELETE FROM figures_index WHERE rowid = old.rank;
	INSERT INTO figures_unindexed SELECT new.id WHERE new.id NOT IN (SELECT id FROM figures_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `figures_index_delete` AFTER DELETE ON `figures` BEGIN
	DELETE FROM figures_index WHERE rowid = old.rank;
	DELETE FROM figures_unindexed WHERE id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER `articles_unindexed_insert` AFTER INSERT ON `articles_unindexed` BEGIN
	DELETE FROM articles_index WHERE rowid = (SELECT rank FROM articles WHERE id = new.id);
END;
--> statement-breakpoint
CREATE TRIGGER `articles_index_insert` AFTER INSERT ON `articles` BEGIN
	INSERT INTO articles_unindexed SELECT new.id WHERE new.id NOT IN (SELECT id FROM articles_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `articles_index_update` AFTER UPDATE ON `articles` BEGIN
	DELETE FROM articles_index WHERE rowid = old.rank;
	INSERT INTO articles_unindexed SELECT new.id WHERE new.id NOT IN (SELECT id FROM articles_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `articles_index_parts` AFTER UPDATE OF `publisher_id`, `story_id` ON `articles`
WHEN new.publisher_id IS NOT old.publisher_id OR new.story_id IS NOT old.story_id BEGIN
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE article_id = new.id
		AND id NOT IN (SELECT id FROM quotes_unindexed);
	INSERT INTO figures_unindexed SELECT id FROM figures WHERE article_id = new.id
		AND id NOT IN (SELECT id FROM figures_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `articles_index_delete` AFTER DELETE ON `articles` BEGIN
	DELETE FROM articles_index WHERE rowid = old.rank;
	DELETE FROM articles_unindexed WHERE id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER `texts_index_update` AFTER UPDATE OF `content` ON `texts` BEGIN
	INSERT INTO articles_unindexed SELECT id FROM articles WHERE text_id = new.id
		AND id NOT IN (SELECT id FROM articles_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `article_authors_index_insert` AFTER INSERT ON `article_authors` BEGIN
	INSERT INTO articles_unindexed SELECT new.article_id WHERE new.article_id NOT IN (SELECT id FROM articles_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `article_authors_index_delete` AFTER DELETE ON `article_authors` BEGIN
	INSERT INTO articles_unindexed SELECT id FROM articles WHERE id = old.article_id
		AND id NOT IN (SELECT id FROM articles_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `mentions_index_insert` AFTER INSERT ON `mentions` BEGIN
	INSERT INTO articles_unindexed SELECT new.article_id WHERE new.article_id NOT IN (SELECT id FROM articles_unindexed);
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE text_id = new.text_id
		AND id NOT IN (SELECT id FROM quotes_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `mentions_index_delete` AFTER DELETE ON `mentions` BEGIN
	INSERT INTO articles_unindexed SELECT id FROM articles WHERE id = old.article_id
		AND id NOT IN (SELECT id FROM articles_unindexed);
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE text_id = old.text_id
		AND id NOT IN (SELECT id FROM quotes_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `mentions_index_update` AFTER UPDATE ON `mentions` BEGIN
	INSERT INTO articles_unindexed SELECT id FROM articles WHERE id IN (old.article_id, new.article_id)
		AND id NOT IN (SELECT id FROM articles_unindexed);
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE text_id IN (old.text_id, new.text_id)
		AND id NOT IN (SELECT id FROM quotes_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `quote_spans_index_update` AFTER UPDATE ON `quote_spans` WHEN new.role = 'content' BEGIN
	INSERT INTO quotes_unindexed SELECT new.quote_id WHERE new.quote_id NOT IN (SELECT id FROM quotes_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `quote_spans_index_insert` AFTER INSERT ON `quote_spans` WHEN new.role = 'content' BEGIN
	INSERT INTO quotes_unindexed SELECT new.quote_id WHERE new.quote_id NOT IN (SELECT id FROM quotes_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `quote_spans_index_delete` AFTER DELETE ON `quote_spans` WHEN old.role = 'content' BEGIN
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE id = old.quote_id
		AND id NOT IN (SELECT id FROM quotes_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `attribution_hops_index_insert` AFTER INSERT ON `attribution_hops` BEGIN
	INSERT INTO quotes_unindexed SELECT new.quote_id WHERE new.quote_id IS NOT NULL
		AND new.quote_id NOT IN (SELECT id FROM quotes_unindexed);
	INSERT INTO figures_unindexed SELECT new.figure_id WHERE new.figure_id IS NOT NULL
		AND new.figure_id NOT IN (SELECT id FROM figures_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `attribution_hops_index_delete` AFTER DELETE ON `attribution_hops` BEGIN
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE id = old.quote_id
		AND id NOT IN (SELECT id FROM quotes_unindexed);
	INSERT INTO figures_unindexed SELECT id FROM figures WHERE id = old.figure_id
		AND id NOT IN (SELECT id FROM figures_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `entities_index_update` AFTER UPDATE OF `named` ON `entities` WHEN new.named <> old.named BEGIN
	INSERT INTO quotes_unindexed SELECT id FROM quotes WHERE speaker_id = new.id
		AND id NOT IN (SELECT id FROM quotes_unindexed);
	INSERT INTO figures_unindexed SELECT id FROM figures WHERE claimant_id = new.id
		AND id NOT IN (SELECT id FROM figures_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `series_index_update` AFTER UPDATE ON `series` BEGIN
	INSERT INTO figures_unindexed SELECT id FROM figures WHERE series_id = new.id
		AND id NOT IN (SELECT id FROM figures_unindexed);
END;
--> statement-breakpoint
-- What a place or a body is part of may change for all that is part of it: those are found from below.
CREATE VIEW `wholes` AS WITH RECURSIVE up(part, whole) AS (
	SELECT entity_id, entity_id FROM places UNION ALL SELECT entity_id, entity_id FROM organizations
	UNION
	SELECT part, above.parent_id FROM up JOIN (
		SELECT entity_id, parent_id FROM places UNION ALL SELECT entity_id, parent_id FROM organizations
	) AS above ON above.entity_id = up.whole WHERE above.parent_id IS NOT NULL
) SELECT part, whole FROM up;
--> statement-breakpoint
CREATE TRIGGER `places_index_insert` AFTER INSERT ON `places` WHEN EXISTS (SELECT 1 FROM articles) BEGIN
	INSERT INTO figures_unindexed SELECT DISTINCT figures.id FROM wholes
		JOIN series ON place_id = part JOIN figures ON series_id = series.id WHERE whole = new.entity_id
		AND figures.id NOT IN (SELECT id FROM figures_unindexed);
	INSERT INTO articles_unindexed SELECT DISTINCT articles.id FROM wholes
		JOIN articles ON dateline_id = part WHERE whole = new.entity_id
		AND articles.id NOT IN (SELECT id FROM articles_unindexed);
END;
--> statement-breakpoint
CREATE TRIGGER `organizations_index_insert` AFTER INSERT ON `organizations`
WHEN EXISTS (SELECT 1 FROM figures) BEGIN
	INSERT INTO figures_unindexed SELECT DISTINCT figures.id FROM wholes
		JOIN series ON party_id = part JOIN figures ON series_id = series.id WHERE whole = new.entity_id
		AND figures.id NOT IN (SELECT id FROM figures_unindexed);
END;
--> statement-breakpoint
INSERT INTO quotes_index(rowid, content, keys) SELECT rank, content, keys FROM quotes_to_index ORDER BY rank;
--> statement-breakpoint
INSERT INTO figures_index(rowid, keys) SELECT rank, keys FROM figures_to_index ORDER BY rank;
--> statement-breakpoint
INSERT INTO articles_index(rowid, headline, abstract, text, keys)
	SELECT rank, headline, abstract, text, keys FROM articles_to_index ORDER BY rank;
--> statement-breakpoint
UPDATE utterances SET (said_on, speaker_id) = (SELECT said_on, speaker_id FROM quotes WHERE id = reference_id),
	wordings = (SELECT count(*) FROM quotes WHERE utterance_id = utterances.id);
