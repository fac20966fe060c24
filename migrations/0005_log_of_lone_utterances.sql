-- A quote that is the only wording has an utterance of its own, which the log did not tell.
INSERT INTO `changes` (`recorded_at`, `action`, `origin`, `kind`, `record_id`, `reason`, `after`)
SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'insert', 'settlement', 'utterances', utterances.slug,
	'the utterance of a quote that is the only wording',
	json_object('id', utterances.slug, 'title', utterances.title, 'reference', quotes.slug, 'note', utterances.note)
FROM utterances JOIN quotes ON quotes.id = utterances.reference_id
WHERE coalesce((
	SELECT action FROM changes WHERE kind = 'utterances' AND record_id = utterances.slug ORDER BY sequence DESC LIMIT 1
), 'merge') = 'merge';
--> statement-breakpoint
-- Rebuilding the table has dropped its triggers.
CREATE TRIGGER `changes_are_not_edited` BEFORE UPDATE ON `changes` BEGIN
	SELECT raise(ABORT, 'the log of changes is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `changes_are_not_removed` BEFORE DELETE ON `changes` BEGIN
	SELECT raise(ABORT, 'the log of changes is append-only');
END;
