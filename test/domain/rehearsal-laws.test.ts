import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { evolve } from '../../domain/case/evolve';
import type { CaseState } from '../../domain/case/state';
import { addDays, localInstant } from '../../domain/deadlines/dates';
import { playOut } from '../../domain/rehearsal/play-out';
import type { PlayedOut, Setting } from '../../domain/rehearsal/play-out';
import { reportOf } from '../../domain/rehearsal/report';
import { kindOf } from '../../domain/institution';
import type { OfficeConduct, VerdictSummary } from '../../schemas/index';
import { OfficeAnswer, Rehearsal } from '../../schemas/index';
import { fullConsent, rulesOf, verdict } from '../support/builders';
import { runs } from '../support/runs';
import { caseId, deepFreeze } from './random-plays';

const kinds = ['rav', 'sh', 'iv', 'if', 'coo'] as const;
const start = '2026-02-02';
const route = [
  { to: 'iv', purpose: 'work_capacity_assessment' },
  { to: 'if', purpose: 'language_course' },
] as const;
const verdicts = [
  verdict('admitted', [], { route: [...route] }),
  verdict('bilateral', [], { route: [route[0]] }),
  verdict('not_admitted'),
  verdict('returned_info', ['goal']),
];

const trial = fc.record({
  canton: fc.constantFrom('sg' as const, 'zh' as const, 'fr' as const),
  registers: fc.constantFrom('rav', 'sh'),
  conducts: fc.tuple(
    ...kinds.map((kind) =>
      fc.record({
        kind: fc.constant(kind),
        answer: fc.constantFrom(...OfficeAnswer.options),
        afterBD: fc.nat(40),
      }),
    ),
  ),
  first: fc.constantFrom(...verdicts),
  later: fc.constantFrom(...verdicts),
  days: fc.constantFrom(1, 30, 120, 400),
});
type Trial = typeof trial extends fc.Arbitrary<infer T> ? T : never;

const refs = {
  first: '00000000-0000-4000-8000-0000000000a1',
  later: '00000000-0000-4000-8000-0000000000a2',
};

const settingOf = ({ canton, registers, conducts, days }: Trial): Setting => ({
  caseId,
  registeredBy: `${canton}-${registers}`,
  dossierRef: refs.first,
  circumstances: { consent: fullConsent, personDrawsBenefits: true },
  later: { dossierRef: refs.later, fields: ['goal'], circumstances: {} },
  conducts,
  rules: rulesOf(canton),
  from: localInstant(start, '08:00'),
  until: localInstant(addDays(start, days), '23:59'),
});

const play = (setting: Setting, judge: (state: CaseState) => VerdictSummary): PlayedOut => {
  const playing = playOut(setting);
  let step = playing.next({});
  while (step.done !== true)
    step = playing.next(
      step.value.about === 'criteria' ? { verdict: judge(step.value.state) } : {},
    );
  return step.value;
};

const isSilent = (conducts: readonly OfficeConduct[], institutionId: string): boolean =>
  conducts.some(({ kind, answer }) => answer === 'silent' && kind === kindOf(institutionId));

/** What holds of every play. */
const laws: Readonly<Record<string, (played: PlayedOut, setting: Setting) => boolean>> = {
  'the same events make the same case': ({ scenes, state }) =>
    isDeepStrictEqual(
      scenes
        .flatMap(({ events }) => events)
        .reduce<CaseState | undefined>((now, event) => evolve(now, event, caseId), undefined),
      state,
    ),
  'it goes on in the order of time, and not beyond its last day': ({ scenes }, { from, until }) =>
    scenes.every(
      ({ at }, index) =>
        at >= (scenes[index - 1]?.at ?? from) && Date.parse(at) <= Date.parse(until),
    ),
  'whoever is silent does nothing after the registration': ({ scenes }, { conducts }) =>
    scenes
      .slice(1)
      .flatMap(({ events }) => events)
      .every(({ by }) => by.institutionId === undefined || !isSilent(conducts, by.institutionId)),
  'nobody asks for the same twice in vain': ({ scenes }) => {
    const refused = scenes.flatMap(({ asked, state }) =>
      asked === undefined ? [] : [JSON.stringify([asked.move, state?.version])],
    );
    return new Set(refused).size === refused.length;
  },
  'it ends by itself': ({ cut }) => !cut,
};

const seen = new Set<string>();

describe('a canton that rehearses its rules', () => {
  test('is shown a case as it could be, however its offices behave', () => {
    fc.assert(
      fc.property(trial, (tried) => {
        const setting = deepFreeze(settingOf(tried));
        const played = play(setting, ({ dossierRef, version }) => ({
          ...(dossierRef === refs.later ? tried.later : tried.first),
          verdictId: `v${String(version)}`,
        }));
        for (const [law, holds] of Object.entries(laws))
          if (!holds(played, setting)) throw new Error(`${law}: ${JSON.stringify(tried)}`);
        const { path, clocks, ladder, ...rest } = reportOf(played);
        Rehearsal.pick({ path: true, clocks: true, ladder: true }).parse({ path, clocks, ladder });
        for (const { events, status } of path)
          for (const one of [...events, status]) seen.add(one!);
        for (const { level } of ladder) seen.add(level);
        expect(rest.offices.length).toBeGreaterThan(0);
      }),
      { numRuns: Math.max(60, runs(300)), seed: 20261128 },
    );
  });

  test('sees the whole path among them, from the registration to the closure', () => {
    const wanted = [
      'registrationAcknowledged', 'verdictConfirmed', 'informationReturned', 'informationSupplied',
      'referralAccepted', 'referralDeclined', 'informationRequested', 'meetingScheduled',
      'meetingHeld', 'planAgreed', 'costsApproved', 'measureStarted', 'followUpRecorded',
      'caseClosed', 'L0', 'L1', 'L2', 'L3', 'L4',
    ]; // prettier-ignore
    expect(wanted.filter((one) => !seen.has(one))).toEqual([]);
  });
});
