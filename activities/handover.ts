/**
 * Carries out what one case causes beside itself: a link in another, a new case in another canton, the
 * end of everything personal.
 * Idempotency key: the case and the number of the event behind it; ids and command ids follow from
 * them, so a second call finds what the first one did. A case that does not answer is asked again;
 * final is a refusal: then nothing of the person stays in the other canton, and the clock of the
 * move goes on reminding people.
 */
import { ApplicationFailure } from '@temporalio/common';
import type { Departure, Handover, Telling } from '../domain/case/handover';
import { circumstancesOf } from '../domain/consent/circumstances';
import { handedOver } from '../domain/consent/field-filter';
import { runningIn } from '../domain/criteria/adoption';
import { localDate } from '../domain/deadlines/dates';
import { Dossier } from '../schemas/index';
import type { Actor, CantonCode, InstitutionId, Refusal } from '../schemas/index';
import type { CaseLine, DossierShelf, DossierStore, HandoverStarter, PolicyStore } from './ports';

interface HandoverPorts {
  readonly dossiers: Pick<DossierStore, 'getDossier'>;
  readonly policies: Pick<PolicyStore, 'findPolicy'>;
  readonly shelf: DossierShelf;
  readonly line: CaseLine;
}

export interface CantonOn {
  readonly canton: CantonCode;
  /** Plain date. */
  readonly on: string;
}

const engine: Actor = { userId: 'engine', role: 'system' };

const coordinationOf = async (
  policies: Pick<PolicyStore, 'findPolicy'>,
  { canton, on }: CantonOn,
): Promise<InstitutionId | undefined> => {
  const document = await policies.findPolicy({ canton, on });
  return document && runningIn(document, canton)?.coordination;
};

/** Which office coordinates the cases of a canton. Fails with the refusal `unknown_policy`. */
export const makeFindCoordination =
  (policies: Pick<PolicyStore, 'findPolicy'>) =>
  async (asked: CantonOn): Promise<InstitutionId> => {
    const found = await coordinationOf(policies, asked);
    if (found !== undefined) return found;
    const refusal: Refusal = { code: 'unknown_policy', details: { ...asked } };
    throw ApplicationFailure.create({
      type: 'Refusal',
      message: refusal.code,
      details: [refusal],
      nonRetryable: true,
    });
  };

/** Exactly what the consent names; the case in the other canton begins with it and with nothing else. */
const packed = (dossier: Dossier, { to, consent }: Departure): Dossier => {
  const { person, facts } = handedOver(dossier, consent);
  const { handoverTo, ...given } = consent;
  return Dossier.parse({
    person,
    facts: { ...facts, residence: { canton: to }, consent: given },
  });
};

const depart = async (ports: HandoverPorts, handover: Departure & Handover): Promise<void> => {
  const { shelf, line } = ports;
  const { from, seq, at, to, dossierRef } = handover;
  const coordination = await coordinationOf(ports.policies, { canton: to, on: localDate(at) });
  if (coordination === undefined) return;
  const name = `handover:${from}:${String(seq)}`;
  const [caseId, ref] = [line.idFrom('case', name), line.idFrom('dossier', name)];
  const by: Actor = { userId: 'engine', institutionId: coordination, role: 'coordinator' };
  const dossier = packed(await ports.dossiers.getDossier(from, dossierRef), handover);
  await shelf.putDossier({ caseId, ref, canton: to, dossier, by });
  const circumstances = circumstancesOf(dossier.facts);
  const answer = await line.tell({
    commandId: name,
    caseId,
    actor: by,
    body: {
      kind: 'registerCase',
      canton: to,
      dossierRef: ref,
      movedFrom: from,
      ...circumstances,
    },
  });
  if (answer === 'refused') return shelf.removeUnused(caseId, ref);
  await line.tell({
    commandId: `${name}:back`,
    caseId: from,
    actor: engine,
    body: { kind: 'linkCase', caseId, link: 'moved_to' },
  });
};

const tell = async ({ line }: HandoverPorts, handover: Telling & Handover): Promise<void> => {
  const { from, seq, caseId, body } = handover;
  const commandId = `handover:${from}:${String(seq)}`;
  await line.tell({ commandId, caseId, actor: engine, body });
};

export const makeHandOver =
  (ports: HandoverPorts) =>
  (handover: Handover): Promise<void> => {
    switch (handover.kind) {
      case 'tell':
        return tell(ports, handover);
      case 'depart':
        return depart(ports, handover);
      case 'erase':
        return ports.shelf.eraseCase(handover.from);
    }
  };

/** Lets a handover begin, and waits for no more of it. */
export const makeBeginHandover =
  (starter: HandoverStarter) =>
  (handover: Handover): Promise<void> =>
    starter.startHandover(handover);
