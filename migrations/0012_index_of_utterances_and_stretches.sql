-- Utterances get an index of filters, too. It has the words of all wordings of an utterance, kept apart by a
-- letter for private use (U+E000), so that no phrase goes from one into the next.
CREATE VIRTUAL TABLE `utterances_index` USING fts5(
	content, keys, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
--> statement-breakpoint
CREATE VIEW `utterances_to_index` AS SELECT id, rank,
	(SELECT group_concat(content, ' ' || char(57344) || ' ') FROM quotes WHERE utterance_id = utterances.id) AS content,
	concat_ws(' ', 'speaker' || speaker_id, 'wordings' || wordings,
		'id' || hex(substr(slug, 1, 1)), 'id' || hex(substr(slug, 1, 3)),
		'id' || hex(substr(slug, 1, 6)), 'id' || hex(substr(slug, 1, 12))) AS keys
	FROM utterances;
--> statement-breakpoint
CREATE TRIGGER `utterances_unindexed_insert` AFTER INSERT ON `utterances_unindexed` BEGIN
	DELETE FROM utterances_index WHERE rowid = (SELECT rank FROM utterances WHERE id = new.id);
END;
--> statement-breakpoint
CREATE TRIGGER `utterances_index_update` AFTER UPDATE ON `utterances` WHEN new.rank <> old.rank BEGIN
	DELETE FROM utterances_index WHERE rowid = old.rank;
END;
--> statement-breakpoint
CREATE TRIGGER `utterances_index_delete` AFTER DELETE ON `utterances` BEGIN
	DELETE FROM utterances_index WHERE rowid = old.rank;
END;
--> statement-breakpoint
-- Records are also found by what they are sorted by, in stretches: year, month and day of publication, first
-- letters, first digits; so that orders and ranges need not be walked along.
DROP VIEW `quotes_to_index`;
--> statement-breakpoint
CREATE VIEW `quotes_to_index` AS SELECT quotes.id AS id, quotes.rank AS rank, quotes.content AS content,
	concat_ws(' ', 'id' || hex(substr(quotes.slug, 1, 1)), 'id' || hex(substr(quotes.slug, 1, 3)),
		'id' || hex(substr(quotes.slug, 1, 6)), 'id' || hex(substr(quotes.slug, 1, 12)),
		'speaker' || speaker_id,
		'speakernamed' || (SELECT named FROM entities WHERE id = speaker_id),
		'addressee' || addressee_id,
		(SELECT group_concat('relayedby' || agent_id, ' ') FROM attribution_hops WHERE quote_id = quotes.id),
		'hops' || hops, 'position' || position,
		'publisher' || publisher_id, 'story' || story_id,
		'publishedon' || hex(substr(published_on, 1, 4)), 'publishedon' || hex(substr(published_on, 1, 7)),
		'publishedon' || hex(coalesce(published_on, '')),
		'type' || hex(type), 'contentorigin' || hex(content_origin), 'location' || hex(location),
		'language' || hex(quotes.language), 'relation' || hex(relation), 'occasion' || hex(occasion),
		'anchor' || hex(anchor_status),
		(SELECT group_concat('mentions' || mentions.entity_id, ' ') FROM quote_spans JOIN mentions
			ON mentions.text_id = quotes.text_id AND mentions.start BETWEEN quote_spans.start AND quote_spans.end
			AND mentions.end <= quote_spans.end
			WHERE quote_spans.quote_id = quotes.id AND quote_spans.role = 'content')
	) AS keys
	FROM quotes JOIN articles ON articles.id = quotes.article_id;
--> statement-breakpoint
DROP VIEW `figures_to_index`;
--> statement-breakpoint
CREATE VIEW `figures_to_index` AS SELECT figures.id AS id, figures.rank AS rank,
	concat_ws(' ', 'id' || hex(substr(figures.slug, 1, 1)), 'id' || hex(substr(figures.slug, 1, 3)),
		'id' || hex(substr(figures.slug, 1, 6)), 'id' || hex(substr(figures.slug, 1, 12)),
		CASE WHEN value IS NULL THEN 'value' WHEN value < 1 THEN 'value' || hex('0') WHEN value >= 1e15 THEN 'value' || hex('16')
			ELSE (SELECT concat_ws(' ', 'value' || hex(length(digits)), 'value' || hex(length(digits) || ':' || substr(digits, 1, 1)),
				'value' || hex(length(digits) || ':' || substr(digits, 1, 2)))
				FROM (SELECT cast(cast(value AS integer) AS text) AS digits)) END,
		'series' || series_id, 'measure' || hex(measure), 'population' || hex(population),
		(WITH RECURSIVE wholes(id) AS (SELECT series.party_id UNION SELECT parent_id FROM organizations
			JOIN wholes ON entity_id = wholes.id) SELECT group_concat('party' || id, ' ') FROM wholes),
		(WITH RECURSIVE wholes(id) AS (SELECT series.place_id UNION SELECT parent_id FROM places
			JOIN wholes ON entity_id = wholes.id) SELECT group_concat('place' || id, ' ') FROM wholes),
		'event' || hex(event), 'unit' || hex(unit), 'temporality' || hex(temporality),
		'claimant' || claimant_id,
		'claimantnamed' || (SELECT named FROM entities WHERE id = claimant_id),
		(SELECT group_concat('relayedby' || agent_id, ' ') FROM attribution_hops WHERE figure_id = figures.id),
		'hops' || hops, 'position' || position,
		'publisher' || publisher_id, 'story' || story_id,
		'publishedon' || hex(substr(published_on, 1, 4)), 'publishedon' || hex(substr(published_on, 1, 7)),
		'publishedon' || hex(coalesce(published_on, '')),
		'comparator' || hex(comparator), 'anchor' || hex(anchor_status)
	) AS keys
	FROM figures JOIN series ON series.id = figures.series_id
	JOIN articles ON articles.id = figures.article_id;
--> statement-breakpoint
DROP VIEW `articles_to_index`;
--> statement-breakpoint
CREATE VIEW `articles_to_index` AS SELECT articles.id AS id, articles.rank AS rank, headline, abstract,
	(SELECT content FROM texts WHERE id = articles.text_id) AS text,
	concat_ws(' ', 'id' || hex(substr(articles.slug, 1, 1)), 'id' || hex(substr(articles.slug, 1, 3)),
		'id' || hex(substr(articles.slug, 1, 6)), 'id' || hex(substr(articles.slug, 1, 12)),
		'headline' || hex(substr(headline, 1, 1)), 'headline' || hex(substr(headline, 1, 3)),
		'headline' || hex(substr(headline, 1, 6)), 'headline' || hex(substr(headline, 1, 12)),
		iif(headline IS NULL, 'headline', NULL),
		'publisher' || publisher_id,
		(SELECT group_concat('author' || entity_id, ' ') FROM article_authors WHERE article_id = articles.id),
		'story' || story_id, 'storyrelation' || hex(story_relation), 'language' || hex(language),
		(WITH RECURSIVE wholes(id) AS (SELECT articles.dateline_id UNION SELECT parent_id FROM places
			JOIN wholes ON entity_id = wholes.id) SELECT group_concat('dateline' || id, ' ') FROM wholes),
		(SELECT group_concat(DISTINCT 'mentions' || entity_id) FROM mentions WHERE article_id = articles.id)
	) AS keys
	FROM articles;
--> statement-breakpoint
INSERT INTO articles_index(articles_index) VALUES ('delete-all');
--> statement-breakpoint
INSERT INTO articles_index(rowid, headline, abstract, text, keys)
	SELECT rank, headline, abstract, text, keys FROM articles_to_index
	WHERE id NOT IN (SELECT id FROM articles_unindexed) ORDER BY rank;
--> statement-breakpoint
INSERT INTO articles_index(articles_index) VALUES ('optimize');
--> statement-breakpoint
INSERT INTO quotes_index(quotes_index) VALUES ('delete-all');
--> statement-breakpoint
INSERT INTO figures_index(figures_index) VALUES ('delete-all');
--> statement-breakpoint
INSERT INTO quotes_index(rowid, content, keys) SELECT rank, content, keys FROM quotes_to_index
	WHERE id NOT IN (SELECT id FROM quotes_unindexed) ORDER BY rank;
--> statement-breakpoint
INSERT INTO figures_index(rowid, keys) SELECT rank, keys FROM figures_to_index
	WHERE id NOT IN (SELECT id FROM figures_unindexed) ORDER BY rank;
--> statement-breakpoint
INSERT INTO utterances_index(rowid, content, keys) SELECT rank, content, keys FROM utterances_to_index
	WHERE id NOT IN (SELECT id FROM utterances_unindexed) ORDER BY rank;
--> statement-breakpoint
INSERT INTO quotes_index(quotes_index) VALUES ('optimize');
--> statement-breakpoint
INSERT INTO figures_index(figures_index) VALUES ('optimize');
--> statement-breakpoint
INSERT INTO utterances_index(utterances_index) VALUES ('optimize');
--> statement-breakpoint
INSERT INTO quotes_fts(quotes_fts) VALUES ('optimize');
--> statement-breakpoint
INSERT INTO articles_fts(articles_fts) VALUES ('optimize');
