import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command';
import { EngineFailure } from './failure';
import type { Java } from './java';
import { readLog, startProcess } from './process';
import type { RunningProcess } from './process';
import type { Step } from './progress';
import { until } from './wait';

const TEMPLATES = join(__dirname, 'kafka');
const READY_LINE = 'Kafka Server started';
const READY_MS = 60_000;
/** Small heap, one collector, one compiler: fast to start, and enough for a development broker. */
const JVM = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'] as const;

export interface KafkaPlan {
  readonly port: number;
  readonly controllerPort: number;
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly logDir: string;
  readonly runDir: string;
  /** What this broker has beside the usual settings; see kafka-secured.ts. */
  readonly more?: KafkaMore;
}

export interface KafkaMore {
  /** A template of this folder; where it names a setting again, it wins. */
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
  readonly formatArgs: readonly string[];
}

/** The broker's files on this machine. */
export interface KafkaHome {
  readonly java: Java;
  readonly classPath: string;
  readonly archive: string;
}

/** The folder in the cache that holds the jars of exactly this pom. */
export async function jarFolder(cacheDir: string): Promise<string> {
  const pom = await readFile(join(TEMPLATES, 'pom.xml'));
  return join(cacheDir, `kafka-${createHash('sha256').update(pom).digest('hex').slice(0, 12)}`);
}

/** Fetches the broker's jars from Maven Central, once, and checks each against its pinned SHA-256. */
export async function provideKafka(
  plan: Pick<KafkaPlan, 'cacheDir' | 'logDir'>,
  java: Java,
  step: Step,
): Promise<KafkaHome> {
  const home = await jarFolder(plan.cacheDir);
  if (!existsSync(home)) await fetchJars(plan, home, step);
  const jars = (await readdir(home)).filter((name) => name.endsWith('.jar')).sort();
  return {
    java,
    classPath: jars.map((name) => join(home, name)).join(':'),
    archive: join(home, `classes-${java.version.replace(/[^\w.+-]/g, '_')}.jsa`),
  };
}

async function fetchJars(
  plan: Pick<KafkaPlan, 'cacheDir' | 'logDir'>,
  home: string,
  step: Step,
): Promise<void> {
  const logFile = join(plan.logDir, 'kafka-download.log');
  await mkdir(plan.cacheDir, { recursive: true });
  const work = await mkdtemp(join(plan.cacheDir, 'kafka.'));
  const before = readLog(logFile, 0).length;
  const counter = setInterval(() => {
    const fetched = readLog(logFile, before).match(/^\S* ?Downloaded from .*\.jar/gm)?.length ?? 0;
    step.note(`fetching Kafka 4.3.1 (45 MB, Maven Central)${fetched ? `, ${fetched} jars` : ''}`);
  }, 500);
  try {
    await writeFile(join(work, 'pom.xml'), await readFile(join(TEMPLATES, 'pom.xml')));
    await runCommand({
      step: 'Kafka',
      command: 'mvn',
      args: ['-B', '--strict-checksums', '-f', join(work, 'pom.xml')].concat(
        ['dependency:copy-dependencies', '-DincludeScope=runtime'],
        [`-DoutputDirectory=${join(work, 'jars')}`],
      ),
      logFile,
      advice: ['is Maven Central (or your mirror in ~/.m2/settings.xml) reachable?'],
    });
    await checkJars(join(work, 'jars'), logFile);
    await rename(join(work, 'jars'), home).catch((error: unknown) => {
      if (!existsSync(home)) throw error;
    });
  } finally {
    clearInterval(counter);
    await rm(work, { recursive: true, force: true });
  }
}

async function checkJars(dir: string, logFile: string): Promise<void> {
  const pinned = await readFile(join(TEMPLATES, 'jars.sha256'), 'utf8');
  const wanted = new Map<string, string>();
  for (const line of pinned.trim().split('\n')) {
    const [hash = '', name = ''] = line.trim().split(/\s+/);
    wanted.set(name, hash);
  }
  const present = (await readdir(dir)).sort();
  const wrong = [...wanted.keys()].filter((name) => !present.includes(name));
  for (const name of present) {
    const hash = createHash('sha256')
      .update(await readFile(join(dir, name)))
      .digest('hex');
    if (wanted.get(name) !== hash) wrong.push(name);
  }
  if (wrong.length === 0) return;
  throw new EngineFailure('Kafka', `these jars are not the pinned ones: ${wrong.join(', ')}`, {
    logFile,
    advice: ['nothing of them was run; compare with infra/engines/kafka/jars.sha256'],
  });
}

async function writeSettings(plan: KafkaPlan): Promise<string> {
  const { port, controllerPort, dataDir, more } = plan;
  const names = ['server.properties', ...(more === undefined ? [] : [more.template])];
  const texts = await Promise.all(names.map((name) => readFile(join(TEMPLATES, name), 'utf8')));
  const values = { port, controllerPort, dataDir, ...more?.values };
  const file = join(plan.runDir, 'kafka.properties');
  await mkdir(plan.runDir, { recursive: true });
  const filled = Object.entries(values).reduce(
    (text, [name, value]) => text.replaceAll(`{{${name}}}`, () => String(value)),
    texts.join('\n'),
  );
  await writeFile(file, filled, { mode: 0o600 });
  return file;
}

async function format(plan: KafkaPlan, home: KafkaHome, settings: string): Promise<void> {
  if (existsSync(join(plan.dataDir, 'meta.properties'))) return;
  // Formatting that was killed half-way left no cluster id behind and nothing worth keeping.
  await rm(plan.dataDir, { recursive: true, force: true });
  await mkdir(plan.dataDir, { recursive: true });
  const clusterId = randomBytes(16).toString('base64url');
  await runCommand({
    step: 'Kafka',
    command: home.java.command,
    args: [...JVM, '-cp', home.classPath, 'kafka.tools.StorageTool'].concat(
      [
        'format',
        '--standalone',
        '-t',
        clusterId.startsWith('-') ? `A${clusterId.slice(1)}` : clusterId,
      ],
      ['-c', settings],
      plan.more?.formatArgs ?? [],
    ),
    logFile: join(plan.logDir, 'kafka.log'),
  });
}

/**
 * The options that make the second start twice as fast: the first clean stop writes an archive of
 * the loaded classes (AppCDS), later starts map it. Java ignores an archive that does not fit.
 */
function archiveOptions(home: KafkaHome): { options: string[]; fresh: string | undefined } {
  if (existsSync(home.archive)) {
    return {
      options: [`-XX:SharedArchiveFile=${home.archive}`, '-Xlog:cds=off'],
      fresh: undefined,
    };
  }
  const fresh = `${home.archive}.${process.pid}`;
  return { options: [`-XX:ArchiveClassesAtExit=${fresh}`, '-Xlog:cds=off'], fresh };
}

/** Starts a broker of one node; resolves when it takes requests. */
export async function startKafka(
  plan: KafkaPlan,
  home: KafkaHome,
  step: Step,
): Promise<RunningProcess> {
  const settings = await writeSettings(plan);
  step.note('formatting its storage');
  await format(plan, home, settings);
  step.note('starting');
  const { options, fresh } = archiveOptions(home);
  const log4j = `-Dlog4j2.configurationFile=${join(TEMPLATES, 'log4j2.xml')}`;
  const broker = await startProcess({
    name: 'kafka',
    rank: 2,
    command: home.java.command,
    args: [...JVM, ...options, log4j, '-cp', home.classPath, 'kafka.Kafka', settings],
    cwd: plan.runDir,
    logFile: join(plan.logDir, 'kafka.log'),
    runDir: plan.runDir,
    marker: `kafka.Kafka ${settings}`,
    graceMs: 20_000,
  });
  if (fresh !== undefined) {
    void broker.exited.then(() => rename(fresh, home.archive).catch(() => undefined));
  }
  const ready = await until(() => {
    if (broker.hasExited()) return 'exited' as const;
    return readLog(broker.logFile, broker.logStart).includes(READY_LINE)
      ? ('ready' as const)
      : undefined;
  }, READY_MS);
  if (ready === 'ready') return broker;
  await broker.stop();
  throw new EngineFailure('Kafka', ready === 'exited' ? 'ended at once' : 'did not get ready', {
    logFile: broker.logFile,
    advice: ['the end of the log says why; KAFKA_BROKERS names a broker of your own instead'],
  });
}
