/** Postgres alone, in a folder that is thrown away. */
import { join, resolve } from 'node:path';
import { inheritedEnvironment, readLauncherEnvironment } from '../../infra/engines/env';
import { startEngines } from '../../infra/engines/index';
import { provideMasterKey } from '../../infra/engines/master-key';
import { migrate } from '../../infra/engines/migrate';
import type { OnProgress } from '../../infra/engines/progress';
import type { Place } from '../spine/installation';

const projectDir = resolve(__dirname, '..', '..');

export interface BenchDatabase {
  readonly databaseUrl: string;
  readonly masterKeyFile: string;
  stop(): Promise<void>;
}

/** Brings it up with its tables; what was up is ended when a later step fails. */
export async function startDatabase(place: Place, onProgress: OnProgress): Promise<BenchDatabase> {
  provideMasterKey(place.keyFile);
  const launcher = readLauncherEnvironment();
  const engines = await startEngines({
    dir: place.dir,
    mode: 'persistent',
    want: ['postgres'],
    cacheDir: launcher.RELAIS_ENGINE_CACHE ?? join(projectDir, 'var', 'engines'),
    onProgress,
  });
  const { databaseUrl } = engines;
  const stop = () => engines.stop();
  const logFile = join(place.logDir, 'migrate.log');
  try {
    await migrate({ projectDir, databaseUrl, env: inheritedEnvironment(), logFile });
  } catch (error) {
    await stop();
    throw error;
  }
  return { databaseUrl, masterKeyFile: place.keyFile, stop };
}
