import type { Browser, Route } from 'playwright-core';
import type { CaseView } from '../../schemas/index';
import { launchBrowser, withoutBrowser } from '../support/browser';
import { startLivePage } from './page-in-browser';
import type { LivePage } from './page-in-browser';
import { atView, checkAxe, newVisitor, say, signIn, speak, tabTo } from './visitor';
import type { Visitor } from './visitor';

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: acting on a case is left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('somebody who acts on a case', acts);
}

function acts(): void {
  let live: LivePage;
  let browser: Browser;
  let view: CaseView;
  let visitor: Visitor;

  beforeAll(async () => {
    browser = await launchBrowser();
    live = await startLivePage();
    view = await live.registerCase();
    const referrals = [
      { to: 'sg-iv', purpose: 'work_capacity_assessment' },
      { to: 'sg-sh', purpose: 'livelihood', reciprocity: true },
    ];
    view = await live.command('sg-rav-officer', view.id, { kind: 'confirmVerdict', referrals });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await live.close();
  }, 60_000);
  beforeEach(async () => {
    visitor = await newVisitor(browser, live);
  });
  afterEach(() => visitor.context.close());

  const address = (): string => `${live.origin}/cases/${view.id}`;

  test('accepts in French, by keyboard alone', async () => {
    const { page } = visitor;
    await signIn(page, address(), 'sg-iv-contact');
    await speak(page, 'fr');
    await page.locator('#do-acceptReferral-R1').waitFor();
    await tabTo(page, 'do-acceptReferral-R1');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: `${say('fr', 'command.acceptReferral')} R1` });
    await dialog.waitFor();
    const word = say('fr', 'page.send');
    const focused = () => page.evaluate<string>('document.activeElement?.textContent');
    for (let steps = 0; steps < 20 && (await focused()) !== word; steps += 1)
      await page.keyboard.press('Tab');
    expect(await focused()).toBe(word);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.locator('[data-type=referralAccepted]').first().waitFor();
    expect(await page.locator('#do-acceptReferral-R1').count()).toBe(0);
    expect(visitor.faults).toEqual([]);
  });

  test('cannot send a decline without a reason, and is led to what is missing', async () => {
    const { page } = visitor;
    await signIn(page, address(), 'sg-sh-contact');
    await page.locator('#do-declineReferral-R2').click();
    const dialog = page.getByRole('dialog');
    const send = dialog.getByRole('button', { name: say('en', 'page.send') });
    await send.click();
    expect(await dialog.textContent()).toContain(say('en', 'page.fillIn'));
    expect(await page.evaluate('document.activeElement?.name')).toBe('reason');
    expect(await checkAxe(page, 'decline')).toEqual([]);
    await dialog.locator('select[name=reason]').selectOption('not_competent');
    await dialog.locator('select[name=nextOwner]').selectOption('sg-rav');
    await send.click();
    await dialog.waitFor({ state: 'detached' });
    const declined = page.locator('[data-type=referralDeclined]');
    expect(await declined.first().textContent()).toContain(
      say('en', 'declineReason.not_competent'),
    );
    expect(visitor.faults).toEqual([]);
  });

  test('is shown what changed when somebody was faster, and sends the same again', async () => {
    const { page } = visitor;
    await signIn(page, address(), 'sg-rav-officer');
    await page.locator('#do-flagUrgent-').click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('select[name=risk]').selectOption({ index: 1 });
    // Somebody else acts while the command is on its way.
    const somebodyElse = { kind: 'recordContactTry', channel: 'phone', reached: true };
    const overtaken = async (route: Route): Promise<void> => {
      await live.command('sg-rav-officer', view.id, somebodyElse);
      await route.continue();
    };
    await page.route('**/v1/cases/*/commands', overtaken, { times: 1 });
    const send = dialog.getByRole('button', { name: say('en', 'page.send') });
    await send.click();
    await dialog.getByText(say('en', 'page.changedMeanwhile')).waitFor();
    const changed = dialog.locator('[data-changed]');
    await changed.getByText(say('en', 'event.contactTried')).waitFor();
    expect(await checkAxe(page, 'a case that changed meanwhile')).toEqual([]);
    await send.click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('[data-type=urgencyFlagged]').first().waitFor();
  });

  test('is told what happened when the action is not possible any more, and nothing is sent', async () => {
    const { page } = visitor;
    await signIn(page, address(), 'sg-rav-officer');
    await page.locator('#do-clearUrgent-').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: say('en', 'page.send') }).waitFor();
    await live.command('sg-rav-officer', view.id, { kind: 'clearUrgent' });
    await dialog.getByText(say('en', 'page.noLongerAllowed')).waitFor();
    await dialog.locator('[data-changed]').getByText(say('en', 'event.urgencyCleared')).waitFor();
    await dialog.getByRole('button', { name: say('en', 'page.close') }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(visitor.faults).toEqual([]);
  });

  test('agrees a plan of two goals in a form, is led to what is missing, and corrects a consent', async () => {
    const { page } = visitor;
    await signIn(page, address(), 'sg-rav-officer');
    await page.locator('#do-agreePlan-').click();
    const dialog = page.getByRole('dialog');
    const send = dialog.getByRole('button', { name: say('en', 'page.send') });
    await send.click();
    expect(await page.evaluate('document.activeElement?.name')).toBe('goals.0.goal');
    await page.locator('#add-goals').click();
    await page.locator('[name="goals.1.goal"]:focus').waitFor();
    for (const [index, goal] of ['work', 'health'].entries()) {
      await page.locator(`[name="goals.${index}.goal"]`).selectOption(goal);
      await page.locator(`[name="goals.${index}.responsible"]`).selectOption('sg-iv');
      await page.locator(`[name="goals.${index}.dueOn"]`).fill('2027-09-01');
    }
    expect(await checkAxe(page, 'plan')).toEqual([]);
    await send.click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('[data-type=planAgreed]').first().waitFor();

    await page.locator('#do-recordConsent-').click();
    await page.locator('[name="consent.status"]').selectOption('given');
    await page.locator('[name="consent.channel"]').selectOption('paper');
    await dialog.getByLabel(say('en', 'institutionKind.iv')).check();
    expect(await dialog.getByLabel(say('en', 'fieldGroup.vn')).isChecked()).toBe(true);
    await send.click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('[data-type=consentRecorded]').first().waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test('adds one fact of many, with its parts', async () => {
    const { page } = visitor;
    await signIn(page, address(), 'sg-rav-officer');
    await page.locator('#do-updateFacts-').click();
    const dialog = page.getByRole('dialog');
    const send = dialog.getByRole('button', { name: say('en', 'page.send') });
    await send.click();
    expect(await page.evaluate('document.activeElement?.name')).toBe('facts');
    await page.locator('select[name=facts]').selectOption('workCapacity');
    await page.locator('#add-facts').click();
    await page.locator('[name="facts.workCapacity.percent"]:focus').fill('300');
    expect(await checkAxe(page, 'facts')).toEqual([]);
    await send.click();
    await dialog
      .locator('.field-error, .react-aria-FieldError', { hasText: say('en', 'page.correct') })
      .waitFor();
    await page.locator('[name="facts.workCapacity.percent"]').fill('50');
    await send.click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('[data-type=factsUpdated]').first().waitFor();
  });

  test('prints all of the case on the width of a sheet, and nothing to press', async () => {
    const { page } = visitor;
    await signIn(page, address(), 'sg-rav-officer');
    await page.locator('[data-type=caseRegistered]').waitFor();
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 794, height: 1123 });
    for (const key of ['page.referrals', 'page.clocks', 'page.timeline'])
      expect(await page.getByRole('heading', { name: say('en', key) }).isVisible()).toBe(true);
    expect(await page.locator('[data-type=caseRegistered]').isVisible()).toBe(true);
    for (const part of ['header nav', '#do-updateFacts-', '#sign-out', '#language'])
      expect(await page.locator(part).isVisible()).toBe(false);
    const cut = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate<number>(cut)).toBe(0);
    expect(visitor.faults).toEqual([]);
  });

  test('finds no button that the answer of the API does not allow', async () => {
    const { page } = visitor;
    await signIn(page, address(), 'sg-coo-auditor');
    await atView(page, view.id.slice(0, 8));
    await page.getByText(say('en', 'page.nothingAllowed')).waitFor();
    expect(await page.locator('[id^=do-]').count()).toBe(0);
    expect(visitor.faults).toEqual([]);
  });
}
