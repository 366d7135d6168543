import { parametersIn, runningIn } from '../../domain/criteria/adoption';
import { modelRules } from '../../domain/criteria/models';
import type { PolicyDocument } from '../../schemas/index';
import { PolicyDocument as PolicyDocumentShape, PolicyModel } from '../../schemas/index';
import { policy } from '../support/builders';

const text = { de: 'x', fr: 'x', it: 'x', en: 'x' };
/** A policy that two cantons work by; the second sets a number otherwise. */
const document = (running: object = {}): PolicyDocument => {
  const { canton, coordination, coordinatorGate, ...rest } = policy('fr');
  return PolicyDocumentShape.parse({
    running: { ...rest, model: 'case_office', ...running },
    adoptedBy: [
      { canton: 'fr', coordination: 'fr-coo' },
      { canton: 'vd', coordination: 'vd-coo', parameters: { least: 3 } },
    ],
    parameters: { least: 2, cases: true },
    title: text,
    validFrom: '2026-01-01',
    knownSince: '2026-01-01',
    source: 'invented',
    partners: ['rav'],
    criteria: { otherwise: 'not_admitted' },
  });
};

describe('a policy in the cantons that work by it', () => {
  test('names the coordination of each, and is none in any other canton', () => {
    expect(runningIn(document(), 'vd')).toMatchObject({ canton: 'vd', coordination: 'vd-coo' });
    expect(runningIn(document(), 'fr')).toMatchObject({ canton: 'fr', coordination: 'fr-coo' });
    expect(runningIn(document(), 'zh')).toBeUndefined();
  });

  test('takes from its model what it does not say', () => {
    expect(runningIn(document(), 'fr')).toMatchObject({
      coordinatorGate: true,
      firstLead: 'coordination',
      convenes: 'coordination',
    });
    const said = { coordinatorGate: false, firstLead: 'registering', convenes: 'registering' };
    expect(runningIn(document(said), 'fr')).toMatchObject(said);
  });

  test('has the values of the canton before its own', () => {
    expect(parametersIn(document(), 'vd')).toEqual({ least: 3, cases: true });
    expect(parametersIn(document(), 'fr')).toEqual({ least: 2, cases: true });
    expect(parametersIn(document())).toEqual({ least: 2, cases: true });
  });
});

test('only where offices decide between themselves does nobody stand before admission', () => {
  const open = PolicyModel.options.filter((model) => !modelRules[model].coordinatorGate);
  expect(open).toEqual([
    'ordinary_structures',
    'ordinary_structures_with_delegation',
    'mandatory_referral',
  ]);
  for (const model of open) expect(modelRules[model].convenes).toBe('registering');
});

test('only a case office leads from the first day', () => {
  const leading = PolicyModel.options.filter(
    (model) => modelRules[model].firstLead === 'coordination',
  );
  expect(leading).toEqual(['case_office']);
});
