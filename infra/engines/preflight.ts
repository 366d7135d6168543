import { existsSync } from 'node:fs';
import { outputOf } from './command';
import { EngineFailure } from './failure';
import { findJava, OLDEST_JAVA } from './java';
import { jarFolder } from './kafka';
import { findTemporal } from './temporal';
import { executableOf, findPython, temporalWheel, testServerWheel } from './wheel';

/** The engines we can bring up. `timeSkippingTemporal` is a program for tests, not a server. */
export type Engine = 'postgres' | 'temporal' | 'kafka' | 'timeSkippingTemporal';

export interface PreflightQuestion {
  readonly engines: readonly Engine[];
  readonly cacheDir: string;
  readonly javaHome: string | undefined;
}

const PYTHON =
  'Python 3 with pip (Debian: apt install python3 python3-pip; macOS: brew install python)';

async function missingForTemporal(cacheDir: string): Promise<string[]> {
  if (existsSync(executableOf(temporalWheel, cacheDir))) return [];
  if ((await findTemporal()) !== undefined || (await findPython()) !== undefined) return [];
  const ways = [
    'Temporal: no `temporal` on PATH and no Python to fetch it with. One of these helps:',
    `    ${PYTHON}`,
    `    the Temporal command line tool 1.5 or newer on PATH (macOS: brew install temporal)`,
    '    a server of your own: TEMPORAL_ADDRESS=host:7233',
  ];
  if ((await outputOf('go', ['version'])) !== undefined) {
    ways.push(
      '    Go is here: go install github.com/temporalio/cli/cmd/temporal@v1.9.1 (takes some minutes),',
      '    then put the `bin` folder of `go env GOPATH` on PATH',
    );
  }
  return ways;
}

async function missingForKafka(question: PreflightQuestion): Promise<string[]> {
  const missing: string[] = [];
  const own = '    a broker of your own: KAFKA_BROKERS=host:9092';
  const hasJars = existsSync(await jarFolder(question.cacheDir));
  if (!hasJars && (await outputOf('mvn', ['-version'])) === undefined) {
    missing.push(
      'Kafka: no Maven (mvn) to fetch the broker with. One of these helps:',
      '    Maven 3.6 or newer (Debian: apt install maven; macOS: brew install maven)',
      own,
    );
  }
  const java = await findJava(question.javaHome, question.cacheDir);
  if (java === undefined && (await findPython()) === undefined) {
    missing.push(
      `Kafka: no Java ${OLDEST_JAVA} or newer, and no Python to fetch one with. One of these helps:`,
      `    Java (Debian: apt install default-jre-headless; macOS: brew install openjdk), or JAVA_HOME`,
      `    ${PYTHON}`,
      own,
    );
  } else if (!hasJars && java === undefined) {
    missing.push(
      `Kafka: Maven itself needs a Java. One of these helps:`,
      `    Java ${OLDEST_JAVA} or newer (Debian: apt install default-jre-headless), or JAVA_HOME`,
      own,
    );
  }
  return missing;
}

async function missingForTests(cacheDir: string): Promise<string[]> {
  if (existsSync(executableOf(testServerWheel, cacheDir))) return [];
  if ((await findPython()) !== undefined) return [];
  return [
    'The time-skipping Temporal server: no Python to fetch it with. This helps:',
    `    ${PYTHON}`,
  ];
}

/** Says everything this machine lacks, with the ways out, before anything is downloaded. */
export async function preflight(question: PreflightQuestion): Promise<void> {
  const { engines, cacheDir } = question;
  const missing = await Promise.all([
    engines.includes('temporal') ? missingForTemporal(cacheDir) : [],
    engines.includes('kafka') ? missingForKafka(question) : [],
    engines.includes('timeSkippingTemporal') ? missingForTests(cacheDir) : [],
  ]);
  const lines = missing.flat();
  if (lines.length === 0) return;
  throw new EngineFailure('preflight', `this machine lacks something\n${lines.join('\n')}`, {
    advice: ['nothing was downloaded or started; install one of the above and try again'],
  });
}
