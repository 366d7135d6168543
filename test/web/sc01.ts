/** SC01 of docs/scenarios.md on the page, by keyboard alone: what an officer types and sends. */
import type { Page } from 'playwright-core';
import type { Language } from '../../schemas/index';
import { choose, press, pressWord, tick, write } from './typing';
import { say } from './visitor';

/** Somebody who does not exist. */
export interface Invented {
  readonly officialName: string;
  readonly firstName: string;
  readonly birthDate: string;
  readonly vn: string;
}

const single: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  residence: { canton: 'sg' },
  permit: { category: 'F' },
  goal: { '': 'sustainable_integration_primary_market' },
  drawsBenefits: { '': 'true' },
};

const several: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  registrations: [
    { institution: 'rav', state: 'active' },
    { institution: 'sh', state: 'active' },
  ],
  problemAreas: [{ area: 'health' }, { area: 'labour_market' }],
};

/** Brings the fields of a fact when they are not there yet. */
const wanted = async (page: Page, name: string): Promise<void> => {
  if ((await page.locator(`[data-field="facts.${name}"], [name="facts.${name}"]`).count()) > 0)
    return;
  await choose(page, 'facts', name);
  await press(page, 'add-facts');
};

const typeFacts = async (page: Page): Promise<void> => {
  for (const [name, parts] of Object.entries(single)) {
    await wanted(page, name);
    for (const [part, value] of Object.entries(parts))
      await choose(page, ['facts', name, part].filter(Boolean).join('.'), value);
  }
  await wanted(page, 'workCapacity');
  await write(page, 'facts.workCapacity.percent', '70');
  for (const [name, items] of Object.entries(several)) {
    await wanted(page, name);
    for (const [index, item] of items.entries()) {
      await press(page, `add-facts.${name}`);
      for (const [part, value] of Object.entries(item))
        await choose(page, `facts.${name}.${index}.${part}`, value);
    }
  }
};

/** Fills the form of the register view until the criteria admit the person. */
export const typeSc01 = async (
  page: Page,
  { person, language }: { readonly person: Invented; readonly language: Language },
): Promise<void> => {
  for (const [name, words] of Object.entries(person)) await write(page, `person.${name}`, words);
  await typeFacts(page);
  await choose(page, 'facts.consent.status', 'given');
  for (const kind of ['sh', 'rav', 'iv'])
    await tick(page, say(language, `institutionKind.${kind}`));
  await page.locator('#live-verdict[data-outcome=admitted]').waitFor();
  const referrals = [
    ['sg-iv', 'work_capacity_assessment'],
    ['sg-sh', 'livelihood'],
  ] as const;
  for (const [index, [to, purpose]] of referrals.entries()) {
    await press(page, 'add-referrals');
    await choose(page, `referrals.${index}.to`, to);
    await choose(page, `referrals.${index}.purpose`, purpose);
  }
  // What the law lets social aid know, it lets it know in return only.
  await page.locator('[data-to=sg-sh][data-refusal=legal_basis_missing]').waitFor();
  await tick(page, say(language, 'input.reciprocity'));
  await page.locator('[data-to=sg-sh]:not([data-refusal])').waitFor();
};

/** Registers what was typed, confirms what the criteria advise, and refers; the id of the case. */
export const registerAndRefer = async (page: Page, language: Language): Promise<string> => {
  await press(page, 'register');
  await page.locator('#advised[data-outcome=admitted]').waitFor();
  await pressWord(page, say(language, 'page.send'));
  await page.locator('[data-type=referralSent]').first().waitFor();
  return new URL(page.url()).pathname.replace('/cases/', '');
};
