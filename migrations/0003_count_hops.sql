-- Counts the relays of the records that are there already.
UPDATE `quotes` SET `hops` = (SELECT count(*) FROM `attribution_hops` WHERE `quote_id` = `quotes`.`id`);
--> statement-breakpoint
UPDATE `figures` SET `hops` = (SELECT count(*) FROM `attribution_hops` WHERE `figure_id` = `figures`.`id`);
