/** YAML read with its places, so that a mistake can be shown with file, line and what was expected. */
import { readFileSync } from 'node:fs';
import { LineCounter, parseAllDocuments } from 'yaml';
import type { z } from 'zod';

/** One mistake in a file that a canton edits. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  /** The place inside the document, such as `criteria.all.0.when` or the id of a rule. */
  readonly rule: string;
  readonly expected: string;
}

/** One document of a file: its shape if it is right, and how to point at a part of it. */
export interface SourceDocument<T> {
  readonly value?: T;
  readonly problems: readonly Problem[];
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** `file:line rule: expected …`, as editors and terminals link it. */
export const formatProblem = ({ file, line, rule, expected }: Problem): string =>
  `${file}:${line} ${rule}: expected ${expected}`;

type YamlDocument = ReturnType<typeof parseAllDocuments>[number];

const offsetAt = (document: YamlDocument, path: readonly PropertyKey[]): number => {
  // A missing part has no place of its own: point at the nearest part that is there.
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = (node as { range?: readonly number[] } | undefined)?.range;
    if (range?.[0] !== undefined) return range[0];
  }
  return document.range?.[0] ?? 0;
};

const nameOf = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? 'document' : path.map(String).join('.');

/**
 * Reads every document of a YAML file and parses each with a shape. Throws only when the file cannot
 * be read; everything wrong inside it is a problem.
 */
export const readDocuments = <T>(
  path: string,
  file: string,
  shape: z.ZodType<T>,
): SourceDocument<T>[] => {
  const lines = new LineCounter();
  const documents = parseAllDocuments(readFileSync(path, 'utf8'), { lineCounter: lines });
  return documents.map((document) => {
    const lineOf = (at: readonly PropertyKey[]): number =>
      lines.linePos(offsetAt(document, at)).line;
    const broken = document.errors.map((error) => ({
      file,
      line: lines.linePos(error.pos[0]).line,
      rule: 'yaml',
      expected: `well-formed YAML (${error.message.split('\n')[0] ?? error.code})`,
    }));
    if (broken.length > 0) return { problems: broken, lineOf };
    const parsed = shape.safeParse(document.toJS());
    if (parsed.success) return { value: parsed.data, problems: [], lineOf };
    const problems = parsed.error.issues.map((issue) => ({
      file,
      line: lineOf(issue.path),
      rule: nameOf(issue.path),
      expected: `another value (${issue.message})`,
    }));
    return { problems, lineOf };
  });
};
