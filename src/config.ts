// Reads the environment into the settings of the program; nothing else reads it.
import { z } from 'zod';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const wholeNumber = (least: number, most: number, usual: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .default(`${usual}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most)
    .describe(`a whole number from ${least} to ${most}`);

const configSchema = z.object({
  /** Address to listen on. */
  HOST: z.string().regex(/^\S+$/).default('127.0.0.1').describe('an address or host name'),
  /** TCP port; 0 takes any free one. */
  PORT: wholeNumber(0, 65535, 3000),
  /** The SQLite file; made where there is none. */
  ONRECORD_DB: z.string().min(1).default('data/onrecord.db').describe('the path of a file'),
  LOG_LEVEL: z
    .enum(LEVELS)
    .default('info')
    .describe(`one of ${LEVELS.join(', ')}`),
  /** Processes that serve the one file. */
  PROCESSES: wholeNumber(1, 256, 1),
  /** Memory of each process for answers ready to send, in megabytes; 0 keeps none. */
  CACHE_MB: wholeNumber(0, 65536, 64),
});

export type Config = z.infer<typeof configSchema>;

/** A setting that cannot be used; the message names it, its value and what is allowed. */
export class InvalidConfig extends Error {}

export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = configSchema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  const lines = [...names].map((name) => {
    const allowed = configSchema.shape[name as keyof typeof configSchema.shape].description;
    return `${name}=${JSON.stringify(environment[name])} cannot be used: it must be ${allowed}.`;
  });
  throw new InvalidConfig(lines.join('\n'));
}
