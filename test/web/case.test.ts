import type { Browser, Page } from 'playwright-core';
import { languages } from '../../schemas/index';
import type { CaseView } from '../../schemas/index';
import { launchBrowser, withoutBrowser } from '../support/browser';
import { startLivePage } from './page-in-browser';
import type { LivePage } from './page-in-browser';
import { checkAxe, newVisitor, open, picture, say, signIn, speak } from './visitor';
import type { Visitor } from './visitor';

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: the case is left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('an office that opens a case', opened);
}

function opened(): void {
  let live: LivePage;
  let browser: Browser;
  let view: CaseView;
  let late: string;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    live = await startLivePage();
    late = await live.giveLateCase();
    view = await live.registerCase();
    const give = async (who: string, body: object): Promise<void> => {
      view = await live.command(who, view.id, body);
    };
    await give('sg-rav-officer', {
      kind: 'confirmVerdict',
      referrals: [
        { to: 'sg-iv', purpose: 'work_capacity_assessment' },
        { to: 'sg-sh', purpose: 'livelihood', reciprocity: true },
      ],
    });
    await give('sg-iv-contact', { kind: 'acceptReferral', referralId: 'R1' });
    const fields = ['permit', 'livelihood'];
    await give('sg-sh-contact', { kind: 'requestInformation', referralId: 'R2', fields });
    await give('sg-rav-officer', { kind: 'draftReferral', to: 'sg-bslb', purpose: 'coaching' });
    await give('sg-rav-officer', { kind: 'flagUrgent', risk: 'housing_loss' });
    visitor = await newVisitor(browser, live);
    ({ page } = visitor);
    await signIn(page, address(), 'sg-rav-officer');
    await page.locator('[data-way=R2]').waitFor();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await live.close();
  }, 60_000);

  const address = (id = view.id): string => `${live.origin}/cases/${id}`;
  const words = async (selector: string): Promise<string> =>
    (await page.locator(selector).first().textContent()) ?? '';
  const pageUrl = (): URL => new URL(page.url());

  test('sees at one glance where it stands, who has the ball and what stands in the way', async () => {
    const standing = await words('[data-standing]');
    expect(standing).toContain(say('en', 'caseStatus.admitted'));
    expect(standing).toContain(say('en', `deadline.${view.nextDue!.kind}`));
    expect(standing).toContain(view.nextDue!.owedBy);
    expect(standing).toContain(view.leadInstitution!);
    expect(standing).toContain(say('en', `ledgerParty.${view.holder!.party}`));
    expect(await words('[data-heed=urgent]')).toContain(say('en', 'urgentRisk.housing_loss'));
    const steps = page.locator('[data-way=case] [data-step=now]');
    expect(await steps.count()).toBe(1);
    expect(await steps.textContent()).toContain(say('en', 'page.caseView.stepNow'));
    expect(await words('[data-way=case] [data-step=possible]')).toContain(
      say('en', 'page.caseView.stepPossible'),
    );
    await picture(page, 'case');
  });

  test('reads every referral as a lane with its way, its clock and who has it', async () => {
    expect(await page.locator('[data-lane]').count()).toBe(view.referrals.length);
    const lane = await words('[data-lane=R2]');
    expect(lane).toContain(say('en', 'referralStatus.info_requested'));
    expect(lane).toContain(say('en', 'ledgerParty.sender'));
    expect(lane).toContain('sg-sh');
    const stopped = view.deadlines.find(({ key }) => key === 'T_DEC:R2')!.stopped!;
    const still = say('en', 'page.standsStill').replace('{days}', String(stopped.remainingBD));
    expect(await words('[data-clock="T_DEC:R2"]')).toContain(still);
  });

  test('is told to whom the consent does not reach, and why', async () => {
    const [hole] = view.consentHoles!;
    const told = await words('[data-holes]');
    expect(told).toContain(hole!.to);
    expect(told).toContain(say('en', `refusal.${hole!.why}.title`));
  });

  test('opens the person and the facts only when it asks for them', async () => {
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/dossier')) asked.push(request.url());
    });
    await open(page, address());
    await page.locator('#show-dossier').waitFor();
    await page.locator('[data-ledger]').waitFor();
    expect(asked).toEqual([]);
    expect(await words('main')).not.toMatch(/1991/);
    await page.locator('#show-dossier').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-dossier] li').first().waitFor();
    expect(asked).toHaveLength(1);
    expect(await words('[data-dossier]')).toContain(`${say('en', 'field.workCapacity')}: `);
    expect(await checkAxe(page, 'dossier')).toEqual([]);
    await page.locator('#hide-dossier').click();
    await page.locator('[data-dossier]').waitFor({ state: 'detached' });
    expect(asked).toHaveLength(1);
  });

  test.each(languages)(
    'finds no barrier in %s, wide or narrow, light or dark',
    async (language) => {
      await open(page, address());
      await speak(page, language);
      await page.locator('[data-way=R2]').waitFor();
      await page.locator('[data-ledger]').waitFor();
      expect(await words('main')).toContain(say(language, 'page.caseView.whoCost'));
      expect(await checkAxe(page, `case, ${language}`)).toEqual([]);
      expect(visitor.faults).toEqual([]);
    },
  );

  test('learns why a silent office was escalated, and comes from there to the clock', async () => {
    await open(page, address(late));
    await speak(page, 'en');
    await page.locator('[data-type=deadlineReached]').first().waitFor();
    await page.locator('#acts-automatic').click();
    await page.locator('[data-type=caseRegistered]').waitFor({ state: 'detached' });
    expect(pageUrl().searchParams.get('acts')).toBe('automatic');
    const why = await page
      .locator('[data-type=deadlineReached]', { hasText: say('en', 'deadline.T_DEC') })
      .locator('.why')
      .first()
      .innerText();
    expect(why).toContain('(sg-iv)');
    expect(why).toContain('02.02.2026');
    expect(why).toMatch(/L\d/);
    const link = page.getByRole('link', { name: say('en', 'page.caseView.toClock') });
    await link.first().click();
    await page.locator('li[data-type=deadlineSet]:focus').waitFor();
    expect(pageUrl().searchParams.has('acts')).toBe(false);
    await page.locator('#acts-human').click();
    await page.locator('[data-type=deadlineReached]').first().waitFor({ state: 'detached' });
    expect(await page.locator('[data-type=caseRegistered]').count()).toBe(1);
  });

  test('sees on a late case how late whom is, who cost the time, and finds no barrier', async () => {
    await open(page, address(late));
    await page.locator('[data-ledger] tbody tr').first().waitFor();
    expect(await words('[data-ledger]')).toContain('(sg-iv)');
    expect(await words('[data-clock="T_DEC:R1"]')).toContain('L3');
    expect(await checkAxe(page, 'a late case')).toEqual([]);
    expect(visitor.faults).toEqual([]);
  });

  test('is shown no account of the time when it does not run the case', async () => {
    const contact = await newVisitor(browser, live);
    await signIn(contact.page, address(), 'sg-iv-contact');
    await contact.page.locator('[data-lane=R1]').waitFor();
    await contact.page.locator('[data-type=caseRegistered]').waitFor();
    expect(await contact.page.locator('[data-ledger]').count()).toBe(0);
    expect(await contact.page.locator('#show-dossier').count()).toBe(1);
    expect(contact.faults).toEqual([]);
    await contact.context.close();
  });
}
