// Opens the one SQLite file of the record: pragmas, safe migration, and a refusal with a reason
// where the file is not what this version can serve.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';

export type Db = BetterSQLite3Database & { $client: Database.Database };

/** The database cannot be served; the message says why and what to do. */
export class UnusableDatabase extends Error {}

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
const MOST_MAPPED = 2_147_418_112; // bytes; the cap of this build
const PATIENCE = 10_000; // milliseconds that another process may take to migrate, or to load what is bundled
const APPLICATION_ID = 1332630115; // "OnRc", written by the migrations
const LOG_OF_MIGRATIONS = '__drizzle_migrations';

/**
 * Opens and migrates a database: a path, `:memory:`, or the bytes of a serialised one.
 * @throws UnusableDatabase where the file is newer, edited, half migrated or not ours.
 */
export function openDatabase(source: string | Buffer, migrationsFolder = MIGRATIONS): Db {
  const name = typeof source === 'string' ? source : ':memory:';
  const client = connect(source, name);
  try {
    refuseForeign(client, name, migrationsFolder);
    const db = drizzle({ client });
    migrateSafely(db, name, migrationsFolder);
    refuseDamaged(client, name, migrationsFolder);
    client.pragma('journal_mode = WAL');
    client.pragma('synchronous = FULL'); // NORMAL loses acknowledged commits in a power cut
    client.pragma('journal_size_limit = 67108864'); // bytes; without it the WAL never shrinks
    client.pragma(`mmap_size = ${MOST_MAPPED}`);
    client.pragma('cache_size = -65536'); // KiB, taken as needed: pages of a file beyond that cap
    client.pragma('busy_timeout = 5000'); // milliseconds
    client.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    client.close();
    throw asUnusable(error, name);
  }
}

/**
 * Opens a database that is being made, and that nobody asks yet: a new one, or one that an earlier run
 * has left. Undefined where what is left was made for other migrations.
 */
export function openUnfinished(path: string): Db | undefined {
  if (!existsSync(path)) openDatabase(path).$client.close();
  const client = connect(path, path);
  try {
    client.pragma('locking_mode = EXCLUSIVE');
    client.pragma('journal_mode = TRUNCATE'); // what comes in is written once, in a WAL twice
    refuseForeign(client, path, MIGRATIONS);
    if (
      appliedHashes(client).length < readMigrationFiles({ migrationsFolder: MIGRATIONS }).length
    ) {
      client.close();
      return undefined;
    }
    client.pragma('cache_size = -262144'); // KiB; keys that come at random are looked up again and again
    client.pragma(`mmap_size = ${MOST_MAPPED}`);
    client.pragma('foreign_keys = OFF');
    client.pragma('ignore_check_constraints = ON'); // row by row they take longer than the rest
    return drizzle({ client });
  } catch (error) {
    client.close();
    throw asUnusable(error, path);
  }
}

function connect(source: string | Buffer, name: string): Database.Database {
  try {
    if (name !== ':memory:') mkdirSync(dirname(name), { recursive: true });
    const client = new Database(source, { timeout: PATIENCE });
    client.pragma('page_size = 8192'); // bytes, of a new file: in 4096 one record of JSON leaves a third empty
    return client;
  } catch (error) {
    throw asUnusable(error, name);
  }
}

/** What stands in the way, by the code of SQLite, and what to do about it. */
function asUnusable(error: unknown, name: string): Error {
  if (error instanceof UnusableDatabase) return error;
  const { message, cause } = error as Error;
  const { code = '', message: reason = message } = (cause ?? error) as {
    code?: string;
    message?: string;
  };
  const advice = /^SQLITE_(BUSY|LOCKED)/.test(code)
    ? 'Another process holds it: end that one first.'
    : /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(code)
      ? 'It is damaged or no database: restore a backup, or set ONRECORD_DB to another path.'
      : 'Set ONRECORD_DB to a file that this user may write, or to a path where none exists yet.';
  return new UnusableDatabase(`The database ${name} cannot be opened: ${reason}. ${advice}`);
}

/** What the file says was applied to it must be a beginning of what this version would apply. */
function refuseForeign(client: Database.Database, name: string, folder: string): void {
  const objects = client
    .prepare<[string], { name: string }>(
      "select name from sqlite_schema where name <> ? and name not like 'sqlite_%'",
    )
    .all(LOG_OF_MIGRATIONS);
  const ours = client.pragma('application_id', { simple: true }) === APPLICATION_ID;
  if (!ours && objects.length > 0) {
    throw new UnusableDatabase(
      `${name} is not an On Record database: it holds ${objects[0]?.name} and lacks our mark. ` +
        'Set ONRECORD_DB to another path.',
    );
  }
  const applied = appliedHashes(client);
  const known = readMigrationFiles({ migrationsFolder: folder }).map((migration) => migration.hash);
  applied.forEach((hash, position) => {
    if (position >= known.length) {
      throw new UnusableDatabase(
        `${name} is newer than this program: it carries ${applied.length} migrations, this version ` +
          `knows ${known.length}. Run the newer version, or restore an older backup.`,
      );
    }
    if (hash !== known[position]) {
      throw new UnusableDatabase(
        `${name} was made by an edited or different migration (number ${position}). ` +
          'Restore the migrations folder of its version, or load the record into a new database.',
      );
    }
  });
  if (ours && applied.length === 0) {
    throw new UnusableDatabase(
      `${name} is half migrated: it has our mark but no log of migrations. Restore a backup, ` +
        'or load the record into a new database.',
    );
  }
}

function appliedHashes(client: Database.Database): string[] {
  const exists = client
    .prepare('select 1 from sqlite_schema where name = ?')
    .get(LOG_OF_MIGRATIONS);
  if (exists === undefined) return [];
  return client
    .prepare<[], string>(`select hash from ${LOG_OF_MIGRATIONS} order by created_at`)
    .pluck()
    .all();
}

/** drizzle migrates with foreign keys on, where rebuilding a table deletes its children. */
function migrateSafely(db: Db, name: string, migrationsFolder: string): void {
  const before = appliedHashes(db.$client).length;
  db.$client.pragma('foreign_keys = OFF');
  db.$client.pragma('legacy_alter_table = ON'); // views may name a table that is being rebuilt
  try {
    migrate(db, { migrationsFolder });
  } catch (error) {
    const { cause, message } = error as Error;
    const { code, message: reason } = (cause ?? { message }) as { code?: string; message: string };
    if (!/^SQLITE_(ERROR|CONSTRAINT)/.test(code ?? '')) throw error;
    if (appliedHashes(db.$client).length === before) {
      throw new UnusableDatabase(
        `${name} is half migrated: ${reason}. ` +
          'Restore a backup, or load the record into a new database.',
      );
    }
    migrateSafely(db, name, migrationsFolder); // another process that started at once was first
    return;
  }
  db.$client.pragma('legacy_alter_table = OFF');
  if (appliedHashes(db.$client).length === before) return; // a look at every row takes its time
  const broken = brokenReferences(db.$client);
  if (broken[0] !== undefined) {
    throw new UnusableDatabase(
      `${name}: ${broken.length} rows point to nothing, the first in ${broken[0].table} to ` +
        `${broken[0].parent}. Restore a backup, or load the record into a new database.`,
    );
  }
}

/**
 * Every row that points to nothing. The JSON kept beside records is not looked at: it is most of the
 * file, it is made of those that there are, and nothing else finds it.
 */
export function brokenReferences(client: Database.Database): { table: string; parent: string }[] {
  return client
    .prepare<[], { table: string; parent: string }>(
      `select broken."table", broken.parent
        from sqlite_schema as one cross join pragma_foreign_key_check(one.name) as broken
        where one.type = 'table' and one.name not like '%\\_json' escape '\\'`,
    )
    .all();
}

/** Every table, index and trigger must be as the migrations make them; more of them is allowed. */
function refuseDamaged(client: Database.Database, name: string, migrationsFolder: string): void {
  if (name === ':memory:') return;
  const model = new Database(':memory:');
  model.pragma('legacy_alter_table = ON');
  migrate(drizzle({ client: model }), { migrationsFolder });
  const definitions = (from: Database.Database) =>
    new Map(
      from
        .prepare<[], [string, string]>('select name, sql from sqlite_schema where sql is not null')
        .raw()
        .all(),
    );
  const present = definitions(client);
  const damaged = [...definitions(model)].find(([object, sql]) => present.get(object) !== sql);
  model.close();
  if (damaged !== undefined) {
    throw new UnusableDatabase(
      `${name} is edited or half migrated: ${damaged[0]} is missing or not as the migrations make ` +
        'it. Restore a backup, or load the record into a new database.',
    );
  }
}
