/** A walk over all views: what somebody meets who reads, tabs, enlarges or prints each of them. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page, ViewportSize } from 'playwright-core';
import { languages } from '../../schemas/index';
import type { Language } from '../../schemas/index';
import { choose, write } from './typing';
import {
  atView,
  barriersNow,
  narrow,
  open,
  picture,
  say,
  settled,
  speak,
  tooWide,
  wide,
} from './visitor';

const routes = resolve(__dirname, '../../web/app/routes.tsx');
const mostStops = 400;
const pictured = { 'my-day': '/?list=overdue', board: '/board', monitoring: '/monitoring' };

/** The addresses of all views, as the page itself lists them. */
export const everyView = (caseId: string): readonly string[] =>
  [...readFileSync(routes, 'utf8').matchAll(/path: '([^']+)'/g)].map(([, path = '']) =>
    path.replace(':id', caseId),
  );

interface Way {
  readonly origin: string;
  readonly addresses: readonly string[];
}

type Look = (page: Page, address: string) => Promise<readonly string[]>;

/** Opens each view, waits until it is drawn, and collects what is wrong with it. */
const onEach = async (page: Page, { origin, addresses }: Way, look: Look): Promise<string[]> => {
  const wrong: string[] = [];
  for (const address of addresses) {
    await open(page, `${origin}${address}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await settled(page);
    wrong.push(...(await look(page, address)));
  }
  return wrong;
};

/** Each language is looked at in another light and width; the tests of a view look at it in more. */
const lookOf: Readonly<Record<Language, readonly ['light' | 'dark', ViewportSize, ViewportSize]>> =
  {
    de: ['light', wide, narrow],
    fr: ['dark', narrow, wide],
    it: ['dark', wide, narrow],
    en: ['light', narrow, wide],
  };

/** Barriers of every view in the light and width of a language, and what is too wide for the other. */
export const barriersEverywhere = async (
  page: Page,
  way: Way,
  language: Language,
): Promise<string[]> => {
  const [colorScheme, size, other] = lookOf[language];
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(size);
  const wrong = await onEach(page, way, async (_page, address) => {
    const barriers = await barriersNow(page, `${address}, ${colorScheme}, ${size.width} px`);
    await page.setViewportSize(other);
    const overflow = await tooWide(page);
    await page.setViewportSize(size);
    return overflow > 0 ? [...barriers, `${address}: ${overflow} px too wide`] : barriers;
  });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(wide);
  return wrong;
};

/** What is lost at the side of any view, or moves in it, as the browser is set up. */
export const unrestEverywhere = (page: Page, way: Way): Promise<string[]> =>
  onEach(page, way, async (_page, address) => {
    const moving = await page.evaluate<number>(
      "document.getAnimations().filter(({ playState }) => playState === 'running').length",
    );
    const overflow = await tooWide(page);
    return [
      ...(moving > 0 ? [`${address}: ${moving} things move`] : []),
      ...(overflow > 0 ? [`${address}: ${overflow} px too wide`] : []),
    ];
  });

interface Stop {
  readonly what: string;
  readonly isSeen: boolean;
  readonly isNowhere: boolean;
}

/** Where the keyboard stands, and whether an eye finds it: an outline, inside of what is in view. */
const stopNow = `(() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
  const { top, bottom } = one.getBoundingClientRect();
  const isMarked = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  return {
    what: one.outerHTML.slice(0, 120),
    isSeen: isMarked && bottom > 0 && top < innerHeight,
    isNowhere: one === document.body,
  };
})()`;

/** The stops of the keyboard at which nobody sees where it is; a view without any stop too. */
const hiddenStops: Look = async (page, address) => {
  const hidden: string[] = [];
  for (let stops = 0; stops < mostStops; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<Stop>(stopNow);
    if (stop.isNowhere) return stops === 0 ? [`${address}: the keyboard comes nowhere`] : hidden;
    if (!stop.isSeen) hidden.push(`${address}: nobody sees the focus at ${stop.what}`);
  }
  return [...hidden, `${address}: the keyboard never comes to the end`];
};

export const hiddenStopsEverywhere = (page: Page, way: Way): Promise<string[]> =>
  onEach(page, way, hiddenStops);

/** On paper stands what the case is, without what only a screen can do. */
export const onPaper = async (page: Page): Promise<void> => {
  await page.emulateMedia({ media: 'print' });
  for (const shown of ['h1', '[data-type=caseRegistered]'])
    expect(await page.locator(shown).first().isVisible()).toBe(true);
  for (const hidden of ['nav', '#sign-out', '#language'])
    expect(await page.locator(hidden).first().isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
};

/** Where there is no room for a line of views they are in a menu, which the keyboard opens and leaves. */
export const openMenu = async (page: Page): Promise<void> => {
  const [menu, views] = [page.locator('#menu'), page.locator('#views')];
  expect(await views.isVisible()).toBe(false);
  await menu.focus();
  await page.keyboard.press('Enter');
  await views.waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await views.waitFor({ state: 'hidden' });
  expect(await page.evaluate('document.activeElement.id')).toBe('menu');
};

/** What was typed into the form of a registration stays there, whatever language is chosen. */
export const changesLanguage = async (page: Page): Promise<void> => {
  await write(page, 'person.officialName', 'Testova');
  await choose(page, 'facts.consent.status', 'given');
  for (const language of languages) {
    await speak(page, language);
    await atView(page, say(language, 'page.nav.register'));
    expect(await page.locator('[name="person.officialName"]').inputValue()).toBe('Testova');
    expect(await page.locator('[name="facts.consent.status"]').inputValue()).toBe('given');
  }
};

/** Pictures for the documentation, of a canton at work. */
export const takePictures = async (page: Page, origin: string): Promise<void> => {
  for (const [name, address] of Object.entries(pictured)) {
    await open(page, `${origin}${address}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await picture(page, name);
  }
};
