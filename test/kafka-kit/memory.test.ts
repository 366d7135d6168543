import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileMemory } from '../../infra/kafka/consumer-kit/file-memory';
import type { FileMemory } from '../../infra/kafka/consumer-kit/file-memory';
import { memoryInProcess } from '../../infra/kafka/consumer-kit/memory';
import type { Mark } from '../../infra/kafka/consumer-kit/memory';

const caseId = '0b0e0d4e-0b0e-4d4e-8b0e-0b0e0d4e0b0e';
const sequence = (seq: number): string => `${String(seq).padStart(10, '0')}-00`;
const mark = (seq: number, source = '/v1/cases'): Mark => ({
  source,
  id: `n-${seq}`,
  place: { caseId, sequence: sequence(seq) },
});
const nothing = async (): Promise<void> => undefined;

describe('an office that remembers what it heard', () => {
  it('lets an event have its effect once, also when two consumers meet over it', async () => {
    const memory = memoryInProcess();
    let effects = 0;
    const effect = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      effects += 1;
    };
    const outcomes = await Promise.all([1, 2, 3].map(() => memory.once(mark(1), effect)));
    expect(outcomes.sort()).toEqual(['known', 'known', 'new']);
    expect(effects).toBe(1);
  });

  it('tells two events of the same id apart by their source', async () => {
    const memory = memoryInProcess();
    expect(await memory.once(mark(1), nothing)).toBe('new');
    expect(await memory.once(mark(1, '/intake'), nothing)).toBe('new');
  });

  it('forgets an event whose effect failed, so that it can be tried again', async () => {
    const memory = memoryInProcess();
    const fails = memory.once(mark(1), () => Promise.reject(new Error('no room')));
    await expect(fails).rejects.toThrow('no room');
    expect(await memory.findLastSequence(caseId)).toBeUndefined();
    expect(await memory.once(mark(1), nothing)).toBe('new');
  });

  it('keeps the highest place in a case, although something comes late', async () => {
    const memory = memoryInProcess();
    for (const seq of [1, 5, 3]) await memory.once(mark(seq), nothing);
    expect(await memory.findLastSequence(caseId)).toBe(sequence(5));
  });
});

describe('an office that keeps its memory in a file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'relais-memory-'));
  const path = join(dir, 'heard.jsonl');
  const opened: FileMemory[] = [];
  const reopen = async (): Promise<FileMemory> => {
    await opened.at(-1)?.close();
    opened.push(await openFileMemory(path));
    return opened.at(-1)!;
  };
  afterAll(async () => {
    await opened.at(-1)?.close();
    rmSync(dir, { recursive: true });
  });

  it('knows after a restart what it knew before', async () => {
    const before = await reopen();
    for (const seq of [1, 2]) await before.once(mark(seq), nothing);
    const after = await reopen();
    expect(await after.once(mark(2), nothing)).toBe('known');
    expect(await after.findLastSequence(caseId)).toBe(sequence(2));
  });

  it('gets over the half line of a process that died while it wrote', async () => {
    appendFileSync(path, '{"source":"/v1/ca');
    const memory = await reopen();
    expect(await memory.once(mark(3), nothing)).toBe('new');
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(3);
    expect(await (await reopen()).once(mark(3), nothing)).toBe('known');
  });

  it('is not opened when it holds something else', async () => {
    const other = join(dir, 'other.txt');
    writeFileSync(other, 'minutes of the meeting\n');
    await expect(openFileMemory(other)).rejects.toThrow(SyntaxError);
  });
});
