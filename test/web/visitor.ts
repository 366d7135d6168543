/** Somebody in a real browser: signs in as people do, and notes every fault on the way. */
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { textsOf } from '../../infra/texts';
import type { Language } from '../../schemas/index';
import { takesPictures } from '../support/browser';

const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
const patienceMs = 15_000;
const pollMs = 20;
const mostSteps = 120;
const pictures = resolve(__dirname, '../../docs/images');
export const wide = { width: 1280, height: 900 } as const;
/** The width at which nothing may be lost (WCAG 1.4.10); also a wide screen at 400 %. */
export const narrow = { width: 320, height: 900 } as const;

/** Where the page and the sign-in are. */
interface Site {
  readonly origin: string;
  readonly issuer: string;
}

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page, of the console (content policy too), and requests to anywhere else. */
  readonly faults: string[];
}

/** The text of a key, as the page must show it. */
export const say = (language: Language, key: string): string =>
  textsOf(language).get(key) ?? `no text for ${key}`;

const watch = (page: Page, faults: string[]): void => {
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
};

/** A browser of one's own: no cookie, no cache, nobody signed in. */
export const newVisitor = async (
  browser: Browser,
  live: Site,
  options: BrowserContextOptions = {},
): Promise<Visitor> => {
  const context = await browser.newContext({ locale: 'en-GB', viewport: wide, ...options });
  context.setDefaultTimeout(patienceMs);
  const faults: string[] = [];
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    const isOurs = [live.origin, live.issuer].includes(origin);
    if (!isOurs && !['data:', 'about:'].includes(protocol)) faults.push(`asked ${request.url()}`);
  });
  context.on('page', (page) => watch(page, faults));
  return { page: await context.newPage(), context, faults };
};

/** Signs in as a demo account by the screen of the issuer; ends at the address that was opened. */
export const signIn = async (page: Page, url: string, username: string): Promise<void> => {
  await page.goto(url);
  await page.locator('#sign-in').click();
  await page.locator(`button[value="${username}"]`).click();
  await page.locator('#who').waitFor();
};

/** Opens an address as somebody who is signed in; the document is loaded anew. */
export const open = async (page: Page, url: string): Promise<void> => {
  await page.goto(url);
  await page.locator('#who').waitFor();
};

/** Changes the language in place. */
export const speak = async (page: Page, language: Language): Promise<void> => {
  await page.locator('#language').selectOption(language);
  await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
};

/** Waits for the view whose title is a text of this key. */
export const atView = async (page: Page, title: string): Promise<void> => {
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
};

/** Waits until nothing is being asked for any more. */
export const settled = async (page: Page): Promise<void> => {
  while ((await page.locator('.progress').count()) > 0) await page.waitForTimeout(pollMs);
};

const looks = [
  ['light', wide],
  ['dark', narrow],
] as const;

/** By how many pixels the page is wider than the screen. */
export const tooWide = (page: Page): Promise<number> =>
  page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );

/** Every barrier on the screen as it is now. An empty list is what we want. */
export const barriersNow = async (page: Page, where: string): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  const barriers = violations.map(
    ({ id, nodes }) => `${where}: ${id} ${nodes.map(({ html }) => html).join(' ')}`,
  );
  const overflow = await tooWide(page);
  return overflow > 0 ? [...barriers, `${where}: ${overflow} px too wide`] : barriers;
};

/** Every barrier on the screen: light and wide, dark and narrow. An empty list is what we want. */
export const checkAxe = async (page: Page, where: string): Promise<readonly string[]> => {
  const barriers: string[] = [];
  await settled(page);
  for (const [colorScheme, size] of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    barriers.push(...(await barriersNow(page, `${where}, ${colorScheme}, ${size.width} px`)));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(wide);
  return barriers;
};

/** Goes by Tab alone to the element with the id. */
export const tabTo = async (page: Page, id: string): Promise<void> => {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    if ((await page.evaluate<string>('document.activeElement?.id')) === id) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard never came to "${id}"`);
};

/** What stands in the storages of the browser, by name. */
export const stored = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>(
    '[...Object.keys(localStorage), ...Object.keys(sessionStorage), ...document.cookie.split(";").filter(Boolean)]',
  );

/** A picture for the documentation, where it is wanted. */
export const picture = async (page: Page, name: string): Promise<void> => {
  if (!takesPictures) return;
  await settled(page);
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: resolve(pictures, `${name}.png`) });
};
