import { whatWouldHelp } from '../../domain/criteria/help';
import { makeExpressions } from '../../infra/feel/expressions';
import { loadPolicies } from '../../infra/policies';
import { factSets } from './criteria-fixtures';
const expressions = makeExpressions();
it('probe', () => {
  const out: string[] = [];
  for (const policy of loadPolicies())
    for (const [name, facts] of [...Object.entries(factSets), ['empty', {}], ['tg', { residence: { canton: 'tg' } }]] as const) {
      const t = performance.now();
      const help = whatWouldHelp(policy, facts as never, expressions);
      out.push(`${policy.running.id} ${name} ${(performance.now() - t).toFixed(0)}ms ` + help.sets.map((s) => s.map((c) => c.fact + '=' + JSON.stringify(c.value)).join(' + ')).join('\n      '));
    }
  require('fs').writeFileSync('/tmp/probe-help.txt', out.join('\n'));
});
