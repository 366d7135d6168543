import { lstatSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EngineFailure } from './failure';

/** Makes sure that a person agrees to the loss of all data; `yes` answers for the person. */
export async function mustAgree(dataDir: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) {
    throw new EngineFailure('--fresh', 'nobody is here to ask', {
      advice: [`npm start -- --fresh --yes deletes ${dataDir} without asking`],
    });
  }
  const question = `This deletes every case, workflow and record in ${dataDir}. Type yes to go on: `;
  if ((await ask(question)) === 'yes') return;
  throw new EngineFailure('--fresh', 'nothing was deleted', {
    advice: ['`npm start` goes on with the data as it is'],
  });
}

function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    // Ctrl-C and Ctrl-D close the question unanswered.
    terminal.on('SIGINT', () => terminal.close());
    terminal.on('close', () => resolve(''));
    terminal.question(question, (answer) => {
      resolve(answer.trim());
      terminal.close();
    });
  });
}

/** Deletes the engines' data and nothing else; downloads, logs and the master key stay. */
export function deleteData(dataDir: string): void {
  const postgres = join(dataDir, 'postgres');
  try {
    // Data that lies elsewhere (see unprivileged.ts) goes with the link to it.
    if (lstatSync(postgres).isSymbolicLink()) {
      rmSync(readlinkSync(postgres), { recursive: true, force: true });
    }
  } catch {
    // no data yet
  }
  rmSync(dataDir, { recursive: true, force: true });
}
