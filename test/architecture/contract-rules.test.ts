import { parse, stringify } from 'yaml';
import { asyncApiDocument } from '../../workers/docs/asyncapi';
import { compareContracts, contractRules, faultsOf } from '../../workers/docs/compare-contracts';

type Schema = Record<string, unknown>;

/** A small contract: one topic, whose only message says what is given here. */
const contract = (action: 'send' | 'receive', payload: Schema, schemas: object = {}): string =>
  stringify({
    channels: {
      topic: { address: 'a.b', messages: { said: { $ref: '#/components/messages/said' } } },
    },
    operations: { one: { action, channel: { $ref: '#/channels/topic' } } },
    components: { messages: { said: { headers: {}, payload } }, schemas },
  });

const thing = (properties: Schema, more: Schema = {}): Schema => ({
  type: 'object',
  properties,
  ...more,
});
const text = (more: Schema = {}): Schema => ({ type: 'string', ...more });
const codes = (...values: string[]): Schema => ({ type: 'string', enum: values });
const just = (value: string): Schema => ({ type: 'string', const: value });
const oneOf = (...kinds: string[]): Schema => ({
  oneOf: kinds.map((kind) => thing({ kind: just(kind) })),
});
const a = (schema: Schema): Schema => thing({ a: schema });

/** Each line: what was released, what somebody made of it, and what a reader or writer suffers. */
const readers: readonly [string, Schema, Schema][] = [
  ['payload/a: field_removed', a(text()), thing({})],
  ['payload/a: field_now_optional', thing({ a: text() }, { required: ['a'] }), a(text())],
  [
    'payload/b: field_added_to_closed',
    thing({ a: text() }, { additionalProperties: false }),
    thing({ a: text(), b: text() }, { additionalProperties: false }),
  ],
  ['payload: closed_or_opened', thing({}, { additionalProperties: false }), thing({})],
  ['payload/a: type_changed', a(text()), a({ type: 'integer' })],
  ['payload/a: type_changed', a({ type: 'integer' }), a({ type: 'number' })],
  ['payload/a: type_changed', a(text()), a({ type: ['string', 'null'] })],
  ['payload/a: constant_changed', a(just('1.0')), a(just('2.0'))],
  ['payload/a: list_opened', a(codes('x', 'y')), a(text())],
  ['payload/a: limit_changed maxLength', a(text({ maxLength: 60 })), a(text({ maxLength: 90 }))],
  ['payload/a: limit_changed maxLength', a(text({ maxLength: 60 })), a(text())],
  ['payload/a: form_changed format', a(text({ format: 'date' })), a(text())],
  ['payload/kind=q: choice_added', oneOf('p'), oneOf('p', 'q')],
  [
    'payload/a/items: type_changed',
    a({ type: 'array', items: text() }),
    a({ type: 'array', items: { type: 'boolean' } }),
  ],
  ['payload/a: not_understood', a(text()), a(text({ contentMediaType: 'text/html' }))],
];

const writers: readonly [string, Schema, Schema][] = [
  ['payload/a: field_removed', a(text()), thing({})],
  ['payload/a: field_now_required', a(text()), thing({ a: text() }, { required: ['a'] })],
  [
    'payload/b: field_now_required',
    a(text()),
    thing({ a: text(), b: text() }, { required: ['b'] }),
  ],
  ['payload: closed_or_opened', thing({}), thing({}, { additionalProperties: false })],
  ['payload/a: type_changed', a({ type: 'number' }), a({ type: 'integer' })],
  ['payload/a: value_removed "y"', a(codes('x', 'y')), a(codes('x'))],
  ['payload/a: value_removed any', a(text()), a(codes('x'))],
  ['payload/a: limit_changed minLength', a(text()), a(text({ minLength: 2 }))],
  ['payload/a: form_changed pattern', a(text()), a(text({ pattern: '^x' }))],
  ['payload/a: form_changed pattern', a(codes('x', 'y')), a(text({ pattern: '^x$' }))],
  ['payload/kind=q: choice_removed', oneOf('p', 'q'), oneOf('p')],
  [
    'payload/kind=p/a: value_removed "y"',
    { oneOf: [thing({ kind: just('p'), a: codes('x', 'y') })] },
    { oneOf: [thing({ kind: just('p'), a: codes('x') })] },
  ],
  ['payload/a: default_changed', a(text({ default: 'x' })), a(text({ default: 'y' }))],
  [
    'payload/a/additionalProperties: limit_changed maxLength',
    a({ type: 'object', additionalProperties: text() }),
    a({ type: 'object', additionalProperties: text({ maxLength: 3 }) }),
  ],
];

const whole = parse(contract('send', a(text()))) as Record<string, object>;
const altered = (change: object): string => stringify({ ...whole, ...change });
const address = { topic: { address: 'c.d', messages: { said: { $ref: 'm' } } } };
const silent = { topic: { address: 'a.b', messages: {} } };
const asXml = {
  messages: { said: { contentType: 'text/xml', headers: {}, payload: a(text()) } },
  schemas: {},
};

/** Changes of the contract around the fields. */
const contracts: readonly [string, string][] = [
  ['topic topic: topic_removed', altered({ channels: {} })],
  ['topic topic: topic_moved c.d', altered({ channels: address })],
  ['topic topic: direction_changed', contract('receive', a(text()))],
  ['topic topic: message_removed said', altered({ channels: silent })],
  ['said: encoding_changed', altered({ components: asXml })],
];

describe('an institution is not left alone with a change that', () => {
  it.each(readers)('a reader meets as %s', (expected, before, after) => {
    const found = compareContracts(contract('send', before), contract('send', after));
    expect(found).toEqual([expect.stringContaining(`said ${expected}`)]);
  });

  it.each(writers)('a writer meets as %s', (expected, before, after) => {
    const found = compareContracts(contract('receive', before), contract('receive', after));
    expect(found).toEqual([expect.stringContaining(`said ${expected}`)]);
  });

  it.each(contracts)('everybody meets as %s', (expected, after) => {
    expect(compareContracts(stringify(whole), after)).toEqual([expected]);
  });

  it('breaks any of the rules: each has its example above', () => {
    const met = [...readers, ...writers, ...contracts].map(([expected]) => expected);
    const unmet = Object.keys(contractRules).filter(
      (rule) => !met.some((expected) => new RegExp(`: ${rule}( |$)`).test(expected)),
    );
    expect(unmet).toEqual([]);
  });
});

describe('an institution need not be asked about a change that', () => {
  it.each<[string, Schema, Schema]>([
    ['adds an optional field', a(text()), thing({ a: text(), b: text() })],
    ['adds a code', a(codes('x')), a(codes('x', 'y'))],
    ['sends fewer codes', a(codes('x', 'y')), a(codes('x'))],
    ['promises a field', a(text()), thing({ a: text() }, { required: ['a'] })],
    ['sends shorter texts', a(text()), a(text({ maxLength: 9 }))],
    ['says the same in other words', a(text({ title: 't' })), a(text({ title: 'u' }))],
  ])('%s for it to read', (_what, before, after) => {
    expect(compareContracts(contract('send', before), contract('send', after))).toEqual([]);
  });

  it.each<[string, Schema, Schema]>([
    ['an optional field', a(text()), thing({ a: text(), b: text() })],
    ['another code', a(codes('x')), a(codes('x', 'y'))],
    ['another command', oneOf('p'), oneOf('p', 'q')],
    ['silence where it demanded a field', thing({ a: text() }, { required: ['a'] }), a(text())],
    ['any text of a form', a(just('x1')), a(text({ pattern: '^x' }))],
  ])('takes %s', (_what, before, after) => {
    expect(compareContracts(contract('receive', before), contract('receive', after))).toEqual([]);
  });

  it('says the same by references and in parts', () => {
    const parts = { allOf: [{ $ref: '#/components/schemas/A' }, thing({ b: text() })] };
    const [before, after] = [thing({ a: text(), b: text() }), parts];
    const schemas = { A: a(text()) };
    const plain = contract('send', before);
    expect(compareContracts(plain, contract('send', after, schemas))).toEqual([]);
    expect(compareContracts(contract('send', after, schemas), plain)).toEqual([]);
  });

  it('adds a second version of an event type beside the first', () => {
    const current = asyncApiDocument();
    const two = parse(current) as { components: { messages: Record<string, object> } };
    const { messages } = two.components;
    messages['ch.relais.referral.sent.v2'] = messages['ch.relais.referral.sent.v1']!;
    expect(compareContracts(current, stringify(two))).toEqual([]);
  });
});

describe('a maintainer who breaks the contract', () => {
  const change = 'ch.relais.case.closed.v1 payload/code: field_removed';
  const declare = (what: string, version: string): string =>
    stringify({ changes: [{ change: what, reason: 'nobody could make sense of it', version }] });
  const nothing = stringify({ changes: [] });

  it('has to declare it', () => {
    expect(faultsOf([change], nothing, '0.1.0')).toEqual([`not declared: ${change}`]);
    expect(faultsOf([change], declare(change, '0.2.0'), '0.1.0')).toEqual([]);
    expect(faultsOf([change], declare('ch.relais.* payload/code: *', '0.10.0'), '0.9.0')).toEqual(
      [],
    );
  });

  it('can not declare by it another one, nothing, or for a release that is out', () => {
    expect(faultsOf([change], declare('ch.relais.case.closed', '0.2.0'), '0.1.0')).toHaveLength(2);
    expect(faultsOf([], declare(change, '0.2.0'), '0.1.0')).toHaveLength(1);
    expect(faultsOf([change], declare(change, '0.1.0'), '0.1.0')).toHaveLength(1);
  });

  it('has to say why', () => {
    const mute = stringify({ changes: [{ change, reason: '', version: '0.2.0' }] });
    expect(() => faultsOf([change], mute, '0.1.0')).toThrow();
  });
});
