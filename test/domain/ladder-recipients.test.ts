import type { CaseEvent, DirectoryRole, InstitutionId, Presence } from '../../schemas/index';
import { askedAbout } from '../../domain/directory/recipients';
import { Play, engine, rulesOf } from '../support/builders';

const sent = (): Play =>
  new Play(rulesOf('zh'))
    .admitted('zh-sh', 'zh-coo')
    .do('zh-sh', { kind: 'sendReferral', to: 'zh-iv', purpose: 'work_capacity_assessment' });

const at = (institutionId: InstitutionId, ...roles: DirectoryRole[]): Presence => ({
  institutionId,
  roles,
});

type Reached = Extract<CaseEvent, { type: 'deadlineReached' }>;

/** Lets the answer clock speak until a level, with these people in the directory on each day. */
const ladder = (play: Play, until: string, present?: Presence[]): readonly string[] => {
  const before = play.events.length;
  for (;;) {
    const due = play.state?.deadlines.find(({ key }) => key === 'T_DEC:R1')?.firings[0];
    if (due === undefined) throw new Error('the ladder is at its end');
    play.now = due.at;
    play.do(engine, {
      kind: 'reachDeadline',
      key: 'T_DEC:R1',
      level: due.level,
      deadline: 'T_DEC',
      ...(present && { present }),
    });
    if (due.level === until) break;
  }
  return play.events
    .slice(before)
    .filter((event): event is Reached => event.type === 'deadlineReached')
    .map(({ data: { level, recipients, because } }) =>
      [level, ...recipients.map((one) => `${one.institutionId}/${one.role}`), because ?? ''].join(
        ' ',
      ),
    );
};

describe('whom a silent disability insurance hears the engine through', () => {
  test('everybody is there: contact, then coordinator and deputy, then both managements', () => {
    const all = [at('zh-iv', 'contact', 'deputy', 'management'), at('zh-sh', 'management')];
    expect(ladder(sent(), 'L4', all)).toEqual([
      'L0 zh-iv/contact ',
      'L1 zh-iv/contact ',
      'L2 zh-coo/coordinator zh-iv/deputy ',
      'L3 zh-iv/management zh-sh/management ',
      'L4 zh-coo/strategic ',
    ]);
  });

  test('the contact is away: the deputy gets the notice and the reminder', () => {
    expect(ladder(sent(), 'L2', [at('zh-iv', 'deputy', 'management')])).toEqual([
      'L0 zh-iv/deputy ',
      'L1 zh-iv/deputy ',
      'L2 zh-coo/coordinator zh-iv/deputy ',
    ]);
  });

  test('there is no deputy: the managements are told on the same day, as a step of its own', () => {
    const play = sent();
    expect(ladder(play, 'L2', [at('zh-iv', 'contact', 'management')])).toEqual([
      'L0 zh-iv/contact ',
      'L1 zh-iv/contact ',
      'L2 zh-coo/coordinator zh-iv/deputy ',
      'L3 zh-iv/management zh-sh/management nobody_present',
    ]);
    const [l2, l3] = play.events.filter((event) => event.type === 'deadlineReached').slice(-2);
    expect([l3!.at, l3!.cause, l3!.seq]).toEqual([l2!.at, l2!.cause, l2!.seq + 1]);
    const clock = play.state!.deadlines.find(({ key }) => key === 'T_DEC:R1')!;
    expect([clock.reached, clock.firings.map(({ level }) => level)]).toEqual(['L3', ['L4']]);
  });

  test('nobody is in the office: nobody is gone over before the due date, everybody on it', () => {
    expect(ladder(sent(), 'L1', [at('zh-iv'), at('zh-sh')])).toEqual([
      'L0 zh-iv/contact ',
      'L1 zh-iv/contact ',
      'L2 zh-coo/coordinator zh-iv/deputy nobody_present',
      'L3 zh-iv/management zh-sh/management nobody_present',
      'L4 zh-coo/strategic nobody_present',
    ]);
  });

  test('a ladder that was climbed at once goes on at its last level', () => {
    const play = sent();
    ladder(play, 'L1', [at('zh-iv'), at('zh-sh')]);
    const [next, ...more] = play.state!.deadlines.find(({ key }) => key === 'T_DEC:R1')!.firings;
    expect([next!.level, more]).toEqual(['L4', []]);
    expect(Date.parse(next!.at)).toBeGreaterThan(Date.parse(play.now));
  });

  test('an office that the directory does not know, or a case that never asked, is told as before', () => {
    const before = ladder(sent(), 'L4');
    expect(ladder(sent(), 'L4', [])).toEqual(before);
    expect(ladder(sent(), 'L4', [at('zh-rav')])).toEqual(before);
  });
});

describe('about whom the directory is asked', () => {
  test('about both sides of a referral, and about nobody when the strategic level is told', () => {
    const { state } = sent();
    const about = (level: 'L1' | 'L4') => askedAbout(state!, { key: 'T_DEC:R1', level });
    expect(about('L1')).toEqual(['zh-iv', 'zh-sh']);
    expect(about('L4')).toEqual([]);
    expect(askedAbout(state!, { key: 'T_NONE', level: 'L1' })).toEqual([]);
  });

  test('not on a day on which the engine acts itself', () => {
    const state = sent().state!;
    const [clock] = state.deadlines;
    const own = { ...state, deadlines: [{ ...clock!, key: 'T_FACTS', kind: 'T_FACTS' as const }] };
    expect(askedAbout(own, { key: 'T_FACTS', level: 'due' })).toEqual([]);
  });
});
