/** `npm run policies:check [folder]`: reads what a canton may edit and says what is wrong, with file and line. */
import { join } from 'node:path';
import { checkCorrections } from '../infra/calendars/corrections';
import { checkPolicies } from '../infra/policies';
import { formatProblem } from '../infra/yaml-source';

const main = (folder?: string): number => {
  const policies = checkPolicies(folder);
  const calendars = checkCorrections(folder === undefined ? undefined : join(folder, 'calendars'));
  const problems = [...policies.problems, ...calendars.problems];
  for (const problem of problems) console.error(formatProblem(problem));
  const seen = `${policies.documents.length} policy versions, ${calendars.files} calendars`;
  console.log(problems.length === 0 ? `${seen}: all right` : `${seen}: ${problems.length} wrong`);
  return problems.length === 0 ? 0 : 1;
};

process.exitCode = main(process.argv[2]);
