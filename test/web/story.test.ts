import type { Browser, Page } from 'playwright-core';
import { languages } from '../../schemas/index';
import type { Language } from '../../schemas/index';
import { launchBrowser, takesPictures, withoutBrowser } from '../support/browser';
import { startProduct } from '../support/started-product';
import type { StartedProduct } from '../support/started-product';
import { focusOf, isSameDocument, levelsUntil, noteLevels, settledScroll, topOf } from './reader';
import { registerAndRefer, typeSc01 } from './sc01';
import type { Invented } from './sc01';
import { press, pressAt, pressWord } from './typing';
import {
  unrestEverywhere,
  barriersEverywhere,
  changesLanguage,
  everyView,
  hiddenStopsEverywhere,
  onPaper,
  openMenu,
  takePictures,
} from './walk';
import { atView, barriersNow, newVisitor, open, say, settled, signIn, speak } from './visitor';
import type { Visitor } from './visitor';

const longMs = 300_000;

/** One for each language: nobody is registered twice. */
const people: Readonly<Record<Language, Invented>> = {
  fr: { officialName: 'Testova', firstName: 'Amara', birthDate: '1991-05-12', vn: '756.0000.0001.01' },
  de: { officialName: 'Musterov', firstName: 'Ilir', birthDate: '1988-03-02', vn: '756.0000.0005.07' },
  it: { officialName: 'Esempio', firstName: 'Selam', birthDate: '1995-11-23', vn: '756.0000.0006.06' },
  en: { officialName: 'Sampleyan', firstName: 'Nare', birthDate: '1979-07-30', vn: '756.0000.0007.05' },
}; // prettier-ignore
const others = languages.filter((language) => language !== 'fr');

const oldest = '[data-type=caseRegistered]';
/** What is asked again may be a line longer; a reader who lost the place is further away. */
const lineOfText = 40;

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: the stories are left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('people at the started product, by keyboard alone', stories);
}

function stories(): void {
  let product: StartedProduct;
  let browser: Browser;
  let officer: Visitor;
  let contact: Visitor;
  let coordinator: Visitor;
  /** The coordinator in another browser, so that what the first one watches is left alone. */
  let walker: Visitor;
  let board: Page;
  let watching: Page;
  /** The first case: the disability insurance accepts it, social aid keeps silent. */
  let caseId: string;

  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
    const at = (): Promise<Visitor> => newVisitor(browser, product);
    [officer, contact, coordinator, walker] = await Promise.all([at(), at(), at(), at()]);
    await signIn(officer.page, product.origin, 'sg-rav-officer');
    await signIn(contact.page, `${product.origin}/answer`, 'sg-iv-contact');
    await signIn(coordinator.page, `${product.origin}/board`, 'sg-coo');
    await signIn(walker.page, product.origin, 'sg-coo');
  }, longMs);
  afterAll(async () => {
    await browser.close();
    await product.stop();
  }, longMs);

  /** Goes to a view by its word in the navigation. */
  const go = async (page: Page, language: Language, view: string): Promise<void> => {
    await pressWord(page, say(language, `page.nav.${view}`));
    await atView(page, say(language, `page.nav.${view}`));
  };

  const refers = async (language: Language): Promise<string> => {
    const { page } = officer;
    await speak(page, language);
    await go(page, language, 'register');
    await page.locator('#live-verdict').waitFor();
    await typeSc01(page, { person: people[language], language });
    expect(await barriersNow(page, 'the form')).toEqual([]);
    return registerAndRefer(page, language);
  };

  const accepts = async (id: string, language: Language): Promise<void> => {
    const { page } = contact;
    await speak(page, language);
    await page.locator(`[data-case="${id}"] [id^=do-acceptReferral]`).waitFor();
    expect(await barriersNow(page, 'the inbox')).toEqual([]);
    await pressAt(page, `[data-case="${id}"] [id^=do-acceptReferral]`);
    await page.getByRole('dialog').waitFor();
    expect(await barriersNow(page, 'the answer')).toEqual([]);
    await pressWord(page, say(language, 'page.send'));
    await page
      .locator(`[data-case="${id}"] [id^=do-acceptReferral]`)
      .waitFor({ state: 'detached' });
  };

  /** What the writer has just done stands in the first list that is shown after it. */
  const finds = async (id: string, language: Language): Promise<void> => {
    const { page } = officer;
    await go(page, language, 'myDay');
    await press(page, 'list-all');
    await page.locator('#list-all[aria-current]').waitFor();
    await settled(page);
    const row = page.locator('tr', { has: page.locator(`#case-${id}`) });
    expect(await row.textContent()).toContain(say(language, 'caseStatus.admitted'));
    expect(await barriersNow(page, 'my day')).toEqual([]);
  };

  test(
    'an officer registers and refers SC01 in French, and finds it in the next list',
    async () => {
      caseId = await refers('fr');
      await finds(caseId, 'fr');
    },
    longMs,
  );

  test(
    'the coordinator acknowledges the registration, and watches my day and the board',
    async () => {
      const { page, context } = coordinator;
      await page.locator(`#case-${caseId}`).waitFor();
      await press(page, `case-${caseId}`);
      await page.locator('[id^=do-acknowledgeRegistration]').waitFor();
      await pressAt(page, '[id^=do-acknowledgeRegistration]');
      await page.getByRole('dialog').waitFor();
      await pressWord(page, say('en', 'page.send'));
      await page.locator('[data-type=registrationAcknowledged]').waitFor();
      board = await context.newPage();
      await open(board, `${product.origin}/board`);
      await board.locator(`#case-${caseId}`).waitFor();
      await noteLevels(board, { selector: `[data-case="${caseId}"]` });
      await go(page, 'en', 'myDay');
      await press(page, 'list-all');
      await page.locator(`#case-${caseId}`).waitFor();
      await noteLevels(page, { selector: `tr:has(#case-${caseId})` });
    },
    longMs,
  );

  test(
    'the contact accepts in French; the second tab of the officer sees it live and keeps its place',
    async () => {
      watching = await officer.context.newPage();
      await open(watching, product.origin);
      await press(watching, 'list-all');
      await watching.locator(`#case-${caseId}`).waitFor();
      await press(watching, `case-${caseId}`);
      await watching.locator(oldest).waitFor();
      await settled(watching);
      const words = [`${say('fr', 'deadline.T_DEC')} R2`];
      await noteLevels(watching, { selector: '[data-type=deadlineReached]', words });
      await watching.keyboard.press('End');
      await settledScroll(watching);
      const place = await topOf(watching, oldest);
      const focus = await focusOf(watching);
      await accepts(caseId, 'fr');
      await watching.locator('[data-type=referralAccepted]').waitFor();
      expect(await focusOf(watching)).toBe(focus);
      expect(Math.abs((await topOf(watching, oldest)) - place)).toBeLessThan(lineOfText);
      expect(await isSameDocument(watching)).toBe(true);
    },
    longMs,
  );

  /** Somebody for whom every view is in the navigation, on each of them. */
  const way = () => ({ origin: product.origin, addresses: everyView(caseId) });

  test.each(languages)(
    'a coordinator finds every view free of barriers in %s',
    async (language) => {
      await speak(walker.page, language);
      expect(await barriersEverywhere(walker.page, way(), language)).toEqual([]);
    },
    longMs,
  );

  test(
    'nothing is lost, and nothing moves, at 200 % with colours of one’s own',
    async () => {
      const options = { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 } as const;
      const media = { reducedMotion: 'reduce', forcedColors: 'active' } as const;
      const visitor = await newVisitor(browser, product, { ...options, ...media });
      await signIn(visitor.page, product.origin, 'sg-coo');
      await speak(visitor.page, 'de');
      expect(await unrestEverywhere(visitor.page, way())).toEqual([]);
      await openMenu(visitor.page);
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    },
    longMs,
  );

  test(
    'the keyboard is seen at each of its stops on every view',
    async () => {
      expect(await hiddenStopsEverywhere(walker.page, way())).toEqual([]);
    },
    longMs,
  );

  test(
    'a case on paper is the case alone, and what was typed outlives a change of language',
    async () => {
      const { page } = walker;
      await open(page, `${product.origin}/cases/${caseId}`);
      await page.locator(oldest).waitFor();
      await onPaper(page);
      await open(page, `${product.origin}/register`);
      await changesLanguage(page);
    },
    longMs,
  );

  test.each(others)(
    'an officer refers SC01 and a contact accepts in %s, free of barriers',
    async (language) => {
      const id = await refers(language);
      await finds(id, language);
      await accepts(id, language);
    },
    longMs,
  );

  test(
    'an office keeps silent: everybody sees the notice, the reminder and the escalation in order, and why',
    async () => {
      expect((await levelsUntil(watching, 'L2')).slice(0, 3)).toEqual(['L0', 'L1', 'L2']);
      for (const page of [coordinator.page, board]) {
        const seen = await levelsUntil(page, 'L2');
        expect(seen).toEqual([...seen].sort());
        expect(seen.length).toBeGreaterThan(1);
      }
      const clock = `${say('fr', 'deadline.T_DEC')} R2`;
      const step = watching
        .locator('[data-type=deadlineReached]', { hasText: clock })
        .filter({ hasText: `L2: ${say('fr', 'level.L2')}` });
      const why = (await step.last().textContent()) ?? '';
      for (const key of ['event.deadlineReached', 'page.dueOn', 'page.causedByClock'])
        expect(why).toContain(say('fr', key));
      for (const office of ['(sg-sh)', '(sg-coo)']) expect(why).toContain(office);
      for (const page of [watching, coordinator.page, board])
        expect(await isSameDocument(page)).toBe(true);
      if (takesPictures) await takePictures(coordinator.page, product.origin);
    },
    longMs,
  );

  test('none of them meets a fault of the page, or is sent elsewhere by it', () => {
    for (const { faults } of [officer, contact, coordinator, walker]) expect(faults).toEqual([]);
  });
}
