// `npm start`: makes the checkout runnable, then becomes the supervisor.
import { join } from 'node:path';
import { bootstrap, projectDir, runFile } from './bootstrap.mjs';

await bootstrap();
await runFile('tsx', join(projectDir, 'workers', 'launch.main.ts'), process.argv.slice(2));
