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

/** What no file that people write reaches: beyond it, reading alone would cost too much. */
const LIMITS = { bytes: 256 * 1024, documents: 50, aliases: 100, depth: 50, errors: 100 } as const;

/** A line like `- - - - …`, or one that begins far to the right. */
const STEEP = /(?:[-?:][ \t]+){11}|^[ \t]{101}/m;

/**
 * Whether a text opens far more than it closes. The library needs a time that grows with the square
 * of the depth, and more memory than there is for some, so this is asked before it reads anything.
 */
const isTooDeep = (text: string): boolean => {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += '[{'.includes(bracket) ? 1 : -1;
    if (depth > LIMITS.depth) return true;
  }
  return STEEP.test(text);
};

/** A text that is not read at all. */
const refused = (file: string, expected: string): SourceDocument<never>[] => [
  { problems: [{ file, line: 1, rule: 'yaml', expected }], lineOf: () => 1 },
];

const readDocument = <T>(
  document: YamlDocument,
  { file, lines, shape }: { file: string; lines: LineCounter; shape: z.ZodType<T> },
): SourceDocument<T> => {
  const lineOf = (at: readonly PropertyKey[]): number => lines.linePos(offsetAt(document, at)).line;
  const broken = document.errors.slice(0, LIMITS.errors).map((error) => ({
    file,
    line: lines.linePos(error.pos[0]).line,
    rule: 'yaml',
    expected: `well-formed YAML (${error.message})`,
  }));
  if (broken.length > 0) return { problems: broken, lineOf };
  const parsed = shape.safeParse(document.toJS({ maxAliasCount: LIMITS.aliases }));
  if (parsed.success) return { value: parsed.data, problems: [], lineOf };
  const problems = parsed.error.issues.map((issue) => ({
    file,
    line: lineOf(issue.path),
    rule: nameOf(issue.path),
    expected: `another value (${issue.message})`,
  }));
  return { problems, lineOf };
};

/**
 * Reads every document of a YAML text and parses each with a shape; an empty text has none. What is
 * wrong in it is a problem, also that it is too large, too deep or made of repeated aliases: it never
 * throws for its contents.
 */
export const parseDocuments = <T>(
  text: string,
  file: string,
  shape: z.ZodType<T>,
): SourceDocument<T>[] => {
  if (Buffer.byteLength(text) > LIMITS.bytes)
    return refused(file, `at most ${LIMITS.bytes / 1024} KB`);
  if (isTooDeep(text)) return refused(file, 'a text that is nested less deeply');
  const lines = new LineCounter();
  try {
    const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
    if (documents.length > LIMITS.documents)
      return refused(file, `at most ${LIMITS.documents} documents`);
    return documents.map((document) => readDocument(document, { file, lines, shape }));
  } catch (error) {
    // The library throws for aliases that lead nowhere or multiply, and for nesting beyond the stack.
    if (error instanceof ReferenceError)
      return refused(
        file,
        `at most ${LIMITS.aliases} uses of aliases, each of an anchor before it`,
      );
    if (error instanceof RangeError) return refused(file, 'a text that is nested less deeply');
    throw error;
  }
};

/** The documents of a file. Throws only when it cannot be read; what is wrong inside is a problem. */
export const readDocuments = <T>(
  path: string,
  file: string,
  shape: z.ZodType<T>,
): SourceDocument<T>[] => parseDocuments(readFileSync(path, 'utf8'), file, shape);
