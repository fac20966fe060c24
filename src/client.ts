// Writes the TypeScript types of the API for `openapi-fetch`: to the file named, or data/client.d.ts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname } from 'node:path';
import { pino } from 'pino';
import { buildApp } from './app.ts';
import { openDatabase } from './db/open.ts';

const [, , file = 'data/client.d.ts'] = process.argv;

// The generator builds on the JavaScript API of TypeScript 5, which TypeScript 7 does not have.
const TYPESCRIPT_5 = '@ts-morph/common/dist/typescript.js';
registerHooks({
  resolve: (name, context, next) => next(name === 'typescript' ? TYPESCRIPT_5 : name, context),
});
const { astToString, default: generate } = await import('openapi-typescript');

const db = openDatabase(':memory:');
const app = buildApp({ db, logger: pino({ level: 'silent' }) });
const document = await app.inject('/openapi.json');
await app.close();
db.$client.close();

mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, astToString(await generate(document.payload)));
console.log(`wrote ${file}`);
