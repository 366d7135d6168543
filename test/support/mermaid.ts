/** A small grammar of the Mermaid that we write: every line must be one of these. */
const id = '[A-Za-z][A-Za-z0-9_]*';
const text = '[^"\\[\\]|{}<>]';
const label = `"(?:${text}|<br/>)+"`;
const flowLines: readonly RegExp[] = [
  /^flowchart (LR|TB)$/,
  new RegExp(`^  subgraph ${id} \\["${text}+"\\]$`),
  new RegExp(`^    ${id}\\[${label}\\]:::${id}$`),
  new RegExp(`^    ${id} (-->|-\\.->)\\|[A-Za-z, ]+\\| ${id}$`),
  /^ {2}end$/,
  new RegExp(`^  classDef ${id} [a-z0-9#:,-]+$`),
];
const stateLines: readonly RegExp[] = [
  /^stateDiagram-v2$/,
  new RegExp(`^  (${id}|\\[\\*\\]) --> (${id}|\\[\\*\\])(: [A-Za-z, ]+)?$`),
];

/** Lines that are no Mermaid of ours, and nodes that an arrow names and nothing declares. */
export const mermaidFaults = (diagram: string): readonly string[] => {
  const lines = diagram.trimEnd().split('\n');
  const grammar = lines[0] === 'stateDiagram-v2' ? stateLines : flowLines;
  const unknown = lines.filter((line) => !grammar.some((one) => one.test(line)));
  if (grammar === stateLines) return unknown;
  const opened = lines.filter((line) => /^ {2}subgraph /.test(line)).length;
  const ended = lines.filter((line) => line === '  end').length;
  const declared = lines.flatMap((line) => /^ {4}(\w+)\[/.exec(line)?.[1] ?? []);
  const twice = declared.filter((one, i) => declared.indexOf(one) !== i);
  const named = lines.flatMap((line) => {
    const found = /^ {4}(\w+) (?:-->|-\.->)\|[^|]+\| (\w+)$/.exec(line);
    return found === null ? [] : [found[1]!, found[2]!];
  });
  return [
    ...unknown,
    ...(opened === ended ? [] : ['a lane without an end']),
    ...twice.map((one) => `${one} is declared twice`),
    ...named.filter((one) => !declared.includes(one)),
  ];
};
