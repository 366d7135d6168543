import type { Browser, Page } from 'playwright-core';
import { languages } from '../../schemas/index';
import { launchBrowser, withoutBrowser } from '../support/browser';
import { startLivePage } from './page-in-browser';
import type { LivePage } from './page-in-browser';
import { choose, press, pressWord, tick, write } from './typing';
import { atView, checkAxe, newVisitor, open, picture, say, signIn, speak, stored } from './visitor';
import type { Visitor } from './visitor';

const longMs = 240_000;

/** The facts of SC01, as they are typed. */
const facts: readonly (readonly [name: string, fill: (page: Page) => Promise<void>])[] = [
  ['residence', (page) => choose(page, 'facts.residence.canton', 'sg')],
  ['permit', (page) => choose(page, 'facts.permit.category', 'F')],
  ['goal', (page) => choose(page, 'facts.goal', 'sustainable_integration_primary_market')],
  ['workCapacity', (page) => write(page, 'facts.workCapacity.percent', '70')],
  ['drawsBenefits', (page) => choose(page, 'facts.drawsBenefits', 'true')],
];

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: registering is left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('an officer who registers a person and refers', registers);
}

function registers(): void {
  let live: LivePage;
  let browser: Browser;
  let officer: Visitor;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    live = await startLivePage();
    officer = await newVisitor(browser, live);
    ({ page } = officer);
    await signIn(page, `${live.origin}/register`, 'sg-rav-officer');
    await page.locator('#live-verdict').waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await live.close();
  }, 60_000);

  const aboutAmara = async (vn?: string): Promise<void> => {
    await write(page, 'person.officialName', 'Testova');
    await write(page, 'person.firstName', 'Amara');
    await write(page, 'person.birthDate', '1991-05-12');
    if (vn !== undefined) await write(page, 'person.vn', vn);
  };

  /** Brings the fields of a fact when they are not there yet. */
  const wanted = async (name: string): Promise<void> => {
    if ((await page.locator(`[data-field="facts.${name}"], [name="facts.${name}"]`).count()) > 0)
      return;
    await choose(page, 'facts', name);
    await press(page, 'add-facts');
  };

  const listed = async (
    name: string,
    items: readonly Readonly<Record<string, string>>[],
  ): Promise<void> => {
    await wanted(name);
    for (const [index, item] of items.entries()) {
      await press(page, `add-facts.${name}`);
      for (const [part, value] of Object.entries(item))
        await choose(page, `facts.${name}.${index}.${part}`, value);
    }
  };

  test(
    'sees what a law lets pass and what the consent opens, by keyboard alone',
    async () => {
      await aboutAmara('756.0000.0001.01');
      for (const [name, fill] of facts) {
        await wanted(name);
        await fill(page);
      }
      await listed('registrations', [
        { institution: 'rav', state: 'active' },
        { institution: 'sh', state: 'active' },
      ]);
      await listed('problemAreas', [{ area: 'health' }, { area: 'labour_market' }]);
      await choose(page, 'facts.consent.status', 'given');
      for (const kind of ['sh', 'rav', 'iv'])
        await tick(page, say('en', `institutionKind.${kind}`));
      await page.locator('#live-verdict[data-outcome=admitted]').waitFor();
      expect(await page.locator('.criteria [data-result=pass]').count()).toBeGreaterThan(0);

      await press(page, 'add-referrals');
      await choose(page, 'referrals.0.to', 'sg-iv');
      await choose(page, 'referrals.0.purpose', 'work_capacity_assessment');
      await press(page, 'add-referrals');
      await choose(page, 'referrals.1.to', 'sg-sh');
      await choose(page, 'referrals.1.purpose', 'livelihood');
      await page.locator('[data-to=sg-sh][data-refusal=legal_basis_missing]').waitFor();
      await tick(page, say('en', 'input.reciprocity'));
      const aid = page.locator('[data-to=sg-sh]:not([data-refusal])');
      await aid.getByText('7560000000101').waitFor();
      expect(await page.locator('[data-to=sg-iv]').textContent()).toContain('AVG35a-1bis');
      expect(await checkAxe(page, 'register')).toEqual([]);
      await picture(page, 'register');
      expect(officer.faults).toEqual([]);
    },
    longMs,
  );

  test(
    'registers and refers SC01; the contact accepts in French, and the officer sees it live',
    async () => {
      const contact = await newVisitor(browser, live);
      await signIn(contact.page, `${live.origin}/answer`, 'sg-iv-contact');
      await speak(contact.page, 'fr');
      await contact.page.getByText(say('fr', 'page.answer.nothing')).waitFor();

      await press(page, 'register');
      await page.locator('#advised[data-outcome=admitted]').waitFor();
      await pressWord(page, say('en', 'page.send'));
      await page.locator('[data-type=referralSent]').first().waitFor();
      await page.evaluate("document.body.dataset.sameDocument = 'yes'");

      await contact.page.locator('#do-acceptReferral-R1').waitFor();
      await press(contact.page, 'do-acceptReferral-R1');
      await contact.page.getByRole('dialog').waitFor();
      await pressWord(contact.page, say('fr', 'page.send'));
      await contact.page.getByText(say('fr', 'page.answer.nothing')).waitFor();

      await page.locator('[data-type=referralAccepted]').first().waitFor();
      expect(await page.locator('body').getAttribute('data-same-document')).toBe('yes');
      expect([...officer.faults, ...contact.faults]).toEqual([]);
      await contact.context.close();
    },
    longMs,
  );

  test(
    'keeps a draft, goes on with it later, and is warned of the other case of the person',
    async () => {
      await open(page, `${live.origin}/register`);
      await page.locator('#live-verdict').waitFor();
      await aboutAmara();
      await press(page, 'keep-draft');
      await page.waitForURL(/case=/);
      await page.locator('#duplicates').waitFor();
      const id = new URL(page.url()).searchParams.get('case') ?? '';
      expect(await stored(page)).toEqual(['relais-language']);
      await open(page, `${live.origin}/register`);
      await press(page, `draft-${id}`);
      await page.locator('[name="person.firstName"]').waitFor();
      expect(await page.locator('[name="person.firstName"]').inputValue()).toBe('Amara');
      await write(page, 'person.firstName', ' Lia');
      await wanted('workCapacity');
      await write(page, 'facts.workCapacity.percent', '40');
      await press(page, 'register');
      await page.locator('#advised[data-outcome=returned_info]').waitFor();
      expect(await page.locator('#news').textContent()).not.toBe('');
    },
    longMs,
  );

  test(
    'is told at the field what is wrong and how to write it',
    async () => {
      await open(page, `${live.origin}/register`);
      await page.locator('#live-verdict').waitFor();
      await press(page, 'register');
      expect(await page.evaluate('document.activeElement?.name')).toBe('person.officialName');
      await aboutAmara('756.0000.0001.02');
      await press(page, 'register');
      const number = page.locator('.field', { has: page.locator('[name="person.vn"]') });
      await number.getByText(say('en', 'page.correct')).waitFor();
      expect(await number.textContent()).toContain(say('en', 'hint.vn'));
      expect(await checkAxe(page, 'register with an error')).toEqual([]);
    },
    longMs,
  );

  test.each(languages)(
    'reads the form and the check in %s, free of barriers',
    async (language) => {
      await open(page, `${live.origin}/register`);
      await speak(page, language);
      await atView(page, say(language, 'page.nav.register'));
      await page.locator('#live-verdict').waitFor();
      const texts = (await page.getByRole('main').textContent()) ?? '';
      for (const key of ['page.register.check', 'page.missing', 'input.officialName', 'hint.vn'])
        expect(texts).toContain(say(language, key));
      expect(texts).not.toMatch(/\b(page|input|field|hint)\.\w+/);
      expect(await checkAxe(page, 'register')).toEqual([]);
    },
    longMs,
  );
}
