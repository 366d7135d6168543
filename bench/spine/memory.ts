/** What a process holds, read from /proc; a process with children (Postgres) counts with them. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Footprint {
  readonly name: string;
  readonly processes: number;
  /** Resident megabytes; pages that processes share are counted once for each of them. */
  readonly rssMb: number;
  /** Megabytes with shared pages divided among those that share them; undefined where unreadable. */
  readonly pssMb: number | undefined;
}

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** A line such as `VmRSS:   123456 kB`, in megabytes. */
const megabytes = (text: string | undefined, name: string): number | undefined => {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
};

/** The parent is the second field after the name, which stands in brackets and may hold anything. */
const parentOf = (pid: string): number | undefined => {
  const fields = textOf(`/proc/${pid}/stat`)?.split(')').at(-1)?.trim().split(' ');
  return fields?.[1] === undefined ? undefined : Number(fields[1]);
};

function familyOf(pid: number): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return [pid, ...all.filter((one) => parentOf(one) === pid).map(Number)];
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

function footprintOf(name: string, pid: number): Footprint {
  const family = familyOf(pid);
  const rss = family.map((one) => megabytes(textOf(`/proc/${one}/status`), 'VmRSS') ?? 0);
  const pss = family.map((one) => megabytes(textOf(`/proc/${one}/smaps_rollup`), 'Pss'));
  const known = pss.filter((one) => one !== undefined);
  return {
    name,
    processes: family.length,
    rssMb: sum(rss),
    pssMb: known.length === family.length ? sum(known) : undefined,
  };
}

/** The footprints of processes; empty where there is no /proc. */
export const readMemory = (
  processes: readonly { readonly name: string; readonly pid: number | undefined }[],
): Footprint[] =>
  process.platform !== 'linux'
    ? []
    : processes.flatMap(({ name, pid }) => (pid === undefined ? [] : [footprintOf(name, pid)]));
