import { CommandRequest, RegisterCaseRequest } from '../../schemas/index';
import type { ActionField } from '../../schemas/index';
import {
  bodyOf,
  completeOf,
  initialValues,
  missingIn,
  saidOf,
  valuesFrom,
} from '../../web/kit/action-values';
import type { Value, Values } from '../../web/kit/action-values';
import { fieldsOfKind } from '../../workers/api/action-fields';

const kinds = [...fieldsOfKind.keys()].filter((kind) => kind !== 'registerCase');

/** What people write where there is nothing to choose from. */
const written: Readonly<Record<string, string>> = {
  birthDate: '1991-05',
  vn: '756.9217.0769.85',
  mail: 'ruth@example.ch',
  ech0006: '0503',
  need: 'course',
  withCase: '7f2c1c56-52b7-4f4e-9b1a-000000000001',
  about: 'R1',
  continues: '7f2c1c56-52b7-4f4e-9b1a-000000000001',
};

const fill = (field: ActionField): Value => {
  const { name, type, codes = [], fields = [] } = field;
  switch (type) {
    case 'code':
      return codes[0]!;
    case 'date':
      return '2027-03-01';
    case 'text':
      return written[name] ?? 'sg-iv';
    case 'texts':
      return codes.length > 0 ? codes.slice(0, 2) : ['sg-iv'];
    case 'number':
      return '20';
    case 'boolean':
      return 'true';
    case 'object':
      return filled(fields);
    case 'objects':
      return [filled(fields), filled(fields)];
  }
};
const filled = (fields: readonly ActionField[]): Values =>
  Object.fromEntries(fields.map((field) => [field.name, fill(field)]));

const fieldsOf = (kind: string): readonly ActionField[] => fieldsOfKind.get(kind)!;
const actionOf = (kind: string) =>
  ({ kind, fields: fieldsOf(kind), referralId: undefined }) as unknown as Parameters<
    typeof bodyOf
  >[0];

describe('an office that fills in a form', () => {
  test.each(kinds)('can say with it everything that %s takes', (kind) => {
    const body = bodyOf(actionOf(kind), filled(fieldsOf(kind)));
    const onReferral = CommandRequest.options.some(
      ({ shape }) => shape.kind.value === kind && 'referralId' in shape,
    );
    const parsed = CommandRequest.safeParse({ ...body, ...(onReferral && { referralId: 'R1' }) });
    expect(parsed.error?.issues).toBeUndefined();
    const said = parsed.data as Readonly<Record<string, unknown>>;
    expect(fieldsOf(kind).filter(({ name }) => !(name in said))).toEqual([]);
  });

  test('registers with it everything that is known of a person', () => {
    const values = filled(fieldsOf('registerCase'));
    const policyId = 'SG-regelstruktur';
    const said = saidOf(fieldsOf('registerCase'), { ...values, policyId });
    expect(RegisterCaseRequest.safeParse(said).error?.issues).toBeUndefined();
  });

  test('is led to each required part that is empty, wherever it lies', () => {
    const goals = fieldsOf('agreePlan');
    expect(missingIn(goals, initialValues(goals))).toEqual([
      'goals.0.goal',
      'goals.0.responsible',
      'goals.0.dueOn',
    ]);
    expect(missingIn(goals, { goals: [] })).toEqual(['goals']);
    expect(missingIn(fieldsOf('supplyInformation'), {})).toEqual(['facts']);
    const half = { facts: { workCapacity: { issuer: 'rad' } } };
    expect(missingIn(fieldsOf('supplyInformation'), half)).toEqual(['facts.workCapacity.percent']);
  });

  test('says nothing of what nobody touched, and no to a list that is emptied', () => {
    const fields = fieldsOf('recordConsent');
    const untouched = initialValues(fieldsOf('updateFacts'));
    expect(saidOf(fieldsOf('updateFacts'), untouched)).toEqual({ facts: {} });
    const consent = { ...(initialValues(fields)['consent'] as Values), status: 'given' };
    expect(saidOf(fields, { consent })).toMatchObject({ consent: { status: 'given' } });
    expect(saidOf(fields, { consent: { ...consent, fieldGroups: [] } })).toEqual({
      consent: { status: 'given', fieldGroups: [] },
    });
  });

  test('asks the criteria only with what is complete, and finds again what was kept', () => {
    const facts = fieldsOf('supplyInformation').find(({ name }) => name === 'facts')!.fields!;
    const said = { permit: { category: 'F' }, workCapacity: { percent: 70 }, unemployed: false };
    const values = {
      ...valuesFrom(facts, said),
      livelihood: {},
      employability: { on: '2026-01-01' },
    };
    expect(completeOf(facts, values)).toEqual(said);
  });
});
