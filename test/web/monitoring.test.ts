import type { Browser, Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { languages } from '../../schemas/index';
import { launchBrowser, withoutBrowser } from '../support/browser';
import { startLivePage } from './page-in-browser';
import type { LivePage } from './page-in-browser';
import { press } from './typing';
import {
  atView, checkAxe, newVisitor, open, picture, say, settled, signIn, speak,
} from './visitor'; // prettier-ignore
import type { Visitor } from './visitor';

if (withoutBrowser) {
  test('RELAIS_WITHOUT_BROWSER=1: monitoring is left untested on this machine', () => {
    expect(withoutBrowser).toBe(true);
  });
} else {
  describe('the figures of a canton', figuresOfACanton);
}

function figuresOfACanton(): void {
  let live: LivePage;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    live = await startLivePage();
    for (let index = 0; index < 6; index += 1) await live.giveLateCase();
    const { id } = await live.registerCase();
    const referrals = [{ to: 'sg-iv', purpose: 'work_capacity_assessment' }];
    await live.command('sg-rav-officer', id, { kind: 'confirmVerdict', referrals });
    await live.command('sg-iv-contact', id, {
      kind: 'declineReferral', referralId: 'R1', reason: 'not_competent', nextOwner: 'sg-rav',
    }); // prettier-ignore
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await live.close();
  }, 60_000);

  const visit = async (username: string): Promise<Visitor> => {
    const visitor = await newVisitor(browser, live);
    await signIn(visitor.page, `${live.origin}/monitoring?from=2026-01-01`, username);
    await visitor.page.locator('#span').waitFor();
    return visitor;
  };

  test('x', async () => {
    const visitor = await visit('sg-coo');
    await picture(visitor.page, 'monitoring');
    expect(visitor.faults).toEqual([]);
  });
}
