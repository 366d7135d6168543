/** What other cases must hear or become because of events: data only, carried out beside the case. */
import type { AnyCommandBody, CantonCode, CaseEvent, CaseId, Consent } from '../../schemas/index';
import { handsOver } from './move';
import type { CaseState } from './state';

/** A case that already runs is told of this one. */
export interface Telling {
  readonly kind: 'tell';
  readonly caseId: CaseId;
  readonly body: Extract<AnyCommandBody, { kind: 'linkCase' }>;
}

/** The case begins anew in another canton, with what the consent names, and ends here. */
export interface Departure {
  readonly kind: 'depart';
  readonly to: CantonCode;
  readonly dossierRef: string;
  readonly consent: Consent;
}

/** Everything personal of the case is destroyed. */
export interface Erasure {
  readonly kind: 'erase';
}

export type Handover = (Telling | Departure | Erasure) & {
  readonly from: CaseId;
  /** The event behind it: with the case, the name of the handover. */
  readonly seq: number;
  /** Domain instant. */
  readonly at: string;
};

const followed = (
  state: CaseState,
  event: CaseEvent,
): Telling | Departure | Erasure | undefined => {
  if (event.type === 'caseErased') return { kind: 'erase' };
  if (event.type === 'caseLinked' && event.data.link === 'continues')
    return {
      kind: 'tell',
      caseId: event.data.caseId,
      body: { kind: 'linkCase', caseId: state.id, link: 'continued_by' },
    };
  if (event.type === 'caseLinked' && event.data.link === 'merged_into') {
    const { id, dossierRef, registeredBy } = state;
    const body = { kind: 'linkCase', caseId: id, link: 'merged_from' } as const;
    return {
      kind: 'tell',
      caseId: event.data.caseId,
      body: { ...body, annex: dossierRef, office: registeredBy },
    };
  }
  if (event.type !== 'consentRecorded' || state.leavingTo === undefined) return undefined;
  const { consent } = event.data;
  return handsOver(state, consent)
    ? { kind: 'depart', to: state.leavingTo, dossierRef: state.dossierRef, consent }
    : undefined;
};

/** The handovers that a step caused. */
export const handoversOf = (state: CaseState, events: readonly CaseEvent[]): readonly Handover[] =>
  events.flatMap((event): Handover[] => {
    const what = followed(state, event);
    return what === undefined ? [] : [{ ...what, from: state.id, seq: event.seq, at: event.at }];
  });
