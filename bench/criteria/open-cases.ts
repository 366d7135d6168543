/** Open cases of invented people in a database: dossiers encrypted, criteria asked, nobody confirmed. */
import { randomUUID } from 'node:crypto';
import { makeEvaluateCriteria } from '../../activities/evaluate';
import type { Criteria } from '../../activities/evaluate';
import type { Rules } from '../../activities/ports';
import { decide } from '../../domain/case/decide';
import type { CaseState } from '../../domain/case/state';
import type { Keyring } from '../../infra/crypto/keyring';
import { makeCaseStore } from '../../infra/prisma/case-store';
import type { Database } from '../../infra/prisma/database';
import { makeDossierStore } from '../../infra/prisma/dossier-store';
import type {
  Actor,
  AnyCommandBody,
  CaseEvent,
  Dossier,
  PolicyDocument,
} from '../../schemas/index';
import { inventedFacts } from './criteria';

export interface Filling {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly criteria: Criteria;
  readonly document: PolicyDocument;
  readonly duties: readonly PolicyDocument[];
  readonly rules: Rules;
  /** The cases were registered in the three weeks before this instant. */
  readonly now: string;
}

const atOnce = 8;
const dayMs = 86_400_000;

/** EAN-13, as on the card; a person each. */
const ahvNumber = (index: number): string => {
  const digits = `756${String(index + 1).padStart(9, '0')}`;
  const sum = Array.from(digits, Number).reduce(
    (all, d, at) => all + d * (at % 2 === 0 ? 1 : 3),
    0,
  );
  return `${digits}${String((10 - (sum % 10)) % 10)}`;
};

const dossierOf = (index: number): Dossier => ({
  person: {
    officialName: 'Beispiel',
    firstName: 'Person',
    birthDate: `${String(1965 + (index % 40))}-05-06`,
    vn: ahvNumber(index),
  },
  facts: inventedFacts(index),
});

const fill = async (filling: Filling, index: number): Promise<void> => {
  const { db, keyring, criteria, document, duties, rules } = filling;
  const { canton, id: policyId, version: policyVersion } = rules.policy;
  const [caseId, dossierRef] = [randomUUID(), randomUUID()];
  const decidedAt = new Date(Date.parse(filling.now) - (index % 21) * dayMs).toISOString();
  const dossier = dossierOf(index);
  const officer: Actor = { userId: 'officer', institutionId: `${canton}-rav`, role: 'officer' };
  await makeDossierStore(db, keyring).putDossier({
    caseId, ref: dossierRef, canton, dossier, by: officer,
  }); // prettier-ignore
  const evaluate = makeEvaluateCriteria({
    criteria,
    policies: {
      findPolicy: async () => document,
      findDuties: async () => duties,
      getPolicy: async () => document,
    },
    dossiers: { getDossier: async () => dossier, findCasesByAhv: async () => [caseId] },
    verdicts: { saveVerdict: async () => undefined },
  });
  const events: CaseEvent[] = [];
  let state: CaseState | undefined;
  const give = (actor: Actor, body: AnyCommandBody): CaseState => {
    const ctx = { now: decidedAt, ...rules };
    const outcome = decide(state, { commandId: randomUUID(), caseId, actor, body }, ctx);
    if (!outcome.ok) throw new Error(`the invented case was refused: ${outcome.refusal.code}`);
    events.push(...outcome.events);
    return outcome.state;
  };
  state = give(officer, { kind: 'registerCase', canton, dossierRef });
  const verdict = await evaluate({
    caseId, verdictId: `${caseId}:1`, dossierRef, canton, policyId, policyVersion, decidedAt,
  }); // prettier-ignore
  state = give({ userId: 'engine', role: 'system' }, { kind: 'recordVerdict', verdict });
  const commandId = randomUUID();
  await makeCaseStore(db).record({ caseId, basedOn: 0, commandId, state, events, notices: [] });
};

/** Writes so many cases, as the engine itself would have. */
export const fillWithCases = async (filling: Filling, count: number): Promise<void> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await fill(filling, index);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
};
