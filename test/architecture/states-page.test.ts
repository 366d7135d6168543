import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { statesPage } from '../../workers/docs/states';
import { mermaidFaults } from '../support/mermaid';

describe('somebody who reads about the states', () => {
  it('reads what the tables of the domain say today', () => {
    const committed = readFileSync(join(__dirname, '../../docs/states.md'), 'utf8');
    expect(committed).toBe(statesPage());
  });

  it('sees diagrams that Mermaid can draw', () => {
    const diagrams = [...statesPage().matchAll(/```mermaid\n([\s\S]*?)```/g)].map(
      ([, one]) => one!,
    );
    expect(diagrams).toHaveLength(2);
    for (const diagram of diagrams) expect(mermaidFaults(diagram)).toEqual([]);
  });
});
